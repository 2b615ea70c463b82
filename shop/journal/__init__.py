"""What was done, what must be told outside, and which clicks were already answered."""
