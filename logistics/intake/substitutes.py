"""What may stand in for what: smaller packs of the same, and the hub's list where the kitchen allows it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from logistics.intake.keys import key_of
from logistics.planning.allocation.problem import Fallback
from shop.enterprises.models import Hub
from shop.procurement.models import BulkOrderLine
from shop.procurement.substitutes import added_allergens
from shop.produce.models import Pack, Specification, Substitute


@dataclass(frozen=True, slots=True)
class Substitutes:
    """Fall-backs by wanted pack (id): what always may stand in, and what only a kitchen that takes substitutes gets."""

    same: dict[int, tuple[Fallback, ...]]
    listed: dict[int, tuple[Fallback, ...]]

    def for_line(self, line: BulkOrderLine) -> tuple[Fallback, ...]:
        """The line's fall-backs, first choice first. “Ask first” is a call, so nothing is swapped without it."""
        same = self.same.get(line.pack_id, ())
        if line.substitution_rule != BulkOrderLine.SubstitutionRule.LISTED:
            return same
        return (*same, *self.listed.get(line.pack_id, ()))


def read_substitutes(hub: Hub, wanted: Collection[Pack]) -> Substitutes:
    """Read what may stand in for the wanted packs, in two queries and their allergens."""
    ids = {pack.pk for pack in wanted}
    siblings = defaultdict(list)
    for pack in Pack.objects.filter(specification__in={pack.specification_id for pack in wanted}).order_by("id"):
        siblings[pack.specification_id].append(pack)
    same = {pack.pk: tuple(same_specification(pack, siblings[pack.specification_id])) for pack in wanted}
    listed: dict[int, list[Fallback]] = defaultdict(list)
    rows = Substitute.objects.of(hub).filter(wanted__in=ids).order_by("wanted", "tier", "id")
    rows = rows.select_related("wanted__specification__product", "instead__specification__product").prefetch_related(
        "wanted__specification__allergen_statements", "instead__specification__allergen_statements"
    )
    for row in rows:
        if row.wanted.specification_id != row.instead.specification_id and is_safe(row.wanted, row.instead):
            listed[row.wanted_id].append(fallback(row.wanted, row.instead, tier=row.tier + 1))
    return Substitutes(same, {pack: tuple(found) for pack, found in listed.items()})


def same_specification(wanted: Pack, siblings: Iterable[Pack]) -> Iterable[Fallback]:
    """Smaller packs that add up to the wanted one exactly: four 2.5 kg bags for a 10 kg crate."""
    for pack in siblings:
        if pack.pk != wanted.pk and wanted.quantity_base % pack.quantity_base == 0:
            yield fallback(wanted, pack, tier=1)


def fallback(wanted: Pack, instead: Pack, *, tier: int) -> Fallback:
    """The core's view of a pack that stands in."""
    return Fallback(
        product=key_of("specification", instead.specification_id),
        pack_base=instead.quantity_base,
        tier=tier,
        packs_per_wanted=packs_per_wanted(wanted, instead),
    )


def packs_per_wanted(wanted: Pack, instead: Pack) -> int:
    """Whole packs of `instead` that stand for one wanted pack, the last one counted whole.

    Where the two are measured in different base units one pack stands for one.
    """
    if wanted.specification_id == instead.specification_id:
        return wanted.quantity_base // instead.quantity_base
    if wanted.specification.product.base_unit != instead.specification.product.base_unit:
        return 1
    return -(-wanted.quantity_base // instead.quantity_base)


def is_safe(wanted: Pack, instead: Pack) -> bool:
    """Whether the substitute brings in no allergen that the wanted one is known to be free of."""
    return not added_allergens(wanted=stated(wanted.specification), instead=stated(instead.specification))


def stated(specification: Specification) -> dict[str, str]:
    """Allergen code to presence, as far as it is known."""
    return {row.allergen_id: row.presence for row in specification.allergen_statements.all()}
