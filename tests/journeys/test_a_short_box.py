"""A household's box is short at six in the morning: by its clicks, the packer's and the coordinator's.

At the end the card, the books, the grower's statement, the kilos and the crates agree.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sites.models import Site
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.test import Client

from logistics.packing.arrivals import arrivals_of
from logistics.packing.loads import loads_of
from logistics.packing.rows import rows_of
from shop.cycles.models import DeliveryDay, Listing
from shop.journal.models import OutboxMessage
from shop.payments import tasks
from shop.payments.actions import authorising
from shop.procurement.actions import agree_fault_bearer
from shop.procurement.models import GoodsIn, LineConfirmation, Packed
from shop.settlement.models import Invoice, LedgerEntry, Statement, StatementLine
from shop.settlement.tasks import book_cards
from shop.storefront.actions import add_handover_point, open_shop
from shop.storefront.models import BoxHandOut, BoxPacked, HouseholdOrder, ShopGoods
from shop.supply.models import Lot
from tests.cast import LONDON, NOW, a_person
from tests.logistics.conducting import conduct
from tests.logistics.packing.scene import at_work, words
from tests.logistics.small_day import SmallDay, a_small_day
from tests.logistics.test_pages import coordinator, signed_in
from tests.shop.payments.pretended_cards import PretendedCards
from tests.shop.procurement.scene import JANUARY, hand_over, move_to

pytestmark = pytest.mark.django_db

SHOPS = NOW + timedelta(hours=1)
SIX = datetime(2027, 3, 9, 6, tzinfo=LONDON)
FOUR = datetime(2027, 3, 9, 16, tzinfo=LONDON)
PACK_GRAMS = 10_000


class Tuesday:
    """The day, its people, and whatever hour it is."""

    def __init__(self, small: SmallDay, cards: PretendedCards, monkeypatch: pytest.MonkeyPatch, on_commit: Any) -> None:
        self.small, self.cards, self.on_commit, self.clock = small, cards, on_commit, SHOPS
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.clock)
        self.household, self.packer, self.hub = Client(), at_work(small), signed_in(coordinator(small))
        self.household.force_login(a_person("hetty@rutland.example", "Hetty House"))

    def posts(self, client: Client, path: str, **form: Any) -> Any:
        with self.on_commit(execute=True):
            answer = client.post(path, {"client_key": str(uuid4()), **form})
        assert answer.status_code == 302, answer.text
        return answer

    @property
    def pack(self) -> str:
        return f"/pack/days/{self.small.day.pk}/"

    def day(self) -> DeliveryDay:
        return DeliveryDay.objects.get(pk=self.small.day.pk)


@pytest.fixture
def tuesday(
    monkeypatch: pytest.MonkeyPatch, settings: Any, django_capture_on_commit_callbacks: Callable[..., object]
) -> Tuesday:
    """Manor Farm leaves four crates to the shop; it bears what it does not bring."""
    settings.FOODSHED_STRIPE_SECRET_KEY = settings.FOODSHED_STRIPE_PUBLISHABLE_KEY = "a_test"
    cards = PretendedCards()
    for module in (authorising, tasks):
        monkeypatch.setattr(module, "gateway", lambda: cards)
    small = a_small_day()
    Listing.objects.filter(pk=small.listings["manor"].pk).update(packs_bulk=16, packs_shop=4)
    open_shop(hub=small.hub, site=Site.objects.get(pk=1), by=None, now=NOW)
    add_handover_point(place=small.packhouse, name="The door", opens=time(15), closes=time(18), by=None, now=NOW)
    fault = "short from the grower"
    agree_fault_bearer(hub=small.hub, fault=fault, bearer="seller", valid_from=JANUARY, by=None, now=NOW)
    return Tuesday(small, cards, monkeypatch, django_capture_on_commit_callbacks)


def test_a_short_box_ends_with_everything_in_agreement(tuesday: Tuesday) -> None:
    a_household_pays_by_card(tuesday)
    the_grower_is_short(tuesday)
    the_money_goes_back(tuesday)
    the_box_is_collected(tuesday)
    the_day_is_settled(tuesday)


def a_household_pays_by_card(tuesday: Tuesday) -> None:
    """Four crates at £11.88; a school orders the rest of the farms' carrots."""
    client = tuesday.household
    client.get("/shop/catalogue/")
    product = ShopGoods.objects.get().product_id
    tuesday.posts(client, f"/shop/basket/add/{product}/", quantity="4")
    initial = client.get("/shop/checkout/").context["form"].initial
    typed = {"name": "Hetty House", "email": "hetty@rutland.example", "phone": "", "door": "", "postcode": ""}
    typed |= {name: str(initial[name]) for name in ("client_key", "seen_pence")} | {"day": initial["day"]}
    point = tuesday.small.hub.handover_points.get().pk
    card = {"payment": "card", "payment_method": "pm_1", "card_key": str(uuid4())}
    tuesday.posts(client, "/shop/checkout/", point=point, **typed, **card)
    assert sum(tuesday.cards.taken_pence.values()) == HouseholdOrder.objects.get().total_pence == 4 * 1188
    tuesday.small.order("Uppingham School", {"carrots": 26})
    conduct(tuesday.small)


