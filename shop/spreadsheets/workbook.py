"""Excel's .xlsx through openpyxl, in its streaming mode and within bounds."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from shop.spreadsheets.errors import NotReadable, TooLarge
from shop.spreadsheets.table import Limits

ZIP_MARK = b"PK\x03\x04"
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_MARK = b"%PDF"
DAMAGED = "The workbook is damaged. Open it, save it again as .xlsx and send that."
#: What openpyxl and the packages below it raise on a broken or hostile workbook.
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, IndexError,
    AttributeError, EOFError, NotImplementedError, OverflowError,
)  # fmt: skip

Sheet = tuple[str, list[tuple[int, list[str]]]]


def refuse_foreign(content: bytes) -> None:
    """Raise NotReadable for what people send by mistake."""
    if content.startswith(OLD_EXCEL_MARK):
        raise NotReadable("This is an old .xls workbook or one with a password. Save it as .xlsx without a password.")
    if content.startswith(PDF_MARK):
        raise NotReadable("This is a PDF. Send the table itself, as .xlsx or CSV.")


def is_workbook(content: bytes) -> bool:
    """Whether this is a zip archive, as every .xlsx is."""
    return content.startswith(ZIP_MARK)


def sheets(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield each visible sheet's name and its rows that are not blank, as (number, texts).

    A formula gives the value that was calculated when the workbook was saved. Raises NotReadable, TooLarge.
    """
    refuse_oversized(content, limits)
    try:
        values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in values.worksheets:
            if sheet.sheet_state == "visible":
                yield sheet.title, sheet_rows(sheet, formulas[sheet.title], limits)
    except BROKEN as error:
        raise NotReadable(DAMAGED) from error


def refuse_oversized(content: bytes, limits: Limits) -> None:
    """Look at the archive's own list before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise NotReadable(DAMAGED) from error
    if "[Content_Types].xml" not in names:
        raise NotReadable("This archive is not an Excel workbook. Save the table as .xlsx or CSV.")
    if unpacked > limits.unpacked_bytes:
        raise TooLarge(
            f"The workbook unpacks to {unpacked // 1_000_000} MB; {limits.unpacked_bytes // 1_000_000} MB is the most. "
            "Keep only the sheet with the table."
        )


def sheet_rows(values: Any, formulas: Any, limits: Limits) -> list[tuple[int, list[str]]]:
    """Read a sheet's rows that are not blank. Its own idea of its size is not believed."""
    values.reset_dimensions()
    formulas.reset_dimensions()
    rows: list[tuple[int, list[str]]] = []
    width = limits.columns + 1
    both = zip(
        values.iter_rows(max_col=width, values_only=True),
        formulas.iter_rows(max_col=width, values_only=True),
        strict=True,
    )
    for number, (calculated, written) in enumerate(both, start=1):
        texts = [cell_text(value, formula) for value, formula in zip(calculated, written, strict=True)]
        if any(texts):
            rows.append((number, texts))
        if len(rows) > limits.rows:
            raise TooLarge(f"Sheet “{values.title}” has more than {limits.rows:,} rows. Split it.")
    return rows


def cell_text(value: Any, formula: Any) -> str:
    """A cell as a person reads it; a formula that was never calculated stays as it is written."""
    if value is None:
        return str(formula) if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(value, ".12g")
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
