"""Verbs about people: make one, mail a code, take a code, mail a way back in."""

import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.attempts import count_mail, count_try
from accounts.errors import AddressTaken, WrongCode
from accounts.models import SignInCode, User
from accounts.models.user import tidy_email
from accounts.policy import sign_in_policy

log = logging.getLogger(__name__)

WRONG_CODE = _("This code is wrong or no longer valid. Check the latest mail, or ask for a new code.")


def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    is_demonstration: bool = False,
    by: User | None,
    now: datetime,
) -> User:
    """Store a person; without a password they sign in by mailed code. The last word of `name` is the last name.

    Raises AddressTaken when somebody has the address, however it is written.
    """
    first, _, last = " ".join(name.split()).rpartition(" ")
    fields = {"first_name": first or last, "last_name": last if first else ""}
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email, password, date_joined=now, is_demonstration=is_demonstration, **fields
            )
    except IntegrityError as error:
        raise AddressTaken(
            gettext("{email} belongs to somebody who is already here.").format(email=tidy_email(email))
        ) from error
    log.info("person %s made by %s", person.pk, by.pk if by else "the system")
    return person


@transaction.atomic
def ask_for_code(*, email: str, client: str, now: datetime) -> SignInCode:
    """Note the wish for a code; the code itself is made when the mail is sent, so that it is stored nowhere.

    Does the same for known and unknown addresses. Raises TooManyAttempts.
    """
    count_mail(email=email, client=client, now=now)
    policy = sign_in_policy()
    return SignInCode.objects.create(
        person=User.objects.filter(email=tidy_email(email), is_active=True).first(),
        asked_at=now,
        expires_at=now + timedelta(seconds=policy.code_valid_s),
        tries_left=policy.code_tries,
    )


def send_code(*, code_id: int, now: datetime) -> bool:
    """Make the code of a request and mail it. A repeat sends nothing; so does an unknown address."""
    policy = sign_in_policy()
    code = "".join(secrets.choice("0123456789") for _ in range(policy.code_digits))
    wish = SignInCode.objects.unsent().usable_at(now).select_related("person").filter(pk=code_id).first()
    if wish is None or wish.person is None:
        return False
    if not SignInCode.objects.unsent().filter(pk=code_id).update(digest=digest_of(code_id, code)):
        return False
    mail(wish.person, "sign_in_code", {"code": code, "minutes": policy.code_valid_s // 60})
    return True


def take_code(*, code_id: int, code: str, email: str, client: str, now: datetime) -> User:
    """Return the person whose code this is and use it up. Raises WrongCode and TooManyAttempts."""
    count_try(email=email, client=client, now=now)
    # The try is paid before the code is compared: two at once cannot share one.
    if not SignInCode.objects.usable_at(now).filter(pk=code_id).update(tries_left=F("tries_left") - 1):
        raise WrongCode(WRONG_CODE)
    wish = SignInCode.objects.select_related("person").get(pk=code_id)
    person: User | None = wish.person
    typed = "".join(code.split())
    matches = constant_time_compare(wish.digest, digest_of(code_id, typed))
    if not matches or person is None or not person.is_active:
        raise WrongCode(WRONG_CODE)
    if not SignInCode.objects.filter(pk=code_id, used_at__isnull=True).update(used_at=now):
        raise WrongCode(WRONG_CODE)
    log.info("person %s took a code", person.pk)
    return person


def send_way_back(*, email: str) -> bool:
    """Mail a link for a new password, if the address is known."""
    person = User.objects.filter(email=tidy_email(email), is_active=True).first()
    if person is None:
        return False
    address = reverse(
        "accounts:new-password",
        args=[urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)],
    )
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    mail(person, "way_back", {"link": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}", "hours": hours})
    return True


def send_notice(*, person_id: int, template: str) -> bool:
    """Mail a person that something about their doors was changed. False when they are gone."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is not None:
        mail(person, template, {"address": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("accounts:account")})
    return person is not None


def mail(person: User, template: str, facts: dict[str, object]) -> None:
    """Send one of the room's mails; its template's first line is the subject."""
    subject, _, body = render_to_string(f"accounts/mail/{template}.txt", {"person": person, **facts}).partition("\n")
    send_mail(subject.strip(), body.lstrip("\n"), None, [person.email])


def digest_of(code_id: int, code: str) -> str:
    """Return what is stored of a code: six digits alone could be tried out, our key cannot."""
    return salted_hmac("accounts.sign_in_code", f"{code_id}:{code}", algorithm="sha256").hexdigest()
