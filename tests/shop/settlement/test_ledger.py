"""The books: every transaction sums to zero, once per key, written once."""

import pytest
from django.db import IntegrityError, transaction

from shop.rows.append_only import AppendOnly
from shop.settlement.errors import Unbalanced
from shop.settlement.ledger import KIND, Posting, post
from shop.settlement.models import LedgerAccount, LedgerEntry, LedgerTransaction
from tests.cast import NOW, a_buyer, a_hub

pytestmark = pytest.mark.django_db


def test_a_posting_opens_its_accounts_under_their_names_once():
    hub = a_hub()
    buyer = a_buyer(hub)
    entries = (((KIND.RECEIVABLE, buyer.pk), 120), ((KIND.PRICE_DIFFERENCE, None), -120))

    for key in ("a", "b"):
        post(hub=hub, delivery_day=None, postings=[Posting(key, "Invoice", entries)], now=NOW)

    names = LedgerAccount.objects.of(hub).order_by("kind").values_list("name", flat=True)
    assert list(names) == ["Published price less growers' prices", "Uppingham School: owed by a buyer"]
    assert LedgerEntry.objects.of(hub).per_kind() == {"receivable": 240, "price_difference": -240}
    assert LedgerEntry.objects.sum_pence() == 0


def test_a_posting_that_loses_a_penny_is_refused_and_nothing_is_written():
    hub = a_hub()
    good = Posting("a", "Good", (((KIND.LOSS, None), 5), ((KIND.VAT, None), -5)))
    bad = Posting("b", "Bad", (((KIND.LOSS, None), 5), ((KIND.VAT, None), -4)))

    with pytest.raises(Unbalanced, match="Bad: debits and credits differ"):
        post(hub=hub, delivery_day=None, postings=[good, bad], now=NOW)

    assert not LedgerTransaction.objects.exists()


def test_a_posting_without_money_is_left_out():
    hub = a_hub()
    nothing = Posting("a", "Nothing", (((KIND.LOSS, None), 0), ((KIND.VAT, None), 0)))

    assert post(hub=hub, delivery_day=None, postings=[nothing], now=NOW) == []
    assert not LedgerAccount.objects.exists()


def test_the_same_key_is_never_posted_twice():
    hub = a_hub()
    posting = Posting("a", "Once", (((KIND.LOSS, None), 5), ((KIND.VAT, None), -5)))
    post(hub=hub, delivery_day=None, postings=[posting], now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        post(hub=hub, delivery_day=None, postings=[posting], now=NOW)

    assert LedgerEntry.objects.count() == 2


def test_two_hubs_books_are_apart():
    for hub in (a_hub(), a_hub("Fens Food Hub", "fens")):
        posting = Posting(hub.slug, "Once", (((KIND.LOSS, None), 5), ((KIND.VAT, None), -5)))
        post(hub=hub, delivery_day=None, postings=[posting], now=NOW)

        assert LedgerEntry.objects.of(hub).per_kind() == {"loss": 5, "vat": -5}


def test_an_entry_is_written_once():
    hub = a_hub()
    post(
        hub=hub,
        delivery_day=None,
        postings=[Posting("a", "Once", (((KIND.LOSS, None), 5), ((KIND.VAT, None), -5)))],
        now=NOW,
    )

    with pytest.raises(AppendOnly):
        LedgerEntry.objects.update(amount_pence=6)
    with pytest.raises(AppendOnly):
        LedgerTransaction.objects.first().delete()
