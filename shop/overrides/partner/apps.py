"""Registers the fork under Oscar's label."""

from oscar.apps.partner.apps import PartnerConfig as OscarPartnerConfig


class PartnerConfig(OscarPartnerConfig):
    """Oscar's own rows and migrations; `strategy` is ours."""

    name = "shop.overrides.partner"
