"""Pages about what is kept of people."""
