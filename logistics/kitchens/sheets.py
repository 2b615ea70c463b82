"""The order sheet: taking up what was typed, and ordering from it. A sheet that is ordered is gone.

Typing writes no log line: nothing has happened yet. Placing and changing are logged by the actions they call.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from logistics.kitchens.asked_for import AskedFor, asked_for
from logistics.kitchens.typed import clock_of
from logistics.models import OrderSheet
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Enterprise
from shop.procurement.actions import change_bulk_order, place_bulk_order
from shop.procurement.errors import OrderRefused
from shop.procurement.locks import lock_day
from shop.procurement.models import BulkOrder, BulkOrderLine

LONGEST = 40
NO_RULE = {"rule": "none", "ceiling": ""}


@dataclass(frozen=True, slots=True)
class Typed:
    """What one form brought: only the cells and rules that were on it. None leaves what stands."""

    cells: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    windows: Mapping[str, list[str]] = field(default_factory=dict)
    po_number: str | None = None
    basis_id: int = 0
    has_basis: bool = False


def sheet_of(*, buyer: Enterprise, day: DeliveryDay, person: Any, order: BulkOrder | None, now: datetime) -> OrderSheet:
    """The person's sheet as it stands, else a fresh one that is not stored; for an order, begun from its lines."""
    found = OrderSheet.objects.of(buyer.hub).filter(buyer=buyer, delivery_day=day, person=person, order=order)
    standing: OrderSheet | None = found.select_related("basis").first()
    if standing is None:
        fresh = begun(buyer, day, order)
        return OrderSheet(buyer=buyer, delivery_day=day, person=person, order=order, written_at=now, **fresh)
    standing.buyer, standing.delivery_day, standing.order = buyer, day, order
    return standing


def begun(buyer: Enterprise, day: DeliveryDay, order: BulkOrder | None) -> dict[str, Any]:
    """The fields of a fresh sheet: an order's as they stand, else empty under the buyer's one basis of the day."""
    if order is None:
        bases = list(buyer.buying_bases.filter(starts__lte=day.day, ends__gte=day.day)[:2])
        return {"basis": bases[0] if len(bases) == 1 else None}
    zone = order.hub.time_zone
    cells, rules, windows = {}, {}, {}
    for drop in order.drops.prefetch_related("lines"):
        windows[str(drop.kitchen_id)] = [clock_of(drop.opens_at, zone), clock_of(drop.closes_at, zone)]
        for line in drop.lines.all():
            cells[f"{drop.kitchen_id}-{line.pack_id}"] = str(line.packs)
            rules[str(line.pack_id)] = rule_of(line)
    facts = {"basis": order.basis, "po_number": order.po_number, "stood_as": digest_of(order)}
    return {"cells": cells, "rules": rules, "windows": windows, **facts}


def rule_of(line: BulkOrderLine) -> dict[str, str]:
    """A line's substitution rule and ceiling as they are typed on a sheet."""
    pence = line.ceiling_pence
    return {"rule": line.substitution_rule, "ceiling": "" if pence is None else f"{pence // 100}.{pence % 100:02d}"}


def digest_of(order: BulkOrder) -> str:
    """Changes when anything of the order changes that a sheet can change."""
    rows = BulkOrderLine.objects.filter(drop__order=order).order_by("drop__kitchen_id", "pack_id")
    fields = ("drop__kitchen_id", "drop__opens_at", "drop__closes_at", "pack_id", "packs", "price_pence")
    rules = ("ceiling_pence", "substitution_rule")
    return sha256(repr((order.po_number, list(rows.values_list(*fields, *rules)))).encode()).hexdigest()


