"""What buyers pay, and under what they buy."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from shop.journal.actions import log
from shop.pricing.money import pounds
from shop.procurement.errors import PriceRefused
from shop.procurement.models import BuyingBasis, PublishedPrice


@transaction.atomic
def publish_price(  # noqa: PLR0913 - a price is all of these
    *,
    hub: Any,
    pack: Any,
    price_pence: int,
    valid_from: date,
    by: Any,
    now: datetime,
    valid_until: date | None = None,
    basis: BuyingBasis | None = None,
) -> PublishedPrice:
    """Say what institutions pay per pack from a day on; with `basis`, only those who buy under it.

    The same price again returns the one that stands. Raises PriceRefused.
    """
    if pack.specification.product.hub_id != hub.pk or (basis is not None and basis.hub_id != hub.pk):
        raise PriceRefused(f"{pack} is not sold by {hub}.")
    if price_pence < 1:
        raise PriceRefused(f"{pack}: a price is at least 1p.")
    if valid_until is not None and valid_until < valid_from:
        raise PriceRefused(f"{pack}: the price ends on {valid_until:%d/%m/%Y}, before it starts.")
    price, is_new = PublishedPrice.objects.get_or_create(
        hub=hub,
        pack=pack,
        basis=basis,
        valid_from=valid_from,
        defaults={"price_pence": price_pence, "valid_until": valid_until},
    )
    if is_new:
        log(hub=hub, verb="publish price", subject=price, by=by, now=now, price_pence=price_pence)
    elif (price.price_pence, price.valid_until) != (price_pence, valid_until):
        raise PriceRefused(
            f"{pack} has a published price of {pounds(price.price_pence)} from {valid_from:%d/%m/%Y} already. "
            f"Publish the new price from a later day."
        )
    return price


@transaction.atomic
def agree_basis(  # noqa: PLR0913 - a basis is all of these
    *,
    hub: Any,
    buyer: Any,
    kind: str,
    reference: str,
    estimated_value_pence_inc_vat: int,
    starts: date,
    ends: date,
    by: Any,
    now: datetime,
    ceiling_pence: int | None = None,
) -> BuyingBasis:
    """Note under what a buyer buys: contract, framework, quotes or direct award, with value, dates and ceiling.

    The same again returns the one that stands. Raises PriceRefused.
    """
    facts = {
        "kind": kind,
        "estimated_value_pence_inc_vat": estimated_value_pence_inc_vat,
        "ceiling_pence": ceiling_pence,
        "starts": starts,
        "ends": ends,
    }
    reference = reference.strip()
    if buyer.hub_id != hub.pk or buyer.kind != "buyer":
        raise PriceRefused(f"{buyer} does not buy from {hub}.")
    if kind not in BuyingBasis.Kind.values:
        raise PriceRefused(f"“{kind}” is not a buying basis. Choose one of: {', '.join(BuyingBasis.Kind.labels)}.")
    if not reference:
        raise PriceRefused("A buying basis needs a reference, such as the contract's number.")
    if ends < starts:
        raise PriceRefused(f"{reference} ends on {ends:%d/%m/%Y}, before it starts.")
    if estimated_value_pence_inc_vat < 0 or (ceiling_pence is not None and ceiling_pence < 0):
        raise PriceRefused(f"{reference}: a value or a ceiling is never below £0.")
    basis, is_new = BuyingBasis.objects.get_or_create(hub=hub, buyer=buyer, reference=reference, defaults=facts)
    if is_new:
        log(hub=hub, verb="agree buying basis", subject=basis, by=by, now=now, reference=reference, kind=kind)
    elif any(getattr(basis, name) != value for name, value in facts.items()):
        raise PriceRefused(f"{buyer} has another buying basis under {reference} already.")
    return basis
