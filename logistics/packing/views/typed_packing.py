"""What the packing page's form says is packed: of kitchens' lines, and into households' boxes."""

from collections.abc import Mapping
from uuid import UUID

from logistics.packing.drops import Load
from logistics.packing.rows import DayRows
from shop.procurement.at_the_packhouse import SHORT_FROM_THE_GROWER, PackedNow
from shop.procurement.errors import PackingRefused
from shop.storefront.boxes import BoxPackedNow

MOST_DIGITS = 9


def packings_in(post: Mapping[str, str], key: UUID, load: Load, rows: DayRows) -> list[PackedNow]:
    """What the form says is packed: every ticked line, or all open lines of the drop whose button was pressed.

    Raises PackingRefused when a number can't be read.
    """
    whole_drop = post.get("drop", "")
    lines = {line.id: line for line in load.lines}
    if whole_drop:
        wanted = [line for drop in load.drops if str(drop.number) == whole_drop for line in drop.open_lines]
    else:
        wanted = [line for line in lines.values() if f"tick-{line.id}" in post]
    found = []
    for line in wanted:
        packed = number_in(post.get(f"packed-{line.id}", str(line.suggested)), line.name)
        short = max(0, line.to_pack - packed)
        found.append(
            PackedNow(
                confirmation=rows.lines[line.id],
                packs_packed=packed,
                packs_short=short,
                packs_direct=line.direct,
                fault=post.get(f"fault-{line.id}", SHORT_FROM_THE_GROWER) if short else "",
                seen=number_in(post.get(f"seen-{line.id}", "0"), line.name),
                key=f"{key}:{line.id}",
            )
        )
    return found


def boxes_in(post: Mapping[str, str], key: UUID, load: Load, rows: DayRows) -> list[BoxPackedNow]:
    """Every ticked box, or all open boxes of the drop whose button was pressed; goods straight from a farm left out.

    Raises PackingRefused when a number can't be read.
    """
    whole_drop = post.get("drop", "")
    boxes = [box for drop in load.drops for box in drop.boxes]
    if whole_drop:
        wanted = [box for drop in load.drops if str(drop.number) == whole_drop for box in drop.open_boxes]
    else:
        wanted = [box for box in boxes if f"boxtick-{box.order}" in post]
    lines = {row.pk: row for row in rows.boxes}
    found = []
    for line in (line for box in wanted for line in box.lines if not line.is_direct):
        packed = number_in(post.get(f"boxpacked-{line.id}", str(line.suggested)), line.name)
        found.append(
            BoxPackedNow(
                line=lines[line.id],
                packs_packed=packed,
                fault=post.get(f"boxfault-{line.id}", SHORT_FROM_THE_GROWER) if packed < line.packs else "",
                seen=number_in(post.get(f"boxseen-{line.id}", "0"), line.name),
                key=f"{key}:box:{line.id}",
            )
        )
    return found


def number_in(text: str, what: str) -> int:
    """A number of packs. Raises PackingRefused."""
    tidy = text.strip()
    if not tidy.isascii() or not tidy.isdigit() or len(tidy) > MOST_DIGITS:
        raise PackingRefused(f"{what}: “{tidy[:20]}” is not a number of packs.")
    return int(tidy)
