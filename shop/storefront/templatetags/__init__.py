"""Words of the shop for its templates."""
