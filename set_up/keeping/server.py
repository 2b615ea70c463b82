"""Where the hub's data lies, and the programs that read and write it."""

import os
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from set_up.places import VAR
from set_up.servers.postgresql import program_folder
from set_up.steps import StepFailed

ONLY_POSTGRESQL = (
    "Backups are made of PostgreSQL. An embedded hub keeps everything in one folder: stop it and copy var/ whole."
)


def database_address() -> str:
    """DATABASE_URL, or what the file behind DATABASE_URL_FILE says."""
    named = os.environ.get("DATABASE_URL_FILE", "")
    address = Path(named).read_text(encoding="utf-8").strip() if named else os.environ.get("DATABASE_URL", "")
    if not address.startswith(("postgres://", "postgresql://")):
        raise StepFailed(ONLY_POSTGRESQL)
    return address


def media_folder() -> Path:
    """Where uploads lie."""
    return VAR / "media"


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs. Raises StepFailed where it is not installed."""
    folder = program_folder()
    beside = folder / name if folder else None
    found = str(beside) if beside and beside.exists() else shutil.which(name)
    if not found:
        raise StepFailed(f"{name} is not installed. On Debian and Ubuntu: apt-get install postgresql-client")
    return found


def release() -> str:
    """The release of this Foodshed, as its package says; empty in a bare checkout."""
    try:
        return version("foodshed")
    except PackageNotFoundError:
        return ""
