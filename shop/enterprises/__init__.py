"""Hubs, the enterprises that belong to them, their people and their places."""
