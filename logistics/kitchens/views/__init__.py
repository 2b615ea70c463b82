"""The kitchens' pages, an area a file."""
