"""A hub with three days on it, one of each kind, everybody who may come, and people who must not see it.

One day is settled, one is routed and published, one is open. It is Sunday 7 March 2027, 17:00.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.sites.models import Site
from django.test import Client
from oscar.core.loading import get_model

from accounts.models import User
from logistics.api.tokens import make_token
from logistics.dispatching.publishing import publish
from logistics.models import ApiToken, CurrentPlan, Driver, Route
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Enterprise, Hub
from shop.journal.models import FailedTask, OutboxMessage
from shop.procurement.actions import agree_fault_bearer, claim
from shop.procurement.models import BulkOrder, Claim, CurrentAllocation, DeliveredLine
from shop.settlement.actions import settle_day
from shop.settlement.bank_details import change_bank_details
from shop.settlement.crediting import settle_claim
from shop.settlement.models import CreditNote, Invoice, Statement, StatementCorrection
from shop.settlement.payouts import make_payouts
from shop.storefront.actions import add_handover_point, open_shop
from shop.storefront.models import HouseholdOrder, ShopGoods
from shop.webhooks.actions import register_webhook
from shop.webhooks.announcing import delivery
from shop.webhooks.events import PING, News
from tests.cast import NOW, a_cycle, a_hub, a_hub_base, a_listing, a_member, a_person
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, SmallDay
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, an_order
from tests.site.proving import show_who_it_is

SETTLED, OPEN = date(2027, 3, 4), date(2027, 3, 16)
MOMENT = ANSWERS_DUE


@dataclass
class Scene:
    """The three days, who may come, and ids by the names that addresses use."""

    small: SmallDay
    settled: DeliveryDay
    open: DeliveryDay
    people: dict[str, User] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser in which the person is signed in: a new one each time, always in the same session."""
        client = Client()
        if role != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session(role)
        return client

    def session(self, role: str) -> str:
        """The key of the person's session; they have just shown who they are."""
        if role not in self.sessions:
            client = Client()
            client.force_login(self.people[role])
            show_who_it_is(client)
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.sessions[role]


def a_scene() -> Scene:
    """Every role of tests/pages/roles.py has a person. Call it with the clock at MOMENT."""
    small = an_ordered_day()
    scene = Scene(small, settled_day(small), open_day(small))
    people_of_this_hub(scene)
    people_from_elsewhere(scene)
    conduct(small)
    publish(plan_run=CurrentPlan.objects.get(delivery_day=small.day).run, by=scene.people["coordinator"], now=MOMENT)
    name_the_rows(scene)
    a_household_s_order(scene)
    for role in scene.people:
        scene.session(role)
    return scene


def settled_day(small: SmallDay) -> DeliveryDay:
    """Manor Farm sold to Uppingham School, which has eaten it and been billed."""
    day: DeliveryDay = a_cycle(small.hub, days=(SETTLED,), name="Week 9").delivery_days.get()
    a_listing(day, small.growers["Manor Farm"], small.packs["carrots"], 5)
    an_order(day, small.kitchens["Uppingham School"], {small.packs["carrots"]: 4})
    a_delivered_day(day)
    settle_day(delivery_day=day, by=None, now=ON_THE_DAY)
    two_claims(small.hub)
    return day


def two_claims(hub: Hub) -> None:
    """The school claims two crates: one is agreed at the grower's cost, one is still to be answered."""
    fault = {"fault": "poor quality", "by": None}
    agree_fault_bearer(hub=hub, bearer="seller", valid_from=SETTLED, now=NOW, **fault)
    delivered = DeliveredLine.objects.get()
    first, _ = (claim(delivered=delivered, packs=1, client_key=uuid4(), now=ON_THE_DAY, **fault) for _ in range(2))
    settle_claim(claim=first, packs_agreed=1, words="", by=None, now=ON_THE_DAY)


def open_day(small: SmallDay) -> DeliveryDay:
    """Manor Farm lists milk for kitchens and households, and not yet its carrots; Uppingham School has ordered."""
    day: DeliveryDay = a_cycle(small.hub, days=(OPEN,), name="Week 11").delivery_days.get()
    a_listing(day, small.growers["Manor Farm"], small.packs["milk"], 10, packs_bulk=6, packs_shop=4)
    an_order(day, small.kitchens["Uppingham School"], {small.packs["milk"]: 2})
    return day


def people_of_this_hub(scene: Scene) -> None:
    """Members of the farm, the processor, the school and the hub; Joe's routes are the driver's."""
    small = scene.small
    base = Enterprise.objects.get(hub=small.hub, kind="hub")
    processor = Enterprise.objects.get(hub=small.hub, kind="processor")
    scene.people |= {
        "grower": a_member(small.growers["Manor Farm"], "grower@manor.example"),
        "other grower": a_member(small.growers["Hill Farm"], "grower@hill.example"),
        "processor": a_member(processor, "processor@prep.example"),
        "cook": a_member(small.kitchens["Uppingham School"].enterprise, "cook@uppingham.example"),
        "other cook": a_member(small.kitchens["Oakham School"].enterprise, "cook@oakham.example"),
        "packer": a_member(base, "packer@hub.example", role="packer"),
        "driver": a_member(base, "driver@hub.example", role="driver"),
        "other driver": a_member(base, "second@hub.example", role="driver"),
        "coordinator": a_member(base, "coordinator@hub.example", role="coordinator"),
    }
    Driver.objects.filter(hub=small.hub).update(user=scene.people["driver"])
    Driver.objects.create(hub=small.hub, name="Second driver", user=scene.people["other driver"])


