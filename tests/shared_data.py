"""Open data that lies beside the repository on some machines: tests prove the real thing where it is there."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(path: str) -> Path:
    """The file, or a skip that says what was not proven."""
    file = FOLDER / path
    if not file.exists():
        pytest.skip(f"no open data beside the repository: ../shared/data/{path}")
    return file
