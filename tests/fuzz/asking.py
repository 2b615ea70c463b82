"""Requests that a careless or a hostile person may make of any address, in any role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.fuzz.forms import Form, forms_of
from tests.fuzz.hostile import BODIES, CONTENT_TYPES, HEADERS, any_value, like
from tests.pages.addresses import Address, all_addresses
from tests.pages.roles import ROLES
from tests.pages.scene import Scene
from tests.pages.table import TABLE, Row

QUERY_NAMES = ("next", "page", "p", "q", "order", "format", "o", "from", "to", "day", "key", "e", "all")
LINKED = re.compile(r'href="[^"]*\?([^"#]+)"')
# Django's, Wagtail's and Oscar's rooms have ten times as many addresses as ours, and one rule for each kind.
SHARE_OF_OURS = 0.75
SHARE_OF_PROGRAMS = 0.08


@dataclass(frozen=True)
class Ask:
    """One request; `repr` is enough to make it again."""

    role: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def of(self, client: Client) -> Any:
        """Send it."""
        if self.body is not None:
            kind = self.content_type
            return client.generic(self.method, self.path, self.body, content_type=kind, headers=self.headers)
        if self.method == "POST":
            form = urlencode(self.fields, errors="replace")
            kind = "application/x-www-form-urlencoded"
            return client.generic("POST", self.path, form, content_type=kind, headers=self.headers)
        return client.generic(self.method, self.path, headers=self.headers)


@dataclass
class Ground:
    """What is known of the site before the asking: where one may go, and the forms seen on the way."""

    scene: Scene
    ours: list[tuple[Address, Row]]
    theirs: list[Address]
    programs: list[Address]
    forms: list[tuple[str, Form]] = field(default_factory=list)
    names: list[str] = field(default_factory=lambda: list(QUERY_NAMES))

    def path(self, address: Address, row: Row) -> str:
        """The address with the ids of the scene's rows."""
        said = {name: value(self.scene) if callable(value) else value for name, value in row.ids.items()}
        return reverse(address.name, kwargs={name: said.get(name, self.scene.ids.get(name)) for name in address.wants})


def look_round(scene: Scene) -> Ground:
    """Open each of our pages once in each role that it lets in, and keep its forms and the names in its links."""
    everything = [each for each in all_addresses() if each.name]
    ours = [(each, TABLE[each.name]) for each in everything if each.name in TABLE]
    others = [each for each in everything if each.name not in TABLE]
    programs = [each for each in others if each.route.startswith("api/")]
    ground = Ground(scene, ours, [each for each in others if each not in programs], programs)
    for address, row in ours:
        for role in sorted(row.who) if "GET" in row.methods else ():
            learn(ground, role, ground.path(address, row))
    ground.names = sorted(set(ground.names))
    return ground


def learn(ground: Ground, role: str, path: str) -> None:
    """What the page holds."""
    response = ground.scene.client(role).get(path)
    if response.status_code != 200 or "html" not in response.headers.get("Content-Type", ""):
        return
    page = response.content.decode()
    known = {(each.action, tuple(name for name, _ in each.fields)) for _, each in ground.forms}
    for form in forms_of(page, path):
        if (form.action, tuple(name for name, _ in form.fields)) not in known:
            ground.forms.append((role, form))
    for query in LINKED.findall(page):
        ground.names += [part.split("=")[0] for part in query.replace("&amp;", "&").split("&")]


def asks(ground: Ground, random: Random) -> Iterator[Ask]:
    """Without end; the same for the same `random`."""
    while True:
        kind = random.random()
        if kind < SHARE_OF_OURS:
            yield a_form(ground, random) if random.random() < 0.55 else an_address_of_ours(ground, random)
        elif kind < SHARE_OF_OURS + SHARE_OF_PROGRAMS:
            yield a_program(ground, random)
        else:
            yield an_address_of_theirs(ground, random)


