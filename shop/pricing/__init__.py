"""Money and quantities as arithmetic: rounding, splitting, VAT, and how they are written. Knows no rows."""
