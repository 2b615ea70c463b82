"""The driver's room: today's stops in order, without signal where need be, and what became of the goods."""
