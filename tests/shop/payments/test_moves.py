"""A payment and a refund move along their tables and nowhere else, and the database keeps the law by itself."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from shop.payments.models import Payment, Refund
from shop.payments.models import payment as payments
from shop.payments.models import refund as refunds
from shop.rows.moves import NotAllowedMove, move
from tests import cast

pytestmark = pytest.mark.django_db

ALLOWED = {
    Payment: {
        ("asked", "bank_asks"),
        ("asked", "authorised"),
        ("asked", "declined"),
        ("asked", "cancelling"),
        ("asked", "cancelled"),
        ("bank_asks", "authorised"),
        ("bank_asks", "declined"),
        ("bank_asks", "cancelling"),
        ("bank_asks", "cancelled"),
        ("authorised", "due"),
        ("authorised", "cancelling"),
        ("authorised", "cancelled"),
        ("due", "captured"),
        ("due", "lost"),
        ("cancelling", "cancelled"),
        ("captured", "refunded"),
    },
    Refund: {("asked", "given"), ("asked", "failed"), ("failed", "asked")},
}
TABLES: dict[Any, Any] = {Payment: payments.MOVES, Refund: refunds.MOVES}
PAIRS = [(model, str(was), str(to)) for model in ALLOWED for was in model.Status.values for to in model.Status.values]


def a_payment(**fields: Any) -> Payment:
    fields = {"status": "authorised", "order_number": "H-1", "intent_id": "pi_1", "due_pence": 900, **fields}
    row: Payment = Payment.objects.create(
        hub=cast.a_hub(),
        order_key="b",
        attempt=1,
        client_key=uuid4(),
        amount_pence=900,
        card="pm_1",
        asked_at=cast.NOW,
        next_try_at=cast.NOW,
        **fields,
    )
    return row


def a_row(model: Any, status: str) -> Any:
    if model is Payment:
        return a_payment(status=status)
    times = {"asked_at": cast.NOW, "next_try_at": cast.NOW}
    paid = a_payment(status="captured")
    return Refund.objects.create(
        payment=paid, key="r", amount_pence=1, reason="short", status=status, stripe_id="re_1", **times
    )


@pytest.mark.parametrize(("model", "was", "to"), PAIRS)
def test_a_status_moves_along_its_table_and_nowhere_else(model: Any, was: str, to: str) -> None:
    row = a_row(model, was)

    if (was, to) in ALLOWED[model]:
        move(row, to=to, moves=TABLES[model])
    else:
        with pytest.raises(NotAllowedMove):
            move(row, to=to, moves=TABLES[model])

    assert model.objects.get(pk=row.pk).status == (to if (was, to) in ALLOWED[model] else was)


@pytest.mark.parametrize("status", ["due", "captured", "lost", "refunded"])
@pytest.mark.parametrize("missing", [{"order_number": ""}, {"intent_id": ""}, {"due_pence": 0}])
def test_no_row_says_that_money_is_taken_without_an_order(status: str, missing: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="no_money_is_taken_without_an_order"), transaction.atomic():
        a_payment(status=status, **missing)

    assert not Payment.objects.exists()


def test_no_more_is_taken_than_was_held() -> None:
    with pytest.raises(IntegrityError, match="never_more_taken_than_held"), transaction.atomic():
        a_payment(status="due", due_pence=901)
