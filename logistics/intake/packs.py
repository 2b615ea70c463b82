"""A pack as the vans know it."""

from logistics.intake.facts import PackFacts
from shop.produce.models import Pack


def pack_facts(pack: Pack) -> PackFacts:
    """What the vans need to know of a pack; its specification and product came along."""
    return PackFacts(
        id=pack.pk,
        name=str(pack),
        weight_g=pack.gross_weight_g,
        packs_per_crate=pack.packs_per_crate,
        temperature_class=pack.specification.temperature_class,
    )
