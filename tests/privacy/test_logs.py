"""What the server writes into its log, and what an error page says, names nobody."""

import logging

import pytest
from django.core import mail
from django.test import Client
from privacy.actions import ask_to_forget, carry_out
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from shop.journal.models import LogLine
from shop.journal.sending import send_waiting
from tests.cast import NOW
from tests.privacy.scene import HARRIETS, harriet, has_come, later, ordered, signed_in
from tests.shop.storefront.scene import Shop

PERSONAL = ("harriet", "Harriet", "01572 123456", "Home Lane", "a long password", "rutland.example")


def named_in(text: str) -> list[str]:
    """The personal words that stand in the text."""
    return [word for word in PERSONAL if word in text]


def everything_that_happens(shop: Shop, commits: DjangoCaptureOnCommitCallbacks) -> None:
    """Harriet orders, mistypes, asks for a code and a way back in, and is forgotten; a mail server is down."""
    with commits(execute=True):
        person, order = harriet(shop)
        browser = signed_in(person)
        browser.post(f"/shop/accounts/orders/{order.order.number}/cancel/")
        ordered(shop, Client(), 1, **HARRIETS)
        visitor = Client()
        visitor.post("/account/sign-in/", {"username": HARRIETS["email"], "password": "a long password?"})
        visitor.post("/account/code/", {"email": HARRIETS["email"]})
        visitor.post("/account/password/forgotten/", {"email": HARRIETS["email"]})
        visitor.get("/account/no-such-page/", {"email": HARRIETS["email"]})
        browser.post("/account/data/copy/")
    has_come(shop)
    carry_out(erasure=ask_to_forget(person=person, reason="themselves", by=person, now=NOW), now=later(days=7))


def test_no_line_of_the_servers_log_names_anybody(
    shop: Shop, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    caplog.set_level(logging.DEBUG)
    for room in ("config", "privacy", "shop", "logistics", "accounts", "cms", "django.request"):
        caplog.set_level(logging.DEBUG, logger=room)

    everything_that_happens(shop, django_capture_on_commit_callbacks)

    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert len(ours) > 5
    assert [record.getMessage() for record in ours if named_in(record.getMessage())] == []


def test_no_line_of_the_hubs_log_names_anybody(
    shop: Shop, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    everything_that_happens(shop, django_capture_on_commit_callbacks)

    lines = [f"{line.verb} {line.subject_kind} {line.detail}" for line in LogLine.objects.all()]
    assert len(lines) > 5
    assert [line for line in lines if named_in(line)] == []


def test_a_mail_that_can_not_be_sent_leaves_no_address_in_the_log(
    shop: Shop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    harriet(shop)

    def down(*_args: object, **_also: object) -> int:
        raise OSError("no route to harriet@rutland.example")

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", down)
    caplog.set_level(logging.DEBUG)
    assert send_waiting(now=NOW).failed == 1

    assert "OSError" in caplog.text
    assert [record.getMessage() for record in caplog.records if named_in(record.getMessage())] == []


def test_an_error_page_says_nothing_of_anybody(shop: Shop, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = False
    person, _ = harriet(shop)
    browser = signed_in(person)
    browser.raise_request_exception = False

    def breaks(*_args: object, **_also: object) -> None:
        raise RuntimeError("harriet@rutland.example broke it")

    monkeypatch.setattr("privacy.views.own.chapters_of", breaks)
    answer = browser.get("/account/data/")

    assert answer.status_code == 500
    assert named_in(answer.text) == []
