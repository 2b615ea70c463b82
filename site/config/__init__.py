"""Configuration of the running website. Knows every room; no room knows it."""

from config.celery_app import app as celery_app

__all__ = ["celery_app"]
