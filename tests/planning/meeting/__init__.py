"""Tests of where allocation and routing meet."""
