"""The routing engine is compiled on a machine without a compiler, too: it is fetched, once and by its hash."""

import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from logistics.planning.routing.engines.native import build as engine
from set_up import compiler, native, places, wheels

#: Writes a word where a library is wanted, and remembers how it was called.
COMPILES = '#!/bin/sh\necho "$*" > "$0.called"\nwhile [ "$1" != -o ]; do shift; done\necho made > "$2"\n'
PIP = '#!/bin/sh\necho "$*" >> "$0.asked"\nwhile [ "$1" != --dest ]; do shift; done\n'


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No compiler, no library, and folders of the test's own."""
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    monkeypatch.setenv("FOODSHED_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(places, "VAR", tmp_path / "var")
    monkeypatch.setattr(compiler, "FOLDER", tmp_path / "var" / "compiler")
    monkeypatch.setattr(native, "in_venv", lambda _: sys.executable)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in pip's place, with a wheel to give away; what it was asked stands beside it."""
    wheel = tmp_path / "ziglang-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        zig = zipfile.ZipInfo("ziglang/zig")
        zig.external_attr = 0o100755 << 16
        archive.writestr(zig, COMPILES)
    at = program(tmp_path / "pip", f'{PIP}/bin/cp "{wheel}" "$2"\n')
    monkeypatch.setattr(wheels, "sys", SimpleNamespace(executable=str(at)))
    return at


def program(at: Path, text: str) -> Path:
    at.parent.mkdir(exist_ok=True)
    at.write_text(text, encoding="ascii")
    at.chmod(0o755)
    return at


def asked(pip: Path) -> list[str]:
    told = pip.with_name("pip.asked")
    return told.read_text(encoding="utf-8").splitlines() if told.exists() else []


def test_where_there_is_no_compiler_one_is_fetched_by_its_hash_and_used(pip: Path) -> None:
    assert native.build()

    [command] = asked(pip)
    assert command.startswith("-m pip download ")
    assert "--require-hashes" in command
    assert command.endswith(f"--requirement {places.REQUIREMENTS / 'compiler.txt'}")
    found = engine.find()
    assert found is not None
    assert found.read_text(encoding="ascii") == "made\n"
    called = (compiler.FOLDER / "wheel" / "ziglang" / "zig.called").read_text(encoding="utf-8")
    assert called.startswith("c++ -mcpu=baseline ")


def test_it_is_fetched_once_and_what_is_compiled_is_not_compiled_again(pip: Path) -> None:
    native.build()
    first = engine.find()
    assert first is not None
    assert native.build()
    first.unlink()
    assert native.build()

    assert len(asked(pip)) == 1
    assert sorted(each.name for each in compiler.FOLDER.iterdir()) == ["wheel"]


def test_a_compiler_of_the_machine_is_taken_and_none_is_fetched(pip: Path, tmp_path: Path) -> None:
    program(tmp_path / "programs" / "g++", COMPILES)

    assert native.build()
    assert engine.find() is not None
    assert asked(pip) == []


def test_a_compiler_that_is_named_is_taken_and_none_is_fetched(
    pip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXX", str(program(tmp_path / "mine", COMPILES)))

    assert native.build()
    assert (tmp_path / "mine.called").exists()
    assert asked(pip) == []


def test_where_none_can_be_fetched_one_line_says_so_and_the_set_up_goes_on(
    pip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(pip, f"{PIP}echo 'ERROR: No matching distribution' >&2\necho 'and more' >&2\nexit 1\n")

    assert not native.build()

    said = [line for line in capsys.readouterr().out.splitlines() if "…" not in line]
    assert len(said) == 1
    assert "OR-Tools plans the routes, dearer (ERROR: No matching distribution)" in said[0]
    assert engine.find() is None
    assert list(compiler.FOLDER.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_survived_too(
    pip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "var").write_text("in the way")

    assert not native.build()
    assert "Not a directory" in capsys.readouterr().out
    assert asked(pip) == []


def test_a_compiler_that_fails_is_quoted_and_the_set_up_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "programs" / "c++", "#!/bin/sh\necho no such standard >&2\nexit 1\n")

    assert not native.build()
    assert "no such standard" in capsys.readouterr().out
