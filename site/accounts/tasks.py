"""Mails that go out beside the web request, which therefore takes as long for unknown addresses as for known ones."""

from celery import shared_task
from django.utils import timezone

from accounts import actions


@shared_task
def send_code(code_id: int) -> None:
    """Mail the code of one request."""
    actions.send_code(code_id=code_id, now=timezone.now())


@shared_task
def send_way_back(email: str) -> None:
    """Mail the link for a new password."""
    actions.send_way_back(email=email)


@shared_task
def send_notice(person_id: int, template: str) -> None:
    """Mail a person that something about their doors was changed."""
    actions.send_notice(person_id=person_id, template=template)
