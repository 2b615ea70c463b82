"""Who is at the other end of the line. Trusts only as many proxies as the settings name."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
FORWARDING_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def client_address(request: HttpRequest) -> str:
    """Return the client's network address, seen through our own proxies."""
    header = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    forwarded = [part.strip() for part in header.split(",") if part.strip()]
    proxies: int = settings.TRUSTED_PROXY_COUNT
    if 0 < proxies <= len(forwarded):
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def is_loopback(request: HttpRequest) -> bool:
    """Whether the request came from this machine, straight: by peer, by host name, through no proxy."""
    if any(request.META.get(header) for header in FORWARDING_HEADERS):
        return False
    if request.get_host().rsplit(":", 1)[0] not in LOOPBACK_NAMES and request.get_host() not in LOOPBACK_NAMES:
        return False
    try:
        return ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
