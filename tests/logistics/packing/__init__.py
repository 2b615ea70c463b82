"""The packhouse's pages."""