def the_grower_is_short(tuesday: Tuesday) -> None:
    """Half of what Manor Farm promised comes in; everything is packed as the published rule leaves it."""
    tuesday.clock = SIX
    for arrival in arrivals_of(rows_of(tuesday.small.day)):
        (line,) = arrival.lines
        came = line.expected // 2 if arrival.seller == "Manor Farm" else line.expected
        form = {f"counted-{line.purchase}": came, f"seen-{line.purchase}": 0}
        tuesday.posts(tuesday.packer, f"{tuesday.pack}in/", arrival=arrival.key, **form)
    for load in loads_of(rows_of(tuesday.small.day)):
        for drop in load.drops:
            tuesday.posts(tuesday.packer, f"{tuesday.pack}routes/{load.route}/", drop=drop.number)
    assert not tuesday.cards.refunded_pence
    tuesday.posts(tuesday.packer, f"{tuesday.pack}done/")
    assert tuesday.day().status == "packed"


def the_money_goes_back(tuesday: Tuesday) -> None:
    """The card has it back, the household and the coordinator read so."""
    order = HouseholdOrder.objects.get()
    packed = BoxPacked.objects.get()
    assert 0 < packed.packs_short < 4
    assert sum(tuesday.cards.refunded_pence.values()) == packed.packs_short * 1188 == order.not_charged_pence
    mine = words(tuesday.household.get(f"/shop/accounts/orders/{order.order.number}/"))
    assert f"{packed.packs_short} of 4 missing" in mine
    assert "given back to the card" in mine
    assert "goes back to your card" in OutboxMessage.objects.get(key__contains=":short:").body
    assert "given back to the card" in words(tuesday.hub.get(f"/shop/keeping/{tuesday.small.hub.pk}/"))


def the_box_is_collected(tuesday: Tuesday) -> None:
    """One press in the afternoon."""
    tuesday.clock = FOUR
    order = HouseholdOrder.objects.get()
    tuesday.posts(tuesday.packer, f"{tuesday.pack}boxes/", order=order.pk, outcome="collected", seen=0)
    assert BoxHandOut.objects.get().at == FOUR
    mine = words(tuesday.household.get(f"/shop/accounts/orders/{order.order.number}/"))
    assert "You have your box" in mine


def the_day_is_settled(tuesday: Tuesday) -> None:
    """The school takes what was packed for it; then everything is added up from its two ends."""
    for line in LineConfirmation.objects.standing():
        packed = Packed.objects.latest_for(tuesday.small.day).get(line.pk)
        short = packed.packs_short if packed else 0
        hand_over(line, short=short, **({"fault": packed.fault} if packed and short else {}))
    move_to(tuesday.day(), "out", "delivered")
    tuesday.posts(tuesday.hub, f"/hub/cycles/{tuesday.small.day.cycle_id}/2027-03-09/settle/")
    book_cards()
    pennies_agree(tuesday)
    kilos_and_crates_agree(tuesday)


def pennies_agree(tuesday: Tuesday) -> None:
    """The card paid for what was given, the school is billed, growers are paid for what came and not for the rest."""
    order, books = HouseholdOrder.objects.get(), LedgerEntry.objects.per_kind()
    kept = sum(tuesday.cards.taken_pence.values()) - sum(tuesday.cards.refunded_pence.values())
    assert kept == order.charged_pence == books["card"]
    assert books["households"] == 0
    assert books["receivable"] == Invoice.objects.get().gross_pence
    bought = sum(line.packs - line.lost for line in stated_lines())
    straight = sum(sum(parts.values()) for parts in rows_of(tuesday.small.day).straight.values())
    assert bought == sum(row.packs_accepted for row in GoodsIn.objects.all()) + straight
    assert sum(Statement.objects.values_list("total_pence", flat=True)) == -books["payable"]
    assert books.get("loss", 0) == 0
    assert LedgerEntry.objects.sum_pence() == 0


def stated_lines() -> Any:
    """The lines of growers' statements, each with the packs that were taken off it."""
    taken_off = Coalesce(Sum("purchase__deductions__packs"), 0)
    return StatementLine.objects.annotate(lost=taken_off)


def kilos_and_crates_agree(tuesday: Tuesday) -> None:
    """What came in is what was packed, for the school and for the household; the rest has left the lots."""
    packed = sum(row.packs_packed for row in Packed.objects.all()) + BoxPacked.objects.get().packs_packed
    assert packed == sum(row.packs_accepted for row in GoodsIn.objects.all())
    never_came = sum(row.packs_missing for row in GoodsIn.objects.all())
    lot = Lot.objects.get(pk=tuesday.small.listings["manor"].lot_id)
    assert lot.quantity_base == (20 - never_came) * PACK_GRAMS
