"""One delivery day small enough to reckon by hand, on the cast's ground.

Three growers, a processor, a back-up wholesaler, three kitchens and two vans round Oakham. The delivery day is Tuesday
9 March 2027, vans collect on Monday 8 March, ordering closes on Sunday 7 March at noon, answers are due at 17:00.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from logistics.models import Driver, Shift, Vehicle
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Hub, Place
from shop.procurement.actions import place_bulk_order
from shop.procurement.models import BulkOrder
from shop.procurement.wanted import WantedDrop, WantedLine
from shop.produce.models import Pack, Recipe
from tests.cast import (
    LONDON,
    NOW,
    a_buyer,
    a_cycle,
    a_grower,
    a_hub,
    a_hub_base,
    a_kitchen,
    a_listing,
    a_pack,
    a_processor,
    a_recipe,
    a_specification,
    carrots,
)
from tests.shop.procurement.scene import a_price

DAY = date(2027, 3, 9)
CUT_OFF = datetime(2027, 3, 7, 12, tzinfo=LONDON)
ANSWERS_DUE = datetime(2027, 3, 7, 17, tzinfo=LONDON)

MANOR = ("52.640000", "-0.700000")
HILL = ("52.700000", "-0.760000")
DAIRY = ("52.610000", "-0.800000")
STAMFORD = ("52.652000", "-0.480000")
UPPINGHAM = ("52.589000", "-0.721000")
OAKHAM_SCHOOL = ("52.671000", "-0.727000")


@dataclass
class SmallDay:
    """The rows by the names that tests say."""

    hub: Hub
    packhouse: Place
    day: DeliveryDay
    packs: dict[str, Pack] = field(default_factory=dict)
    growers: dict[str, Enterprise] = field(default_factory=dict)
    kitchens: dict[str, Place] = field(default_factory=dict)
    listings: dict[str, Listing] = field(default_factory=dict)
    vans: dict[str, Vehicle] = field(default_factory=dict)
    recipe: Recipe | None = None

    def order(self, kitchen: str, wanted: dict[str, int], rule: str = "none", **window: datetime) -> BulkOrder:
        """A kitchen orders packs by name."""
        place = self.kitchens[kitchen]
        lines = tuple(WantedLine(self.packs[name], count, substitution_rule=rule) for name, count in wanted.items())
        return place_bulk_order(
            delivery_day=self.day,
            buyer=place.enterprise,
            drops=[WantedDrop(place, lines, **window)],
            client_key=uuid4(),
            by=None,
            now=NOW + timedelta(hours=1),
        )


def a_small_day(hub: Hub | None = None, day: date = DAY) -> SmallDay:
    """The ground: nothing is ordered yet."""
    hub = hub or a_hub()
    packhouse = a_hub_base(hub)
    small = SmallDay(hub, packhouse, a_cycle(hub, days=(day,)).delivery_days.get())
    add_packs(small)
    add_sellers(small)
    add_kitchens(small)
    add_vans(small)
    return small


def add_packs(small: SmallDay) -> None:
    """Carrots whole and diced, milk; with what institutions pay."""
    small.packs["carrots"] = carrots(small.hub)
    diced = a_specification(small.hub, cut="diced", temperature_class="chilled", is_processed=True)
    small.packs["diced"] = a_pack(diced, "5 kg bag", 5_000, packs_per_crate=2)
    milk = a_specification(small.hub, "Milk", base_unit="ml", temperature_class="chilled")
    small.packs["milk"] = a_pack(milk, "10 litre box", 10_000)
    for name, price_pence in (("carrots", 1200), ("diced", 1100), ("milk", 1000)):
        a_price(small.packs[name], price_pence)


def add_sellers(small: SmallDay) -> None:
    """Two farms with carrots, a dairy, and who dices."""
    for name, at in (("Manor Farm", MANOR), ("Hill Farm", HILL), ("Vale Dairy", DAIRY)):
        small.growers[name] = a_grower(small.hub, name, at)
    small.listings["manor"] = a_listing(small.day, small.growers["Manor Farm"], small.packs["carrots"], 20, 950)
    small.listings["hill"] = a_listing(small.day, small.growers["Hill Farm"], small.packs["carrots"], 10, 900)
    small.listings["milk"] = a_listing(small.day, small.growers["Vale Dairy"], small.packs["milk"], 6, 800)
    processor = a_processor(small.hub, at=STAMFORD)
    small.recipe = a_recipe(processor, small.packs["carrots"].specification, small.packs["diced"])


def add_kitchens(small: SmallDay) -> None:
    """Two schools, open to vans from 06:30 to 10:30."""
    for name, at in (("Uppingham School", UPPINGHAM), ("Oakham School", OAKHAM_SCHOOL)):
        small.kitchens[name] = a_kitchen(a_buyer(small.hub, name), at=at)


def add_vans(small: SmallDay) -> None:
    """One chilled and one ambient van at the packhouse, manned on Mondays and Tuesdays from 05:00 to 18:00."""
    driver = Driver.objects.create(hub=small.hub, name="Joe Pickup")
    for name, temperature_class in (("Cold van", "chilled"), ("Big van", "ambient")):
        van = Vehicle.objects.create(
            hub=small.hub,
            name=name,
            start_place=small.packhouse,
            end_place=small.packhouse,
            capacity_g=1_000_000,
            capacity_crates=80,
            temperature_class=temperature_class,
            cost_fixed_pence=2000,
            cost_per_km_pence=45,
            cost_per_hour_pence=1400,
        )
        for weekday in range(7):
            Shift.objects.create(vehicle=van, driver=driver, weekday=weekday, starts=time(5), ends=time(18))
        small.vans[name] = van
