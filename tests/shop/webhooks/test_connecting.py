"""One POST over real HTTP: to the machine that was judged, within its deadline, and nowhere else."""

import socket
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from shop.webhooks import connecting
from shop.webhooks.addresses import Target, is_loopback
from shop.webhooks.connecting import Limits, post
from shop.webhooks.errors import NotDelivered
from tests.shop.webhooks.certificate import contexts_for
from tests.shop.webhooks.receiver import Receiver, receiving, status

QUICK = Limits(connect_s=0.5, whole_s=0.5)


def sent_to(receiver: Receiver, limits: Limits = QUICK) -> int:
    """Post to it."""
    return post(Target("127.0.0.1", receiver.port, "/in?a=1", is_loopback=True), b"{}", {"X-Mark": "1"}, limits=limits)


@pytest.mark.parametrize("code", [200, 204, 299, 302, 400, 410, 500])
def test_the_status_is_told(code: int) -> None:
    with receiving() as receiver:
        receiver.answer = status(code)

        assert sent_to(receiver) == code

    ((head, body),) = receiver.heard
    assert head.splitlines()[0] == "POST /in?a=1 HTTP/1.1"
    assert (receiver.headers()["host"], receiver.headers()["x-mark"]) == (f"127.0.0.1:{receiver.port}", "1")
    assert (receiver.headers()["connection"], receiver.headers()["content-length"], body) == ("close", "2", b"{}")


def test_a_redirect_is_not_followed() -> None:
    with receiving() as receiver, receiving() as other:
        receiver.answer = status(302, f"Location: {other.url}\r\n")

        assert sent_to(receiver) == 302

    assert other.heard == []


def test_who_answers_drop_by_drop_is_left_at_the_deadline() -> None:
    with receiving() as receiver:
        receiver.drip_s = 0.2
        began = monotonic()

        with pytest.raises(NotDelivered, match=r"It did not answer in time\."):
            sent_to(receiver)

        assert monotonic() - began < 2


def test_only_the_beginning_of_a_long_answer_is_read() -> None:
    with receiving() as receiver:
        receiver.answer = b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"y" * 40_000_000

        assert sent_to(receiver) == 200


def test_a_body_is_not_waited_for() -> None:
    with receiving() as receiver:
        receiver.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"

        assert sent_to(receiver) == 200


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n"])
def test_who_hangs_up_or_talks_nonsense_was_not_reached(answer: bytes) -> None:
    with receiving() as receiver:
        receiver.answer = answer

        with pytest.raises(NotDelivered, match="It could not be reached"):
            sent_to(receiver)


def test_where_nobody_listens_nothing_arrives() -> None:
    with receiving() as receiver:
        pass

    with pytest.raises(NotDelivered, match="It could not be reached: .*refused"):
        sent_to(receiver)


def test_a_name_that_leads_nowhere_is_told() -> None:
    def nowhere(*_args: Any, **_kwargs: Any) -> Sequence[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(NotDelivered, match=r"There is no server called hooks\.example\.org\."):
        post(Target("hooks.example.org", 443, "/"), b"{}", {}, lookup=nowhere)


class Lookup:
    """A name that leads elsewhere each time it is asked for."""

    def __init__(self, *answers: Sequence[str], port: int = 443) -> None:
        self.answers, self.port, self.asked = list(answers), port, 0

    def __call__(self, _host: str, _port: int, **_kwargs: Any) -> Sequence[Any]:
        places = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, self.port)) for place in places]


@pytest.mark.parametrize(
    "places", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["169.254.169.254"], ["10.1.2.3", "8.8.8.8"], []]
)
def test_a_name_that_leads_inside_is_never_connected_to(places: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(connecting, "first_line", lambda *args: opened.append(args))

    with pytest.raises(NotDelivered, match="leads to an address that nothing is sent to"):
        post(Target("hooks.example.org", 443, "/"), b"{}", {}, lookup=Lookup(places))

    assert opened == []


def test_this_machine_means_this_machine() -> None:
    with pytest.raises(NotDelivered, match="leads to an address that nothing is sent to"):
        post(Target("localhost", 80, "/", is_loopback=True), b"{}", {}, lookup=Lookup(["8.8.8.8"]))


def test_a_name_that_changes_its_mind_gains_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It leads to a public place when it is judged. The test's machine plays that place, on 127.0.0.1."""
    monkeypatch.setattr(connecting, "is_public", is_loopback)
    serving, trusting = contexts_for("hooks.example.org", tmp_path)
    with receiving(serving) as judged, receiving(serving) as inside:
        lookup = Lookup(["127.0.0.1"], port=judged.port)
        lookup.answers.append(["10.0.0.1"])
        target = Target("hooks.example.org", 443, "/in")

        assert post(target, b"{}", {}, lookup=lookup, trust=trusting) == 204

    assert lookup.asked == 1
    assert (len(judged.heard), inside.heard) == (1, [])
    assert judged.headers()["host"] == "hooks.example.org"


def test_a_certificate_for_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "is_public", is_loopback)
    serving, trusting = contexts_for("other.example.org", tmp_path)
    with receiving(serving) as receiver:
        lookup = Lookup(["127.0.0.1"], port=receiver.port)

        with pytest.raises(NotDelivered, match=r"Its certificate is not good for hooks\.example\.org"):
            post(Target("hooks.example.org", 443, "/"), b"{}", {}, lookup=lookup, trust=trusting)

    assert receiver.heard == []


def test_without_trust_in_its_maker_a_certificate_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "is_public", is_loopback)
    serving, _ = contexts_for("hooks.example.org", tmp_path)
    with receiving(serving) as receiver:
        lookup = Lookup(["127.0.0.1"], port=receiver.port)

        with pytest.raises(NotDelivered, match="Its certificate is not good"):
            post(Target("hooks.example.org", 443, "/"), b"{}", {}, lookup=lookup)

    assert receiver.heard == []


def test_the_first_place_that_answers_is_taken() -> None:
    with receiving() as dead:
        pass
    with receiving() as receiver:
        lookup = Lookup(["127.0.0.1", "127.0.0.1"], port=dead.port)
        found = [(*lookup("", 0)[0][:4], ("127.0.0.1", port)) for port in (dead.port, receiver.port)]

        target = Target("localhost", 80, "/", is_loopback=True)
        assert post(target, b"{}", {}, lookup=lambda *_args, **_kwargs: found) == 204
