"""Verbs about a person's second factor: set it up, take its codes, renew the recovery codes, take it away."""

import logging
import secrets
from datetime import datetime

import pyotp
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.attempts import count_try
from accounts.errors import FactorStands, NoFactor, WrongCode
from accounts.models import RecoveryCode, SecondFactor, User
from accounts.sealing import SealBroken, seal, unseal
from accounts.sessions import end_sessions
from accounts.telling import tell_person

log = logging.getLogger(__name__)

ISSUER = "Foodshed"
STEP_S = 30
# A phone's clock may be off by one step either way.
NEARBY_STEPS = (-1, 0, 1)
RECOVERY_CODES = 10
# Without marks that are taken for one another: 31 marks, ten of them, make 49 bits.
RECOVERY_MARKS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 10
WRONG_CODE = _("This code is wrong or was used before. Wait for the next one in your app, or use a recovery code.")
CANNOT_CHECK = _(
    "The hub cannot check codes of your app just now, because its own key was changed. Use a recovery code, and tell "
    "the hub."
)


def has_factor(person: User) -> bool:
    """Whether the person set up a second factor to the end."""
    return SecondFactor.objects.filter(person=person, confirmed_at__isnull=False).exists()


@transaction.atomic
def begin_factor(*, person: User, now: datetime) -> SecondFactor:
    """Make a secret for the person's app; it counts once its first code is confirmed. A second call makes another.

    Raises FactorStands when one is in use.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if has_factor(person):
        raise FactorStands(gettext("You have a second factor already. Remove it before you set up another."))
    sealed = seal(pyotp.random_base32(), purpose=purpose_of(person))
    factor, _ = SecondFactor.objects.update_or_create(
        person=person, defaults={"sealed_secret": sealed, "begun_at": now}
    )
    log.info("person %s began a second factor", person.pk)
    return factor


def confirm_factor(*, person: User, code: str, client: str, now: datetime) -> list[str]:
    """Take the app's first code: from now on the factor counts. Returns the recovery codes, which are kept nowhere.

    Raises NoFactor when none was begun or it counts already, WrongCode and TooManyAttempts.
    """
    count_try(email=person.email, client=client, now=now)
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update(no_key=True).filter(person=person, confirmed_at=None).first()
        if factor is None:
            raise NoFactor(gettext("There is nothing to confirm. Begin once more."))
        step = step_of(factor, code, now)
        SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=now, last_step=step)
        codes = write_recovery_codes(factor)
    log.info("person %s set up a second factor", person.pk)
    return codes


def take_factor(*, person: User, code: str, client: str, now: datetime) -> None:
    """Use up a code of the app, or a recovery code. Of two who send the same code at once, one gets in.

    Raises WrongCode and TooManyAttempts.
    """
    count_try(email=person.email, client=client, now=now)
    factor = SecondFactor.objects.filter(person=person, confirmed_at__isnull=False).first()
    if factor is None:
        raise WrongCode(WRONG_CODE)
    typed = tidy(code)
    if typed.isdecimal():
        step = step_of(factor, typed, now)
        if not SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step):
            raise WrongCode(WRONG_CODE)
        log.info("person %s gave their second factor", person.pk)
        return
    unused = RecoveryCode.objects.filter(factor=factor, digest=digest_of(person, typed), used_at__isnull=True)
    if not unused.update(used_at=now):
        raise WrongCode(WRONG_CODE)
    log.info("person %s used a recovery code", person.pk)


@transaction.atomic
def renew_recovery_codes(*, person: User) -> list[str]:
    """Ten new recovery codes; the old ones open nothing from now on. Raises NoFactor."""
    rows = SecondFactor.objects.select_for_update(no_key=True)
    factor = rows.filter(person=person, confirmed_at__isnull=False).first()
    if factor is None:
        raise NoFactor(gettext("There is no second factor. Set one up first."))
    codes = write_recovery_codes(factor)
    log.info("person %s has new recovery codes", person.pk)
    return codes


@transaction.atomic
def remove_factor(*, person: User, by: User | None) -> bool:
    """Take the second factor away, with its recovery codes. False when there was none."""
    removed, _ = SecondFactor.objects.filter(person=person).delete()
    if removed:
        log.info("second factor of person %s taken away by %s", person.pk, by.pk if by else "the system")
    return bool(removed)


@transaction.atomic
def reset_factor(*, person: User, by: User | None) -> bool:
    """For somebody who lost phone and codes: take the factor away, sign them out everywhere and tell them.

    False when there was none. Whoever calls it has made sure who is asking.
    """
    if not remove_factor(person=person, by=by):
        return False
    end_sessions(person=person)
    tell_person(person_id=person.pk, template="factor_reset")
    return True


def app_address(factor: SecondFactor) -> str:
    """What the QR code says to the app. Raises SealBroken when the server's key is another."""
    return pyotp.TOTP(secret_of(factor)).provisioning_uri(name=factor.person.email, issuer_name=ISSUER)


def secret_of(factor: SecondFactor) -> str:
    """The secret that app and server share. Raises SealBroken when the server's key is another."""
    return unseal(factor.sealed_secret, purpose=purpose_of(factor.person))


def step_of(factor: SecondFactor, code: str, now: datetime) -> int:
    """The time step whose code this is. Raises WrongCode, also when the server's key is another."""
    try:
        app = pyotp.TOTP(secret_of(factor))
    except SealBroken as broken:
        log.exception("the second factor of person %s can't be opened", factor.person_id)
        raise WrongCode(CANNOT_CHECK) from broken
    this_step = int(now.timestamp()) // STEP_S
    for nearby in NEARBY_STEPS:
        if constant_time_compare(app.generate_otp(this_step + nearby), tidy(code)):
            return this_step + nearby
    raise WrongCode(WRONG_CODE)


def write_recovery_codes(factor: SecondFactor) -> list[str]:
    """Put ten new codes in the place of the old, as digests; return them as a person writes them down."""
    codes = ["".join(secrets.choice(RECOVERY_MARKS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    factor.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=digest_of(factor.person, code)) for code in codes
    )
    half = RECOVERY_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def tidy(code: str) -> str:
    """The code without what people put between its marks."""
    return "".join(mark for mark in code.lower() if mark not in " -\u00a0\u2013")


def digest_of(person: User, code: str) -> str:
    """What is stored of a recovery code."""
    return salted_hmac("accounts.recovery_code", f"{person.pk}:{code}", algorithm="sha256").hexdigest()


def purpose_of(person: User) -> str:
    """What the secret is sealed for."""
    return f"second factor of person {person.pk}"
