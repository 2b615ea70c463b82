"""Races the routing engines on public instances and invented hub days. Nothing of the product needs it."""
