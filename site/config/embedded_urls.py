"""Addresses of the embedded mode: all of ours, and the uploads that a proxy would serve."""

from django.urls import path

from config.media import media
from config.urls import urlpatterns as ours

urlpatterns = [path("media/<path:path>", media, name="media"), *ours]
