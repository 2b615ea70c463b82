"""Who may open which address: one row for each address of ours. An address without a row fails the test."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.pages.roles import (
    COOK,
    COORDINATOR,
    DRIVER,
    EVERYBODY,
    GROWER,
    HOUSEHOLD,
    NOBODY,
    PACKER,
    SIGNED_IN,
)
from tests.pages.scene import Scene


@dataclass(frozen=True)
class Row:
    """Those of `who` are let in by each of `methods`.

    `ids` names what the scene's own names don't fit; `sent` is the least that a form must hold to be understood.
    """

    who: frozenset[str]
    methods: tuple[str, ...] = ("GET",)
    ids: dict[str, Callable[[Scene], Any] | str] = field(default_factory=dict)
    sent: dict[str, Callable[[Scene], Any]] = field(default_factory=dict)


def page(who: frozenset[str], **ids: Any) -> Row:
    """To be looked at."""
    return Row(who, ("GET",), ids)


def form(who: frozenset[str], **ids: Any) -> Row:
    """To be looked at and sent."""
    return Row(who, ("GET", "POST"), ids)


def click(who: frozenset[str], **ids: Any) -> Row:
    """Only to be sent."""
    return Row(who, ("POST",), ids)


def of(name: str) -> Callable[[Scene], Any]:
    """The scene's id of that name."""
    return lambda scene: scene.ids[name]


OPEN = {"day_id": of("open_day_id"), "order_id": of("open_order_id")}
GUEST = {"order_number": of("order_number"), "hash": "not-the-hash"}
COORDINATORS = COORDINATOR | {"coordinator elsewhere"}
MEMBERS = frozenset({"grower", "other grower", "processor", "cook", "other cook"})

