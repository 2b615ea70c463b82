"""The containers' files hold together: words that exist, settings that are given, order that is kept."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository.tracked import HOUSE

DOCKER = HOUSE / "docker"
SETTINGS = HOUSE / "site" / "config" / "settings"
READS = re.compile(
    r"environment\.(?:text|secret|flag|integer|words|database|choice|services|secret_words|secrets_together)\(([^)]*)\)",
    re.S,
)
NAME = re.compile(r'"([A-Z]+_[A-Z_]+)"')
WORD = re.compile(r"^  ([a-z]+)\) #", re.M)
LONG_RUNNING = {"web", "worker", "postgres", "redis"}


def compose() -> dict[str, Any]:
    """The file, its anchors resolved."""
    said: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    return said


def read_by_settings() -> set[str]:
    """Names of the variables that the settings read."""
    found = set()
    for path in SETTINGS.glob("*.py"):
        for call in READS.findall(path.read_text(encoding="utf-8")):
            found.update(NAME.findall(call))
    return found


def named_in_example() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (DOCKER / "env.example").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize(("linter", "file"), [("hadolint", "Dockerfile"), ("shellcheck", "start")])
def test_the_linter_finds_nothing(linter: str, file: str) -> None:
    program = Path(sys.executable).parent / linter

    done = subprocess.run([program, DOCKER / file], capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("", 0)


def test_every_service_says_a_word_that_start_knows() -> None:
    known = set(WORD.findall((DOCKER / "start").read_text(encoding="utf-8")))

    said = {service["command"][0] for service in compose()["services"].values() if "build" in service}

    assert said == {"migrate", "web", "worker", "beat", "backup"}
    assert said <= known


def test_an_unknown_word_is_refused_with_those_that_are_known() -> None:
    done = subprocess.run([DOCKER / "start", "dance"], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "  worker: take long steps" in done.stdout


def test_whoever_needs_the_tables_waits_for_them() -> None:
    services = compose()["services"]

    assert {name for name, service in services.items() if "migrate" in service.get("depends_on", {})} == {
        "web",
        "worker",
        "beat",
    }
    assert services["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["proxy"]["depends_on"]["web"] == {"condition": "service_healthy"}


def test_what_runs_for_long_says_how_it_is() -> None:
    services = compose()["services"]

    assert {name for name in LONG_RUNNING if "test" in services[name]["healthcheck"]} == LONG_RUNNING
    assert all(services[name]["restart"] == "unless-stopped" for name in LONG_RUNNING | {"beat", "proxy"})


def test_our_containers_may_do_little() -> None:
    for name, service in compose()["services"].items():
        if "build" in service:
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
    assert "USER 10001" in (DOCKER / "Dockerfile").read_text(encoding="utf-8")


def test_every_setting_without_a_default_is_given() -> None:
    given = named_in_example() | set(compose()["x-foodshed"]["environment"])
    given |= {name.removesuffix("_FILE") for name in given}

    missing = {
        name
        for name in ("SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "FOODSHED_HOSTS", "FOODSHED_MAIL_HOST")
        if name not in given
    }

    assert missing == set()


def test_the_example_names_only_what_is_read() -> None:
    assert named_in_example() - read_by_settings() - {"FOODSHED_HOST"} == set()


def test_secrets_and_volumes_that_are_used_are_declared() -> None:
    said = compose()
    used = {name for service in said["services"].values() for name in service.get("secrets", [])}
    mounted = {
        volume.split(":")[0]
        for service in said["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }

    assert used == set(said["secrets"])
    assert mounted == set(said["volumes"])


def test_secrets_stay_out_of_the_image_and_of_git() -> None:
    for file in (".dockerignore", ".gitignore"):
        words = (HOUSE / file).read_text(encoding="utf-8")
        assert "docker/secrets" in words
        assert "docker/.env" in words


def test_the_operator_s_page_names_every_setting() -> None:
    page = (HOUSE / "docs" / "operating.md").read_text(encoding="utf-8")
    families = {"FOODSHED_MAIL_", "FOODSHED_STRIPE_"}

    missing = {
        name
        for name in read_by_settings() - {"FOODSHED_TEST_POSTGRES_URL"}
        if name not in page
        and not any(name.startswith(family) and name[len(family) - 1 :] in page for family in families)
    }

    assert missing == set()
