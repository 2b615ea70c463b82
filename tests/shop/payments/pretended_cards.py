"""A card company in memory: it remembers idempotency keys, and fails where it is told to.

It knows which amounts it holds and took, so that a test can compare them with our rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from shop.payments.gateway import Intent, IntentStatus, Rejected, Unreachable

S = IntentStatus


MISHAPS = ("", "unreached", "unanswered", "killed before", "killed after")


class Killed(BaseException):
    """The process died here; no `except Exception` sees it."""


@dataclass
class PretendedCards:
    """A CardGateway. `mishaps` (one of MISHAPS each) are used up one per call."""

    mishaps: list[str] = field(default_factory=list)
    declines: str = ""
    bank_asks: bool = False
    intents: dict[str, Intent] = field(default_factory=dict)
    taken_pence: dict[str, int] = field(default_factory=dict)
    refunded_pence: dict[str, int] = field(default_factory=dict)
    answers: dict[str, Intent | str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    news: list[Intent] = field(default_factory=list)
    on_news: Callable[[Intent], None] | None = None

    def open(self, *, amount_pence: int, currency: str, card: str, reference: str, key: str) -> Intent:  # noqa: ARG002
        def work() -> Intent:
            return self.keep(Intent(f"pi_{uuid4().hex}", S.READY, amount_pence, client_secret="secret"))

        return self.answer("open", key, work)

    def confirm(self, intent_id: str, *, key: str) -> Intent:
        def work() -> Intent:
            intent = self.must_be(intent_id, S.READY)
            if self.declines:
                return self.keep(replace(intent, status=S.NEEDS_CARD, refusal=self.declines))
            return self.keep(replace(intent, status=S.BANK_ASKS if self.bank_asks else S.HELD))

        return self.answer("confirm", key, work)

    def look_up(self, intent_id: str) -> Intent:
        return self.answer("look_up", "", lambda: self.must_be(intent_id, *S))

    def capture(self, intent_id: str, *, amount_pence: int, key: str) -> Intent:
        def work() -> Intent:
            intent = self.must_be(intent_id, S.HELD)
            assert amount_pence <= intent.amount_pence
            self.taken_pence[intent_id] = amount_pence
            return self.keep(replace(intent, status=S.TAKEN))

        return self.answer("capture", key, work)

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        def work() -> Intent:
            intent = self.must_be(intent_id, S.READY, S.HELD, S.NEEDS_CARD, S.BANK_ASKS)
            return self.keep(replace(intent, status=S.GONE))

        return self.answer("cancel", key, work)

    def refund(self, intent_id: str, *, amount_pence: int, key: str) -> str:
        def work() -> str:
            left = self.taken_pence[intent_id] - self.refunded_pence.get(intent_id, 0)
            if amount_pence > left:
                raise Rejected("more than was taken")
            self.refunded_pence[intent_id] = self.refunded_pence.get(intent_id, 0) + amount_pence
            return f"re_{uuid4().hex}"

        return self.answer("refund", key, work)

    def bank_is_told_yes(self, intent_id: str) -> None:
        """The customer confirmed at the bank."""
        self.keep(replace(self.must_be(intent_id, S.BANK_ASKS), status=S.HELD))

    def held_pence(self) -> int:
        """What is held on cards now."""
        return sum(intent.amount_pence for intent in self.intents.values() if intent.status is S.HELD)

    def keep(self, intent: Intent) -> Intent:
        """The intent stands so from now on, and whoever listens hears of it before the caller does."""
        self.intents[intent.id] = intent
        self.news.append(intent)
        if self.on_news is not None:
            self.on_news(intent)
        return intent

    def must_be(self, intent_id: str, *statuses: IntentStatus) -> Intent:
        intent = self.intents.get(intent_id)
        if intent is None or intent.status not in statuses:
            raise Rejected(f"{intent_id}: not one of {', '.join(statuses)}")
        return intent

    def answer(self, name: str, key: str, work: Callable[[], Intent | str]) -> Any:
        """Do the work once per key, with the next mishap before or after it."""
        self.calls.append(name)
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        if mishap == "unreached":
            raise Unreachable("no route")
        if mishap == "killed before":
            raise Killed
        if key and key in self.answers:
            said = self.answers[key]
        else:
            said = work()
            if key:
                self.answers[key] = said
        if mishap == "unanswered":
            raise Unreachable("timed out")
        if mishap == "killed after":
            raise Killed
        return said
