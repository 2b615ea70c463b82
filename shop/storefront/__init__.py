"""The household's shop: which listings it sells, where households collect, and what they ordered."""
