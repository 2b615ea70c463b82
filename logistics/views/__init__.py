"""The coordinator's pages, an area a file."""
