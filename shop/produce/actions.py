"""What changes the list of products, packs, recipes and substitutes."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from shop.enterprises.models import Enterprise, Hub, Place
from shop.journal.actions import log
from shop.produce.errors import BadPack, BadProduct, BadRecipe, BadSpecification, BadSubstitute
from shop.produce.models import (
    Allergen,
    AllergenStatement,
    Pack,
    Product,
    Recipe,
    Specification,
    Substitute,
    VatRate,
)
from shop.produce.reference import ALLERGENS, VAT_RATES
from shop.rows.checked import save_checked

logger = logging.getLogger(__name__)

MONTHS = frozenset(range(1, 13))


@transaction.atomic
def ensure_reference_data(*, now: datetime) -> None:
    """Put the 14 allergens and the VAT rates in place; what stands is left as it is."""
    Allergen.objects.bulk_create(
        [Allergen(code=code, name=name, note=note) for code, name, note in ALLERGENS], ignore_conflicts=True
    )
    VatRate.objects.bulk_create(
        [
            VatRate(code=code, rate_permille=permille, valid_from=starts, valid_until=ends, source=source)
            for code, permille, starts, ends, source in VAT_RATES
        ],
        ignore_conflicts=True,
    )
    logger.info("reference data stood at %s", now)


@transaction.atomic
def add_product(  # noqa: PLR0913 - keyword-only
    *,
    hub: Hub,
    name: str,
    category: str,
    base_unit: str,
    by: User | None,
    now: datetime,
    season_months: Iterable[int] = (),
    vat_code: str = "Z",
) -> Product:
    """A product of `hub`, measured in g, ml or each. Raises BadProduct."""
    months = sorted(set(season_months))
    if not MONTHS.issuperset(months):
        raise BadProduct(f"Months are numbers from 1 to 12, not {', '.join(map(str, months))}.")
    if not VatRate.objects.filter(code=vat_code).exists():
        raise BadProduct(f"There is no VAT rate “{vat_code}” on file.")
    product = Product(
        hub=hub,
        name=" ".join(name.split()),
        category=category,
        base_unit=base_unit,
        season_months=months,
        vat_code=vat_code,
    )
    save_checked(product, BadProduct)
    log(hub=hub, verb="added", subject=product, by=by, now=now)
    return product


@transaction.atomic
def add_specification(  # noqa: PLR0913 - keyword-only
    *,
    product: Product,
    by: User | None,
    now: datetime,
    cut: str = "whole",
    grade: str = "",
    temperature_class: str = "ambient",
    is_processed: bool = False,
    allergens: Mapping[str, str] | None = None,
) -> Specification:
    """A form of `product`. `allergens` as code to presence; a code that is missing stays unknown, never absent.

    Raises BadSpecification.
    """
    stated = dict(allergens or {})
    check_allergens(stated)
    specification = Specification(
        product=product,
        cut=cut,
        grade=grade,
        temperature_class=temperature_class,
        is_processed=is_processed,
    )
    save_checked(specification, BadSpecification)
    AllergenStatement.objects.bulk_create(
        AllergenStatement(specification=specification, allergen_id=code, presence=presence)
        for code, presence in stated.items()
    )
    log(hub=product.hub, verb="added", subject=specification, by=by, now=now, allergens=stated)
    return specification


def check_allergens(stated: Mapping[str, str]) -> None:
    """Raise BadSpecification for an allergen that is none of the 14 or a presence that says nothing."""
    known = frozenset(Allergen.objects.filter(code__in=stated).values_list("code", flat=True))
    if unknown := sorted(set(stated) - known):
        raise BadSpecification(f"Not among the allergens on file: {', '.join(unknown)}.")
    presences = AllergenStatement.Presence.values
    if wrong := sorted(set(stated.values()) - set(presences)):
        raise BadSpecification(f"An allergen is one of {', '.join(presences)}, not “{wrong[0]}”.")


@transaction.atomic
def add_pack(  # noqa: PLR0913 - keyword-only
    *,
    specification: Specification,
    name: str,
    quantity_base: int,
    gross_weight_g: int,
    by: User | None,
    now: datetime,
    packs_per_crate: int = 1,
) -> Pack:
    """A size in which `specification` is sold. Raises BadPack, also when the pack weighs less than it holds."""
    pack = Pack(
        specification=specification,
        name=" ".join(name.split()),
        quantity_base=quantity_base,
        gross_weight_g=gross_weight_g,
        packs_per_crate=packs_per_crate,
    )
    if specification.product.base_unit == Product.BaseUnit.GRAM and gross_weight_g < quantity_base:
        raise BadPack(f"{pack.name}: {quantity_base} g can't weigh {gross_weight_g} g with the packaging.")
    save_checked(pack, BadPack)
    log(hub=specification.product.hub, verb="added", subject=pack, by=by, now=now)
    return pack


@transaction.atomic
def add_recipe(  # noqa: PLR0913 - keyword-only
    *,
    processor: Enterprise,
    place: Place,
    input_specification: Specification,
    output_pack: Pack,
    yield_permille: int,
    capacity_base: int,
    fee_pence: int,
    by: User | None,
    now: datetime,
    minimum_input_base: int = 0,
    hours_needed: int = 3,
) -> Recipe:
    """`processor` makes `output_pack` of `input_specification` at `place`. Raises BadRecipe."""
    if processor.kind != Enterprise.Kind.PROCESSOR:
        raise BadRecipe(f"{processor} is no processor.")
    if place.enterprise_id != processor.pk:
        raise BadRecipe(f"{place} is not a place of {processor}.")
    if output_pack.specification_id == input_specification.pk:
        raise BadRecipe(f"{input_specification} can't be made of itself.")
    hubs = {processor.hub_id, input_specification.product.hub_id, output_pack.specification.product.hub_id}
    if len(hubs) > 1:
        raise BadRecipe("Processor, input and output must belong to one hub.")
    recipe = Recipe(
        hub=processor.hub,
        processor=processor,
        place=place,
        input_specification=input_specification,
        output_pack=output_pack,
        yield_permille=yield_permille,
        capacity_base=capacity_base,
        minimum_input_base=minimum_input_base,
        fee_pence=fee_pence,
        hours_needed=hours_needed,
    )
    save_checked(recipe, BadRecipe)
    log(hub=recipe.hub, verb="added", subject=recipe, by=by, now=now, on_behalf_of=processor)
    return recipe


@transaction.atomic
def accept_substitute(*, wanted: Pack, instead: Pack, tier: int, by: User | None, now: datetime) -> Substitute:
    """The hub accepts `instead` where `wanted` runs short; tier 1 is tried first. Raises BadSubstitute."""
    hub = wanted.specification.product.hub
    if instead.specification.product.hub_id != hub.pk:
        raise BadSubstitute(f"{instead} belongs to another hub.")
    if wanted.pk == instead.pk:
        raise BadSubstitute(f"{wanted} can't stand in for itself.")
    substitute = Substitute(hub=hub, wanted=wanted, instead=instead, tier=tier)
    save_checked(substitute, BadSubstitute)
    log(hub=hub, verb="accepted substitute", subject=substitute, by=by, now=now, tier=tier)
    return substitute
