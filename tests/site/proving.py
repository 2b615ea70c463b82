"""A browser whose person has just shown who they are."""

from django.test import Client
from django.utils import timezone

from accounts.proof import PROVED_AT


def show_who_it_is(client: Client) -> None:
    """As if they had just given their password again."""
    session = client.session
    session[PROVED_AT] = timezone.now().isoformat()
    session.save()
