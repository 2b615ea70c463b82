"""The production settings stand up to Django's own deployment check, and refuse to start half configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
GIVEN = {
    "SECRET_KEY": "k7-" + "qX4z9Lp2Vn8s" * 5,
    "DATABASE_URL": "postgresql://hub:secret@db.example/foodshed",
    "CELERY_BROKER_URL": "redis://redis.example/0",
    "FOODSHED_HOSTS": "hub.example",
    "FOODSHED_ADDRESS": "https://hub.example",
    "FOODSHED_MAIL_HOST": "mail.example",
}
SHOW = (
    "from django.conf import settings as s; import django; django.setup();"
    "print(s.DEBUG, s.OSCAR_BASKET_COOKIE_SECURE, s.OSCAR_RECENTLY_VIEWED_COOKIE_SECURE, s.OSCAR_URL_SCHEMA,"
    " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS)"
)


def python(*words: str, var: Path, **changed: str) -> "subprocess.CompletedProcess[str]":
    """Run Python with the production settings and what a careful operator gives them."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{HOUSE}:{HOUSE / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "FOODSHED_VAR": str(var),
        **GIVEN,
        **changed,
    }
    given = {name: value for name, value in environment.items() if value}
    return subprocess.run([sys.executable, *words], cwd=HOUSE, env=given, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", var=tmp_path)

    assert "System check identified no issues (0 silenced)." in done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.slow
def test_every_cookie_travels_by_https_only_oscar_s_too(tmp_path: Path) -> None:
    done = python("-W", "ignore", "-c", SHOW, var=tmp_path)

    assert done.stdout.split() == ["False", "True", "True", "https", "True", "True", "['https://hub.example']"]


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "FOODSHED_HOSTS", "FOODSHED_MAIL_HOST"]
)
def test_what_is_missing_is_asked_for_by_name(name: str, tmp_path: Path) -> None:
    done = python("-c", "import config.settings.production", var=tmp_path, **{name: ""})

    assert done.returncode == 1
    assert f"BadEnvironment: Set {name}" in done.stderr
