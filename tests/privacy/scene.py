"""Households that shop, days that end, and the books' totals."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.apps import apps
from django.db import models
from django.db.models import Count, Sum
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from accounts.models import User
from accounts.proof import PROVED_AT
from shop.cycles.models import DeliveryDay
from shop.settlement.models import LedgerAccount, LedgerEntry
from shop.storefront.models import HouseholdLine, HouseholdOrder
from tests.cast import NOW, a_person
from tests.shop.storefront.scene import Shop, check_out, put_in

OTHERS_WORDS = ("Otto", "other@rutland", "01572 999999", "2 Other Lane")


def signed_in(person: User) -> Client:
    """A browser in which the person has just signed in."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[PROVED_AT] = timezone.now().isoformat()
    session.save()
    return client


def harriet(shop: Shop, **typed: Any) -> tuple[User, HouseholdOrder]:
    """Harriet has an account and has ordered three bags."""
    person = a_person("harriet@rutland.example", "Harriet Home")
    return person, ordered(shop, signed_in(person), 3, **{**HARRIETS, **typed})


def otto(shop: Shop) -> tuple[User, HouseholdOrder]:
    """So has Otto, one bag."""
    person = a_person("other@rutland.example", "Otto Other")
    typed = {"name": "Otto Other", "email": "other@rutland.example", "phone": "01572 999999", "door": "2 Other Lane"}
    return person, ordered(shop, signed_in(person), 1, **typed)


HARRIETS = {
    "name": "Harriet Home",
    "email": "harriet@rutland.example",
    "phone": "01572 123456",
    "door": "1 Home Lane, Oakham",
}


def ordered(shop: Shop, client: Client, packs: int, **typed: Any) -> HouseholdOrder:
    """What the client has just ordered of the carrots."""
    put_in(client, shop, shop.carrots, packs)
    check_out(client, shop, **typed)
    return HouseholdOrder.objects.latest("pk")


def has_come(shop: Shop) -> None:
    """The day is over: everything was handed over and settled."""
    DeliveryDay.objects.filter(pk=shop.day.pk).update(status=DeliveryDay.Status.SETTLED)


def books() -> dict[str, Any]:
    """Every total that must not move by a penny when somebody is forgotten."""
    orders = HouseholdOrder.objects.aggregate(
        rows=Count("pk"), net=Sum("net_pence"), vat=Sum("vat_pence"), fee=Sum("fee_pence"), total=Sum("total_pence")
    )
    lines = HouseholdLine.objects.order_by("pk").values_list("packs", "price_pence", "grower_pence", "vat_permille")
    ledger = LedgerEntry.objects.order_by("pk").values_list("account", "amount_pence", "transaction__key")
    oscars = (
        get_model("order", "Order").objects.order_by("pk").values_list("number", "total_incl_tax", "total_excl_tax")
    )
    return {
        "orders": orders,
        "lines": list(lines),
        "ledger": list(ledger),
        "accounts": list(LedgerAccount.objects.order_by("pk").values_list("kind", "name")),
        "oscar": list(oscars),
    }


def unzipped(said: bytes) -> dict[str, str]:
    """Names and texts of a ZIP."""
    with ZipFile(BytesIO(said)) as folder:
        return {name: folder.read(name).decode() for name in folder.namelist()}


def every_word_in_the_database() -> str:
    """Whatever text stands in any row of any model, one after the other."""
    texts: list[str] = []
    for model in (each for each in apps.get_models() if each._meta.managed):
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if names:
            texts += [str(row) for row in model._base_manager.values_list(*names)]
    return "\n".join(texts)


def later(**ago: Any) -> datetime:
    """After NOW by so much."""
    return NOW + timedelta(**ago)
