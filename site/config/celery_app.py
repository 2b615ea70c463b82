"""The worker's door. Start it with `celery --app config.celery_app worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

# What fails leaves a row for people to see.
app = Celery("foodshed", task_cls="shop.journal.recording:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
