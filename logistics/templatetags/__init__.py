"""Words for this room's pages."""
