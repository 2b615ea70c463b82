"""Files stay readable, are named by what they hold, and name nothing that is not ours to name."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.repository.tracked import HOUSE, ROOTS, files, python_files, text

LONGEST = 400
VAGUE = {"utils", "util", "helpers", "services", "common", "misc", "tools", "stuff"}
MACHINES_PATHS = re.compile(r"(?<![\w.{}$])/(?:work|root|home|farm)/")


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {str(path): len(text(path).splitlines()) for path in python_files()}

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path in files() if VAGUE.intersection([*path.parts[:-1], path.stem])] == [
        "requirements/tools.txt"
    ]


@pytest.mark.parametrize("lock", sorted((HOUSE / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_a_lock_names_no_host_and_hashes_everything(lock: Path) -> None:
    said = lock.read_text(encoding="utf-8")
    packages = re.findall(r"^[A-Za-z0-9].*\\$", said, flags=re.MULTILINE)

    assert "://" not in said
    assert packages
    assert all("==" in package for package in packages)
    assert len(re.findall(r"^[A-Za-z0-9]", said, flags=re.MULTILINE)) == len(packages)


def test_no_file_names_a_path_of_one_machine() -> None:
    named = [str(path) for path in python_files() if MACHINES_PATHS.search(text(path))]

    assert [path for path in named if path != "tests/repository/test_files.py"] == []


def test_every_package_of_ours_is_type_checked_and_law_abiding() -> None:
    project = tomllib.loads(text(Path("pyproject.toml")))["tool"]
    tops = {path.parts[1] if path.parts[0] == "site" else path.parts[0] for path in python_files()}
    packages = {name for name in tops if not name.endswith(".py")} - {"tests"}

    assert packages == set(project["mypy"]["packages"])
    assert set(ROOTS) == packages - {"set_up"}
    assert set(project["importlinter"]["root_packages"]) == set(ROOTS)


def test_every_application_of_ours_is_installed() -> None:
    from config.applications import OURS

    apps = {".".join(path.parent.parts).removeprefix("site.") for path in python_files() if path.name == "apps.py"}

    assert {name for name in apps if not name.startswith("shop.overrides")} == {
        name.rpartition(".apps.")[0] for name in OURS
    }


def test_every_module_that_make_starts_is_there() -> None:
    started = set(re.findall(r"-m ((?:set_up|logistics)[\w.]*)", text(Path("Makefile"))))
    paths = {name: HOUSE / name.replace(".", "/") for name in started}

    assert "set_up.run" in started
    assert [
        name
        for name, path in paths.items()
        if not path.with_suffix(".py").exists() and not (path / "__main__.py").exists()
    ] == []
