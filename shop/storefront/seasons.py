"""Months in words. Pure."""

from collections.abc import Iterable
from functools import reduce

from django.utils.dates import MONTHS
from django.utils.translation import gettext


def season_in_words(months: Iterable[int]) -> str:
    """“All year”, “June to September”, “October to March” or “May, and August to October”."""
    wanted = sorted(set(months))
    if not wanted or len(wanted) == len(MONTHS):
        return gettext("All year")
    runs: list[list[int]] = []
    for month in wanted:
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == len(MONTHS):
        runs = [*runs[1:-1], runs[-1] + runs[0]]
    words = [in_words(run) for run in runs]
    return reduce(lambda said, more: gettext("{months}, and {more}").format(months=said, more=more), words)


def in_words(run: list[int]) -> str:
    """One stretch of months."""
    first, last = str(MONTHS[run[0]]), str(MONTHS[run[-1]])
    return first if len(run) == 1 else gettext("{first} to {last}").format(first=first, last=last)
