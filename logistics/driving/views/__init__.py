"""The driver's pages, under /drive/."""
