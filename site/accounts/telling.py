"""Telling a person by mail that something about their doors was changed."""

import logging

from kombu.exceptions import OperationalError

from accounts import tasks

log = logging.getLogger(__name__)


def tell_person(*, person_id: int, template: str) -> None:
    """Hand the mail over when the transaction has committed; what was done stands even if nobody takes it."""
    try:
        tasks.send_notice.delay_on_commit(person_id, template)
    except OperationalError:
        log.warning("person %s could not be told: %s", person_id, template)
