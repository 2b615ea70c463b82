"""Words for the papers' templates."""
