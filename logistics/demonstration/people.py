"""Invented people with addresses at example.org; one password for those whom the screen shows."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.actions import create_person
from accounts.models import User
from logistics.demonstration.wishes import stream
from shop.enterprises.actions import join
from shop.enterprises.models import Enterprise

FIRST = (
    "Amira",
    "Ben",
    "Carys",
    "Daniel",
    "Eve",
    "Farid",
    "Greta",
    "Hugh",
    "Imogen",
    "Jakub",
    "Kezia",
    "Lewis",
    "Maud",
    "Niamh",
    "Oscar",
    "Petra",
    "Quentin",
    "Rosa",
    "Silas",
    "Tamsin",
)
LAST = (
    "Ashdown",
    "Barrow",
    "Calloway",
    "Dunmore",
    "Eastgate",
    "Farrow",
    "Greaves",
    "Holloway",
    "Ibbotson",
    "Jarvis",
    "Kettle",
    "Lockwood",
    "Marlowe",
    "Netherton",
    "Oakes",
    "Penrose",
    "Quarles",
    "Redfern",
    "Sherwin",
    "Tolley",
)

WORDS = (
    "acorn",
    "barley",
    "carrot",
    "clover",
    "damson",
    "fennel",
    "harvest",
    "hazel",
    "linnet",
    "meadow",
    "orchard",
    "parsnip",
    "quince",
    "radish",
    "sorrel",
    "swallow",
    "thistle",
    "turnip",
    "walnut",
    "willow",
)


#: Whom the screen shows, in this order: the name before example.org, and what it says of them.
SHOWN = (
    ("coordinator", "hub coordinator"),
    ("packer", "packer"),
    ("driver", "driver"),
    ("grower", "grower"),
    ("processor", "processor"),
    ("cook", "school cook"),
    ("caterer", "council caterer"),
    ("household", "household"),
    ("editor", "pages and administration"),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody whom the screen shows: what they are, their address, and what they act for."""

    role: str
    email: str
    acts_for: str


def new_password() -> str:
    """Four words and a number, made anew for every demonstration."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(4)), str(secrets.randbelow(90) + 10)])


def names(seed: int) -> Iterator[str]:
    """Invented names without end, the same ones for the same seed."""
    numbers = stream(seed, "people")
    while True:
        yield f"{numbers.choice(FIRST)} {numbers.choice(LAST)}"


def someone(email: str, name: str, *, now: datetime) -> User:
    """A person of the demonstration who can't sign in until given the password."""
    return create_person(email=email, name=name, is_demonstration=True, by=None, now=now)


def member(enterprise: Enterprise, person: User, role: str, *, now: datetime) -> User:
    """`person` acts for `enterprise`."""
    join(user=person, enterprise=enterprise, role=role, by=None, now=now)
    return person


def let_sign_in(password: str) -> None:
    """Give everybody whom the screen shows the same password. Hashing is slow on purpose: one password, one hash."""
    first, *others = people = list(shown())
    first.set_password(password)
    for person in others:
        person.password = first.password
    User.objects.bulk_update(people, ["password"])


def shown() -> list[User]:
    """Whom the screen shows, in the order of the table."""
    by_address = {person.email: person for person in User.objects.filter(is_demonstration=True)}
    return [by_address[f"{key}@example.org"] for key, _ in SHOWN]


def sign_ins() -> tuple[SignIn, ...]:
    """Whom the screen shows, with what they act for."""
    return tuple(
        SignIn(role=role, email=person.email, acts_for=", ".join(acting_for(person)))
        for (_, role), person in zip(SHOWN, shown(), strict=True)
    )


def acting_for(person: User) -> list[str]:
    """The names of the enterprises that the person acts for."""
    return list(Enterprise.objects.acted_for_by(person).order_by("name").values_list("name", flat=True))


def make_editor(person: User) -> None:
    """Let the person into /cms/ and /admin/."""
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
