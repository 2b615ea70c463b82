"""Reminding growers and kitchens of what is due, once in a cycle, unless they have switched it off."""
