"""What can be sold: products, specifications, packs, allergens, recipes."""
