"""Compiles the native routing engine, with a compiler of our own where there is none; else OR-Tools plans, dearer."""

import subprocess
import sys

from logistics.planning.routing.engines.native import build as engine
from set_up import compiler, wheels
from set_up.places import HOUSE, house_environment, in_venv
from set_up.steps import step

MODULE = engine.__name__
NO_COMPILER = (
    "    No C++ compiler is here and none could be fetched, so OR-Tools plans the routes, dearer ({why}). "
    "On Debian and Ubuntu `apt-get install g++` helps, too."
)


def build() -> bool:
    """Compile unless it is there, fetching a compiler where there is none; say what is lost where it cannot be done."""
    if engine.find() is not None:
        return True
    try:
        variables = {} if engine.compiler() else compiler.fetched()
    except wheels.NotFetched as failed:
        print(NO_COMPILER.format(why=failed), flush=True)
        return False
    with step("Compile the routing engine"):
        done = subprocess.run(
            [in_venv("python"), "-m", MODULE],
            env=house_environment(**variables),
            cwd=HOUSE,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        print(f"    {done.stderr.strip()}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(0 if build() else 1)
