"""What is kept of people: why, how long, how they get it, and how it goes. It sees every room (docs/adr/0012)."""
