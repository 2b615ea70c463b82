"""The packhouse's pages, an area a file."""
