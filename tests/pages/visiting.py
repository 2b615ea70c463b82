"""One visit of one person to one page, and whether they were let in."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# A visitor's session, the count of their tries and a basket of their own are written whoever they are.
HARMLESS = ("accounts_session", "accounts_attempt", "basket_basket")
DOORS = ("/account/sign-in/?next=", "/login/?next=")


@dataclass(frozen=True)
class Visit:
    """What came of it: let in, sent to sign in, refused, or something that the table must not allow."""

    status: int
    location: str
    written: tuple[str, ...]

    @property
    def was_let_in(self) -> bool:
        """The page answered the person, be it with words about what they typed."""
        return self.status in {200, 201, 204, 301, 302, 303, 400, 409, 410, 422} and not self.was_sent_to_sign_in

    @property
    def was_sent_to_sign_in(self) -> bool:
        """They met the door."""
        return self.status in {301, 302} and any(door in self.location for door in DOORS)

    @property
    def was_refused(self) -> bool:
        """The page is not there for them."""
        return self.status in {403, 404}


def visit(client: Client, method: str, path: str, sent: dict[str, Any] | None = None) -> Visit:
    """Ask for `path`, with what is sent along, and note what the asking wrote into the database."""
    written: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and not any(table in sql for table in HARMLESS):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        response = client.get(path) if method == "GET" else client.post(path, sent)
    return Visit(response.status_code, response.headers.get("Location", ""), tuple(written))
