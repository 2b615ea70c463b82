"""Oscar's rows as they are."""

from oscar.apps.partner.models import *  # noqa: F403
