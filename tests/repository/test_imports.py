"""Imports point one way; the planning core and its judges stay pure."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.tracked import HOUSE, python_files, text

SOLVERS = {"numpy", "ortools"}
# What only the benchmark may race, where somebody has installed it.
YARDSTICKS = {"pyvrp", "vroom"}
JUDGES = tuple(path for path in python_files() if path.match("logistics/planning/*/check.py"))
# What a judge may read of its own folder: what was asked and what was answered.
STATEMENTS = {"problem", "plan", "allocation"}


def imported(path: Path) -> Iterator[str]:
    """The absolute names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: {ast.unparse(node)} is relative"
            names = [f"{node.module}.{name.name}" for name in node.names]
            yield from names if (HOUSE / str(node.module).replace(".", "/")).is_dir() else [str(node.module)]


def test_import_linter_keeps_the_laws_of_the_house() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    environment = {"PYTHONPATH": f"{HOUSE}/site:{HOUSE}", "PATH": "/usr/bin:/bin", "COLUMNS": "100"}

    done = subprocess.run(
        [linter, "--no-cache"], cwd=HOUSE, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    assert " kept, 0 broken" in done.stdout


def test_the_planning_core_imports_only_the_standard_library_and_solvers() -> None:
    strangers = {
        f"{path}: {module}"
        for path in python_files()
        if path.is_relative_to("logistics/planning")
        for module in imported(path)
        if module.split(".")[0] not in sys.stdlib_module_names | SOLVERS | yardsticks(path)
        and not f"{module}.".startswith("logistics.planning.")
    }

    assert strangers == set()


def yardsticks(path: Path) -> set[str]:
    return YARDSTICKS if path.is_relative_to("logistics/planning/benchmark") else set()


@pytest.mark.parametrize("judge", JUDGES, ids=str)
def test_a_judge_reads_only_what_was_asked_and_answered(judge: Path) -> None:
    bench = bench_of(judge)

    statements = {judge.with_name(f"{name}.py") for name in STATEMENTS}
    assert {module for path in bench for module in strangers_of(path, bench | statements)} == set()


@pytest.mark.parametrize("judge", JUDGES, ids=str)
def test_nobody_but_the_judge_uses_the_judge_s_own_arithmetic(judge: Path) -> None:
    bench = bench_of(judge)
    aides = {".".join(path.with_suffix("").parts) for path in bench - {judge}}

    users = {path for path in python_files() if aides.intersection(imported(path)) and path.parts[0] != "tests"}

    assert users <= bench


def bench_of(judge: Path) -> set[Path]:
    """The judge and the files of its own folder that it reads beside the statements, however far."""
    bench, waiting = {judge}, [judge]
    while waiting:
        for module in imported(waiting.pop()):
            path = Path(module.replace(".", "/")).with_suffix(".py")
            if path.parent == judge.parent and path.stem not in STATEMENTS and path not in bench:
                bench.add(path)
                waiting.append(path)
    return bench


def strangers_of(path: Path, allowed: set[Path]) -> set[str]:
    """What a file imports beyond the standard library and the allowed files."""
    return {
        module
        for module in imported(path)
        if module.split(".")[0] not in sys.stdlib_module_names
        and Path(module.replace(".", "/")).with_suffix(".py") not in allowed
    }


def test_site_is_a_folder_and_never_a_package() -> None:
    assert (HOUSE / "site").is_dir()
    assert not (HOUSE / "site" / "__init__.py").exists()


def test_overrides_alone_may_carry_oscar_s_names() -> None:
    oscar = {
        "address", "analytics", "basket", "catalogue", "checkout", "communication", "customer", "offer", "order",
        "partner", "payment", "search", "shipping", "voucher", "wishlists",
    }  # fmt: skip
    rooms = {path.parts[1] for path in python_files() if path.parts[0] == "shop" and len(path.parts) > 2}

    assert rooms & oscar == set()
