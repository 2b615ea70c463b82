"""Ways to answer a routing problem, all behind the one door of `solve`."""
