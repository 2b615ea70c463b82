"""Keeping a hub's data: a backup that says what is in it, and a restore that proves it came back."""
