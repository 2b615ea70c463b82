"""All that a run may be refused with, by the rooms it calls: what an edge catches and shows in its words."""

from logistics.intake.facts import NotMovable
from logistics.planning.allocation.validate import BadProblem
from logistics.planning.routing.problem import RoutingError
from logistics.run_cycle.errors import RunError
from shop.cycles.errors import CyclesError
from shop.procurement.errors import ProcurementRefused
from shop.rows.moves import NotAllowedMove
from shop.supply.errors import SupplyError

REFUSALS = (
    RunError,
    NotMovable,
    BadProblem,
    RoutingError,
    CyclesError,
    ProcurementRefused,
    SupplyError,
    NotAllowedMove,
)
