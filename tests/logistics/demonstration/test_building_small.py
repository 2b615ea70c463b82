"""The small hub, built at easy and at hard dates: what it promises is there as rows."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from logistics.demonstration import Demonstration, StandsAlready, build
from logistics.demonstration.promises import BOTTLENECK, NO_VAN, PROCESSED, SHORTAGE, TIGHT
from logistics.growing.cards import ANSWERING
from logistics.growing.week import week_of
from logistics.models import CurrentPlan, Driver, PlanRun, Shift, Vehicle
from logistics.packing.arrivals import arrivals_of
from logistics.packing.loads import loads_of
from logistics.packing.rows import rows_of
from shop.cycles.models import DeliveryDay, HubClock, Listing
from shop.enterprises.models import Enterprise, Hub, Place
from shop.gazetteer.models import GazetteerEntry
from shop.procurement.models import BulkOrder, BulkOrderLine, DeliveredLine, GrowerAnswer, KitchenDrop, LineConfirmation
from shop.settlement.models import Invoice, LedgerEntry, Statement
from shop.supply.models import Lot, Reservation

LONDON = ZoneInfo("Europe/London")
pytestmark = pytest.mark.django_db

SUNDAY = date(2026, 11, 22)
DATES = [
    (SUNDAY, date(2026, 11, 24)),
    (date(2026, 8, 10), date(2026, 9, 3)),
    (date(2026, 12, 25), date(2027, 1, 5)),
    (date(2027, 10, 31), date(2027, 11, 2)),
    (date(2028, 3, 26), date(2028, 3, 28)),
]


def at_ten(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)


def small_on(day: date, until: Any = "due", **more: Any) -> Demonstration:
    return build(scale="small", date=day, now=at_ten(day), until=until, **more)


def business_facts() -> list[Any]:
    """Everything that is agreed, listed or ordered, without row numbers and moments."""
    return [
        sorted(Enterprise.objects.values_list("kind", "name", "email", "regime", "entitlement", "claim")),
        sorted(Place.objects.values_list("enterprise__name", "name", "latitude", "longitude", "postcode")),
        sorted(User.objects.values_list("email", "first_name", "last_name")),
        sorted(Listing.objects.values_list("grower__name", "lot__code", "pack__name", "price_pence", "packs_bulk")),
        sorted(Lot.objects.values_list("code", "producer__name", "specification__product__name", "quantity_base")),
        sorted(
            BulkOrderLine.objects.values_list(
                "drop__kitchen__name", "pack__specification__product__name", "pack__name", "packs", "price_pence"
            )
        ),
    ]


@pytest.mark.parametrize(("day", "today"), DATES)
def test_what_the_small_hub_promises_is_there_as_rows(day: date, today: date) -> None:
    built = small_on(day)

    assert built.due_day.day == today
    assert built.due_day.status == "ordering"
    assert set(built.promises) == {SHORTAGE, BOTTLENECK, TIGHT, PROCESSED, NO_VAN}
    kale = {"pack__specification__product__name": "Curly kale"}
    wanted = BulkOrderLine.objects.filter(**kale).aggregate(Sum("packs"))["packs__sum"]
    listed = sum(listing.packs_for_bulk for listing in Listing.objects.filter(**kale))
    assert (wanted, listed) == tuple(built.promises[SHORTAGE].numbers.values())
    assert wanted > listed
    diced = {"pack__specification__cut": "diced 10 mm"}
    assert BulkOrderLine.objects.filter(**diced).aggregate(Sum("packs"))["packs__sum"] == 45
    assert not Listing.objects.filter(**diced).exists()
    first_van = min(shift.starts for shift in Shift.objects.filter(weekday=today.weekday()))
    night = KitchenDrop.objects.get(kitchen__name="Clipsham night kitchen")
    assert night.closes_at.astimezone(LONDON).time() < first_van
    tight = KitchenDrop.objects.get(kitchen__name="Ryhall primary kitchen")
    assert tight.closes_at - tight.opens_at == timedelta(minutes=10)
    cut_off = built.due_day.orders_close_at.astimezone(LONDON)
    assert cut_off == datetime(today.year, today.month, today.day, 12, tzinfo=LONDON) - timedelta(days=2)
    placed = {moment.astimezone(LONDON).hour for moment in BulkOrder.objects.values_list("placed_at", flat=True)}
    assert placed == {8}


def test_the_small_hub_has_whom_and_what_it_promises_and_due_stops_before_the_day_is_run() -> None:
    built = small_on(SUNDAY)

    kinds = Counter(Enterprise.objects.values_list("kind", flat=True))
    assert kinds == {"grower": 12, "buyer": 8, "processor": 2, "hub": 1}
    assert Vehicle.objects.count() == Driver.objects.count() == 4
    assert Vehicle.objects.filter(temperature_class="chilled").count() == 1
    assert KitchenDrop.objects.count() == 10
    assert set(Listing.objects.values_list("grower__name", flat=True)) == set(
        Enterprise.objects.growers().values_list("name", flat=True)
    )
    assert GazetteerEntry.objects.filter(kind="town", key="OAKHAM").exists()
    assert GazetteerEntry.objects.count() == 95
    assert DeliveryDay.objects.count() == 1
    assert built.open_days == ()
    assert not PlanRun.objects.exists()
    assert not LineConfirmation.objects.exists()
    assert built.password is None
    assert not any(person.has_usable_password() for person in User.objects.all())
    assert all(person.is_demonstration for person in User.objects.all())


def test_the_same_date_gives_the_same_facts() -> None:
    found = []
    for _ in range(2):
        with transaction.atomic():
            small_on(SUNDAY)
            found.append(business_facts())
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert not Hub.objects.exists()


def test_two_dates_of_one_month_give_the_same_orders_and_prices() -> None:
    found = []
    for day in (date(2026, 11, 15), SUNDAY):
        with transaction.atomic():
            small_on(day)
            found.append(business_facts())
            transaction.set_rollback(True)

    orders, people = -1, 2
    assert found[0][orders] == found[1][orders]
    assert found[0][people] == found[1][people]


def test_with_a_password_exactly_those_shown_can_sign_in_by_it() -> None:
    built = small_on(SUNDAY, with_password=True)

    assert built.password is not None
    able = {person.email for person in User.objects.all() if person.check_password(built.password)}
    assert able == {each.email for each in built.sign_ins}
    assert len(able) == 9
    roles = {each.role: each.acts_for for each in built.sign_ins}
    assert roles["grower"] == "Broadfurrow Roots"
    assert roles["council caterer"] == "Rutland school meals"
    assert roles["household"] == ""
    assert [person.email for person in User.objects.filter(is_superuser=True)] == ["editor@example.org"]


def test_a_second_demonstration_is_refused_and_changes_nothing() -> None:
    small_on(SUNDAY)
    before = business_facts()

    with pytest.raises(StandsAlready, match="make reset"):
        small_on(SUNDAY)

    assert business_facts() == before


@pytest.mark.slow
def test_the_whole_small_hub_has_a_past_a_today_and_days_to_order_for() -> None:
    built = small_on(SUNDAY, until="whole")

    days = list(DeliveryDay.objects.order_by("day"))
    assert [each.status for each in days] == ["settled", "settled", "routed", "ordering", "ordering", "allocated"]
    assert days[2].pk == built.due_day.pk
    for each in built.open_days:
        assert DeliveryDay.objects.open_at(at_ten(SUNDAY)).filter(pk=each.pk).exists()
        assert each.listings.exists()
        assert 0 < each.bulk_orders.count() < 8
    the_past_is_delivered_and_its_books_balance(built)
    today_shows_what_was_promised(built)
    a_grower_owes_an_answer_and_a_packer_has_a_day_to_pack(built)


def the_past_is_delivered_and_its_books_balance(built: Demonstration) -> None:
    past = DeliveryDay.objects.filter(status="settled")
    confirmed = LineConfirmation.objects.filter(run__delivery_day__in=past)
    assert DeliveredLine.objects.count() == confirmed.count() > 0
    assert Invoice.objects.count() == BulkOrder.objects.filter(delivery_day__in=past).count()
    assert Statement.objects.exists()
    assert LedgerEntry.objects.aggregate(Sum("amount_pence"))["amount_pence__sum"] == 0
    held = Reservation.objects.filter(lot__listings__delivery_day__in=past)
    assert set(held.values_list("status", flat=True)) == {"dispatched"}
    assert not Invoice.objects.filter(order__delivery_day=built.due_day).exists()


def today_shows_what_was_promised(built: Demonstration) -> None:
    plan = CurrentPlan.objects.get(delivery_day=built.due_day).run
    left = {
        (each.shipment.to_place.name, each.shipment.temperature_class): each.reason_code
        for each in plan.unserved.select_related("shipment__to_place")
    }
    assert left.pop(("Clipsham night kitchen", "ambient")) == "window_missed"
    assert left.pop(("Clipsham night kitchen", "chilled")) == "window_missed"
    assert [(kind, reason) for (_, kind), reason in left.items()] == [("chilled", "full")]
    drops = plan.routes.filter(day=built.due_day.day, stops__tasks__kind="drop")
    assert "Ryhall primary kitchen" in set(drops.values_list("stops__place__name", flat=True))
    run = built.due_day.current_allocation.run
    short = run.shortages.values_list("order_line__pack__specification__product__name", "reason_code")
    assert set(short) == {("Curly kale", "stock")}
    numbers = built.promises[SHORTAGE].numbers
    missing = run.shortages.aggregate(Sum("packs"))["packs__sum"]
    assert missing == numbers["packs_wanted"] - numbers["packs_listed"]
    made = run.lines.filter(recipe__isnull=False)
    assert set(made.values_list("pack__specification__cut", flat=True)) == {"diced 10 mm"}
    assert made.aggregate(Sum("packs"))["packs__sum"] == built.promises[PROCESSED].numbers["packs_wanted"]


def a_grower_owes_an_answer_and_a_packer_has_a_day_to_pack(built: Demonstration) -> None:
    now = at_ten(SUNDAY)
    asked = DeliveryDay.objects.get(status="allocated")
    assert asked.orders_close_at < now < asked.answers_due_at
    assert not GrowerAnswer.objects.filter(run__delivery_day=asked).exists()
    grower = Enterprise.objects.get(name="Broadfurrow Roots")
    owed = [day for day in week_of(grower, now=now) if day.phase == ANSWERING]
    assert [day.id for day in owed if day.owed] == [asked.pk]
    clock = HubClock.objects.get(hub=built.hub)
    assert (clock.listings_close_days, clock.orders_close_days, clock.answers_due_days) == (3, 2, 2)
    rows = rows_of(built.due_day)
    assert arrivals_of(rows)
    assert all(load.lines for load in loads_of(rows))
