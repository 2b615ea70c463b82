"""Rows in, values out: what the planning core is asked. Writes nothing."""
