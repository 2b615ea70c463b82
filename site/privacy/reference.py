"""How long things are kept, as data. What the law leaves open is our own judgement, and says so."""

from datetime import date

OURS = "Our own judgement under UK GDPR Article 5(1)(e): no longer than necessary"
SINCE = date(2026, 1, 1)

# (code, days, words, first day, last day or None, source)
PERIODS: tuple[tuple[str, int, str, date, date | None, str], ...] = (
    ("sign-in", 1, "a day", SINCE, None, OURS),
    ("click", 90, "90 days", SINCE, None, OURS),
    ("invitation", 90, "90 days after it expires", SINCE, None, OURS),
    ("draft", 90, "90 days", SINCE, None, OURS),
    ("basket", 60, "60 days", SINCE, None, OURS),
    ("seen", 90, "90 days", SINCE, None, OURS),
    ("message", 180, "half a year", SINCE, None, OURS),
    (
        "proof",
        90,
        "90 days, in which a delivery can be disputed",
        SINCE,
        None,
        f"{OURS}; a kitchen may claim until its window ends and disputes an invoice within 30 days",
    ),
    ("contact", 400, "a year after the order", SINCE, None, f"{OURS}; a card payment can be disputed for months"),
    (
        "papers",
        2557,
        "seven years: six after the end of the financial year",
        date(1994, 9, 1),
        None,
        "Value Added Tax Act 1994, Schedule 11, paragraph 6; HMRC Notice 700/21; Companies Act 2006, section 388",
    ),
    ("idle", 730, "two years without signing in", SINCE, None, OURS),
    ("idle-warning", 30, "30 days after we write", SINCE, None, OURS),
    ("change-of-mind", 7, "seven days to change your mind", SINCE, None, f"{OURS}; Article 17 allows a month"),
    ("answer", 1096, "three years", SINCE, None, f"{OURS}; shows that a request was answered (Article 5(2))"),
)
