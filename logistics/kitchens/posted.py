"""What a sheet's form brought, sorted: cells, rules, times. Names that are none of ours are left out."""

import re
from typing import Any

from logistics.kitchens.grid import Wanted
from logistics.kitchens.last_time import LastTime
from logistics.kitchens.sheets import Typed
from logistics.models import OrderSheet

CELL = re.compile(r"[1-9]\d{0,17}-[1-9]\d{0,17}", re.ASCII)
RULE = re.compile(r"(rule|ceiling)-([1-9]\d{0,17})", re.ASCII)
TIME = re.compile(r"(opens|closes)-([1-9]\d{0,17})", re.ASCII)
NUMBER = re.compile(r"\d{1,17}", re.ASCII)
LONGEST = 40


def typed_in(post: Any) -> Typed:
    """The form (a QueryDict) as a sheet takes it up."""
    cells: dict[str, str] = {}
    rules: dict[str, dict[str, str]] = {}
    windows: dict[str, list[str]] = {}
    for name, text in post.items():
        text = text.replace("\x00", "")[:LONGEST]
        if CELL.fullmatch(name):
            cells[name] = text
        elif found := RULE.fullmatch(name):
            rules.setdefault(found[2], {"rule": "none", "ceiling": ""})[found[1]] = text.strip()
        elif found := TIME.fullmatch(name):
            windows.setdefault(found[2], ["", ""])[0 if found[1] == "opens" else 1] = text.strip()
    return Typed(
        cells=cells,
        rules=rules,
        windows=windows,
        po_number=post["po_number"].replace("\x00", "").strip() if "po_number" in post else None,
        basis_id=number_in(post.get("basis", "")),
        has_basis="basis" in post,
    )


def wanted_in(query: Any) -> Wanted:
    """Which part of the grid an address or a form asks for."""
    return Wanted(
        category=query.get("category", "")[:20],
        find=query.get("find", "").replace("\x00", "").strip()[:60],
        page=number_in(query.get("page", "")) or 1,
        kitchen_id=number_in(query.get("kitchen", "")),
    )


def copied(sheet: OrderSheet, last: LastTime) -> Typed:
    """Last time's packs for the cells in which nothing is typed."""
    return Typed(cells={name: str(packs) for name, packs in last.cells.items() if name not in sheet.cells})


def number_in(text: str) -> int:
    """A row's number as it stands in a form or an address; 0 for anything else."""
    return int(text) if NUMBER.fullmatch(text) else 0
