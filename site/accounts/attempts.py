"""Counts attempts per address and per client, so that guessing is slow. Subjects are stored as keyed digests."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from accounts.errors import TooManyAttempts
from accounts.models import Attempts
from accounts.models.user import tidy_email
from accounts.policy import sign_in_policy

KEPT = timedelta(days=1)


def count_mail(*, email: str, client: str, now: datetime) -> None:
    """Count one wish for a mail; raise TooManyAttempts when there were enough."""
    policy = sign_in_policy()
    limits = {f"email:{tidy_email(email)}": policy.mails_per_address, f"client:{client}": policy.mails_per_client}
    count(kind=Attempts.Kind.MAIL, limits=limits, window_s=policy.mails_window_s, now=now)


def count_try(*, email: str, client: str, now: datetime) -> None:
    """Count one password or code; raise TooManyAttempts when there were enough."""
    policy = sign_in_policy()
    limits = {f"email:{tidy_email(email)}": policy.tries_per_address, f"client:{client}": policy.tries_per_client}
    count(kind=Attempts.Kind.TRY, limits=limits, window_s=policy.tries_window_s, now=now)


def count(*, kind: Attempts.Kind, limits: dict[str, int], window_s: int, now: datetime) -> int:
    """Add one to each subject's window; raise TooManyAttempts if one is full. Two at once never pass on one place.

    Returns about how many are left in the fullest window: others may be counted at the same time.
    """
    left = []
    window_start = datetime.fromtimestamp(now.timestamp() // window_s * window_s, tz=UTC)
    for subject, limit in limits.items():
        digest = salted_hmac("accounts.attempts", subject, algorithm="sha256").hexdigest()
        window, is_new = Attempts.objects.get_or_create(kind=kind, subject_digest=digest, window_start=window_start)
        if is_new:
            Attempts.objects.older_than(now - KEPT).delete()
        if not Attempts.objects.filter(pk=window.pk, count__lt=limit).update(count=F("count") + 1):
            minutes = -(-window_s // 60)
            words = gettext("That was tried too often. Nothing is lost; try again in {minutes} minutes.")
            raise TooManyAttempts(words.format(minutes=minutes))
        left.append(max(limit - window.count - 1, 0))
    return min(left, default=0)
