"""Compiles the native routing engine, so that routes are planned by it; without a compiler OR-Tools plans them."""

import subprocess

from set_up.places import HOUSE, house_environment, in_venv

MODULE = "logistics.planning.routing.engines.native.build"


def build() -> None:
    """Compile unless it is there; say what is lost where it cannot be done, and go on."""
    done = subprocess.run(
        [in_venv("python"), "-m", MODULE],
        env=house_environment(),
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"    {done.stderr.strip()}", flush=True)
