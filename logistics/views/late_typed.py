"""What is typed into the form of a late change, kept as it was typed, and what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shop.cycles.models import DeliveryDay
from shop.procurement.errors import LateChangeRefused
from shop.procurement.late.wishes import AddedLine, ChangedLine, Wish
from shop.procurement.models import BulkOrder, FaultBearer, KitchenDrop, LineConfirmation
from shop.produce.models import Pack

HUB, SELLER = FaultBearer.Bearer.HUB, FaultBearer.Bearer.SELLER


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One confirmed line, the number in its field, and the number that the page showed."""

    line: Any
    packs: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateTyped:
    """The form. `off` is a drop that is taken off whole; `to_drop` gets what is taken off; `add_*` is a new line."""

    packs: Mapping[int, str] = field(default_factory=dict)
    seen: Mapping[int, str] = field(default_factory=dict)
    why: str = ""
    borne_by: str = SELLER
    off: str = ""
    to_drop: str = ""
    add_drop: str = ""
    add_pack: str = ""
    add_packs: str = ""

    def shown(self, lines: Sequence[Any]) -> list[TypedLine]:
        """Each line with what stands in its fields."""
        return [
            TypedLine(line, self.packs.get(line.pk, str(line.packs_standing)), str(line.packs_standing))
            for line in lines
        ]


def typed_of(lines: Sequence[Any], *, is_late: bool) -> LateTyped:
    """The form as it is first shown; after the cut-off of late changes the hub bears what is taken off."""
    numbers = {line.pk: str(line.packs_standing) for line in lines}
    return LateTyped(packs=numbers, seen=numbers, borne_by=HUB if is_late else SELLER)


def read_typed(post: Mapping[str, str], lines: Sequence[Any]) -> LateTyped:
    """The form as it was sent."""
    return LateTyped(
        packs={line.pk: post.get(f"packs-{line.pk}", "").strip() for line in lines},
        seen={line.pk: post.get(f"seen-{line.pk}", "").strip() for line in lines},
        why=post.get("why", ""),
        borne_by=post.get("borne_by", ""),
        **{name: post.get(name, "").strip() for name in ("off", "to_drop", "add_drop", "add_pack", "add_packs")},
    )


def wishes_of(day: DeliveryDay, order: BulkOrder, lines: Sequence[Any], typed: LateTyped) -> list[Wish]:
    """What the form asks for. Raises LateChangeRefused for what is no number or no kitchen of the day."""
    wishes: list[Wish] = []
    taken_off: dict[int, tuple[Pack, int]] = {}
    for line in lines:
        is_off = typed.off == str(line.order_line.drop_id)
        seen = number(typed.seen.get(line.pk, ""), "what stood")
        wanted = 0 if is_off else number(typed.packs.get(line.pk, ""), line.specification_text)
        if wanted != seen:
            wishes.append(ChangedLine(line, wanted, seen))
        if wanted < seen:
            pack, packs = taken_off.get(line.pack_id, (line.pack, 0))
            taken_off[line.pack_id] = (pack, packs + seen - wanted)
    if typed.to_drop:
        wishes += handed_on(drop_of(day, typed.to_drop), taken_off.values(), wishes)
    if typed.add_packs:
        drop = drop_of(day, typed.add_drop)
        pack = Pack.objects.of(day.cycle.hub).filter(pk=number(typed.add_pack, "the goods")).first()
        if drop.order_id != order.pk or pack is None:
            raise LateChangeRefused("Choose a kitchen of this order and the goods to add.")
        wishes.append(AddedLine(drop, pack, number(typed.add_packs, "packs to add")))
    return wishes


def handed_on(drop: KitchenDrop, taken_off: Any, wishes: Sequence[Wish]) -> list[Wish]:
    """The other kitchen gets what was taken off, on top of what it gets. Raises LateChangeRefused."""
    if any(isinstance(wish, ChangedLine) and wish.confirmation.order_line.drop_id == drop.pk for wish in wishes):
        raise LateChangeRefused(f"{drop.kitchen} can't both give up packs and get them. Enter two changes.")
    standing = LineConfirmation.objects.filter(order_line__drop=drop).standing()
    gets = {line.pack_id: line for line in standing.select_related("order_line__drop__kitchen")}
    return [
        ChangedLine(gets[pack.pk], gets[pack.pk].packs_standing + packs, gets[pack.pk].packs_standing)
        if pack.pk in gets
        else AddedLine(drop, pack, packs)
        for pack, packs in taken_off
    ]


def drop_of(day: DeliveryDay, typed: str) -> KitchenDrop:
    """A drop of the day. Raises LateChangeRefused."""
    drops = KitchenDrop.objects.filter(order__delivery_day=day).select_related("order__basis", "kitchen")
    drop: KitchenDrop | None = drops.filter(pk=int(typed)).first() if typed.isdecimal() else None
    if drop is None:
        raise LateChangeRefused("Choose a kitchen that gets something on this day.")
    return drop


def number(typed: str, what: str) -> int:
    """A whole number. Raises LateChangeRefused."""
    if not typed.isdecimal():
        raise LateChangeRefused(f"“{typed}” is not a number of packs for {what}.")
    return int(typed)
