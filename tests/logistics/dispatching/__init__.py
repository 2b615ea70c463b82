"""Tests of the dispatcher's desk."""
