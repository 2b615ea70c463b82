"""Where a webhook may go: https to a public name, and only to public addresses behind it. Pure.

The hub's server stands inside somebody's network: an address given by a person must never reach what is in there.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from shop.webhooks.errors import AddressRefused

HTTPS_PORT = 443
LONGEST = 500
# Labels with a dot between them; the last begins with a letter, so that no spelling of a number is a name.
PUBLIC_NAME = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\Z", re.IGNORECASE
)
PRINTABLE = re.compile(r"[!-\[\]-~]+\Z")  # ASCII without blanks and without the backslash
LOOPBACK_NAMES = ("127.0.0.1", "localhost")

# IANA's registers of special-purpose addresses (RFC 6890 and later), and the one of a cloud's own that lies outside
# them: 168.63.129.16 is Azure's. The other clouds' metadata addresses are link-local, shared or unique local.
REFUSED_V4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Everything public is in 2000::/3. That leaves out loopback, IPv4-mapped, NAT64, unique and link-local, multicast.
GLOBAL_V6 = ip_network("2000::/3")
REFUSED_V6 = tuple(
    ip_network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")  # 2002: is 6to4
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `is_loopback` is plain http to this machine, for trying out."""

    host: str
    port: int
    path: str
    is_loopback: bool = False

    @property
    def host_header(self) -> str:
        """What the request says it is for."""
        return self.host if self.port == HTTPS_PORT else f"{self.host}:{self.port}"


def target_of(url: str, *, loopback: bool = False) -> Target:
    """Take an address apart. With `loopback`, http to this machine is taken too. Raises AddressRefused."""
    if len(url) > LONGEST:
        raise AddressRefused(f"The address is longer than {LONGEST} characters.")
    if not PRINTABLE.match(url):
        raise AddressRefused("An address has only plain letters, digits and signs, without blanks and backslashes.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("This address can't be read.") from error
    host = (parts.hostname or "").lower()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if "@" in parts.netloc:
        raise AddressRefused("Leave the user name and password out of the address: what is sent is signed instead.")
    if "#" in url:
        raise AddressRefused("Leave out what follows the #: it is never sent.")
    if loopback and parts.scheme == "http" and host in LOOPBACK_NAMES:
        return Target(host, port or 80, path, is_loopback=True)
    if parts.scheme != "https":
        raise AddressRefused("The address must begin with https://.")
    if port not in (None, HTTPS_PORT) or parts.netloc.endswith(":"):
        raise AddressRefused("Leave the port out: only 443, the usual one, is used.")
    if not PUBLIC_NAME.match(host):
        raise AddressRefused("Give the full name of a server, such as hooks.example.org, not a number.")
    return Target(host, HTTPS_PORT, path)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet. What can't be read does not."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in block for block in REFUSED_V4)
    return is_public_v6(found)


def is_public_v6(address: IPv6Address) -> bool:
    """Whether it is in the global block and in none of its special parts."""
    return address.scope_id is None and address in GLOBAL_V6 and not any(address in block for block in REFUSED_V6)


def is_loopback(address: str) -> bool:
    """Whether it is this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
