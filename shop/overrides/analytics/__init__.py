"""Oscar's counters, not counted."""
