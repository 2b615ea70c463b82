"""The hub itself: its calendar, clock and packhouse, its people, and its vans."""

from collections.abc import Iterator
from datetime import date, datetime, time

from logistics.demonstration import facts, school_year
from logistics.demonstration.people import make_editor, member, names, someone
from logistics.demonstration.scales import Scale
from logistics.demonstration.standing import Standing
from logistics.fleet import add_driver, add_vehicle, man
from shop.cycles.actions import set_clock
from shop.enterprises.actions import add_calendar, add_enterprise, add_place, found_hub
from shop.enterprises.models import Enterprise
from shop.gazetteer.models import GazetteerEntry
from shop.procurement.actions import agree_fault_bearer
from shop.produce.actions import ensure_reference_data
from shop.settlement.actions import set_terms

HUB_NAME = "Rutland Food Hub (demonstration)"
HUB_SLUG = "rutland-demonstration"
PACKHOUSE = ("52.68120", "-0.71250")

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
#: Vans leave before dawn on delivery days and collect on the days before.
SHIFTS = (
    (MONDAY, time(7), time(18)),
    (TUESDAY, time(5), time(13)),
    (WEDNESDAY, time(7), time(18)),
    (THURSDAY, time(5), time(13)),
)
FAULTS = (
    ("damaged on the way", "hub"),
    ("too warm", "hub"),
    ("short from the grower", "seller"),
    ("poor quality", "seller"),
)
INVOICES_DUE_DAYS = 30
PAYOUT_DAYS = 14


def found(scale: Scale, *, seed: int, began: datetime, years: range) -> Standing:
    """The hub with everything that is its own."""
    ensure_reference_data(now=began)
    hub = found_hub(name=HUB_NAME, slug=HUB_SLUG, by=None, now=began)
    terms, closed = school_year.all_terms(years)
    calendar = add_calendar(hub=hub, name="School terms (by rule)", terms=terms, closed=closed, by=None, now=began)
    set_clock(hub=hub, by=None, now=began)
    base = add_enterprise(
        hub=hub, kind="hub", name="Rutland Food Hub", email="hub@example.org", phone="01632 960001", by=None, now=began
    )
    packhouse = add_place(
        enterprise=base,
        name="Packhouse, Oakham",
        latitude=PACKHOUSE[0],
        longitude=PACKHOUSE[1],
        position_source="given",
        service_fixed_s=600,
        service_per_crate_s=10,
        by=None,
        now=began,
    )
    invented = names(seed)
    coordinator = member(base, someone("coordinator@example.org", next(invented), now=began), "coordinator", now=began)
    standing = Standing(
        hub=hub,
        scale=scale,
        seed=seed,
        began=began,
        calendar=calendar,
        coordinator=coordinator,
        packhouse=packhouse,
    )
    standing.enterprises[base.name] = base
    standing.people["coordinator"] = coordinator
    publish_rules(standing, years)
    add_hub_people(standing, base, invented)
    add_fleet(standing, base)
    fill_gazetteer()
    return standing


def publish_rules(standing: Standing, years: range) -> None:
    """Who bears which fault, and when money is due."""
    from_day = date(years.start, 8, 1)
    for fault, bearer in FAULTS:
        agree_fault_bearer(
            hub=standing.hub,
            fault=fault,
            bearer=bearer,
            valid_from=from_day,
            by=standing.coordinator,
            now=standing.began,
        )
    set_terms(
        hub=standing.hub,
        invoice_due_days=INVOICES_DUE_DAYS,
        payout_days=PAYOUT_DAYS,
        by=standing.coordinator,
        now=standing.began,
    )


def add_hub_people(standing: Standing, base: Enterprise, invented: Iterator[str]) -> None:
    """The packer, a household, and who edits the pages."""
    now = standing.began
    standing.people["packer"] = member(base, someone("packer@example.org", next(invented), now=now), "packer", now=now)
    standing.people["household"] = someone("household@example.org", next(invented), now=now)
    standing.people["editor"] = someone("editor@example.org", next(invented), now=now)
    make_editor(standing.people["editor"])


def add_fleet(standing: Standing, base: Enterprise) -> None:
    """Every van with its driver, manned on the four days; the first driver can sign in."""
    now, by = standing.began, standing.coordinator
    for van in standing.scale.vans:
        user = None
        if "driver" not in standing.people:
            user = member(base, someone("driver@example.org", van.driver, now=now), "driver", now=now)
            standing.people["driver"] = user
        driver = add_driver(hub=standing.hub, name=van.driver, user=user, by=by, now=now)
        vehicle = add_vehicle(
            hub=standing.hub,
            name=van.name,
            place=standing.packhouse,
            capacity_g=van.capacity_g,
            capacity_crates=van.capacity_crates,
            temperature_class=van.temperature_class,
            cost_fixed_pence=van.cost_fixed_pence,
            cost_per_km_pence=van.cost_per_km_pence,
            cost_per_hour_pence=van.cost_per_hour_pence,
            by=by,
            now=now,
        )
        for weekday, starts, ends in SHIFTS:
            man(vehicle=vehicle, weekday=weekday, starts=starts, ends=ends, driver=driver, by=by, now=now)


def fill_gazetteer() -> None:
    """The region's villages, outcodes and the kitchens' postcodes, beside whatever was imported."""
    GazetteerEntry.objects.bulk_create(
        (
            GazetteerEntry(
                kind=spot.kind,
                key="".join(spot.name.upper().split()),
                name=spot.name,
                latitude=spot.latitude,
                longitude=spot.longitude,
                source=spot.source,
            )
            for spot in facts.spots()
        ),
        ignore_conflicts=True,
    )
