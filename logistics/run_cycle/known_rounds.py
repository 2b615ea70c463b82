"""Routes that people know, when the daily run plans them again: changes have a price, the search begins with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from logistics.dispatching.calming import ChangePrices, known_from
from logistics.dispatching.known import known_run, prices_of
from logistics.dispatching.running import Running, running
from logistics.dispatching.same_ways import renamed_plan, same_ways
from logistics.intake.consignments import Consignment, Direct
from logistics.models import PlanRun, Shipment
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import Problem
from logistics.run_cycle.errors import BegunAlready
from shop.cycles.models import DeliveryDay


@dataclass(frozen=True, slots=True)
class KnownRounds:
    """The run that people go by, and what each change of it costs."""

    stands: Running
    prices: ChangePrices

    @property
    def direct(self) -> Direct:
        """Farms and kitchens between which goods go straight: growers and kitchens count on that too."""
        rows = (each.row for each in self.stands.freight)
        return frozenset((row.from_place_id, row.to_place_id) for row in rows if row.leg == Shipment.Leg.DIRECT)

    def asked(self, problem: Problem, day: date, goods: Sequence[Consignment]) -> tuple[Problem, Plan | None]:
        """The date's question with what people know of each shipment, and the rounds that stand to search from."""
        plan = self.stands.plans.get(day)
        if plan is None:
            return problem, None
        planned = {each.id for each in self.stands.problems[day].shipments}
        same = same_ways(self.stands, planned, goods, {each.id for each in problem.shipments})
        known = {same[key]: each for key, each in known_from(plan, self.prices).items() if key in same}
        shipments = tuple(replace(each, known=known.get(each.id)) for each in problem.shipments)
        return replace(problem, shipments=shipments), renamed_plan(plan, same)


def known_rounds(day: DeliveryDay) -> KnownRounds | None:
    """What people know of the day's routes; None before they were published or changed by hand.

    Raises BegunAlready when a driver has done any of them.
    """
    number = known_run(day)
    if number is None:
        return None
    stands = running(PlanRun.objects.select_related("delivery_day__cycle__hub").get(pk=number))
    if stands.done:
        raise BegunAlready(f"Stops of {day} are done already. Plan again on its routes' page: what is done stays.")
    return KnownRounds(stands, prices_of(day.cycle.hub))
