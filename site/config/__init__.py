"""Configuration of the running website. Knows every room; no room knows it."""
