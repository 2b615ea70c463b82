"""Oscar's pages for staff as they are."""

from oscar.apps.partner.admin import *  # noqa: F403
