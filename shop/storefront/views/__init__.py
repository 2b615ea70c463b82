"""Pages of the household's shop."""
