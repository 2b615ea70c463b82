"""A person with an e-mail address. One address is one person, however it is written."""

from typing import Any, ClassVar

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from oscar.apps.customer.abstract_models import AbstractUser


def tidy_email(email: str) -> str:
    """Return the address as it is stored and compared: trimmed and in lower case."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes people, and finds them by an address in any case."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Lower-case the whole address: no mail service in use tells people apart by case."""
        return tidy_email(email or "")

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address."""
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person. Without a password they sign in by mailed code only."""
        if not tidy_email(email):
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person who may do everything."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """Oscar's user under our own rules: lower-case address, no sign-in recorded before there was one."""

    email = models.EmailField("e-mail address", unique=True)
    is_demonstration = models.BooleanField(
        "belongs to the demonstration",
        default=False,
        help_text="Its password is printed on the screen: it is refused from any other machine.",
    )

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="an_address_is_in_lower_case"),
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_address",
                violation_error_message="Somebody with this e-mail address is already here.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def name(self) -> str:
        """The whole name as people write it."""
        return str(self.get_full_name())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the address tidied, whoever set it."""
        self.email = tidy_email(self.email)
        super().save(*args, **kwargs)
