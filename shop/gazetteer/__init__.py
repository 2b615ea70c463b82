"""Where a postcode lies: a table of our own behind geopy's interface."""
