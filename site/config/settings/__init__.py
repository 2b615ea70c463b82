"""Settings by occasion: embedded (the default), production and testing, each on top of base."""
