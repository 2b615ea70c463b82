"""Reads typed values from environment variables and fails loudly. Knows no Django setting."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})
KEY_BYTES = 50


class BadEnvironment(ImproperlyConfigured):
    """A variable is missing or says something that cannot be meant."""


def text(name: str, default: str | None = None, *, environ: Mapping[str, str] = os.environ) -> str:
    """Return the variable; an absent or empty one gives `default`, or raises when there is none."""
    value = environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise BadEnvironment(f"Set {name}: it has no default here.")
    return default


def origin_of(url: str) -> str:
    """Return scheme and host of an http or https address, as a content policy names them; raises for any other."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadEnvironment(f"{url} is no http or https address.")
    return f"{parts.scheme}://{parts.netloc}"


def secret(name: str, default: str | None = None, *, environ: Mapping[str, str] = os.environ) -> str:
    """Return the variable, or the content of the file that NAME_FILE names (as container secrets come)."""
    path = environ.get(f"{name}_FILE", "").strip()
    if not path:
        return text(name, default, environ=environ)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadEnvironment(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error


def secret_words(name: str, *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the comma-separated parts of a secret, none when it is not set."""
    return [part.strip() for part in secret(name, "", environ=environ).split(",") if part.strip()]


def secrets_together(*names: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the secrets: all of them, or none and then empty. Raises when only some are set."""
    found = [secret(name, "", environ=environ) for name in names]
    if any(found) and not all(found):
        missing = ", ".join(name for name, value in zip(names, found, strict=True) if not value)
        raise BadEnvironment(f"Set {missing} too, or none of {', '.join(names)}.")
    return found


def flag(name: str, *, default: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """Return True for 1/true/yes/on and False for 0/false/no/off, in any case."""
    value = environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in YES:
        return True
    if value in NO:
        return False
    raise BadEnvironment(f"{name} must be yes or no, not {value!r}.")


def integer(name: str, *, default: int, minimum: int = 0, environ: Mapping[str, str] = os.environ) -> int:
    """Return a whole number that is not below `minimum`."""
    value = environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError as error:
        raise BadEnvironment(f"{name} must be a whole number, not {value!r}.") from error
    if number < minimum:
        raise BadEnvironment(f"{name} must be at least {minimum}, not {number}.")
    return number


def choice(name: str, among: tuple[str, ...], *, default: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return one of `among`."""
    value = text(name, default, environ=environ)
    if value not in among:
        raise BadEnvironment(f"{name} must be {' or '.join(among)}, not {value!r}.")
    return value


def words(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the comma-separated parts of the variable, without blanks."""
    return [part.strip() for part in text(name, default, environ=environ).split(",") if part.strip()]


def services(name: str, options: str, *, environ: Mapping[str, str] = os.environ) -> list[tuple[str, dict[str, Any]]]:
    """Return the services that `name` lists, each with its part of the JSON object in `options`: {service: {...}}."""
    names = words(name, environ=environ)
    said = text(options, "{}", environ=environ)
    try:
        found = json.loads(said)
    except ValueError as error:
        raise BadEnvironment(f"{options} is not JSON: {error}.") from error
    if not isinstance(found, dict) or not all(isinstance(each, dict) for each in found.values()):
        raise BadEnvironment(f'{options} must look like {{"nominatim": {{"user_agent": "our-hub"}}}}.')
    if strangers := sorted(set(found) - set(names)):
        raise BadEnvironment(f"{options} speaks of {', '.join(strangers)}, which {name} does not name.")
    return [(service, found.get(service, {})) for service in names]


def database(url: str) -> dict[str, Any]:
    """Turn a database address into Django's settings.

    Understood are `sqlite:///folder/file` (a fourth slash makes it absolute) and
    `postgresql://user:password@host:port/name?option=value`. The password is never repeated in an error.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path).removeprefix("/")))
    if parts.scheme not in POSTGRES_SCHEMES:
        raise BadEnvironment(f"DATABASE_URL must start with postgresql:// or sqlite:///, not {parts.scheme!r}.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadEnvironment("DATABASE_URL names no database: postgresql://user:password@host:port/NAME.")
    try:
        port = parts.port
    except ValueError as error:
        raise BadEnvironment("DATABASE_URL has a port that is not a number.") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite for several processes: readers never wait, writers queue at BEGIN instead of failing halfway."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def kept_secret(path: Path) -> str:
    """Return the secret in `path`; the first call makes it, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(KEY_BYTES), encoding="ascii")
        try:
            # A link never replaces: of two first starts one wins and both read the same key.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
