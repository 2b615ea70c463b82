"""Sends each page's content policy: strict, but for the prefixes whose third-party pages need inline scripts."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware with one exception list."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Replace the script and style sources under a relaxed prefix."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(settings.CONTENT_POLICY_RELAXED_PREFIXES):
            parts.replace = {**(parts.replace or {}), **settings.CONTENT_POLICY_RELAXED}
        return parts
