"""Putting listings on sale: Oscar's rows for each grower's pack, made once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from oscar.core.loading import get_model

from shop.cycles.models import Listing
from shop.journal.actions import log
from shop.storefront.models import ShopFront, ShopGoods
from shop.storefront.naming import title_of

PRODUCT_CLASS = "Produce"


@transaction.atomic
def put_on_sale(*, front: ShopFront, listings: Iterable[Listing], now: datetime) -> int:
    """Make the goods that the listings lack, with Oscar's product and stock record; again makes none.

    Returns how many were made. The shop's row is locked, so that two pages don't make the same.
    """
    ShopFront.objects.select_for_update(no_key=True).get(pk=front.pk)
    missing = lacking(listings)
    if not missing:
        return 0
    product_class, _ = get_model("catalogue", "ProductClass").objects.get_or_create(
        name=PRODUCT_CLASS, defaults={"track_stock": False, "requires_shipping": True}
    )
    make_goods(front, missing, product_class)
    log(hub=front.hub, verb="put on sale in the shop", subject=front, by=None, now=now, goods=len(missing))
    return len(missing)


def lacking(listings: Iterable[Listing]) -> list[Listing]:
    """One listing for each grower's pack that has no goods."""
    wanted = {(listing.grower_id, listing.pack_id): listing for listing in listings}
    growers, packs = {grower for grower, _ in wanted}, {pack for _, pack in wanted}
    standing = set(
        ShopGoods.objects.filter(grower_id__in=growers, pack_id__in=packs).values_list("grower_id", "pack_id")
    )
    return [wanted[key] for key in sorted(wanted.keys() - standing)]


def make_goods(front: ShopFront, missing: list[Listing], product_class: Any) -> None:
    """Oscar's products and stock records, and the rows that tie them to growers' packs, in a fixed number of steps."""
    product, stockrecord = get_model("catalogue", "Product"), get_model("partner", "StockRecord")
    partners = partners_of(missing)
    products = product.objects.bulk_create(
        product(
            title=title_of(listing.pack),
            slug=slugify(f"{title_of(listing.pack)} {listing.grower}")[:255],
            product_class=product_class,
            structure=product.STANDALONE,
        )
        for listing in missing
    )
    records = stockrecord.objects.bulk_create(
        stockrecord(
            product=made,
            partner=partners[partner_code(listing)],
            partner_sku=f"pack-{listing.pack_id}",
            price_currency=front.hub.currency,
        )
        for made, listing in zip(products, missing, strict=True)
    )
    ShopGoods.objects.bulk_create(
        ShopGoods(hub=front.hub, grower=listing.grower, pack=listing.pack, product=made, stockrecord=record)
        for made, record, listing in zip(products, records, missing, strict=True)
    )


def partners_of(listings: list[Listing]) -> dict[str, Any]:
    """Oscar's partner for each grower, by its code."""
    partner = get_model("partner", "Partner")
    growers = {partner_code(listing): listing.grower.name[:128] for listing in listings}
    partner.objects.bulk_create(
        (partner(code=code, name=name) for code, name in sorted(growers.items())), ignore_conflicts=True
    )
    return {row.code: row for row in partner.objects.filter(code__in=growers)}


def partner_code(listing: Listing) -> str:
    """What a grower is called in Oscar's rows."""
    return f"enterprise-{listing.grower_id}"
