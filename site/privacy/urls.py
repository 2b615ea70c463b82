"""Addresses under /account/data/."""

from django.urls import path

from privacy.views import own

app_name = "privacy"
urlpatterns = [
    path("", own.data, name="data"),
    path("kept/", own.register, name="register"),
    path("copy/", own.copy, name="copy"),
    path("forget/", own.forget, name="forget"),
    path("keep/", own.keep, name="keep"),
]
