"""Comma-separated text and its relatives: any usual encoding, any usual delimiter."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from shop.spreadsheets.errors import NotReadable

DELIMITERS = ",;\t|"
RECORDS_SNIFFED = 60
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str:
    """Return the text: by its byte order mark, else UTF-8, else Windows-1252 (as Excel on Windows writes £)."""
    encodings = [name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable(
        "The file is neither a workbook nor text that can be read. Save it as .xlsx, or as CSV with UTF-8 encoding."
    )


def delimiter_of(text: str) -> str:
    """Return the delimiter that cuts most of the first records into the same number of cells, at least two."""
    return max(DELIMITERS, key=lambda delimiter: evenness(text, delimiter))


def evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first records share the commonest width above one, and that width."""
    widths: dict[int, int] = {}
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            if number == RECORDS_SNIFFED:
                break
            if len(record) > 1:
                widths[len(record)] = widths.get(len(record), 0) + 1
    except csv.Error:
        return (0, 0)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def records(text: str) -> Iterator[list[str]]:
    """Yield the records of the whole text. Raises NotReadable where a quotation mark never closes."""
    return records_of(io.StringIO(text, newline=""), delimiter_of(text))


def records_of(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield records from lines as they come, so that a file of any length can be read."""
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise NotReadable(
            f"Line {reader.line_num} cannot be read as CSV ({error}). Is a quotation mark open?"
        ) from error
