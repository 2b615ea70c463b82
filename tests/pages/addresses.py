"""Every address of the project, as the URL configuration has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One pattern: its route, its full name (`hub:cycle`), and the names of what it wants."""

    route: str
    name: str
    wants: tuple[str, ...]


def all_addresses() -> list[Address]:
    """In the order in which they are tried."""
    return list(below(get_resolver().url_patterns, Address("", "", ())))


def below(patterns: Any, above: Address) -> Iterator[Address]:
    """Walk down the includes."""
    for each in patterns:
        route, wants = above.route + str(each.pattern), (*above.wants, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            name = f"{above.name}{each.namespace}:" if each.namespace else above.name
            yield from below(each.url_patterns, Address(route, name, wants))
        elif isinstance(each, URLPattern):
            yield Address(route, f"{above.name}{each.name}" if each.name else "", wants)
