"""The dispatcher's desk: moving stops, planning anew around what is done, choosing drivers, publishing routes."""
