"""Oscar's checkout at our addresses."""
