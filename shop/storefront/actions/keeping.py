"""The shop's own data: where it is open, where households collect, who may pay later, what growers tell."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.contrib.sites.models import Site
from django.db import transaction

from accounts.models import User
from shop.enterprises.models import Enterprise, Hub, Place
from shop.journal.actions import log
from shop.rows.checked import save_checked
from shop.storefront.errors import BadShop
from shop.storefront.models import GrowerStory, HandoverPoint, HouseholdAccount, ShopFront


@transaction.atomic
def open_shop(*, hub: Hub, site: Site, by: User | None, now: datetime, margin_permille: int = 1250) -> ShopFront:
    """Sell to households on a website, or change the margin of what is sold from now on. Raises BadShop."""
    front = ShopFront.objects.filter(hub=hub).first() or ShopFront(hub=hub)
    front.site, front.margin_permille, front.is_open = site, margin_permille, True
    save_checked(front, BadShop)
    log(hub=hub, verb="open shop", subject=front, by=by, now=now, margin_permille=margin_permille)
    return front


@transaction.atomic
def add_handover_point(  # noqa: PLR0913 - keyword-only
    *,
    place: Place,
    name: str,
    opens: time,
    closes: time,
    by: User | None,
    now: datetime,
    kind: str = HandoverPoint.Kind.COLLECTION,
    weekdays: Sequence[int] = (),
    outcodes: Sequence[str] = (),
    fee_pence: int = 0,
    how_to_find: str = "",
) -> HandoverPoint:
    """Offer households a collection point, or a round to the outcodes that it names. Raises BadShop."""
    if kind == HandoverPoint.Kind.ROUND and not outcodes:
        raise BadShop("A doorstep round names the outcodes it goes to, such as LE15.")
    point = HandoverPoint(
        hub=place.hub,
        place=place,
        kind=kind,
        name=name,
        opens=opens,
        closes=closes,
        weekdays=list(weekdays),
        outcodes=[code.strip().upper() for code in outcodes],
        fee_pence=fee_pence,
        how_to_find=how_to_find,
    )
    save_checked(point, BadShop)
    log(hub=place.hub, verb="add handover point", subject=point, by=by, now=now, name=name)
    return point


@transaction.atomic
def agree_account(*, hub: Hub, user: User, by: User | None, now: datetime) -> HouseholdAccount:
    """Let a person's orders go on account; again changes nothing."""
    account, is_new = HouseholdAccount.objects.get_or_create(
        hub=hub, user=user, ended_at=None, defaults={"agreed_at": now, "agreed_by": by}
    )
    if is_new:
        log(hub=hub, verb="agree account", subject=account, by=by, now=now)
    return account


@transaction.atomic
def tell_story(*, grower: Enterprise, words: str, by: User | None, now: datetime, **fields: Any) -> GrowerStory:
    """What a grower tells households, in place of what they told before. Raises BadShop."""
    story = GrowerStory.objects.filter(grower=grower).first() or GrowerStory(grower=grower)
    story.words = words.strip()
    story.village = str(fields.get("village", story.village)).strip()
    save_checked(story, BadShop)
    log(hub=grower.hub, verb="tell story", subject=story, by=by, now=now, on_behalf_of=grower)
    return story
