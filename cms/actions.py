"""Verbs about pages."""

import logging
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Site

from cms.models import HomePage

log = logging.getLogger(__name__)

HEADING = "Food from the farms around you"
LEAD = (
    "Growers list what they will harvest. Kitchens order together. When ordering closes, the hub adds the orders up, "
    "shares them fairly over the growers, and shared vans bring it all round."
)


@transaction.atomic
def ensure_start_page(*, now: datetime) -> HomePage:
    """Return the site's front page, and make it where there is none yet. Wagtail's own greeting page goes."""
    root = Page.objects.select_for_update().get(depth=1)
    standing: HomePage | None = HomePage.objects.first()
    if standing is not None:
        return standing
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
