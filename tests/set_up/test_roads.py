"""`make roads` says what to do when it cannot go on. The engine itself is proven in tests/logistics/travel."""

import socket
import sys
from pathlib import Path

import pytest

from set_up import roads
from set_up.places import REQUIREMENTS
from set_up.steps import StepFailed


def test_without_a_map_it_asks_for_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(roads, "FOLDER", tmp_path / "roads")
    monkeypatch.setattr(sys, "argv", ["roads"])
    with pytest.raises(StepFailed, match="make roads PBF=path/to/extract.osm.pbf"):
        roads.main()
    monkeypatch.setattr(sys, "argv", ["roads", str(tmp_path / "gone.pbf")])
    with pytest.raises(StepFailed, match=r"There is no file .*gone\.pbf"):
        roads.main()
    assert not (tmp_path / "roads").exists()


def test_a_port_that_is_taken_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StepFailed, match=f"Port {port} is taken"), roads.serving(tmp_path, tmp_path, port=port):
            pytest.fail("nothing may be served")
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_does_not_start_is_quoted(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "osrm-routed"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho no such map\nexit 3\n", encoding="ascii")
    program.chmod(0o755)
    with pytest.raises(StepFailed, match="no such map"), roads.serving(tmp_path / "map.osrm", tmp_path, port=0):
        pytest.fail("nothing may be served")


def test_the_engine_is_fetched_by_version_and_hash() -> None:
    lines = (REQUIREMENTS / "roads.txt").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "osrm-bindings==26.10.0 \\"
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[2:])
    assert len(lines) > 2