def people_from_elsewhere(scene: Scene) -> None:
    """Another hub's coordinator, two households, and an administrator who belongs to no enterprise."""
    other = a_hub("Vale Food Hub", "vale")
    a_hub_base(other)
    theirs = Enterprise.objects.get(hub=other, kind="hub")
    scene.people |= {
        "coordinator elsewhere": a_member(theirs, "coordinator@vale.example", role="coordinator"),
        "household": a_person("household@home.example", "Harriet Home"),
        "other household": a_person("other@home.example", "Otto Other"),
        "staff": a_person("staff@hub.example", "Stella Staff"),
    }
    staff = scene.people["staff"]
    staff.is_staff = staff.is_superuser = True
    staff.save(update_fields=["is_staff", "is_superuser"])


def a_household_s_order(scene: Scene) -> None:
    """Harriet has bought a box from Manor Farm for the open day, and has another in her basket."""
    hub = scene.small.hub
    open_shop(hub=hub, site=Site.objects.get(pk=1), by=None, now=NOW)
    point = add_handover_point(
        name="Packhouse door", place=scene.small.packhouse, opens=time(15), closes=time(18), by=None, now=NOW
    )
    client = scene.client("household")
    client.get("/shop/catalogue/")
    goods = ShopGoods.objects.get(grower=scene.small.growers["Manor Farm"])
    put_in_basket(client, goods.product_id)
    page = client.get("/shop/checkout/").context["form"].initial
    typed = {"name": "Harriet Home", "email": "household@home.example", "phone": "", "door": "", "postcode": ""}
    chosen = {"point": str(point.pk), "payment": "at_handover", "client_key": str(page["client_key"])}
    seen = {"day": page["day"], "seen_pence": str(page["seen_pence"])}
    client.post("/shop/checkout/", {**typed, **chosen, **seen})
    put_in_basket(client, goods.product_id)
    order = HouseholdOrder.objects.get(hub=hub)
    scene.ids |= {
        "order_number": order.order.number,
        "product_slug": goods.product.slug,
        "product_id": goods.product_id,
        "basket_line_id": get_model("basket", "Line").objects.get(basket__status="Open").pk,
    }


def put_in_basket(client: Client, product_id: int) -> None:
    """One pack."""
    client.post(f"/shop/basket/add/{product_id}/", {"quantity": "1", "client_key": str(uuid4())})


def name_the_rows(scene: Scene) -> None:
    """The ids that addresses want; a row of the table says where another is meant."""
    small, by = scene.small, scene.people["coordinator"]
    token, said = make_token(hub=small.hub, name="A website", scopes=ApiToken.Scope.values, by=by, now=NOW)
    webhook, _ = register_webhook(
        hub=small.hub, url="https://hooks.example.org/", events=["cycle.opened"], by=by, now=NOW
    )
    missed = delivery(webhook, News(PING, "ping:1", {}), NOW)
    missed.given_up_at = NOW
    missed.save()
    route = Route.objects.filter(plan_run__delivery_day=small.day, day=small.day.day).order_by("number")[0]
    scene.ids |= {
        "hub_id": small.hub.pk,
        "colleague_id": scene.people["packer"].pk,
        "cycle_id": small.day.cycle_id,
        "day_id": small.day.pk,
        "day": small.day.day.isoformat(),
        "open_day_id": scene.open.pk,
        "open_cycle_id": scene.open.cycle_id,
        "settled_day_id": scene.settled.pk,
        "settled_cycle_id": scene.settled.cycle_id,
        "settled_day": SETTLED.isoformat(),
        "grower_id": small.growers["Manor Farm"].pk,
        "buyer_id": small.kitchens["Uppingham School"].enterprise_id,
        "listing_id": scene.open.listings.get().pk,
        "pack_id": small.packs["carrots"].pk,
        "order_id": BulkOrder.objects.get(delivery_day=small.day, buyer__name="Uppingham School").pk,
        "open_order_id": BulkOrder.objects.get(delivery_day=scene.open).pk,
        "route_id": route.pk,
        "sequence": 1,
        "vehicle_id": route.vehicle_id,
        "settled_order_id": BulkOrder.objects.get(delivery_day=scene.settled).pk,
        "delivered_id": DeliveredLine.objects.get().pk,
        "run_id": CurrentAllocation.objects.get(delivery_day=small.day).run_id,
        "failed_task_id": a_failed_task(small.hub).pk,
        **a_payout(scene),
        "statement_id": Statement.objects.get().pk,
        "invoice_id": Invoice.objects.get().pk,
        "credit_id": CreditNote.objects.get().pk,
        "correction_id": StatementCorrection.objects.get().pk,
        "claim_id": Claim.objects.open().get().pk,
        "token_id": token.pk,
        "api_token": said,
        "message_id": OutboxMessage.objects.order_by("pk")[0].pk,
        "webhook_id": webhook.pk,
        "delivery_id": missed.pk,
    }


def a_payout(scene: Scene) -> dict[str, int]:
    """Manor Farm entered its bank details and was paid what the settled day came to."""
    change_bank_details(
        enterprise=scene.small.growers["Manor Farm"],
        name="Manor Farm",
        sort_code="20-00-00",
        account_number="12345678",
        client_key=uuid4(),
        by=scene.people["grower"],
        now=NOW,
    )
    run = make_payouts(hub=scene.small.hub, client_key=uuid4(), by=None, now=ON_THE_DAY + timedelta(days=30))
    return {"payout_run_id": run.pk, "payout_id": run.payouts.get().pk}


def a_failed_task(hub: Hub) -> FailedTask:
    """Something that the hub's workers could not do."""
    return FailedTask.objects.create(
        hub=hub, task="shop.payments.tasks.finish_payment", arguments="[7]", task_id="2f1c", first_at=NOW, last_at=NOW,
        error="GatewayDown at shop/payments/gateway.py:40",
    )  # fmt: skip
