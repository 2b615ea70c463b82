"""Oscar's partner with our strategy: price and availability come from the day's listings."""
