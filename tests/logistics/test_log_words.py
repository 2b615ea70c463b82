"""Every verb that an action writes into the log has words for people."""

import ast
from collections.abc import Iterator

import pytest

from logistics.dispatch.log_words import OF_ANYTHING, THINGS, VERBS, words_for
from logistics.models import RouteProgress, StopProgress
from shop.cycles.models import DeliveryDay
from shop.payments.models import Payment, Refund
from shop.payments.noting import verb_of
from shop.storefront.models import BoxHandOut
from shop.supply.models import Reservation, StockMovement
from tests.repository.tracked import HOUSE, python_files

#: Files whose verbs are made up of something, and all that they can become.
MADE_UP: dict[str, set[str]] = {
    "logistics/driving/noting.py": {f"{fact} route" for fact in RouteProgress.Fact.values}
    | {f"{label} at stop" for label in StopProgress.Fact.labels},
    "logistics/demonstration/building.py": {"built the demonstration"},
    "logistics/reminding/actions.py": {"switch reminders on", "switch reminders off"},
    "shop/cycles/actions/closing.py": {f"moved to {status}" for status in DeliveryDay.Status.values},
    "shop/cycles/actions/listing.py": {"listed", "changed", "withdrew"},
    "shop/journal/again.py": {"failed task: run again", "failed task: set aside"},
    "shop/journal/by_hand.py": {"outbox: try again", "outbox: rung up"},
    "shop/payments/finishing.py": {f"refund: {label}" for label in Refund.Status.labels},
    "shop/payments/noting.py": {verb_of(goal) for goal in (*Payment.Status, None)},
    "shop/storefront/actions/handing_out.py": {f"household box {label}" for label in BoxHandOut.Outcome.labels},
    "shop/supply/actions.py": {*StockMovement.Kind.values, *Reservation.Status.values},
    "shop/supply/losing.py": {*StockMovement.Kind.values},
    "site/privacy/actions.py": {"asked to forget a person", "keeps a person", "forgot a person"},
}


def logged() -> Iterator[tuple[str, str | None]]:
    """The file and the verb of each call of the journal's `log`; None for a verb that is made up."""
    for path in python_files():
        said = (HOUSE / path).read_text(encoding="utf-8")
        if path.parts[0] == "tests" or "shop.journal.actions import" not in said:
            continue
        for node in ast.walk(ast.parse(said)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "log":
                verb = next(each.value for each in node.keywords if each.arg == "verb")
                yield str(path), verb.value if isinstance(verb, ast.Constant) else None


LOGGED = tuple(logged())


def test_every_verb_has_words() -> None:
    plain = {verb for _, verb in LOGGED if verb is not None}
    made_up = set().union(*MADE_UP.values())

    assert len(plain) > 40
    assert (plain | made_up) - set(VERBS) - set(OF_ANYTHING) == set(), "give these words in log_words.py"


def test_verbs_that_are_made_up_are_known() -> None:
    assert {path for path, verb in LOGGED if verb is None} - set(MADE_UP) == set()
    assert [path for path in MADE_UP if not (HOUSE / path).exists()] == []


@pytest.mark.parametrize(
    ("verb", "kind", "words"),
    [
        ("added", "vehicle", "added a van"),
        ("closed", "deliveryday", "closed ordering"),
        ("closed", "ordercycle", "closed a cycle"),
        ("changed", "something new", "changed"),
        ("settle", "deliveryday", "settled the day"),
        ("juggled", "lot", "juggled"),
    ],
)
def test_a_verb_is_said_with_its_thing_where_it_needs_one(verb: str, kind: str, words: str) -> None:
    assert words_for(verb, kind) == words


def test_no_verb_is_said_in_two_ways() -> None:
    assert set(VERBS).isdisjoint(OF_ANYTHING)
    assert all(words[0].islower() for words in (*VERBS.values(), *THINGS.values()))
