"""Which address leads into which room. Wagtail's pages come last: they catch everything else."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

oscar: Any = apps.get_app_config("oscar")

to_sign_in = RedirectView.as_view(pattern_name="accounts:sign-in", query_string=True)
to_sign_out = RedirectView.as_view(pattern_name="accounts:sign-out")
to_way_back = RedirectView.as_view(pattern_name="accounts:ask-way-back")

# Django, Wagtail and Oscar each bring a door of their own. There is one: it counts the tries.
one_door = [
    path("admin/login/", to_sign_in),
    path("admin/logout/", to_sign_out),
    path("cms/login/", to_sign_in),
    path("cms/password_reset/", to_way_back),
    path("shop/accounts/login/", to_sign_in),
    path("shop/accounts/register/", to_sign_in),
    path("shop/accounts/logout/", to_sign_out),
    path("shop/password-reset/", to_way_back),
    path("shop/dashboard/login/", to_sign_in),
]

urlpatterns = [
    *one_door,
    path("account/", include("accounts.urls")),
    path("account/", include("shop.enterprises.urls")),
    path("admin/", admin.site.urls),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("hub/", include("logistics.urls")),
    path("shop/", include(oscar.urls[0])),
    path("", include(wagtail_urls)),
]
