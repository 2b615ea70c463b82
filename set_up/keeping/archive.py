"""The backup as a file: a tar with the database's dump, the uploaded files, and a manifest that says what is in it."""

import json
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from set_up.keeping.counted import Counted

MANIFEST, DUMP, MEDIA = "manifest.json", "database.dump", "media"
FORM = 1


@dataclass(frozen=True)
class Manifest:
    """When the backup was made (ISO 8601, UTC), of which release, and every table's rows."""

    made_at: str
    release: str
    tables: dict[str, Counted]

    def written(self) -> str:
        """As JSON."""
        tables = {name: asdict(table) for name, table in self.tables.items()}
        return json.dumps({"form": FORM, "made_at": self.made_at, "release": self.release, "tables": tables}, indent=1)

    @classmethod
    def read(cls, text: str) -> "Manifest":
        """Out of JSON. Raises ValueError when it is none of ours."""
        said = json.loads(text)
        if not isinstance(said, dict) or said.get("form") != FORM:
            raise ValueError("This is not a backup of Foodshed, or one of a newer release.")
        tables = {name: Counted(**table) for name, table in said["tables"].items()}
        return cls(said["made_at"], said["release"], tables)


def pack(folder: Path, media: Path, target: Path) -> None:
    """Put manifest, dump and media into one tar; it has its name only once it is whole."""
    draft = target.with_name(f"{target.name}.part")
    with tarfile.open(draft, "w") as tar:
        tar.add(folder / MANIFEST, MANIFEST)
        tar.add(folder / DUMP, DUMP)
        if media.is_dir():
            tar.add(media, MEDIA)
    draft.replace(target)


def unpack(source: Path, folder: Path) -> Manifest:
    """Take a backup apart into `folder`; nothing in it may lie outside. Raises ValueError or OSError."""
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        return Manifest.read((folder / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, FileNotFoundError, KeyError, TypeError) as error:
        raise ValueError(f"{source} can't be read as a backup: {error}.") from error