@transaction.atomic
def take_up(*, sheet: OrderSheet, typed: Typed, now: datetime) -> OrderSheet:
    """Store what was typed: each cell by itself, so that two pages with other cells don't undo each other.

    `sheet` may be fresh. Cells that are blank or nought are taken off.
    """
    fresh = ("key", "stood_as", "basis", "po_number", "cells", "rules", "windows", "written_at")
    standing: OrderSheet
    standing, _ = OrderSheet.objects.select_for_update(of=("self",)).get_or_create(
        buyer=sheet.buyer,
        delivery_day=sheet.delivery_day,
        person=sheet.person,
        order=sheet.order,
        defaults={name: getattr(sheet, name) for name in fresh},
    )
    cells = {**standing.cells, **{name: text.strip()[:LONGEST] for name, text in typed.cells.items()}}
    standing.cells = {name: text for name, text in cells.items() if text not in ("", "0")}
    standing.rules = {pack: rule for pack, rule in {**standing.rules, **typed.rules}.items() if rule != NO_RULE}
    standing.windows = {**standing.windows, **typed.windows}
    if typed.po_number is not None:
        standing.po_number = typed.po_number[: OrderSheet._meta.get_field("po_number").max_length]
    if typed.has_basis and standing.order is None:
        standing.basis = sheet.buyer.buying_bases.filter(pk=typed.basis_id).first()
    standing.written_at = now
    standing.save()
    return standing


def throw_away(sheet: OrderSheet) -> None:
    """Begin anew: nothing that was typed stays."""
    OrderSheet.objects.filter(pk=sheet.pk).delete()


@transaction.atomic
def order_from(
    *, buyer: Enterprise, key: UUID, seen: str, person: Any, now: datetime, on_behalf: bool = False
) -> BulkOrder | None:
    """Place the order of a sheet, or change its order, and take the sheet away.

    `seen` is the digest of what the cook was shown: prices or cells that changed since are refused, nothing is ordered
    that nobody saw. The same `key` again returns the order that stands; None when there was no such sheet.
    Raises OrderRefused and its kin; the sheet stays then.
    """
    sheets = OrderSheet.objects.select_for_update(of=("self",)).filter(buyer=buyer, person=person, key=key)
    sheet = sheets.select_related("buyer__hub", "delivery_day__cycle__hub", "order__hub", "basis").first()
    if sheet is None:
        return BulkOrder.objects.filter(buyer=buyer, client_key=key).first()
    asked = asked_for(sheet)
    require_as_seen(asked, seen)
    if sheet.order is None:
        order = place_bulk_order(
            delivery_day=sheet.delivery_day,
            buyer=sheet.buyer,
            drops=asked.drops,
            client_key=key,
            by=person,
            now=now,
            po_number=sheet.po_number,
            basis=sheet.basis,
            on_behalf=on_behalf,
        )
    else:
        order = changed(sheet, asked, person, now, on_behalf=on_behalf)
    sheet.delete()
    return order


def changed(sheet: OrderSheet, asked: AskedFor, person: Any, now: datetime, *, on_behalf: bool) -> BulkOrder:
    """Change the sheet's order, unless somebody else did since the sheet was begun. Raises OrderRefused."""
    lock_day(sheet.delivery_day)
    held = BulkOrder.objects.select_related("hub", "buyer", "basis", "delivery_day__cycle").get(pk=sheet.order_id)
    if digest_of(held) != sheet.stood_as:
        raise OrderRefused(
            f"Order {held.number} was changed by somebody else while you were at it. What you typed is kept. "
            f"Look at the order, then begin your change anew."
        )
    return change_bulk_order(
        order=held, drops=asked.drops, by=person, now=now, po_number=sheet.po_number, on_behalf=on_behalf
    )


def require_as_seen(asked: AskedFor, seen: str) -> None:
    """Raise OrderRefused unless all of the sheet can be read and it is what the cook was shown."""
    if asked.problems:
        raise OrderRefused(asked.problems[0].text)
    if asked.digest != seen:
        raise OrderRefused(
            "The sheet or a price changed after you looked. Nothing was ordered. Check it once more below."
        )
