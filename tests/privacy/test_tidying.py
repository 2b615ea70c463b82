"""What is past its time goes, once, in small steps; what is not stays."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from oscar.core.loading import get_model
from privacy import tidying
from privacy.models import Erasure, RetentionPeriod
from privacy.tasks import keep_no_longer
from privacy.tidying import carry_out_due, counted, tidy, warn_the_idle

from accounts.models import SignInCode, User
from logistics.driving.values import Received
from logistics.models import Proof
from shop.enterprises.actions import invite
from shop.enterprises.models import Invitation
from shop.journal.models import AnsweredClick, LogLine, OutboxMessage
from shop.procurement.models import DeliveredLine
from shop.rows.append_only import AppendOnly
from tests.cast import NOW, a_member, a_person
from tests.logistics.driving.scene import done, dropping, on_the_road
from tests.privacy.scene import books, harriet, has_come, later
from tests.shop.storefront.scene import Shop

DAY = timedelta(days=1)


def clicks(number: int, days_ago: int) -> None:
    """Answered clicks of some days ago."""
    AnsweredClick.objects.bulk_create(
        AnsweredClick(key=uuid4(), at=NOW - days_ago * DAY, answer_path="/") for _ in range(number)
    )


@pytest.mark.usefixtures("periods")
def test_only_what_is_past_its_time_goes() -> None:
    clicks(3, days_ago=91)
    clicks(2, days_ago=89)

    assert tidy(now=NOW) == {"journal.AnsweredClick": 3}
    assert AnsweredClick.objects.count() == 2


@pytest.mark.usefixtures("periods")
def test_a_second_round_finds_nothing() -> None:
    clicks(3, days_ago=91)
    tidy(now=NOW)

    assert tidy(now=NOW) == {}


@pytest.mark.usefixtures("periods")
def test_many_go_in_batches_and_a_round_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "BATCH", 4)
    monkeypatch.setattr(tidying, "BATCHES_A_ROUND", 2)
    clicks(11, days_ago=91)

    assert tidy(now=NOW) == {"journal.AnsweredClick": 8}
    assert tidy(now=NOW) == {"journal.AnsweredClick": 3}
    assert tidy(now=NOW) == {}


@pytest.mark.usefixtures("periods")
def test_a_dry_run_counts_and_touches_nothing() -> None:
    clicks(3, days_ago=91)
    said = StringIO()

    call_command("retention", "--dry-run", stdout=said)

    assert "       3  journal.AnsweredClick: by, answer_path deleted" in said.getvalue()
    assert "       3  rows in all, none of them touched" in said.getvalue()
    assert AnsweredClick.objects.count() == 3

    said = StringIO()
    call_command("retention", stdout=said)
    assert said.getvalue() == "       3  journal.AnsweredClick\n       3  rows in all\n"
    assert not AnsweredClick.objects.exists()


def test_a_period_is_data(shop: Shop) -> None:
    clicks(1, days_ago=31)
    assert tidy(now=NOW) == {}
    RetentionPeriod.objects.create(
        code="click", days=30, words="30 days", valid_from=NOW.date(), source="The hub's members"
    )

    assert tidy(now=NOW) == {"journal.AnsweredClick": 1}


def test_a_households_order_loses_first_its_door_and_then_its_name(shop: Shop) -> None:
    _, order = harriet(shop)
    tidy(now=later(days=4000))
    order.refresh_from_db()
    assert (order.name, order.phone) == ("Harriet Home", "01572 123456"), "it has not come yet"
    has_come(shop)
    before = books()

    tidy(now=later(days=401))
    order.refresh_from_db()
    assert (order.name, order.email, order.phone, order.door) == ("Harriet Home", "harriet@rutland.example", "", "")

    tidy(now=later(days=2558))
    order.refresh_from_db()
    assert (order.name, order.email) == ("A former household", "forgotten@erased.invalid")
    assert books() == before


def test_messages_lose_their_words_and_stay_sent(shop: Shop) -> None:
    harriet(shop)
    message = OutboxMessage.objects.get()
    assert tidy(now=later(days=181)).get("journal.OutboxMessage") is None, "it still waits"
    OutboxMessage.objects.update(sent_at=NOW)

    tidy(now=later(days=181))

    kept = OutboxMessage.objects.get()
    assert (kept.key, kept.sent_at) == (message.key, NOW)
    assert (kept.body, kept.subject, kept.to_address) == ("", "No longer kept", "forgotten@erased.invalid")


@pytest.mark.usefixtures("periods")
def test_names_and_signatures_at_the_door_go_when_nobody_can_dispute_them_any_more() -> None:
    road = on_the_road()
    stop = dropping(road.route)[0]
    told = done(
        stop,
        road.joe,
        received=Received(received_by="Mrs Hall", signature="M1 2 L30 40", crates_out=5, note="Mrs Hall’s gate"),
    )
    packs = list(DeliveredLine.objects.order_by("pk").values_list("pk", "packs_accepted", "at", "by"))

    tidy(now=told.at + 90 * DAY)
    assert Proof.objects.get().signature == "M1 2 L30 40"
    tidy(now=told.at + 90 * DAY + timedelta(hours=1))

    proof = Proof.objects.get()
    assert (proof.received_by, proof.signature, proof.note, proof.crates_out) == ("", "", "", 5)
    assert set(DeliveredLine.objects.values_list("received_by", flat=True)) == {""}
    assert list(DeliveredLine.objects.order_by("pk").values_list("pk", "packs_accepted", "at", "by")) == packs


@pytest.mark.usefixtures("periods")
def test_nothing_but_names_can_be_taken_from_what_is_written_once() -> None:
    with pytest.raises(AppendOnly):
        DeliveredLine.objects.forget(received_by="", fault="")
    with pytest.raises(AppendOnly):
        LogLine.objects.forget(verb="")


@pytest.mark.usefixtures("periods")
def test_codes_and_invitations_go(shop: Shop) -> None:
    person = a_person()
    SignInCode.objects.create(
        person=person, asked_at=NOW - 2 * DAY, expires_at=NOW - 2 * DAY + timedelta(minutes=10), tries_left=5
    )
    invite(enterprise=shop.farm, email="gwen@manor.example", role="member", by=None, now=NOW)
    expires = Invitation.objects.get().expires_at

    assert tidy(now=NOW) == {"accounts.SignInCode": 1}
    tidy(now=expires + 90 * DAY)
    assert Invitation.objects.exists()
    tidy(now=expires + 91 * DAY)
    assert not Invitation.objects.exists()


def test_a_basket_goes_unless_it_was_ordered(shop: Shop) -> None:
    _, order = harriet(shop)
    basket = get_model("basket", "Basket")
    left = basket.objects.create(status="Open")
    basket.objects.update(date_created=NOW)

    tidy(now=later(days=61))

    assert list(basket.objects.values_list("pk", flat=True)) == [order.order.basket_id]
    assert left.pk != order.order.basket_id


def test_the_log_stays(shop: Shop) -> None:
    harriet(shop)
    has_come(shop)
    lines = LogLine.objects.count()

    tidy(now=later(days=9000))

    assert LogLine.objects.count() == lines


def an_idle_household(shop: Shop) -> User:
    """Harriet ordered, and has not signed in since."""
    person, _ = harriet(shop)
    has_come(shop)
    User.objects.filter(pk=person.pk).update(last_login=NOW)
    return person


def test_who_does_not_sign_in_for_two_years_is_warned_and_then_forgotten(shop: Shop) -> None:
    person = an_idle_household(shop)

    assert warn_the_idle(now=later(days=730)) == 0
    assert warn_the_idle(now=later(days=731)) == 1
    assert warn_the_idle(now=later(days=732)) == 0
    letter = OutboxMessage.objects.get(key__startswith="erasure:")
    assert letter.to_address == "harriet@rutland.example"
    assert "you have not signed in for two years" in letter.body
    assert carry_out_due(now=later(days=760)) == 0
    assert carry_out_due(now=later(days=761)) == 1
    person.refresh_from_db()
    assert person.name == "A former member"


def test_signing_in_after_the_warning_keeps_the_account(shop: Shop) -> None:
    person = an_idle_household(shop)
    warn_the_idle(now=later(days=731))
    User.objects.filter(pk=person.pk).update(last_login=later(days=740))

    carry_out_due(now=later(days=761))

    person.refresh_from_db()
    assert person.name == "Harriet Home"
    assert Erasure.objects.get().status == "withdrawn"


def test_who_acts_for_an_enterprise_is_never_idle(shop: Shop) -> None:
    a_member(shop.farm, "gwen@manor.example")
    User.objects.update(date_joined=NOW - 2000 * DAY)

    assert warn_the_idle(now=NOW) == 0


def test_the_clock_does_all_of_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    an_idle_household(shop)
    clicks(2, days_ago=91)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 731 * DAY)

    found = keep_no_longer()

    assert found["journal.AnsweredClick"] >= 2
    assert Erasure.objects.get().reason == "idle"
    assert counted(timezone.now())["journal.AnsweredClick: by, answer_path deleted"] == 0
