"""What the law says, as data: the allergens to be declared, and VAT rates with their days and sources."""

from datetime import date

# Regulation (EU) 1169/2011, Annex II, as it stands in the UK; Food Information Regulations 2014 (SI 2014/1855).
ALLERGENS = (
    ("celery", "Celery", "stalks, leaves, seeds and celeriac"),
    ("gluten", "Cereals containing gluten", "wheat (with spelt and khorasan), rye, barley, oats"),
    ("crustaceans", "Crustaceans", "crabs, lobster, prawns, scampi"),
    ("eggs", "Eggs", ""),
    ("fish", "Fish", ""),
    ("lupin", "Lupin", "seeds and flour"),
    ("milk", "Milk", "with lactose"),
    ("molluscs", "Molluscs", "mussels, oysters, squid, snails"),
    ("mustard", "Mustard", ""),
    ("nuts", "Tree nuts", "almonds, hazelnuts, walnuts, cashews, pecans, Brazil nuts, pistachios, macadamias"),
    ("peanuts", "Peanuts", ""),
    ("sesame", "Sesame", ""),
    ("soya", "Soya", ""),
    ("sulphites", "Sulphur dioxide and sulphites", "above 10 mg/kg or 10 mg/litre"),
)

# (code, permille, first day, last day or None, source)
VAT_RATES: tuple[tuple[str, int, date, date | None, str], ...] = (
    ("Z", 0, date(1973, 4, 1), None, "Value Added Tax Act 1994, Schedule 8, Group 1 (food); VAT Notice 701/14"),
    ("R", 50, date(1997, 9, 1), None, "Value Added Tax Act 1994, section 29A; Finance Act 1997"),
    ("S", 175, date(2010, 1, 1), date(2011, 1, 3), "Value Added Tax Act 1994, section 2(1)"),
    ("S", 200, date(2011, 1, 4), None, "Value Added Tax Act 1994, section 2(1); Finance (No. 2) Act 2010, section 3"),
)
