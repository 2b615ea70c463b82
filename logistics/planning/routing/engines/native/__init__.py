"""The ruin-and-recreate engine in C++: its sources, how they are compiled, and the one call into them."""
