"""A bad Tuesday, by the coordinator's clicks: a grower declines, a cook rings late, a school shuts.

At the end every penny, every kilo and every crate agrees.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum
from django.test import Client

from logistics.models import CurrentPlan, ShipmentLine
from shop.cycles.models import DeliveryDay
from shop.journal.models import OutboxMessage
from shop.procurement.models import AllocationRun, DeliveredLine, LineConfirmation, PurchaseLine
from shop.procurement.standing import standing_shares
from shop.settlement.models import Invoice, LedgerEntry, Statement
from shop.supply.models import Lot
from tests.cast import LONDON
from tests.logistics.conducting import an_ordered_day
from tests.logistics.small_day import ANSWERS_DUE, CUT_OFF, SmallDay
from tests.logistics.test_pages import coordinator, signed_in
from tests.shop.procurement.scene import hand_over, move_to

pytestmark = pytest.mark.django_db

RINGS = datetime(2027, 3, 8, 6, tzinfo=LONDON)
HOME = datetime(2027, 3, 9, 15, tzinfo=LONDON)


class Desk:
    """The coordinator at work, at whatever hour it is."""

    def __init__(self, small: SmallDay, monkeypatch: pytest.MonkeyPatch, on_commit: Any) -> None:
        self.small, self.on_commit = small, on_commit
        self.clock = CUT_OFF
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.clock)
        self.client: Client = signed_in(coordinator(small))

    @property
    def path(self) -> str:
        return f"/hub/cycles/{self.small.day.cycle_id}/2027-03-09/"

    def sees(self, page: str = "") -> str:
        answer = self.client.get(self.path + page)
        assert answer.status_code == 200
        return " ".join(answer.text.split())

    def posts(self, path: str, status: int = 302, **form: Any) -> str:
        with self.on_commit(execute=True):
            answer = self.client.post(path, {"client_key": str(uuid4()), **form})
        assert answer.status_code == status, answer.text
        return str(answer.text)

    def runs(self) -> None:
        self.posts(f"/hub/cycles/{self.small.day.cycle_id}/run/", day="2027-03-09")

    def day(self) -> DeliveryDay:
        return DeliveryDay.objects.get(pk=self.small.day.pk)

    def late(self, kitchen: str, status: int = 302, **said: Any) -> str:
        """A late change to the kitchen's order; packs by specification, or `off`."""
        lines = LineConfirmation.objects.amended().filter(order_line__drop__kitchen=self.small.kitchens[kitchen])
        form: dict[str, Any] = {"borne_by": "seller", **said}
        for line in lines:
            form[f"packs-{line.pk}"] = said.get(line.specification_text, line.packs_standing)
            form[f"seen-{line.pk}"] = line.packs_standing
        drop = lines[0].order_line.drop
        if "off" in said:
            form["off"] = drop.pk
        return self.posts(f"{self.path}changes/{drop.order_id}/", status, **form)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]) -> Desk:
    return Desk(an_ordered_day(), monkeypatch, django_capture_on_commit_callbacks)


def test_a_bad_tuesday_ends_with_everything_in_agreement(desk: Desk) -> None:
    a_grower_declines(desk)
    a_cook_rings_and_a_school_shuts(desk)
    the_vans_are_planned_again(desk)
    the_day_is_settled(desk)


def a_grower_declines(desk: Desk) -> None:
    """Manor Farm's field is under water: what was asked of it is asked of Hill Farm."""
    assert "share the orders out" in desk.sees()
    desk.runs()
    run = AllocationRun.objects.current_for(desk.day())
    assert run.lines.filter(listing=desk.small.listings["manor"]).exists()
    assert "have not answered" in desk.sees()

    desk.posts(f"{desk.path}calls/", run=run.pk, listing=desk.small.listings["manor"].pk, answer="declined")
    desk.clock = ANSWERS_DUE + timedelta(minutes=1)
    desk.runs()

    shared_anew = AllocationRun.objects.current_for(desk.day())
    assert shared_anew.number > run.number
    assert "Manor Farm" in shared_anew.why
    assert not shared_anew.lines.filter(listing=desk.small.listings["manor"]).exists()
    assert desk.day().status == "routed"
    assert "packs short" in desk.sees()


