"""Brings up a road engine (OSRM) on a map extract, from the programs inside a wheel. Needs no Python 3.12 itself."""

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from set_up import stamps, wheels
from set_up.places import REQUIREMENTS, VAR
from set_up.steps import StepFailed, run, step

LOCK = REQUIREMENTS / "roads.txt"
FOLDER = VAR / "roads"
#: The wheel is built for this Python and newer; its programs run without any.
WHEEL_PYTHON = "3.12"
STARTS_WITHIN_S = 60.0
TABLE_SIZE = 1_000
MAP_NAME_LENGTH = 16

NO_WHEEL = (
    "The road engine could not be fetched. It comes as a wheel (20 MB) from the Python Package Index, for Linux on\n"
    "x86-64 and ARM and for macOS: is there a network, and is this one of them?"
)
NO_MAP = (
    "Name a map: make roads PBF=path/to/extract.osm.pbf\n"
    "It is an OpenStreetMap extract of your region, as its publishers offer them by county. docs/roads.md tells more."
)
BAD_MAP = "The map could not be made ready. Is the file a whole .osm.pbf extract? Fetch it again."
TOO_LITTLE_MEMORY = "If the machine ran out of memory, take a smaller extract: a county needs some 100 MB."


def main() -> None:
    """Fetch the engine, make the map ready, print the setting, and serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make roads", description=__doc__)
    parser.add_argument("map", nargs="?", type=Path, help="an OpenStreetMap extract (.osm.pbf)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("ROADS_PORT", "5050")))
    chosen = parser.parse_args()
    if chosen.map is None or not chosen.map.is_file():
        raise StepFailed(NO_MAP if chosen.map is None else f"There is no file {chosen.map}.\n{NO_MAP}")
    engine = fetched_engine(FOLDER)
    ready = prepared_map(chosen.map, engine, FOLDER)
    with serving(ready, engine, port=chosen.port) as url:
        print(
            f"\n  Roads are served at {url}. In another window:\n\n    FOODSHED_OSRM_URL={url} make run\n", flush=True
        )
        print("  Ctrl-C stops the road engine; Foodshed then estimates distances again.", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            sys.exit(0)


def fetched_engine(folder: Path) -> Path:
    """The folder with the engine's programs and profiles; fetched once, by its hash."""
    try:
        engine = wheels.unpacked(LOCK, folder / "engine", "the road engine", for_python=WHEEL_PYTHON) / "osrm"
    except wheels.NotFetched as failed:
        raise StepFailed(f"    {failed}\n\n{NO_WHEEL}") from failed
    for program in (engine / "bin").iterdir():
        program.chmod(0o755)
    return engine


def prepared_map(extract: Path, engine: Path, folder: Path) -> Path:
    """The extract as the engine wants it, made once per content; its version is the content's digest."""
    version = digest_of(extract)
    ready = folder / f"map-{version}" / "map.osrm"
    stamp = ready.parent / "stamp"
    digest = stamps.fingerprint([LOCK], version)
    if stamps.is_current(stamp, digest):
        return ready
    shutil.rmtree(ready.parent, ignore_errors=True)
    ready.parent.mkdir(parents=True)
    copy = ready.parent / "map.osm.pbf"
    shutil.copyfile(extract, copy)
    profile = engine / "share" / "profiles" / "car.lua"
    advice = f"{BAD_MAP}\n{TOO_LITTLE_MEMORY}"
    with step(f"Make {extract.name} ready"):
        extracting = ["osrm-extract", "--profile", str(profile), "--data_version", version, str(copy)]
        for command in (extracting, ["osrm-partition", str(ready)], ["osrm-customize", str(ready)]):
            run([str(engine / "bin" / command[0]), *command[1:]], advice=advice, cwd=ready.parent)
    copy.unlink()
    stamps.put(stamp, digest)
    return ready


def digest_of(extract: Path) -> str:
    """A short name for the file's content."""
    with extract.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:MAP_NAME_LENGTH]


@contextmanager
def serving(ready: Path, engine: Path, *, port: int) -> Iterator[str]:
    """Serve the map on the loopback for as long as the block lasts; yields the address. Port 0 takes a free one."""
    port = free_port() if port == 0 else port
    refuse_taken(port)
    url = f"http://127.0.0.1:{port}"
    command = [str(engine / "bin" / "osrm-routed"), "--algorithm", "mld", "--ip", "127.0.0.1", "--port", str(port)]
    command += ["--max-table-size", str(TABLE_SIZE), "--verbosity", "WARNING", str(ready)]
    with (ready.parent / "server.log").open("w+") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            await_answer(url, server, log.name)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=10)


def free_port() -> int:
    """A port of the loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refuse_taken(port: int) -> None:
    """Raise StepFailed when somebody listens there: the engine would share the port and answer half the questions."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StepFailed(f"Port {port} is taken. Choose another: make roads PBF=... ROADS_PORT=5051") from error


def await_answer(url: str, server: "subprocess.Popen[bytes]", log: str) -> None:
    """Return as soon as the server answers at all. Raises StepFailed when it ends or takes too long."""
    opener = build_opener(ProxyHandler({}))
    ends_at = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < ends_at:
        if server.poll() is not None:
            said = Path(log).read_text(encoding="utf-8", errors="replace").strip()
            raise StepFailed(f"    {said}\n\nThe road engine did not start.")
        try:
            with opener.open(f"{url}/nearest/v1/driving/0,0", timeout=1):
                return
        except HTTPError as refusal:
            refusal.close()
            return
        except URLError:
            time.sleep(0.05)
    raise StepFailed(f"The road engine did not answer within {STARTS_WITHIN_S:.0f} s. Its log: {log}")


if __name__ == "__main__":
    main()
