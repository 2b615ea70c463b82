"""A hub's claims as its coordinator answers them: what was taken, what was claimed, who bears it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.procurement.models import Claim, FaultBearer

SHOWN = 100


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim. `credit_pence` is what all of it is worth, net; `answer` stands once it is answered."""

    id: int
    buyer: str
    kitchen: str
    phone: str
    order_number: str
    day: str
    what: str
    pack: str
    accepted: int
    packs: int
    fault: str
    note: str
    at: datetime
    by: str
    bearer: str
    credit_pence: int
    agreed: int | None
    words: str
    credit_note_id: int | None
    credit_number: str


def claims_of(hub: Any, *, answered: bool) -> tuple[ClaimRow, ...]:
    """Open claims, the oldest first, or the latest SHOWN that were answered."""
    rows = Claim.objects.of(hub).select_related(
        "by",
        "answer__credit_line__note",
        "delivered__confirmation__run__delivery_day__cycle__hub",
        "delivered__confirmation__order_line__drop__kitchen",
        "delivered__confirmation__order_line__drop__order__buyer",
    )
    rows = rows.exclude(answer=None).order_by("-id")[:SHOWN] if answered else rows.open().order_by("id")
    table = list(FaultBearer.objects.of(hub).order_by("valid_from"))
    return tuple(claim_row(row, bearer_of(row, table)) for row in rows)


def bearer_of(row: Claim, table: list[FaultBearer]) -> str:
    """Who bears the claim's fault by the hub's table, oldest rows first, as it stood on the delivery day."""
    day = row.delivered.confirmation.run.delivery_day.day
    bearers = {each.fault: each.bearer for each in table if each.valid_from <= day}
    return bearers.get(row.fault, FaultBearer.Bearer.HUB)


def claim_row(row: Claim, bearer: str) -> ClaimRow:
    """One claim with its answer, if there is one."""
    line = row.delivered.confirmation
    drop = line.order_line.drop
    answer = getattr(row, "answer", None)
    credit = getattr(answer, "credit_line", None)
    return ClaimRow(
        id=row.pk,
        buyer=str(drop.order.buyer),
        kitchen=str(drop.kitchen),
        phone=drop.order.buyer.phone,
        order_number=drop.order.number,
        day=str(line.run.delivery_day),
        what=line.specification_text,
        pack=line.pack_text,
        accepted=row.delivered.packs_accepted,
        packs=row.packs,
        fault=row.fault,
        note=row.note,
        at=row.at,
        by=str(row.by) if row.by else "",
        bearer=FaultBearer.Bearer(bearer).label,
        credit_pence=row.packs * line.price_pence,
        agreed=answer.packs_agreed if answer else None,
        words=answer.words if answer else "",
        credit_note_id=credit.note_id if credit else None,
        credit_number=credit.note.number if credit else "",
    )
