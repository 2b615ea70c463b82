"""A statement to a grower or processor: what was bought, what came off and why, and when it is paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from shop.settlement.models import Statement
from shop.settlement.reading.heads import Party, PutRight, hub_party, party_of

HEADINGS = ("Statement", "Delivery day", "Kind", "What", "Reason", "Packs", "Price each", "Amount")


@dataclass(frozen=True, slots=True)
class BoughtLine:
    """Packs at a price; `is_fee` where a processor is paid for its work rather than for produce."""

    is_fee: bool
    what: str
    packs: int
    price_pence: int
    amount_pence: int


@dataclass(frozen=True, slots=True)
class TakenOff:
    """Packs that a kitchen or households did not get, through the seller's fault. `amount_pence` is taken off."""

    what: str
    kitchen: str
    reason: str
    packs: int
    price_pence: int
    amount_pence: int


@dataclass(frozen=True, slots=True)
class StatementPage:
    """The paper. `bought_pence` less `off_pence` is `total_pence`, to the penny."""

    id: int
    number: str
    seller_id: int
    day: str
    issued_on: date
    payout_on: date
    payer: Party
    payee: Party
    bought: tuple[BoughtLine, ...]
    off: tuple[TakenOff, ...]
    bought_pence: int
    off_pence: int
    total_pence: int
    corrections: tuple[PutRight, ...]

    @property
    def left_to_be_paid_pence(self) -> int:
        """The total less what corrections took off."""
        return self.total_pence - sum(row.pence for row in self.corrections)

    @property
    def adds_up(self) -> bool:
        """Whether the lines come to what the statement says."""
        return self.bought_pence - self.off_pence == self.total_pence


def statement_page(statement: Statement) -> StatementPage:
    """Read the paper and its lines."""
    bought = tuple(bought_line(row) for row in statement.lines.select_related("purchase").order_by("id"))
    rows = statement.deductions.select_related(
        "purchase",
        "lost",
        "delivered__confirmation__order_line__drop__kitchen",
        "delivered__confirmation__order_line__drop",
    )
    off = tuple(taken_off(row) for row in rows.order_by("id"))
    return StatementPage(
        id=statement.pk,
        number=statement.number,
        seller_id=statement.seller_id,
        day=str(statement.delivery_day),
        issued_on=statement.issued_on,
        payout_on=statement.payout_on,
        payer=hub_party(statement.hub),
        payee=party_of(statement.seller),
        bought=bought,
        off=off,
        bought_pence=sum(line.amount_pence for line in bought),
        off_pence=sum(line.amount_pence for line in off),
        total_pence=statement.total_pence,
        corrections=tuple(
            PutRight(row.pk, row.number, row.total_pence) for row in statement.corrections.order_by("id")
        ),
    )


def bought_line(row: Any) -> BoughtLine:
    """A line of produce, or of a fee."""
    return BoughtLine(
        row.purchase.recipe_id is not None, row.purchase.product_text, row.packs, row.price_pence, row.amount_pence
    )


def taken_off(row: Any) -> TakenOff:
    """A line with the fault, and the kitchen that told of it or the households who lacked it."""
    kitchen, reason = ("households", f"short: {row.lost.fault}") if row.lost else fault_at_kitchen(row.delivered)
    return TakenOff(
        what=row.purchase.product_text,
        kitchen=kitchen,
        reason=reason,
        packs=row.packs,
        price_pence=row.price_pence,
        amount_pence=row.amount_pence,
    )


def fault_at_kitchen(delivered: Any) -> tuple[str, str]:
    """The kitchen, and what was wrong there."""
    verb = " and ".join(
        word for word, packs in (("short", delivered.packs_short), ("refused", delivered.packs_refused)) if packs
    )
    kitchen = str(delivered.confirmation.order_line.drop.kitchen)
    return kitchen, f"{verb}: {delivered.fault.replace('_', ' ')}"


def table_of(page: StatementPage, money: Any) -> Iterable[tuple[object, ...]]:
    """The paper's rows for a spreadsheet, under HEADINGS; `money` turns pence into a cell."""
    for line in page.bought:
        amounts = (line.packs, money(line.price_pence), money(line.amount_pence))
        kind = "Processing fee" if line.is_fee else "Produce"
        yield (page.number, page.day, kind, line.what, "", *amounts)
    for off in page.off:
        reason = f"{off.reason}, at {off.kitchen}"
        yield (
            page.number,
            page.day,
            "Taken off",
            off.what,
            reason,
            -off.packs,
            *map(money, (off.price_pence, -off.amount_pence)),
        )
    yield (page.number, page.day, "Total", "", "", "", "", money(page.total_pence))
