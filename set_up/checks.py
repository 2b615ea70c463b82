"""`make check`: format, lint, types and import laws. The first that fails ends it."""

import subprocess

from set_up.places import HOUSE, house_environment, in_venv
from set_up.steps import StepFailed, step

CHECKS = {
    "Format (ruff)": ([in_venv("ruff"), "format", "--check", "--quiet", "."], "make format puts it right."),
    "Lint (ruff)": ([in_venv("ruff"), "check", "--quiet", "."], "make format mends what can be mended by itself."),
    "Import laws (import-linter)": ([in_venv("lint-imports"), "--no-cache"], "docs/architecture.md tells which way."),
    "Types (mypy)": ([in_venv("mypy")], "Say the types, or mend what they found."),
}


def main() -> None:
    """Run all checks in order of speed."""
    for name, (command, advice) in CHECKS.items():
        with step(name):
            done = subprocess.run(
                command,
                env=house_environment(),
                cwd=HOUSE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            print(done.stdout.decode(), flush=True)
            raise StepFailed(f"{name} found something. {advice}")


if __name__ == "__main__":
    main()
