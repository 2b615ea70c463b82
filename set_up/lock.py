"""`make lock`: resolve the dependencies anew. The files name versions and hashes, never a registry."""

import subprocess

from set_up.places import HOUSE, in_venv
from set_up.steps import StepFailed, step

COMPILE = [
    in_venv("uv"), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-header", "--upgrade",
]  # fmt: skip
PROJECT = "pyproject.toml"
FILES = {
    "requirements/uv.txt": ["--group", f"{PROJECT}:install"],
    "requirements/compiler.txt": ["--group", f"{PROJECT}:compiler"],
    "requirements/run.txt": [PROJECT],
    "requirements/tools.txt": [
        "--group", f"{PROJECT}:test", "--group", f"{PROJECT}:check", "--constraint", "requirements/run.txt",
    ],
}  # fmt: skip


def main() -> None:
    """Write the four files, the running ones before the tools, which must fit to them."""
    for path, wanted in FILES.items():
        with step(f"Resolve {path}"):
            done = subprocess.run([*COMPILE, *wanted, "--output-file", path], cwd=HOUSE, check=False)
        if done.returncode:
            raise StepFailed("The dependencies contradict each other, or the registry could not be reached.")


if __name__ == "__main__":
    main()
