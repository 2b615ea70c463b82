"""What every room's rows share: they belong to a hub, and their status moves only along a table."""
