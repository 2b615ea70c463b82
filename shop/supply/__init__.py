"""The one truth of stock: lots in base units, reservations, movements."""
