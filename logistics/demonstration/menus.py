"""What kitchens cook: portions, menus in three weeks' turn, and how many eat. Pure.

Portions are the middle of the School Food Standards' ranges for ages 4 to 10; for every other kind of kitchen they are
ours, as are the menus and the share of a house that eats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from logistics.demonstration.facts import Kitchen

Choice = tuple[str, str]

#: Base units (g, ml, each) on a primary school's plate. School Food Standards (England), portion sizes, ages 4 to 10.
PORTIONS: Mapping[str, float] = {
    "vegetables": 50,
    "fruit": 50,
    "milk": 175,
    "cheese": 25,
    "yoghurt": 100,
    "potatoes": 145,
    "bread": 60,
    "pasta": 55,
    "grains": 50,
    "pulses": 17.5,
    "red meat": 65,
    "white meat": 72.5,
    "eggs": 1,
}

#: (share of those on the roll who eat, portion against a primary school's); ours.
EATING: Mapping[str, tuple[float, float]] = {
    "primary": (0.62, 1.0),
    "secondary": (0.42, 1.3),
    "boarding": (0.45, 1.3),
    "special": (0.9, 1.1),
    "nursery": (0.85, 0.7),
    "care": (1.0, 0.9),
    "night": (1.0, 1.3),
}

#: Grams of one piece, where a menu's grams meet a pack that is counted.
PIECE_G: Mapping[str, int] = {"Wholemeal sliced loaf": 800, "White sliced loaf": 800, "Finger rolls": 60}

APPLES: tuple[Choice, ...] = (
    ("Apples, Braeburn", "whole"),
    ("Apples, Gala", "whole"),
    ("Apples, late season", "whole"),
    ("Apples, early season", "whole"),
    ("Apples, Bramley", "whole"),
)


@dataclass(frozen=True, slots=True)
class Dish:
    """The first of the choices that is in season, so many times over for one delivery."""

    portion: str
    choices: tuple[Choice, ...]
    times: int = 1


def one(product: str, cut: str = "whole") -> tuple[Choice, ...]:
    """A choice of one."""
    return ((product, cut),)


MILK = Dish("milk", one("Whole milk"))
BREAD = Dish("bread", one("Wholemeal sliced loaf"), 2)

#: Three weeks in turn; the first list of each week is Tuesday's, the second Thursday's.
MENUS: tuple[tuple[tuple[Dish, ...], tuple[Dish, ...]], ...] = (
    (
        (
            Dish("potatoes", one("Potatoes, Maris Piper")),
            Dish("vegetables", one("Carrots", "diced 10 mm")),
            Dish("vegetables", one("White cabbage")),
            Dish("red meat", one("Beef mince")),
            Dish("fruit", APPLES),
            MILK,
            BREAD,
        ),
        (
            Dish("pasta", one("Penne")),
            Dish("vegetables", one("Onions, brown")),
            Dish("vegetables", (("Courgettes", "whole"), ("Leeks", "whole"), ("Swede", "whole"))),
            Dish("white meat", one("Chicken thighs")),
            Dish("yoghurt", one("Natural yoghurt")),
            MILK,
        ),
    ),
    (
        (
            Dish("potatoes", one("Potatoes, King Edward")),
            Dish("vegetables", (("Calabrese", "whole"), ("Spring greens", "whole"))),
            Dish("vegetables", one("Swede", "diced 10 mm")),
            Dish("red meat", one("Pork sausages")),
            Dish("fruit", (("Strawberries", "whole"), ("Plums", "whole"), ("Pears, Conference", "whole"), *APPLES)),
            MILK,
            BREAD,
        ),
        (
            Dish("grains", one("Strong white flour")),
            Dish("vegetables", (("Round tomatoes", "whole"), ("Beetroot", "whole"))),
            Dish("cheese", one("Mature hard cheese")),
            Dish("eggs", one("Hen eggs, medium")),
            Dish("yoghurt", one("Strawberry yoghurt")),
            MILK,
        ),
    ),
    (
        (
            Dish("potatoes", one("Potatoes, Desiree")),
            Dish("vegetables", one("Carrots")),
            Dish("vegetables", (("French beans", "whole"), ("Leeks", "whole"), ("Curly kale", "whole"))),
            Dish("white meat", one("Chicken, diced")),
            Dish("fruit", APPLES),
            MILK,
            BREAD,
        ),
        (
            Dish("pulses", one("Split yellow peas")),
            Dish("vegetables", one("Onions, brown", "diced 10 mm")),
            Dish("vegetables", (("Parsnips", "whole"), ("Celeriac", "whole"))),
            Dish("cheese", one("Mild hard cheese")),
            Dish("yoghurt", one("Natural yoghurt")),
            Dish("bread", one("Finger rolls")),
            MILK,
        ),
    ),
)

#: The small hub cooks the same on every day of the year, so that what it promises to show is there on every date.
STEADY: tuple[Dish, ...] = (
    Dish("potatoes", one("Potatoes, Maris Piper")),
    Dish("vegetables", one("Carrots", "diced 10 mm")),
    Dish("vegetables", one("Onions, brown")),
    Dish("vegetables", one("White cabbage")),
    Dish("red meat", one("Beef mince")),
    Dish("fruit", one("Apples, Bramley")),
    Dish("yoghurt", one("Natural yoghurt")),
    MILK,
    BREAD,
)


def menu_for(day: date) -> tuple[Dish, ...]:
    """The menu of a delivery day: the weeks turn without a pause, Tuesday's list up to Wednesday, then Thursday's."""
    week = day.toordinal() // 7 % len(MENUS)
    return MENUS[week][0 if day.weekday() <= 2 else 1]


def meals_of(kitchen: Kitchen) -> int:
    """Meals that the kitchen cooks a day."""
    share, _ = EATING.get(kitchen.kind, (1.0, 1.0))
    return round(kitchen.meals_base * share)


def base_units(kitchen: Kitchen, dish: Dish, product: str) -> float:
    """Base units of `product` for one delivery of the dish: meals times portion, counted in pieces where it is."""
    _, size = EATING[kitchen.kind]
    wanted = meals_of(kitchen) * PORTIONS[dish.portion] * size * dish.times
    return wanted / PIECE_G[product] if product in PIECE_G else wanted
