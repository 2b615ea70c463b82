"""Uploads in the embedded mode, where no proxy stands in front: known types only, and nothing in them may run."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

SAFE_TYPES = frozenset({".avif", ".csv", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".webp"})
POLICY = "default-src 'none'; img-src 'self'; sandbox"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One uploaded file. Open to everybody, as the proxy of a production server serves them."""
    if PurePosixPath(path).suffix.lower() not in SAFE_TYPES:
        raise Http404("No such file.")
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "public, max-age=3600"
    return response
