"""From the bytes of a file to a table of named columns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from shop.spreadsheets import comma_separated, workbook
from shop.spreadsheets.errors import HeadingsMissing, NotReadable, TooLarge
from shop.spreadsheets.headings import Headings, find_headings, plain
from shop.spreadsheets.table import Column, Limits, PassedOver, Row, Table

USUAL = Limits()
BLANKS = {ord("\u00a0"): " ", ord("\u202f"): " ", ord("\u200b"): None, ord("\ufeff"): None}


def read_file(path: Path, *, columns: Sequence[Column], limits: Limits = USUAL) -> Table:
    """Read a file from disk; its size is looked at before its content. Raises SpreadsheetError."""
    try:
        size = path.stat().st_size
        refuse_size(size, limits)
        content = path.read_bytes()
    except OSError as error:
        raise NotReadable(f"“{path}” cannot be opened: {error.strerror or error}.") from error
    return read_table(content, columns=columns, limits=limits)


def read_table(content: bytes, *, columns: Sequence[Column], limits: Limits = USUAL) -> Table:
    """Read an .xlsx workbook or a CSV file: the first sheet that has the headings, its rows below them.

    Blank rows are left out. Rows with a single filled cell are passed over where the table needs several: they are
    headings in the middle. Raises NotReadable, TooLarge, HeadingsMissing.
    """
    refuse_size(len(content), limits)
    workbook.refuse_foreign(content)
    nearest: HeadingsMissing | None = None
    unread: list[str] = []
    table: Table | None = None
    for name, rows in candidates(content, limits):
        if table is not None:
            unread += [name] if rows else []
            continue
        tidy = [tidied(number, cells, limits) for number, cells in rows]
        try:
            headings = find_headings(tidy, columns)
        except HeadingsMissing as missing:
            nearest = nearest or missing
            unread += [name] if rows else []
            continue
        table = below(headings, tidy, name, columns)
    if table is not None:
        return replace(table, unread_sheets=tuple(unread))
    raise nearest or NotReadable("The workbook has no sheet that can be seen.")


def refuse_size(size: int, limits: Limits) -> None:
    """Raise TooLarge, or NotReadable for an empty file."""
    if size == 0:
        raise NotReadable("The file is empty.")
    if size > limits.file_bytes:
        raise TooLarge(
            f"The file has {size / 1_000_000:.0f} MB; {limits.file_bytes // 1_000_000} MB is the most. "
            "Keep only the table itself."
        )


def candidates(content: bytes, limits: Limits) -> Iterator[workbook.Sheet]:
    """Yield the sheets of a workbook, or the one table of a text file."""
    if workbook.is_workbook(content):
        yield from workbook.sheets(content, limits)
        return
    rows: list[tuple[int, list[str]]] = []
    for number, record in enumerate(comma_separated.records(comma_separated.decode(content)), start=1):
        if any(cell.strip() for cell in record):
            rows.append((number, record))
        if len(rows) > limits.rows:
            raise TooLarge(f"The file has more than {limits.rows:,} rows. Split it.")
    yield "", rows


def tidied(number: int, cells: list[str], limits: Limits) -> tuple[int, list[str]]:
    """A row's texts on one line each, with plain blanks. Nothing is cut off: what is too long is refused."""
    if any(cells[limits.columns :]):
        raise TooLarge(f"Row {number} has more than {limits.columns} columns. Keep only the table itself.")
    if any(len(cell) > limits.cell_characters for cell in cells):
        raise TooLarge(f"Row {number} has a cell with more than {limits.cell_characters:,} characters. Shorten it.")
    return number, [" ".join(cell.translate(BLANKS).split()) for cell in cells]


def below(headings: Headings, rows: list[tuple[int, list[str]]], sheet: str, columns: Sequence[Column]) -> Table:
    """Name the cells of every row below the headings."""
    several = sum(column.required for column in columns) > 1
    lowest = next(cells for number, cells in rows if number == headings.last_number)
    titles = {name: plain(lowest[place]) for place, name in headings.columns.items() if lowest[place : place + 1]}
    kept: list[Row] = []
    passed: list[PassedOver] = []
    for number, cells in rows:
        if number <= headings.last_number:
            continue
        named = {name: cells[place] for place, name in headings.columns.items() if place < len(cells)}
        filled = [cell for cell in cells if cell]
        if all(plain(named.get(name, "")) == title for name, title in titles.items()):
            passed.append(PassedOver(number, "it repeats the headings"))
        elif several and len(filled) == 1:
            passed.append(PassedOver(number, f"it holds only “{filled[0]}”, like a heading"))
        else:
            kept.append(Row(number, named))
    return Table(tuple(kept), headings.last_number, sheet, headings.unread_titles, passed_over=tuple(passed))
