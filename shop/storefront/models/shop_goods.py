"""What ties a grower's pack to Oscar's rows: one product and one stock record, whatever day it is listed for."""

from django.db import models

from shop.rows.scoping import OfHub


class ShopGoods(models.Model):
    """A grower's pack in the shop. Price and availability come from the day's listing, never from Oscar's record."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="shop_goods")
    grower = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="shop_goods")
    pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT, related_name="shop_goods")
    product = models.OneToOneField("catalogue.Product", on_delete=models.PROTECT, related_name="shop_goods")
    stockrecord = models.OneToOneField("partner.StockRecord", on_delete=models.PROTECT, related_name="shop_goods")

    objects = OfHub.as_manager()

    class Meta:
        verbose_name_plural = "shop goods"
        constraints = [models.UniqueConstraint(fields=["grower", "pack"], name="goods_once_per_grower_and_pack")]

    def __str__(self) -> str:
        return f"{self.pack} from {self.grower}"
