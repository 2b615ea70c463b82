"""Oscar's search at our addresses."""
