"""`make check`: format, lint, types, import laws and what we lean on. The first that fails ends it."""

import subprocess

from set_up import audit
from set_up.places import HOUSE, house_environment, in_venv
from set_up.steps import StepFailed, step

CHECKS = {
    "Format (ruff)": ([in_venv("ruff"), "format", "--check", "--quiet", "."], "make format puts it right."),
    "Lint (ruff)": ([in_venv("ruff"), "check", "--quiet", "."], "make format mends what can be mended by itself."),
    "What packages want of each other (pip)": ([in_venv("python"), "-m", "pip", "check"], "make lock resolves anew."),
    "Import laws (import-linter)": ([in_venv("lint-imports"), "--no-cache"], "docs/architecture.md tells which way."),
}
TYPES = "Types (mypy)"


def main() -> None:
    """Run all checks in order of speed."""
    said = quick()
    with step(TYPES):
        end_types(begin_types())
    print(said)


def quick() -> str:
    """Run all checks that take no time. Returns what there is to say of known vulnerabilities."""
    with step("Locked versions, licences, known vulnerabilities"):
        packages = audit.locked()
        audit.check_dependencies(packages)
        said = audit.advisories(packages)
    for name, (command, advice) in CHECKS.items():
        with step(name):
            end(begin(command), name, advice)
    return said


def begin_types() -> "subprocess.Popen[bytes]":
    """Begin to look at the types: half a minute of one core's work, which something else may run beside."""
    return begin([in_venv("mypy")])


def end_types(checking: "subprocess.Popen[bytes]") -> None:
    """Wait for the types; fail when something was found."""
    end(checking, TYPES, "Say the types, or mend what they found.")


def begin(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start one check."""
    return subprocess.Popen(
        command, env=house_environment(), cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def end(checking: "subprocess.Popen[bytes]", name: str, advice: str) -> None:
    """Wait for one check; fail with what it found."""
    found, _ = checking.communicate()
    if checking.returncode:
        print(found.decode(), flush=True)
        raise StepFailed(f"{name} found something. {advice}")


if __name__ == "__main__":
    main()
