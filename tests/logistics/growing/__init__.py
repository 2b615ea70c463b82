"""The growers' pages."""
