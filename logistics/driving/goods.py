"""The goods of a route's tasks: one line per task and paper, however many sellers' packs are in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from logistics.models import ShipmentLine, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """Packs of one paper that are picked up or dropped in one task. `name` tells it from the stop's other lines."""

    task: int
    confirmation: int | None
    purchase: int | None
    packs: int
    text: str

    @property
    def name(self) -> str:
        """t12c7: task 12, confirmed line 7; p for a purchase, n where there is no paper."""
        paper = f"c{self.confirmation}" if self.confirmation else f"p{self.purchase}" if self.purchase else "n"
        return f"t{self.task}{paper}"


def lines_of(tasks: Iterable[Task]) -> dict[int, list[GoodsLine]]:
    """The goods of each task (id), in a fixed order: one query."""
    wanted = list(tasks)
    carried: dict[int, list[ShipmentLine]] = defaultdict(list)
    rows = ShipmentLine.objects.filter(shipment__in={task.shipment_id for task in wanted})
    for row in rows.select_related("confirmation", "purchase").order_by("id"):
        carried[row.shipment_id].append(row)
    return {task.pk: merged(task.pk, carried[task.shipment_id]) for task in wanted}


def merged(task: int, rows: Iterable[ShipmentLine]) -> list[GoodsLine]:
    """Shipment lines of one paper added up. A kitchen's line counts as its confirmation, whoever grew it."""
    packs: dict[tuple[int | None, int | None], int] = defaultdict(int)
    texts: dict[tuple[int | None, int | None], str] = {}
    for row in rows:
        paper = (row.confirmation_id, None if row.confirmation_id else row.purchase_id)
        packs[paper] += row.packs
        texts[paper] = text_of(row)
    return [
        GoodsLine(task=task, confirmation=paper[0], purchase=paper[1], packs=count, text=texts[paper])
        for paper, count in packs.items()
    ]


def text_of(row: ShipmentLine) -> str:
    """What the packs are, in words."""
    if row.confirmation is not None:
        return f"{row.confirmation.specification_text}, {row.confirmation.pack_text}"
    return row.purchase.product_text if row.purchase is not None else "goods"
