"""Base units (g, ml, each) written as people say them, exactly; and what a weighed pack costs."""

from shop.pricing.money import half_up

BASE_PER_LARGE = 1000


def kilos(grams: int) -> str:
    """12500 -> 12.5 kg; 1200000 -> 1,200 kg; -250 -> −0.25 kg."""
    return f"{thousandths(grams)} kg"


def quantity(amount_base: int, base_unit: str) -> str:
    """An amount in the product's base unit: 10 kg, 250 g, 2.5 litres, 500 ml, 15 each.

    Grams and millilitres below 1000 stay as they are.
    """
    if base_unit not in ("g", "ml") or abs(amount_base) < BASE_PER_LARGE:
        return f"{'−' if amount_base < 0 else ''}{abs(amount_base):,} {base_unit}"
    if base_unit == "g":
        return kilos(amount_base)
    return f"{thousandths(amount_base)} {'litre' if abs(amount_base) == BASE_PER_LARGE else 'litres'}"


def tenths_c(tenths: int) -> str:
    """85 -> 8.5 °C; -180 -> −18 °C."""
    whole, rest = divmod(abs(tenths), 10)
    return f"{'−' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''} °C"


def counted(number: int, one: str, many: str = "") -> str:
    """1 crate, 2 crates, 1,200 crates; `many` where an s does not do: 2 boxes."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def thousandths(amount: int) -> str:
    """`amount` / 1000 in decimals, without trailing zeros."""
    whole, rest = divmod(abs(amount), BASE_PER_LARGE)
    return f"{'−' if amount < 0 else ''}{whole:,}.{rest:03d}".rstrip("0").rstrip(".")


def catch_weight_pence(price_pence: int, nominal_g: int, weighed_g: int) -> int:
    """What a pack sold as `nominal_g` for `price_pence` costs at its true weight, half up to the penny."""
    return half_up(price_pence * weighed_g, nominal_g)
