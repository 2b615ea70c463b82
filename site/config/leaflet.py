"""Finds Leaflet's own files in the package that carries them, so that collectstatic takes nothing else of it."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

PREFIX = "leaflet/"
PACKAGE = "leaflet"
FILES = (
    "leaflet.js",
    "leaflet.js.map",
    "leaflet.css",
    "images/layers.png",
    "images/layers-2x.png",
    "images/marker-icon.png",
    "images/marker-icon-2x.png",
    "images/marker-shadow.png",
)


class LeafletStorage(FileSystemStorage):
    """Leaflet's folder; collectstatic puts its files under `prefix`."""

    prefix = PREFIX.rstrip("/")


def files_of_leaflet() -> Path:
    """The folder with Leaflet's files, without importing the package that carries it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The package django-leaflet, which carries Leaflet's files, is not installed.")
    return Path(spec.origin).parent / "static" / "leaflet"


class LeafletFinder(BaseFinder):
    """Serves `leaflet/<file>` for the files in FILES."""

    def find(self, path: str, find_all: bool = False) -> Any:
        """Return the file behind a static path, as Django's finders do."""
        name = path.removeprefix(PREFIX) if path.startswith(PREFIX) else ""
        found = [str(files_of_leaflet() / name)] if name in FILES else []
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002
        """Yield each file with the storage it lies in. There is nothing to ignore among them."""
        storage = LeafletStorage(location=files_of_leaflet())
        for name in FILES:
            yield name, storage
