"""The worker's door. Start it with `celery --app config.celery_app worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("foodshed")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
