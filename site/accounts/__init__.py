"""The person who signs in. Knows nothing of enterprises, orders or hubs."""
