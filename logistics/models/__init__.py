"""Rows of logistics: vehicles, shipments, plans, and how far each delivery day's run has come."""

from logistics.models.api_token import ApiToken
from logistics.models.driving_rule import DrivingRule, rule_for
from logistics.models.lease import Lease
from logistics.models.order_sheet import OrderSheet
from logistics.models.plan import (
    CurrentPlan,
    PlanRun,
    Route,
    Stop,
    Task,
    UnservedShipment,
)
from logistics.models.proof import Proof
from logistics.models.publication import Publication
from logistics.models.rules import PlanningRules
from logistics.models.shipment import Shipment, ShipmentLine
from logistics.models.step_run import StepRun
from logistics.models.stop_progress import ClockDoubt, HandoverLine, RouteProgress, StopProgress
from logistics.models.travel import TravelLeg
from logistics.models.vehicle import Driver, Shift, Vehicle

__all__ = [
    "ApiToken",
    "ClockDoubt",
    "CurrentPlan",
    "Driver",
    "DrivingRule",
    "HandoverLine",
    "Lease",
    "OrderSheet",
    "PlanRun",
    "PlanningRules",
    "Proof",
    "Publication",
    "Route",
    "RouteProgress",
    "Shift",
    "Shipment",
    "ShipmentLine",
    "StepRun",
    "Stop",
    "StopProgress",
    "Task",
    "TravelLeg",
    "UnservedShipment",
    "Vehicle",
    "rule_for",
]
