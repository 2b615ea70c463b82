"""Which address leads into which room. Wagtail's pages come last: they catch everything else."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.redirects.views import process_import
from wagtail.documents import urls as wagtaildocs_urls

from config.operating.metrics import metrics

oscar: Any = apps.get_app_config("oscar")

to_sign_in = RedirectView.as_view(pattern_name="accounts:sign-in", query_string=True)
to_sign_out = RedirectView.as_view(pattern_name="accounts:sign-out")
to_way_back = RedirectView.as_view(pattern_name="accounts:ask-way-back")


def not_there(_request: HttpRequest) -> HttpResponse:
    """For nobody. Raises Http404."""
    raise Http404


@require_admin_access  # type: ignore[untyped-decorator]  # wagtail has no types
def import_redirects(request: HttpRequest) -> HttpResponse:
    """Wagtail's second step of an import; without the first one's file, back to the first. For editors."""
    if not {"import_file_name", "input_format"} <= request.POST.keys():
        return redirect("wagtailredirects:start_import")
    answer: HttpResponse = process_import(request)
    return answer


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

# Wagtail's own alarm test, a page that breaks on purpose; and a form of its that breaks on an empty one.
before_wagtail_s = [path("cms/failwhale/", not_there), path("cms/redirects/import/process/", import_redirects)]

urlpatterns = [
    *one_door,
    *before_wagtail_s,
    path("account/data/", include("privacy.urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("shop.enterprises.urls")),
    path("account/", include("logistics.reminding.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("logistics.api.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("drive/", include("logistics.driving.urls")),
    path("grow/", include("logistics.growing.urls")),
    path("hub/cycles/<int:cycle_id>/<str:day>/dispatch/", include("logistics.dispatching.urls")),
    path("hub/hubs/<int:hub_id>/people/", include("privacy.hub_urls")),
    path("hub/", include("logistics.urls")),
    path("kitchen/", include("logistics.kitchens.urls")),
    path("metrics", metrics, name="metrics"),
    path("papers/", include("shop.settlement.urls")),
    path("pack/", include("logistics.packing.urls")),
    path("payments/", include("shop.payments.urls")),
    path("shop/", include(oscar.urls[0])),
    path("", include("cms.urls")),
    path("", include(wagtail_urls)),
]
