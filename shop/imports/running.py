"""Takes the rows of a table one by one into one transaction, each under its own savepoint."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from shop.imports.report import Fate, Report, RowPassedOver, RowRefused, Told
from shop.spreadsheets import Row, Table

Taker = Callable[[Row], tuple[Fate, str]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is taken in.

    is_trial   everything is tried and nothing is written
    keep_good  good rows are written although others are bad
    update     rows that differ from what stands overwrite it
    """

    is_trial: bool = False
    keep_good: bool = False
    update: bool = False


def take_rows(table: Table, *, take: Taker, manner: Manner) -> Report:
    """Give every row to `take`, which returns its fate and what there is to say, or raises RowRefused
    or RowPassedOver.

    All or nothing unless `manner` keeps the good rows; a refused row leaves no trace either way.
    """
    report = Report(is_trial=manner.is_trial)
    report.passed_over += [Told(row.number, row.reason) for row in table.passed_over]
    if table.unread_titles:
        report.remarks.append(f"Columns not read: {', '.join(table.unread_titles)}.")
    if table.unread_sheets:
        report.remarks.append(f"Sheets not read: {', '.join(table.unread_sheets)}.")
    with transaction.atomic():
        for row in table.rows:
            try:
                with transaction.atomic():
                    fate, text = take(row)
            except RowRefused as refused:
                report.bad.append(Told(row.number, str(refused)))
            except RowPassedOver as passed:
                report.passed_over.append(Told(row.number, str(passed)))
            else:
                report.note(fate, row.number, text)
        report.kept = not manner.is_trial and (report.is_clean or manner.keep_good)
        if not report.kept:
            transaction.set_rollback(True)
    return report
