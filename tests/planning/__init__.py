"""Tests of the pure core: no database, no Django."""
