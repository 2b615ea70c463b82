"""One POST to one address, to exactly the machine that was judged, within a deadline.

The name is looked up once; what it leads to is judged, and the connection goes there and nowhere else, so that a name
that changes its mind between the judging and the connecting gains nothing. Redirects are not followed.
"""

import io
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import Any

from shop.webhooks.addresses import Target, is_loopback, is_public
from shop.webhooks.errors import NotDelivered

CONNECT_S = 5.0
WHOLE_S = 10.0
MOST_BYTES = 8 * 1024
MOST_PLACES = 3
Lookup = Callable[..., Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the connection and for everything together; bytes of the answer's head that are read at most."""

    connect_s: float = CONNECT_S
    whole_s: float = WHOLE_S
    most_bytes: int = MOST_BYTES


USUAL = Limits()


class Deadline:
    """A moment by which everything must be done."""

    def __init__(self, seconds: float) -> None:
        self.ends = monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        left = self.ends - monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return left


class BoundedReader(io.RawIOBase):
    """Reads a socket until the deadline or until enough was read, however slowly the bytes come."""

    def __init__(self, line: socket.socket, deadline: Deadline, most_bytes: int) -> None:
        super().__init__()
        self.line, self.deadline, self.left = line, deadline, most_bytes

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """At most what is left to be read; 0 when that is nothing."""
        wanted = min(len(buffer), self.left)
        if not wanted:
            return 0
        self.line.settimeout(self.deadline.left())
        count = self.line.recv_into(buffer, wanted)
        self.left -= count
        return count


class BoundedLine:
    """As much of a socket as http.client asks for, within the deadline."""

    def __init__(self, line: socket.socket, deadline: Deadline, most_bytes: int) -> None:
        self.line, self.deadline, self.most_bytes = line, deadline, most_bytes

    def sendall(self, data: bytes) -> None:
        """Send everything, or raise TimeoutError."""
        self.line.settimeout(self.deadline.left())
        self.line.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The answer."""
        return io.BufferedReader(BoundedReader(self.line, self.deadline, self.most_bytes))

    def close(self) -> None:
        """Hang up."""
        self.line.close()


def post(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    limits: Limits = USUAL,
    lookup: Lookup = socket.getaddrinfo,
    trust: ssl.SSLContext | None = None,
) -> int:
    """Send `body` and return the answer's status. Raises NotDelivered with the reason in words."""
    deadline = Deadline(limits.whole_s)
    places = judged_places(target, lookup)
    try:
        line = connected(target, places, deadline, limits, trust)
        try:
            return asked(BoundedLine(line, deadline, limits.most_bytes), target, body, headers)
        finally:
            line.close()
    except TimeoutError as error:
        raise NotDelivered("It did not answer in time.") from error
    except ssl.SSLCertVerificationError as error:
        raise NotDelivered(f"Its certificate is not good for {target.host}: {error.verify_message}.") from error
    except (OSError, HTTPException) as error:
        raise NotDelivered(f"It could not be reached: {str(error) or type(error).__name__}.") from error


def judged_places(target: Target, lookup: Lookup) -> Sequence[Any]:
    """Where the name leads, asked once. One place of the wrong kind refuses the name. Raises NotDelivered."""
    try:
        found = lookup(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotDelivered(f"There is no server called {target.host}.") from error
    is_allowed = is_loopback if target.is_loopback else is_public
    if not found or not all(is_allowed(str(each[4][0])) for each in found):
        raise NotDelivered(f"{target.host} leads to an address that nothing is sent to.")
    return found[:MOST_PLACES]


def connected(
    target: Target, places: Sequence[Any], deadline: Deadline, limits: Limits, trust: ssl.SSLContext | None
) -> socket.socket:
    """A line to the first judged place that answers; over TLS its certificate must be good for the name."""
    line = first_line(places, deadline, limits)
    if target.is_loopback:
        return line
    with ExitStack() as unless_wrapped:
        unless_wrapped.callback(line.close)
        line.settimeout(min(limits.connect_s, deadline.left()))
        wrapped = (trust or ssl.create_default_context()).wrap_socket(line, server_hostname=target.host)
        unless_wrapped.pop_all()
    return wrapped


def first_line(places: Sequence[Any], deadline: Deadline, limits: Limits) -> socket.socket:
    """A line to the first place that takes one. Raises the last one's OSError."""
    refusal = OSError("no place to connect to")
    for family, kind, protocol, _, place in places:
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(min(limits.connect_s, deadline.left()))
            line.connect(place)
        except OSError as error:
            line.close()
            refusal = error
        else:
            return line
    raise refusal


def asked(line: BoundedLine, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    """POST, and the status of what comes back. The rest of the answer is left unread."""
    connection = HTTPConnection(target.host, target.port)
    connection.sock = line
    connection.request("POST", target.path, body, {"Host": target.host_header, "Connection": "close", **headers})
    return connection.getresponse().status
