"""Sharing demand out: problems, answers, the judge."""
