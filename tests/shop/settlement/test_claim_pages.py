"""The coordinator answers claims on a page; the papers that follow are read by those whom they concern."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.procurement.models import ClaimAnswer
from shop.settlement.models import CreditNote, StatementCorrection
from shop.settlement.reading.claims import claims_of
from shop.settlement.reading.day import papers_of
from shop.settlement.reading.put_right import correction_page, credit_page
from tests import cast
from tests.shop.settlement.test_claims_settle import Delivered, answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Delivered:
    world = Delivered()
    cast.a_hub_base(world.hub)
    return world


@pytest.fixture
def coordinator(world: Delivered) -> Client:
    client = Client()
    base = world.hub.enterprises.get(kind="hub")
    client.force_login(cast.a_member(base, "coordinator@hub.example", role="coordinator"))
    return client


def sent(client: Client, world: Delivered, claim: Any, **typed: str) -> Any:
    return client.post(reverse("papers:claim-answer", args=[world.hub.pk, claim.pk]), typed)


def test_the_page_says_what_a_claim_is_worth_and_who_bears_it(world: Delivered) -> None:
    world.claim(4)

    (row,) = claims_of(world.hub, answered=False)

    assert (row.kitchen, row.packs, row.accepted, row.credit_pence) == ("Uppingham School kitchen", 4, 8, 4800)
    assert (row.fault, row.bearer, row.agreed) == ("poor quality", "the grower or processor", None)
    assert claims_of(world.hub, answered=True) == ()


def test_an_answer_is_sent_and_leaves_the_open_ones(world: Delivered, coordinator: Client) -> None:
    claim = world.claim(4)

    answer = sent(coordinator, world, claim, packs="3", words="One was eaten.")

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("papers:claims", args=[world.hub.pk]))
    assert "3 packs of 4 agreed" in coordinator.get(answer.headers["Location"]).content.decode()
    row = ClaimAnswer.objects.get()
    assert (row.packs_agreed, row.words, row.by.email) == (3, "One was eaten.", "coordinator@hub.example")
    page = coordinator.get(reverse("papers:claims", args=[world.hub.pk]), {"show": "answered"}).content.decode()
    assert "The credit note comes when the day is settled." in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"packs": "two", "words": "All but two."}, "a number, 0 for none"),
        ({"packs": "3", "words": ""}, "Say why not all of it is agreed"),
        ({"packs": "9" * 7, "words": "All but two."}, "a number, 0 for none"),
    ],
)
def test_a_refusal_keeps_what_was_typed(world: Delivered, coordinator: Client, typed: dict[str, str], why: str) -> None:
    answer = sent(coordinator, world, world.claim(4), **typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert f'value="{typed["packs"]}"' in page
    assert f">{typed['words']}</textarea>" in page
    assert not ClaimAnswer.objects.exists()


def test_the_papers_add_up_and_stand_with_those_they_put_right(world: Delivered) -> None:
    world.settle()
    answered(world.claim(4), 3, "One was eaten.")

    note, paper = credit_page(CreditNote.objects.get()), correction_page(StatementCorrection.objects.latest("id"))

    assert (note.adds_up, note.puts_right, note.gross_pence) == (True, "IN-00001", 3600)
    assert [(line.fault, line.words, line.packs) for line in note.lines] == [("poor quality", "One was eaten.", 3)]
    assert (paper.adds_up, paper.reader.name, paper.gross_pence) == (True, "Brook Farm", 900)
    rows = papers_of(world.order.buyer)
    assert [(row.address, row.pence) for row in rows] == [("papers:invoice", 9600), ("papers:credit", -3600)]
    assert sum(row.pence for row in papers_of(world.growers[0])) == 6 * 950 - 2 * 950


def test_each_paper_is_for_its_reader_alone(world: Delivered) -> None:
    world.settle()
    answered(world.claim(4), 4)
    credit = reverse("papers:credit", args=[CreditNote.objects.get().pk])
    correction = reverse("papers:correction", args=[StatementCorrection.objects.earliest("id").pk])
    cook, grower = Client(), Client()
    cook.force_login(cast.a_member(world.order.buyer, "cook@school.example"))
    grower.force_login(cast.a_member(world.growers[0], "grower@hill.example"))

    assert "You pay less" in cook.get(credit).content.decode()
    assert "Taken off" in grower.get(correction).content.decode()
    assert (cook.get(correction).status_code, grower.get(credit).status_code) == (404, 404)
    invoice = cook.get(reverse("papers:invoice", args=[CreditNote.objects.get().invoice_id])).content.decode()
    assert "Left to pay: £48.00" in invoice


def test_any_number_of_claims_takes_two_queries(world: Delivered, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        world.claim(1)

    with django_assert_num_queries(2):
        assert len(claims_of(world.hub, answered=False)) == 3
