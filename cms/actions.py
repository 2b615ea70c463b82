"""Verbs about pages."""

import logging
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, PageLogEntry, Site

from cms.first_pages import FIRST_PAGES, FirstPage
from cms.models import HomePage

log = logging.getLogger(__name__)

HEADING = "Food from the farms around you"
LEAD = (
    "Growers list what they will harvest. Kitchens order together. When ordering closes, the hub adds the orders up, "
    "shares them fairly over the growers, and shared vans bring it all round."
)
EDITORS = "Editors"
ON_PAGES = ("add_page", "change_page", "publish_page")
ON_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def ensure_start_page(*, now: datetime) -> HomePage:
    """Return the front page, and make it, the first pages below it and the editors' group where they are missing.

    What stands is left as editors wrote it, and what they took away is not made again.
    """
    root = Page.objects.select_for_update().get(depth=1)
    front = HomePage.objects.first() or plant_front_page(root, now=now)
    for first in FIRST_PAGES:
        ensure_first_page(front, first, now=now)
    ensure_editors(front)
    standing: HomePage = HomePage.objects.get(pk=front.pk)
    return standing


def plant_front_page(root: Page, *, now: datetime) -> HomePage:
    """Put the front page in the place of Wagtail's own greeting."""
    Page.objects.child_of(root).type(Page).exact_type(Page).filter(slug="home").delete()
    root.refresh_from_db()
    page = HomePage(
        title="Foodshed", slug="home", heading=HEADING, lead=LEAD, first_published_at=now, last_published_at=now
    )
    root.add_child(instance=page)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": page, "site_name": "Foodshed"}
    )
    log.info("front page %s made", page.pk)
    return page


def ensure_first_page(front: HomePage, first: FirstPage, *, now: datetime) -> None:
    """Make a first page unless something stands at its address or editors took it away."""
    parent = Page.objects.child_of(front).filter(slug=first.below).first() if first.below else front
    if parent is None or Page.objects.child_of(parent).filter(slug=first.slug).exists():
        return
    if PageLogEntry.objects.filter(action="wagtail.delete", label=first.title).exists():
        return
    page = first.kind(
        title=first.title,
        slug=first.slug,
        summary=first.summary,
        body=first.body(),
        show_in_menus=first.in_menu,
        first_published_at=now,
        last_published_at=now,
    )
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    log.info("first page %s made", first.slug)


def ensure_editors(front: HomePage) -> Group:
    """Make the group whose members write, publish and illustrate the pages below the front page, and nothing else."""
    group, is_new = Group.objects.get_or_create(name=EDITORS)
    if not is_new and GroupPagePermission.objects.filter(group=group, page=front).exists():
        return group
    by_name = {each.codename: each for each in Permission.objects.filter(codename__in={*ON_PAGES, *ON_FILES})}
    for name in ON_PAGES:
        GroupPagePermission.objects.get_or_create(group=group, page=front, permission=by_name[name])
    uploads = Collection.get_first_root_node()
    for name in ON_FILES:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=uploads, permission=by_name[name])
    group.permissions.add(*Permission.objects.filter(codename="access_admin"))
    return group
