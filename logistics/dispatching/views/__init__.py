"""The dispatcher's pages, for the coordinators of the day's hub."""
