"""Values in, rows out: what the planning core answered, written through the shop's doors and into our own rows."""
