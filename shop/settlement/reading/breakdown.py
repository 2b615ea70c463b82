"""Where each pound of a day went, read from the books: the parts sum to the whole because the books do."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.enterprises.models import Enterprise
from shop.pricing.money import half_up, split_pence
from shop.settlement.models import LedgerAccount, LedgerEntry

KIND, SELLER = LedgerAccount.Kind, Enterprise.Kind
BAR_WIDTH = 1000
# Its code, what it is called, and what for.
Pocket = tuple[str, str | Promise, str | Promise]
SELLERS: dict[Enterprise.Kind, Pocket] = {
    SELLER.GROWER: ("growers", _("Growers"), _("what their produce was bought for")),
    SELLER.PROCESSOR: ("processors", _("Processors"), _("washing, chopping, milling, baking")),
    SELLER.WHOLESALER: ("wholesaler", _("Back-up wholesaler"), _("bought outside the region, not counted as local")),
}
TRANSPORT: Pocket = ("transport", _("Doorstep rounds"), _("what households paid for being brought their boxes"))
HUB: Pocket = ("hub", _("The hub"), _("vans, packing, people, and what was lost on the way"))
VAT: Pocket = ("vat", _("VAT"), _("collected for HM Revenue and Customs"))
PAID_IN = frozenset({KIND.RECEIVABLE, KIND.HOUSEHOLDS})


@dataclass(frozen=True, slots=True)
class Share:
    """One pocket. `start` and `width` place it on a bar of BAR_WIDTH; a pocket that paid in has no width."""

    code: str
    name: str
    what_for: str
    pence: int
    permille: int
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What buyers and households pay (gross), and the pockets it went to; they sum to it."""

    whole_pence: int
    shares: tuple[Share, ...]


def breakdown_of(delivery_day: Any) -> Breakdown:
    """Read the day's books, in one query."""
    entries = LedgerEntry.objects.filter(transaction__delivery_day=delivery_day)
    rows = entries.values_list("account__kind", "account__enterprise__kind").annotate(pence=Sum("amount_pence"))
    return breakdown_from((kind, seller, pence) for kind, seller, pence in rows.order_by())


def breakdown_from(balances: Any) -> Breakdown:
    """Sort balances (kind of account, kind of enterprise, pence; debits positive) into pockets. Pure."""
    whole = 0
    pockets: dict[Pocket, int] = {}
    for kind, seller, pence in balances:
        if kind in PAID_IN:
            whole += pence
        else:
            whose = pocket(kind, seller)
            pockets[whose] = pockets.get(whose, 0) - pence
    order = [*SELLERS.values(), TRANSPORT, HUB, VAT]
    found = [(whose, pockets[whose]) for whose in order if pockets.get(whose)]
    lengths = split_pence(BAR_WIDTH, [max(0, pence) for _, pence in found]) if any(p > 0 for _, p in found) else []
    shares, start = [], 0
    for ((code, name, what_for), pence), width in zip(found, lengths, strict=True):
        shares.append(Share(code, str(name), str(what_for), pence, permille_of(pence, whole), start, width))
        start += width
    return Breakdown(whole, tuple(shares))


def pocket(kind: str, seller: str | None) -> Pocket:
    """Whose pocket an account is; everything that is nobody else's is the hub's."""
    if kind == KIND.PAYABLE and seller in SELLERS:
        return SELLERS[Enterprise.Kind(seller)]
    return {KIND.VAT: VAT, KIND.DELIVERY_FEES: TRANSPORT}.get(KIND(kind), HUB)


def permille_of(pence: int, whole: int) -> int:
    """A share in thousandths of the whole, half up: for reading only, the pence are exact."""
    return half_up(pence * 1000, whole) if whole > 0 else 0
