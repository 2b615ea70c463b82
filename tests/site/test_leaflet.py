"""The map's own files, found in the package that carries them and nothing besides; and where tiles may come from."""

from pathlib import Path

import pytest

from config.environment import BadEnvironment, origin_of
from config.leaflet import FILES, LeafletFinder


def test_every_file_of_leaflet_that_is_named_is_there() -> None:
    found = dict(LeafletFinder().list(None))

    assert set(found) == set(FILES)
    assert all(storage.exists(name) for name, storage in found.items())
    assert {storage.prefix for storage in found.values()} == {"leaflet"}  # type: ignore[attr-defined]


def test_what_is_not_named_is_not_served() -> None:
    finder = LeafletFinder()

    assert Path(finder.find("leaflet/leaflet.js")).is_file()
    assert finder.find("leaflet/leaflet.js", find_all=True) == [finder.find("leaflet/leaflet.js")]
    for path in ("leaflet/draw/leaflet.draw.js", "leaflet/../__init__.py", "leaflet.js", "fonts/leaflet.js"):
        assert finder.find(path) == []


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("http://127.0.0.1:8080/tiles/{z}/{x}/{y}.png", "http://127.0.0.1:8080"),
    ],
)
def test_the_content_policy_names_scheme_and_host_of_the_tiles(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize("url", ["tiles.example/{z}", "ftp://tiles.example/", "javascript:alert(1)", "https://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadEnvironment, match="no http or https address"):
        origin_of(url)
