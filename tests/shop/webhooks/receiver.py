"""Another program's side, over real HTTP: it answers as it is told and remembers what it was sent."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

READ_S = 10.0


@dataclass
class Receiver:
    """Answers each call with `answer`, byte for byte; `drip_s` waits so long before each of its bytes.

    `heard` holds each call's head and body. An empty answer hangs up.
    """

    port: int
    answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n"
    drip_s: float = 0.0
    heard: list[tuple[str, bytes]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/in"

    @property
    def bodies(self) -> list[bytes]:
        """What it was sent."""
        return [body for _, body in self.heard]

    def headers(self, call: int = -1) -> dict[str, str]:
        """The headers of a call, in lower case."""
        lines = self.heard[call][0].splitlines()[1:]
        return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def status(code: int, extra: str = "") -> bytes:
    """A whole answer."""
    return f"HTTP/1.1 {code} Words\r\nContent-Length: 2\r\n{extra}\r\nok".encode()


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        receiver = Receiver(server.getsockname()[1])
        server.settimeout(0.05)
        thread = Thread(target=serve, args=(server, receiver, tls))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.closing.set()
            thread.join()


def serve(server: socket.socket, receiver: Receiver, tls: ssl.SSLContext | None) -> None:
    """Take calls one after the other until told to close."""
    while not receiver.closing.is_set():
        try:
            line, _ = server.accept()
        except TimeoutError:
            continue
        line.settimeout(READ_S)
        try:
            if tls is not None:
                line = tls.wrap_socket(line, server_side=True)
            answer_one(line, receiver)
        except OSError:
            pass  # the caller hung up: what it says of that is what the test looks at
        finally:
            line.close()


def answer_one(line: socket.socket, receiver: Receiver) -> None:
    """Read one request and say the answer."""
    head, body = request_on(line)
    receiver.heard.append((head, body))
    for byte in receiver.answer if receiver.drip_s else ():
        if receiver.closing.wait(receiver.drip_s):
            return
        line.sendall(bytes([byte]))
    if not receiver.drip_s:
        line.sendall(receiver.answer)


def request_on(line: socket.socket) -> tuple[str, bytes]:
    """Head and body."""
    said = b""
    while b"\r\n\r\n" not in said:
        piece = line.recv(4096)
        if not piece:
            raise OSError("hung up")
        said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    length = next(int(each.split(b":")[1]) for each in head.splitlines() if each.lower().startswith(b"content-length"))
    while len(body) < length:
        body += line.recv(4096)
    return head.decode("ascii"), body
