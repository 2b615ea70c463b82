"""Bulk orders by specification, what was shared out for them and what arrived."""
