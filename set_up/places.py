"""Where things lie."""

import os
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
VENV = Path(os.environ.get("VENV", HOUSE / ".venv")).absolute()
VAR = Path(os.environ.get("FOODSHED_VAR", HOUSE / "var")).absolute()
REQUIREMENTS = HOUSE / "requirements"

DATABASE = VAR / "foodshed.sqlite3"
TEMPLATE = VAR / "template.sqlite3"
DAY_DATABASE = VAR / "day.sqlite3"
SIGN_INS = VAR / "sign-ins.txt"
# Says which scale of the demonstration the database holds.
DEMONSTRATED = VAR / "stamps" / "demonstrated"


def in_venv(program: str) -> str:
    """Return the path of a program in the virtual environment."""
    return str(VENV / "bin" / program)


def house_environment(**more: str) -> dict[str, str]:
    """Return our environment for a child: import roots and programs on the paths, and what is given besides."""
    roots = os.pathsep.join([str(HOUSE), str(HOUSE / "site")])
    programs = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PYTHONPATH": roots, "PATH": programs, "FOODSHED_VAR": str(VAR), **more}
