"""A person's authenticator app, and a person who has set it up."""

from datetime import datetime, timedelta

import pyotp

from accounts.models import User
from accounts.second_factor import STEP_S, begin_factor, confirm_factor, secret_of


class App:
    """Shows the code of a moment, as a phone does."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)

    def wrong_code(self, at: datetime) -> str:
        """A code that is right at no step around `at`."""
        right = {self.code(at + timedelta(seconds=STEP_S * step)) for step in (-1, 0, 1)}
        return next(code for code in (f"{number:06}" for number in range(9)) if code not in right)


def with_factor(person: User, now: datetime) -> tuple[App, list[str]]:
    """Set up a second factor with the code of `now`; return the app and the recovery codes."""
    app = App(secret_of(begin_factor(person=person, now=now)))
    return app, confirm_factor(person=person, code=app.code(now), client="phone", now=now)
