"""What a household pays for a pack: the grower's price and the hub's margin, then VAT, each rounded once. Pure."""

from dataclasses import dataclass

from shop.pricing.money import PERMILLE, half_up, vat_of

KILO_BASE = 1000


@dataclass(frozen=True, slots=True)
class PackPrice:
    """Pence per pack. What is written on the shelf is `gross_pence`."""

    net_pence: int
    vat_pence: int

    @property
    def gross_pence(self) -> int:
        """VAT included."""
        return self.net_pence + self.vat_pence


def pack_price(grower_pence: int, *, margin_permille: int, vat_permille: int) -> PackPrice:
    """The household's price of a pack that the grower sells for `grower_pence`."""
    net_pence = half_up(grower_pence * margin_permille, PERMILLE)
    return PackPrice(net_pence, vat_of(net_pence, vat_permille))


def unit_price_pence(gross_pence: int, quantity_base: int, base_unit: str) -> int:
    """Pence per kilogram or litre, or for one where it is sold by number; half up."""
    return half_up(gross_pence * (1 if base_unit == "each" else KILO_BASE), quantity_base)
