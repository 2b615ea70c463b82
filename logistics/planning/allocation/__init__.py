"""Shares each demand over the growers who listed it. Knows values, not rows or pages."""
