"""Adding up, sharing out and moving the food."""
