"""Oscar's basket at our addresses."""
