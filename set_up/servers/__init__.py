"""The real servers that tests talk to: found, or started for this run alone, or installed where that is possible."""
