"""Building the native engine: what is missing is named, and what fails leaves nothing behind."""

import pytest

from logistics.planning.routing.engines.native import build, library


def test_a_build_without_a_compiler_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("FOODSHED_VAR", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CXX", raising=False)

    with pytest.raises(build.CannotBuild, match=r"apt-get install g\+\+"):
        build.build()

    assert not library.is_available()
    assert list(tmp_path.glob("**/*.so")) == []


def test_a_compiler_that_fails_is_quoted_and_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setenv("FOODSHED_VAR", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CXX", "sh -c 'echo no such standard >&2; exit 1'")

    with pytest.raises(build.CannotBuild, match="no such standard"):
        build.build()

    assert list((tmp_path / "native").iterdir()) == []


def test_a_folder_that_cannot_be_made_falls_back_to_the_users_cache(monkeypatch, tmp_path):
    (tmp_path / "var").write_text("in the way")
    monkeypatch.setenv("FOODSHED_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CXX", 'sh -c \'while [ "$1" != -o ]; do shift; done; echo made > "$2"\' sh')

    made = build.build()

    assert made.parent == tmp_path / "cache" / "foodshed" / "native"
    assert made == build.find()
    assert not library.is_available()
