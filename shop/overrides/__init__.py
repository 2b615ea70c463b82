"""Thin subclasses of Oscar's applications, a folder under the label of each.

Hooks call our actions; rules live elsewhere.
"""
