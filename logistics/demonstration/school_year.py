"""The school year of the demonstration, by rule for any year: terms, half-terms, bank holidays. Pure arithmetic.

Rutland-like, and nobody's published calendar: the rules below come within days of the terms that English counties set.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
DELIVERY_WEEKDAYS = (TUESDAY, THURSDAY)
#: The school year that a day belongs to begins in August.
FIRST_MONTH = 8

Term = tuple[str, date, date]
Closed = tuple[date, str]


def first_on_or_after(day: date, weekday: int) -> date:
    """The first such weekday (0 is Monday) from `day` on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def last_on_or_before(day: date, weekday: int) -> date:
    """The last such weekday (0 is Monday) up to `day`."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus, Nature, 20 April 1876)."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    golden = year % 19
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def bank_holidays(year: int) -> list[Closed]:
    """England's bank holidays of a year (Banking and Financial Dealings Act 1971, Schedule 1, and by custom).

    A holiday at the weekend is kept on the next weekday that is not one itself. One-off holidays are not known here.
    """
    named = [
        (date(year, 1, 1), "New Year's Day"),
        (easter(year) - timedelta(days=2), "Good Friday"),
        (easter(year) + timedelta(days=1), "Easter Monday"),
        (first_on_or_after(date(year, 5, 1), MONDAY), "Early May bank holiday"),
        (last_on_or_before(date(year, 5, 31), MONDAY), "Spring bank holiday"),
        (last_on_or_before(date(year, 8, 31), MONDAY), "Summer bank holiday"),
        (date(year, 12, 25), "Christmas Day"),
        (date(year, 12, 26), "Boxing Day"),
    ]
    taken = {day for day, _ in named if day.weekday() <= FRIDAY}
    kept: list[Closed] = []
    for day, name in named:
        if day.weekday() > FRIDAY:
            while day.weekday() > FRIDAY or day in taken:
                day += timedelta(days=1)
            taken.add(day)
        kept.append((day, name))
    return sorted(kept)


def terms_of(year: int) -> list[Term]:
    """The three terms of the school year that begins in autumn `year`, first and last days open."""
    resurrection = easter(year + 1)
    name = f"{year}/{(year + 1) % 100:02d}"
    return [
        (
            f"Autumn term {name}",
            first_on_or_after(date(year, 9, 1), TUESDAY),
            last_on_or_before(date(year, 12, 22), FRIDAY),
        ),
        (
            f"Spring term {name}",
            first_on_or_after(date(year + 1, 1, 3), MONDAY),
            resurrection - timedelta(days=9),
        ),
        (
            f"Summer term {name}",
            resurrection + timedelta(days=8),
            last_on_or_before(date(year + 1, 7, 22), FRIDAY),
        ),
    ]


def half_terms(year: int) -> list[Closed]:
    """The three weeks off, Monday to Friday: the last of October, the third of February, the last of May."""
    mondays = (
        (last_on_or_before(date(year, 10, 31), MONDAY), "Autumn half-term"),
        (first_on_or_after(date(year + 1, 2, 15), MONDAY), "Spring half-term"),
        (last_on_or_before(date(year + 1, 5, 31), MONDAY), "Summer half-term"),
    )
    return [(monday + timedelta(days=ahead), name) for monday, name in mondays for ahead in range(5)]


def closed_days(year: int) -> list[Closed]:
    """Days within that school year's terms on which nobody cooks, each once, in order."""
    terms = terms_of(year)
    training = [(first, "Training day") for _, first, _ in terms]
    holidays = [*bank_holidays(year), *bank_holidays(year + 1)]
    reasons = dict(training) | dict(half_terms(year)) | dict(holidays)
    return sorted((day, why) for day, why in reasons.items() if any(first <= day <= last for _, first, last in terms))


def school_year_of(day: date) -> int:
    """The school year that a day belongs to, by the year it begins in."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def delivery_days(on_or_after: date) -> Iterator[date]:
    """Days on which the hub delivers and kitchens cook, from `on_or_after` on, without end."""
    day = on_or_after
    while True:
        if day.weekday() in DELIVERY_WEEKDAYS and is_term_day(day):
            yield day
        day += timedelta(days=1)


def delivery_days_before(day: date, how_many: int) -> list[date]:
    """The last `how_many` delivery days before `day`, earliest first."""
    found: list[date] = []
    while len(found) < how_many:
        day -= timedelta(days=1)
        if day.weekday() in DELIVERY_WEEKDAYS and is_term_day(day):
            found.append(day)
    return found[::-1]


def is_term_day(day: date) -> bool:
    """Whether kitchens cook on `day`."""
    year = school_year_of(day)
    return any(first <= day <= last for _, first, last in terms_of(year)) and day not in dict(closed_days(year))


def all_terms(years: Iterable[int]) -> tuple[list[Term], list[Closed]]:
    """Terms and closed days of several school years, as a term calendar takes them."""
    years = tuple(years)
    return [term for year in years for term in terms_of(year)], [day for year in years for day in closed_days(year)]