TABLE: dict[str, Row] = {
    # accounts
    "accounts:account": page(SIGNED_IN),
    "accounts:sign-in": form(EVERYBODY),
    "accounts:ask-for-code": form(EVERYBODY),
    "accounts:enter-code": form(EVERYBODY),
    "accounts:ask-again": form(SIGNED_IN),
    "accounts:mail-code-again": click(SIGNED_IN),
    "accounts:second-factor": page(SIGNED_IN),
    "accounts:enter-factor": form(EVERYBODY),
    "accounts:begin-factor": click(SIGNED_IN),
    "accounts:confirm-factor": form(SIGNED_IN),
    "accounts:recovery-codes": click(SIGNED_IN),
    "accounts:remove-factor": click(SIGNED_IN),
    "accounts:sessions": page(SIGNED_IN),
    "accounts:end-session": click(SIGNED_IN),
    "accounts:end-other-sessions": click(SIGNED_IN),
    "accounts:sign-out": form(EVERYBODY),
    "accounts:change-password": form(SIGNED_IN),
    "accounts:ask-way-back": form(EVERYBODY),
    "accounts:new-password": form(EVERYBODY, uidb64="MQ", token="x-y"),
    "reminders:switch": form(SIGNED_IN),
    "enterprises:invitation": form(NOBODY, token="not-a-token"),
    # personal data
    "privacy:data": page(SIGNED_IN),
    "privacy:register": page(EVERYBODY),
    "privacy:copy": click(SIGNED_IN),
    "privacy:forget": form(SIGNED_IN),
    "privacy:keep": click(SIGNED_IN),
    "people:asked": form(COORDINATOR),
    "enterprises:people": form(COORDINATOR),
    "enterprises:reset-factor": click(COORDINATOR, person_id=of("colleague_id")),
    "metrics": page(NOBODY),
    # the public face
    "pages:search": page(EVERYBODY),
    "pages:sitemap": page(EVERYBODY),
    "pages:robots": page(EVERYBODY),
    "pages:news-atom": page(EVERYBODY),
    "pages:news-rss": page(EVERYBODY),
    # drivers
    "drive:home": page(frozenset({"driver", "other driver"}) | COORDINATORS),
    "drive:worker": page(EVERYBODY),
    "drive:no-signal": page(EVERYBODY),
    "drive:token": page(EVERYBODY),
    "drive:route": page(DRIVER),
    "drive:start": click(DRIVER),
    "drive:finish": click(DRIVER),
    "drive:arrive": click(DRIVER),
    "drive:undo": click(DRIVER),
    "drive:done": click(DRIVER),
    "drive:skip": click(DRIVER),
    # growers and processors
    "grow:door": page(frozenset({"grower", "other grower", "processor"}) | COORDINATOR),
    "grow:week": page(GROWER, enterprise_id=of("grower_id")),
    "grow:choose": page(GROWER, enterprise_id=of("grower_id"), **OPEN),
    "grow:new": form(GROWER, enterprise_id=of("grower_id"), **OPEN),
    "grow:change": form(GROWER, enterprise_id=of("grower_id")),
    "grow:withdraw": click(GROWER, enterprise_id=of("grower_id")),
    "grow:copy": form(GROWER, enterprise_id=of("grower_id"), **OPEN),
    "grow:answer": Row(GROWER, ("POST",), {"enterprise_id": of("grower_id")}, sent={"run": of("run_id")}),
    "grow:pick": page(GROWER, enterprise_id=of("grower_id")),
    # the hub
    "hub:api": form(COORDINATOR),
    "hub:api-revoke": click(COORDINATOR),
    "hub:webhooks": form(COORDINATOR),
    "hub:webhook": page(COORDINATOR),
    "hub:webhook-act": click(COORDINATOR),
    "hub:webhook-again": click(COORDINATOR),
    "hub:audit": page(COORDINATOR),
    "hub:audit-table": page(COORDINATOR),
    "hub:cycles": page(COORDINATORS),
    "hub:failed": page(COORDINATORS | {"staff"}),
    "hub:step-again": click(COORDINATOR | {"staff"}, day_id=of("open_day_id")),
    "hub:task-again": click(COORDINATOR | {"staff"}, task_id=of("failed_task_id")),
    "hub:task-aside": click(COORDINATOR | {"staff"}, task_id=of("failed_task_id")),
    "hub:draft": form(COORDINATOR),
    "hub:cycle": page(COORDINATOR),
    "hub:open": click(COORDINATOR),
    "hub:progress": page(COORDINATOR),
    "hub:run": click(COORDINATOR),
    "hub:day": page(COORDINATOR),
    "hub:shares": page(COORDINATOR),
    "hub:what-if": page(COORDINATOR),
    "hub:orders": page(COORDINATOR),
    "hub:handovers": page(COORDINATOR),
    "hub:log": page(COORDINATOR),
    "hub:calls": form(COORDINATOR),
    "hub:changes": page(COORDINATOR),
    "hub:change": form(COORDINATOR),
    "hub:settle": form(COORDINATOR, cycle_id=of("settled_cycle_id"), day=of("settled_day")),
    "dispatch:desk": page(COORDINATOR),
    "dispatch:change": page(COORDINATOR),
    "dispatch:keep": click(COORDINATOR),
    "dispatch:publish": click(COORDINATOR),
    "dispatch:van-is-back": click(COORDINATOR),
    # kitchens
    "kitchen:start": page(frozenset({"cook", "other cook"}) | COORDINATOR),
    "kitchen:home": page(COOK),
    "kitchen:day": form(COOK, **OPEN),
    "kitchen:check": form(COOK, **OPEN),
    "kitchen:order": page(COOK),
    "kitchen:change": form(COOK, **OPEN),
    "kitchen:check-change": form(COOK, **OPEN),
    "kitchen:cancel": form(COOK, **OPEN),
    "kitchen:claim": form(COOK, order_id=of("settled_order_id")),
    # the packhouse
    "pack:door": page(frozenset({"packer"}) | COORDINATORS),
    "pack:day": page(PACKER),
    "pack:in": form(PACKER),
    "pack:route": form(PACKER, van=of("route_id")),
    "pack:done": click(PACKER),
    "pack:boxes": form(PACKER),
    "pack:labels": page(PACKER),
    "pack:sheets": page(PACKER),
    # papers
    "papers:door": page(MEMBERS | COORDINATORS),
    "papers:of": page(GROWER, enterprise_id=of("grower_id")),
    "papers:hub": page(COORDINATOR),
    "papers:day": page(COORDINATOR, day_id=of("settled_day_id")),
    "papers:bank": page(GROWER, enterprise_id=of("grower_id")),
    "papers:bank-change": form(frozenset({"grower"}), enterprise_id=of("grower_id")),
    "papers:payouts": page(COORDINATOR),
    "papers:payouts-make": click(COORDINATOR),
    "papers:payout-run": page(COORDINATOR, run_id=of("payout_run_id")),
    "papers:payout-file": click(COORDINATOR, run_id=of("payout_run_id")),
    "papers:payout-run-paid": click(COORDINATOR, run_id=of("payout_run_id")),
    "papers:payout-failed": click(COORDINATOR, run_id=of("payout_run_id")),
    "papers:statement": page(GROWER, paper_id=of("statement_id")),
    "papers:statement-table": page(GROWER, paper_id=of("statement_id")),
    "papers:invoice": page(COOK, paper_id=of("invoice_id")),
    "papers:invoice-table": page(COOK, paper_id=of("invoice_id")),
    "papers:credit": page(COOK, paper_id=of("credit_id")),
    "papers:correction": page(GROWER, paper_id=of("correction_id")),
    "papers:claims": page(COORDINATOR),
    "papers:claim-answer": click(COORDINATOR, claim_id=of("claim_id")),
    "papers:outbox": page(COORDINATOR),
    "papers:outbox-again": click(COORDINATOR),
    "papers:outbox-rung": click(COORDINATOR),
    # the shop: what is on sale is everybody's, an order its household's
    "payments:stripe": click(EVERYBODY),
    "home": page(EVERYBODY),
    "catalogue:index": page(EVERYBODY),
    "catalogue:detail": page(EVERYBODY, pk=of("product_id")),
    "search:search": page(EVERYBODY),
    "offer:detail": page(EVERYBODY, slug="nothing"),
    "basket:summary": page(EVERYBODY),
    "basket:add": click(EVERYBODY, pk=of("product_id")),
    "basket:change": click(HOUSEHOLD, line_id=of("basket_line_id")),
    "checkout:index": form(EVERYBODY),
    "checkout:thank-you": page(EVERYBODY),
    "customer:summary": page(EVERYBODY),
    "customer:order-list": page(SIGNED_IN),
    "customer:order": page(HOUSEHOLD),
    "customer:order-cancel": click(HOUSEHOLD),
    "customer:anon-order": page(NOBODY, **GUEST),
    "customer:anon-order-cancel": click(NOBODY, **GUEST),
    "storefront:keeping": form(COORDINATOR),
}

# Addresses that answer with something else than a page of their own: parts, data, files, ways on.
NOT_A_PAGE = {
    *("hub:progress", "hub:audit-table", "papers:statement-table", "papers:invoice-table"),
    *("drive:worker", "drive:token"),
    *("home", "customer:summary", "offer:detail", "checkout:thank-you", "grow:door", "kitchen:start", "papers:door"),
    *("dispatch:change", "kitchen:check", "kitchen:check-change"),
    *("pages:sitemap", "pages:robots", "pages:news-atom", "pages:news-rss"),
}
