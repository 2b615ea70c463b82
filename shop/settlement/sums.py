"""The arithmetic of an invoice and of what was lost. Pure: knows no rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop.pricing.money import split_pence, vat_of


@dataclass(frozen=True, slots=True)
class InvoiceSum:
    """Pence net, VAT and gross; `vat_groups` maps each rate in permille to its net and its VAT."""

    net_pence: int
    vat_pence: int
    gross_pence: int
    vat_groups: dict[int, tuple[int, int]]


def invoice_sum(lines: Iterable[tuple[int, int]]) -> InvoiceSum:
    """Add up lines of (net pence, VAT permille). VAT is rounded once per rate group, half up (EN 16931, BG-23)."""
    nets: dict[int, int] = {}
    for net_pence, permille in lines:
        nets[permille] = nets.get(permille, 0) + net_pence
    groups = {permille: (net, vat_of(net, permille)) for permille, net in sorted(nets.items())}
    net_pence = sum(net for net, _ in groups.values())
    vat_pence = sum(vat for _, vat in groups.values())
    return InvoiceSum(net_pence, vat_pence, net_pence + vat_pence, groups)


def credit_sum(
    invoiced: Iterable[tuple[int, int]], credited: Iterable[tuple[int, int]], lines: Iterable[tuple[int, int]]
) -> InvoiceSum:
    """What lines of (net pence, VAT permille) take off an invoice of which some was credited before.

    VAT falls from what was due on what still stood to what is due on the rest, so that notes for all of an invoice come
    to its VAT exactly, however it is cut up.
    """
    left: dict[int, int] = {}
    for net_pence, permille in invoiced:
        left[permille] = left.get(permille, 0) + net_pence
    for net_pence, permille in credited:
        left[permille] -= net_pence
    groups: dict[int, tuple[int, int]] = {}
    for permille, (net_pence, _) in invoice_sum(lines).vat_groups.items():
        rest = left[permille] - net_pence
        groups[permille] = (net_pence, vat_of(left[permille], permille) - vat_of(rest, permille))
    net_pence = sum(net for net, _ in groups.values())
    vat_pence = sum(vat for _, vat in groups.values())
    return InvoiceSum(net_pence, vat_pence, net_pence + vat_pence, groups)


def spread_packs(missing: int, given: Sequence[int]) -> list[int]:
    """Spread missing packs over the sources in proportion to what each gave, whole packs, by largest remainder.

    No source is charged with more packs than it gave when `missing` is not more than all of them gave.
    """
    return split_pence(missing, given) if missing else [0] * len(given)


def raw_cost_of(lost: int, made: int, raw_pence: int) -> int:
    """What went into `lost` of the `made` packs, out of raw produce for `raw_pence`, to the penny."""
    return split_pence(raw_pence, [lost, made - lost])[0] if lost else 0
