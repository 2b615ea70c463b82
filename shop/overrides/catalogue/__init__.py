"""Oscar's catalogue at our addresses."""
