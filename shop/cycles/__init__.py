"""Order cycles, their delivery days and what growers list in them."""
