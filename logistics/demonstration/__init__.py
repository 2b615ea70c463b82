"""A living hub in Rutland, built by the actions that clicks call: real places and sizes, invented people and prices.

Knows the tables beside it and the order of the steps; decides nothing that an action decides.
"""

from logistics.demonstration.building import Demonstration, DemonstrationError, StandsAlready, build
from logistics.demonstration.promises import Promise

__all__ = ["Demonstration", "DemonstrationError", "Promise", "StandsAlready", "build"]
