"""Writing comma-separated text that Excel opens as it is meant, and never as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins so is run as a formula by spreadsheet programs (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "−")


def comma_separated(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as text, with the mark by which Excel knows UTF-8. Numbers stay numbers."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([guarded(each) for each in headings])
    writer.writerows([guarded(each) for each in row] for row in rows)
    return BYTE_ORDER_MARK + written.getvalue()


def guarded(cell: object) -> object:
    """Text that would be run as a formula begins with an apostrophe; a number is left alone."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def pounds_cell(pence: int) -> Decimal:
    """950 -> 9.50: money as spreadsheets reckon with it."""
    return Decimal(pence).scaleb(-2)
