"""Rows of logistics: vehicles, shipments, plans, and how far each delivery day's run has come."""

from logistics.models.lease import Lease
from logistics.models.plan import (
    CurrentPlan,
    PlanRun,
    Route,
    Stop,
    Task,
    UnservedShipment,
)
from logistics.models.rules import PlanningRules
from logistics.models.shipment import Shipment, ShipmentLine
from logistics.models.step_run import StepRun
from logistics.models.travel import TravelLeg
from logistics.models.vehicle import Driver, Shift, Vehicle

__all__ = [
    "CurrentPlan",
    "Driver",
    "Lease",
    "PlanRun",
    "PlanningRules",
    "Route",
    "Shift",
    "Shipment",
    "ShipmentLine",
    "StepRun",
    "Stop",
    "Task",
    "TravelLeg",
    "UnservedShipment",
    "Vehicle",
]
