"""Finds the few faces we use among the files of the font packages, so that collectstatic takes no others."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

PREFIX = "fonts/"
FACES = {
    "font_source_sans_pro": ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-It.ttf"),
    "font_source_serif_pro": ("SourceSerifPro-Semibold.ttf",),
}


class FontStorage(FileSystemStorage):
    """The folder of one font package; collectstatic puts its files under `prefix`."""

    prefix = PREFIX.rstrip("/")


def files_of(package: str) -> Path:
    """Return the folder with the font files of an installed package, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The font package {package} is not installed.")
    return Path(spec.origin).parent / "files"


class FontFinder(BaseFinder):
    """Serves `fonts/<face>` from the packages in FACES."""

    def find(self, path: str, find_all: bool = False) -> Any:
        """Return the file behind a static path, as Django's finders do."""
        face = path.removeprefix(PREFIX) if path.startswith(PREFIX) else ""
        found = [str(files_of(package) / face) for package, faces in FACES.items() if face in faces]
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002
        """Yield each face with the storage it lies in. There is nothing to ignore among them."""
        for package, faces in FACES.items():
            storage = FontStorage(location=files_of(package))
            for face in faces:
                yield face, storage
