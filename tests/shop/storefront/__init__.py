"""Tests of the storefront."""
