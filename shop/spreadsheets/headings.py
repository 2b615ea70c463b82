"""Finds the row that names the columns, under whatever title rows stand above it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shop.spreadsheets.errors import HeadingsMissing
from shop.spreadsheets.table import Column

ROWS_SEARCHED = 40
BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
NOT_WORDS = re.compile(r"[^a-z0-9]+")

NumberedCells = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading row: where it ends, which column stands where, and the titles that mean nothing here."""

    first_number: int
    last_number: int
    columns: Mapping[int, str]
    unread_titles: tuple[str, ...]


def plain(title: str) -> str:
    """A heading without case, accents, punctuation and bracketed remarks: "Price (£)" becomes "price"."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    bare = NOT_WORDS.sub(" ", BRACKETED.sub(" ", ascii_only)).strip()
    return bare or NOT_WORDS.sub(" ", ascii_only).strip()


def find_headings(rows: Iterable[NumberedCells], columns: Sequence[Column]) -> Headings:
    """Return the row, or the two rows read as one, that names the most columns; the higher one of equals.

    Two rows are read as one where a merged heading ("Price") stands over its parts ("per pack"). Of a row alone and
    the same row with its parts, the parts say more.
    Raises HeadingsMissing with the closest row and what it lacks.
    """
    top = [row for row in rows if any(row[1])][:ROWS_SEARCHED]
    found = [match(row, row[1], row[0], columns) for row in top]
    for upper, lower in pairwise(top):
        both = match(upper, stacked(upper[1], lower[1]), lower[0], columns)
        parts = [place for place in both.columns if any(lower[1][place : place + 1])]
        if parts and lower[0] == upper[0] + 1:
            found.append(both)
    required = {column.name for column in columns if column.required}
    whole = [headings for headings in found if required <= set(headings.columns.values())]
    if whole:
        return max(whole, key=rank)
    raise HeadingsMissing(missing_message(found, columns))


def rank(headings: Headings) -> tuple[int, int, int]:
    """Most columns first, then two rows before one, then the higher row."""
    return len(headings.columns), headings.last_number - headings.first_number, -headings.first_number


def match(first: NumberedCells, titles: Sequence[str], last_number: int, columns: Sequence[Column]) -> Headings:
    """Read `titles` as headings: each column is taken once, from the left."""
    meanings = {plain(title): column.name for column in columns for title in column.all_titles()}
    taken: dict[int, str] = {}
    unread: list[str] = []
    for place, title in enumerate(titles):
        meaning = meanings.get(plain(title)) if title else None
        if meaning is not None and meaning not in taken.values():
            taken[place] = meaning
        elif title:
            unread.append(title)
    return Headings(first[0], last_number, taken, tuple(unread))


def stacked(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two heading rows as one; a merged upper heading reaches over the empty cells to its right."""
    titles: list[str] = []
    reach = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        reach = above or reach
        titles.append(f"{above or (reach if below else '')} {below}".strip())
    return titles


def missing_message(found: Sequence[Headings], columns: Sequence[Column]) -> str:
    """Say which columns are needed, and how near the nearest row came."""
    required = [column.name for column in columns if column.required]
    need = f"The file needs a row of headings with {listed(required)}."
    nearest = max(found, key=lambda headings: len(headings.columns), default=None)
    if nearest is None:
        return f"The file holds no rows. {need}"
    if not nearest.columns:
        return f"No row looks like headings. {need}"
    has = set(nearest.columns.values())
    lacking = [name for name in required if name not in has]
    return f"{need} Row {nearest.last_number} comes nearest; it lacks {listed(lacking)}."


def listed(names: Sequence[str]) -> str:
    """Names in quotation marks, as a sentence lists them."""
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
