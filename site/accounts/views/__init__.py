"""Pages of the room, an area a file."""