def a_cook_rings_and_a_school_shuts(desk: Desk) -> None:
    """At six Oakham wants two crates more, which nobody has; then Uppingham shuts, and Oakham can have them."""
    desk.clock = RINGS
    carrots = stands("Oakham School", desk)["Carrots"]
    refusal = desk.late("Oakham School", 422, why="Two more classes eat", Carrots=carrots + 2)
    assert "none can be had at this hour" in refusal
    assert stands("Oakham School", desk)["Carrots"] == carrots

    desk.late("Uppingham School", why="School shut by snow", off=True)
    desk.late("Oakham School", why="Two more classes eat", Carrots=carrots + 2)

    assert stands("Uppingham School", desk) == {}
    assert stands("Oakham School", desk)["Carrots"] == carrots + 2
    told = OutboxMessage.objects.filter(key__startswith="late:")
    assert {row.to_enterprise.name for row in told if row.to_enterprise} >= {"Uppingham School", "Oakham School"}
    assert "School shut by snow" in desk.sees("changes/")


def the_vans_are_planned_again(desk: Desk) -> None:
    """The routes know of the calls once they are planned again, and then carry exactly what stands."""
    assert "Routes are older than a late change: plan again" in desk.sees()

    look = str(desk.client.get(f"/hub/cycles/{desk.small.day.cycle_id}/2027-03-09/").context["next"].address)
    shown = desk.client.get(look)
    assert shown.status_code == 200, shown.text
    kept = {name: getattr(shown.context["change"], name) for name in ("kind", "stop", "shipment", "vehicle")}
    run, at = shown.context["run"].pk, shown.context["at"]
    desk.posts(f"{desk.path}dispatch/keep/", run=run, at=at, shown=shown.context["proposal"].fingerprint, **kept)

    assert "Routes are older than a late change" not in desk.sees()
    plan = CurrentPlan.objects.get().run
    carried = ShipmentLine.objects.filter(shipment__plan_run=plan, confirmation__isnull=False)
    packs = dict(carried.order_by().values_list("confirmation").annotate(Sum("packs")))
    lines = LineConfirmation.objects.standing().select_related("pack")
    assert packs == {line.pk: line.packs_standing for line in lines}
    grams = carried.aggregate(grams=Sum("weight_g"))["grams"]
    assert grams == sum(line.packs_standing * line.pack.gross_weight_g for line in lines)


def the_day_is_settled(desk: Desk) -> None:
    """Every line is handed over, one crate is refused, and the papers follow."""
    desk.clock = HOME
    for number, line in enumerate(LineConfirmation.objects.standing().order_by("id")):
        line.packs = line.packs_standing
        hand_over(line, refused=1 if number == 0 else 0)
    move_to(desk.day(), "out", "delivered")
    assert "1 pack short or refused" in desk.sees()

    desk.posts(f"{desk.path}settle/")

    assert desk.day().status == "settled"
    pennies_agree()
    crates_agree(desk)


def pennies_agree() -> None:
    """Billed is what was accepted; paid is what was bought; the books sum to zero."""
    accepted = DeliveredLine.objects.select_related("confirmation")
    billed = sum(row.packs_accepted * row.confirmation.price_pence for row in accepted)
    assert sum(Invoice.objects.values_list("net_pence", flat=True)) == billed
    bought = PurchaseLine.objects.standing()
    paid = sum(Statement.objects.values_list("total_pence", flat=True))
    assert paid == sum(row.packs_standing * row.price_pence for row in bought)
    assert LedgerEntry.objects.sum_pence() == 0
    assert Invoice.objects.get().order.buyer.name == "Oakham School"


def crates_agree(desk: Desk) -> None:
    """What kitchens get is what was given; what is held of each lot is what was bought of it."""
    run = AllocationRun.objects.current_for(desk.day())
    given = sum(share.packs for share in standing_shares(run))
    assert given == sum(row.packs_standing for row in LineConfirmation.objects.standing())
    handed = DeliveredLine.objects.aggregate(packs=Sum("packs_accepted") + Sum("packs_refused"))["packs"]
    assert handed == given
    held: dict[int, int] = {}
    for row in PurchaseLine.objects.standing().filter(listing__isnull=False).select_related("listing__pack"):
        assert row.listing is not None
        base = row.packs_standing * row.listing.pack.quantity_base
        held[row.listing.lot_id] = held.get(row.listing.lot_id, 0) + base
    assert {lot.pk: lot.reserved_base for lot in Lot.objects.filter(reserved_base__gt=0)} == held


def stands(kitchen: str, desk: Desk) -> dict[str, int]:
    """What the kitchen gets by now, by specification."""
    lines = LineConfirmation.objects.standing().filter(order_line__drop__kitchen=desk.small.kitchens[kitchen])
    return {line.specification_text: line.packs_standing for line in lines}
