"""Buying and selling: who, what, when, at what price, and what was paid."""
