"""Telling other programs what happened, at https addresses that a hub's coordinators gave."""
