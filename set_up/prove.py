"""`make test`: find real servers, check, test on both cores, and end with what is proven and what is not."""

import os
import signal
import subprocess
import sys

from set_up import checks, native
from set_up.places import HOUSE, house_environment, in_venv
from set_up.servers import chromium, postgresql, redis
from set_up.servers.found import Found, Missing
from set_up.steps import StepFailed, step

REQUIRE_REAL = os.environ.get("REQUIRE_REAL") == "1"
WORKERS = os.environ.get("WORKERS", "2")


def main() -> None:
    """Prove the house; further words go to pytest."""
    with step("Find the servers"):
        searches = [postgresql.find(), redis.find(), chromium.find()]
    found = [search for search in searches if isinstance(search, Found)]
    missing = [search for search in searches if isinstance(search, Missing)]
    try:
        if not native.build():
            missing.append(Missing(unproven="routes by the native engine", why="it could not be compiled"))
        if missing and REQUIRE_REAL:
            raise StepFailed("\n".join(["REQUIRE_REAL=1, but:", *map(unproven, missing)]))
        advisories = checks.quick()
        test(found)
    finally:
        for server in found:
            server.stop()
    print()
    for line in (*map(unproven, missing), advisories):
        print(line)
    if not missing:
        print("Everything proven: " + ", ".join(server.name for server in found))


def test(found: list[Found]) -> None:
    """Run pytest with the servers' addresses; the types are looked at beside it, and end it when they are wrong."""
    variables = {name: value for server in found for name, value in server.variables.items()}
    environment = house_environment(DJANGO_SETTINGS_MODULE="config.settings.testing", **variables)
    command = [in_venv("python"), "-m", "pytest", "-n", WORKERS, "--dist", "worksteal", "--quiet", *sys.argv[1:]]
    with step(f"{checks.TYPES} and tests (pytest)"):
        types = checks.begin_types()
        with subprocess.Popen(command, env=environment, cwd=HOUSE) as testing:
            try:
                checks.end_types(types)
            except StepFailed:
                testing.send_signal(signal.SIGINT)
                raise
    if testing.returncode:
        raise StepFailed("A test failed: see above. One file alone: .venv/bin/python -m pytest tests/PATH")


def unproven(missing: Missing) -> str:
    """Say what no test has seen."""
    return f"NOT PROVEN: {missing.unproven} ({missing.why})"


if __name__ == "__main__":
    main()
