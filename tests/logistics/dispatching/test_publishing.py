"""Publishing routes: who is told what, who is not told again, and what can't be published."""

import json
from datetime import timedelta

import pytest

from logistics.dispatching.errors import NotPublishable
from logistics.dispatching.publishing import audience, is_out_of_date, publish
from logistics.models import CurrentPlan, Driver, PlanRun, Publication
from shop.journal.models import LogLine, OutboxMessage
from shop.produce.models import Pack
from shop.webhooks.actions import register_webhook
from shop.webhooks.models import WebhookDelivery
from tests.cast import a_person
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, SmallDay

pytestmark = pytest.mark.django_db

LATER = ANSWERS_DUE + timedelta(hours=1)


@pytest.fixture
def small() -> SmallDay:
    """A routed day; its driver Joe can sign in."""
    small = an_ordered_day()
    Driver.objects.update(user=a_person("joe@rutland.example", "Joe Pickup"))
    conduct(small)
    return small


def current(small: SmallDay) -> PlanRun:
    run: PlanRun = CurrentPlan.objects.get(delivery_day=small.day).run
    return run


def told(publication: Publication) -> dict[str, str]:
    """Name or address to text."""
    rows = OutboxMessage.objects.filter(key__startswith=f"publication:{publication.pk}:").select_related(
        "to_enterprise"
    )
    return {row.to_address if "driver" in row.key else row.to_enterprise.name: row.body for row in rows}


def test_the_first_publication_tells_growers_kitchens_and_drivers(small: SmallDay) -> None:
    run = current(small)

    publication = publish(plan_run=run, by=None, now=LATER)

    assert Publication.objects.current_for(small.day) == publication
    letters = told(publication)
    assert set(letters) == {
        "Manor Farm",
        "Hill Farm",
        "Vale Dairy",
        "Stamford Veg Prep",
        "Uppingham School",
        "Oakham School",
        "joe@rutland.example",
    }
    drop = run.routes.filter(day=small.day.day).get(stops__place=small.kitchens["Uppingham School"])
    at = drop.stops.get(place=small.kitchens["Uppingham School"]).starts_at.astimezone(publication.at.tzinfo)
    assert f"Tuesday 9 March, about {at:%H:%M}: Uppingham School kitchen, " in letters["Uppingham School"]
    assert "are brought (Joe Pickup, " in letters["Uppingham School"]
    assert "are fetched (Joe Pickup, " in letters["Hill Farm"]
    assert "Uppingham School kitchen" in letters["joe@rutland.example"]
    assert LogLine.objects.filter(verb="publish routes").get().detail == {"routes": run.routes.count(), "told": 7}


def test_publishing_twice_is_one_publication_and_nobody_is_told_twice(small: SmallDay) -> None:
    run = current(small)
    first = publish(plan_run=run, by=None, now=LATER)
    before = OutboxMessage.objects.count()

    assert publish(plan_run=run, by=None, now=LATER) == first

    assert (Publication.objects.count(), OutboxMessage.objects.count()) == (1, before)


def test_before_any_publication_there_is_none_and_everybody_would_be_told(small: SmallDay) -> None:
    assert Publication.objects.current_for(small.day) is None
    asked = audience(current(small), None)
    assert (asked.growers, asked.buyers, [each.name for each in asked.drivers]) == (4, 2, ["Joe Pickup"])
    assert asked.unreachable == ()


def test_a_run_that_is_not_current_is_not_published(small: SmallDay) -> None:
    run = current(small)
    CurrentPlan.objects.all().delete()

    with pytest.raises(NotPublishable, match="Other routes have been made"):
        publish(plan_run=run, by=None, now=LATER)

    assert Publication.objects.count() == 0


def test_a_run_whose_goods_changed_is_out_of_date_and_not_published(small: SmallDay) -> None:
    run = current(small)
    assert not is_out_of_date(run)
    Pack.objects.filter(pk=small.packs["carrots"].pk).update(gross_weight_g=11_000)
    before = OutboxMessage.objects.count()

    assert is_out_of_date(run)
    with pytest.raises(NotPublishable, match="Plan again, then publish"):
        publish(plan_run=run, by=None, now=LATER)

    assert (Publication.objects.count(), OutboxMessage.objects.count()) == (0, before)


def test_a_day_that_is_delivered_is_not_published(small: SmallDay) -> None:
    run = current(small)
    run.delivery_day.status = "delivered"
    run.delivery_day.save()

    with pytest.raises(NotPublishable, match="is delivered"):
        publish(plan_run=run, by=None, now=LATER)


def test_other_programs_are_told_of_the_routes_and_of_no_driver(small: SmallDay) -> None:
    register_webhook(hub=small.hub, url="https://hooks.example.org/", events=["routes.published"], by=None, now=LATER)

    publication = publish(plan_run=current(small), by=None, now=LATER)
    publish(plan_run=current(small), by=None, now=LATER)

    body = WebhookDelivery.objects.get().body
    said = json.loads(body)["data"]
    routes = {each.pk: each for each in current(small).routes.all()}
    assert (said["publication_id"], said["delivery_day"]) == (publication.pk, small.day.day.isoformat())
    assert {each["id"]: each["stops"] for each in said["routes"]} == {
        pk: route.stops.count() for pk, route in routes.items()
    }
    assert "Joe" not in body
