"""What came of a delivery day, for people: sheets, routes and their map. Reads rows, changes none."""
