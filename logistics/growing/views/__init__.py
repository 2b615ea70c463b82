"""The growers' pages, an area a file."""
