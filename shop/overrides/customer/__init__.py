"""Oscar's customer at our addresses."""
