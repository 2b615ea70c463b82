"""The routing core, judged by `check`, brute force and planted faults."""
