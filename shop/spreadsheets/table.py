"""A table of text: named columns, and rows that still know their number in the file they came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for. `titles` are the headings people give it; its own name counts as one."""

    name: str
    titles: tuple[str, ...] = ()
    required: bool = False

    def all_titles(self) -> Iterable[str]:
        """Every heading that means this column."""
        return (self.name, *self.titles)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused unread."""

    file_bytes: int = 10_000_000
    unpacked_bytes: int = 60_000_000
    rows: int = 20_000
    columns: int = 100
    cell_characters: int = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the one that a spreadsheet program shows at its left edge."""

    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """What the cell says, without blanks around it; empty when there is no such cell."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row that was left out although it is not blank, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. `unread_titles` are headings nobody understood, `unread_sheets` sheets nobody looked into."""

    rows: tuple[Row, ...]
    heading_number: int
    sheet: str = ""
    unread_titles: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = field(default=())
