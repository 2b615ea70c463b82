"""Pages of the papers: each for the one it is written to, and for the hub's coordinator."""
