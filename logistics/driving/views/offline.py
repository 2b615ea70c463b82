"""What a phone needs to go on without signal: its worker, a page for what it has not kept, and a fresh token."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

#: The shell: everything that the pages are made of but the pages.
SHELL = (
    "foodshed/tokens.css",
    "foodshed/page.css",
    "foodshed/components.css",
    "foodshed/layout.css",
    "foodshed/controls.css",
    "foodshed/driving.css",
    "foodshed/connection.js",
    "foodshed/stepper.js",
    "foodshed/keep-typed.js",
    "foodshed/driving/keeping.js",
    "foodshed/driving/leaving.js",
    "foodshed/driving/lines.js",
    "foodshed/driving/queue.js",
    "foodshed/driving/route.js",
    "foodshed/driving/signature.js",
    "foodshed/icons/foodshed.svg",
    "fonts/SourceSansPro-Regular.ttf",
    "fonts/SourceSansPro-Semibold.ttf",
    "fonts/SourceSerifPro-Semibold.ttf",
)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of /drive/. For everybody: it holds addresses only."""
    del request
    told = {
        "shell": [static(name) for name in SHELL],
        "noSignal": reverse("drive:no-signal"),
        "home": reverse("drive:home"),
    }
    script = f"const TOLD = {json.dumps(told)};\nimportScripts({json.dumps(static('foodshed/driving/worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def no_signal(request: HttpRequest) -> HttpResponse:
    """What the phone shows in place of a page that it has not kept. For everybody: it says nothing of anybody."""
    return render(request, "driving/no_signal.html")


@never_cache
@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """Who is signed in (a number, or null) and a token to post with. For everybody: it is each one's own."""
    person = request.user.pk if request.user.is_authenticated else None
    return JsonResponse({"person": person, "token": get_token(request)})