def a_form(ground: Ground, random: Random) -> Ask:
    """A form as the page gave it, with some of it changed, missing, said twice or made up."""
    role, form = random.choice(ground.forms)
    fields = [(name, value) for name, value in form.fields if name != "csrfmiddlewaretoken"]
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        fields = changed(fields, random)
    if random.random() < 0.1:
        role = random.choice(ROLES)
    headers = random.choice(HEADERS) if random.random() < 0.1 else {}
    if form.method == "POST":
        return Ask(role, "POST", form.action, tuple(fields), headers=headers)
    return Ask(role, "GET", f"{form.action.split('?')[0]}?{urlencode(fields, errors='replace')}", headers=headers)


def changed(fields: list[tuple[str, str]], random: Random) -> list[tuple[str, str]]:
    """The fields with one thing done to them."""
    if not fields:
        return [(random.choice(("client_key", "day", "quantity", "\x00", "x" * 300)), any_value(random))]
    at = random.randrange(len(fields))
    name, value = fields[at]
    kind = random.random()
    if kind < 0.55:
        fields = [*fields[:at], (name, any_value(random)), *fields[at + 1 :]]
    elif kind < 0.7:
        fields = [*fields[:at], (name, like(value, random)), *fields[at + 1 :]]
    elif kind < 0.8:
        fields = [each for each in fields if each[0] != name]
    elif kind < 0.9:
        fields = [*fields, (name, any_value(random))]
    else:
        fields = [*fields, (like(name, random), any_value(random))]
    return fields


def an_address_of_ours(ground: Ground, random: Random) -> Ask:
    """With ids that are, or may be, or can't be; with a query, a raw body, odd headers or the wrong method."""
    address, row = random.choice(ground.ours)
    path = ground.path(address, row) if random.random() < 0.6 or not address.wants else misled(address, random)
    role = random.choice(sorted(row.who) or ROLES) if random.random() < 0.8 else random.choice(ROLES)
    method = random.choice((*row.methods, *row.methods, *row.methods, "GET", "POST", "HEAD", "OPTIONS", "PUT"))
    return dressed(ground, random, role, method, path)


def a_program(ground: Ground, random: Random) -> Ask:
    """Another program, with a good token or nearly one."""
    token = ground.scene.ids["api_token"] if random.random() < 0.9 else any_value(random)
    name, value = random.choice(("after", "limit", "limit", "after", any_value(random))), any_value(random)
    path = misled(random.choice(ground.programs), random) + "?" + urlencode([(name, value)], errors="replace")
    headers = random.choice(HEADERS) | {"Authorization": f"Bearer {token}"}
    return Ask("anonymous", random.choice(("GET", "GET", "GET", "HEAD", "POST")), path, headers=headers)


def an_address_of_theirs(ground: Ground, random: Random) -> Ask:
    """Rooms of the frameworks, mostly by those who may enter."""
    address = random.choice(ground.theirs)
    role = random.choice(("staff", "staff", "staff", *ROLES))
    return dressed(ground, random, role, random.choice(("GET", "GET", "GET", "POST")), misled(address, random))


def dressed(ground: Ground, random: Random, role: str, method: str, path: str) -> Ask:
    """The request with what goes round it."""
    headers = random.choice(HEADERS) if random.random() < 0.25 else {}
    if random.random() < 0.5:
        names = [random.choice(ground.names) for _ in range(random.choice((1, 1, 2, 3)))]
        path += "?" + urlencode([(name, any_value(random)) for name in names], errors="replace")
    if method in {"POST", "PUT"} and random.random() < 0.5:
        return Ask(role, method, path, (), random.choice(BODIES), random.choice(CONTENT_TYPES), headers)
    fields = tuple((random.choice(ground.names), any_value(random)) for _ in range(2)) if method == "POST" else ()
    return Ask(role, method, path, fields, headers=headers)


def misled(address: Address, random: Random) -> str:
    """The address with something else where it wants its ids."""
    for _ in range(5):
        likely = (str(random.randrange(1, 9)), "0", "9" * 19, "9" * 30, any_value(random)[:400])
        try:
            return reverse(address.name, kwargs={name: random.choice(likely) for name in address.wants})
        except (NoReverseMatch, ValueError):
            continue
    route = re.sub(r"\(\?P?|[\^$\\]|<\w+:\w+>|<\w+>|\)|\?", lambda _: quote(any_value(random)[:40]), address.route)
    return "/" + quote(route, safe="/%")
