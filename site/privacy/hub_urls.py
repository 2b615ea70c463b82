"""Addresses under /hub/hubs/<hub>/people/."""

from django.urls import path

from privacy.views import asked

app_name = "people"
urlpatterns = [path("", asked.people, name="asked")]
