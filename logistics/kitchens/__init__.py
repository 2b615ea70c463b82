"""The kitchens' pages: what can be ordered, the order sheet, what was ordered, and what came of it."""
