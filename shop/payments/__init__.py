"""Card payments: money is held before an order stands, and taken only after it."""
