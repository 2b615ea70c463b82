"""Chromium for tests."""

import os
import shutil
import subprocess

from set_up.servers.found import Found, Missing, install

NAMED = "FOODSHED_TEST_CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> Found | Missing:
    """Return the browser's program."""
    program = named() or (named() if install("chromium") else None)
    if program is None:
        return Missing(unproven="the pages in a real browser", why="no Chromium found")
    said = subprocess.run([program, "--version", "--no-sandbox"], capture_output=True, text=True, check=False).stdout
    version = next((word for word in said.split() if word[:1].isdigit()), "?")
    return Found(name=f"Chromium {version.split('.')[0]}", variables={NAMED: program})


def named() -> str | None:
    """Return the program that is named, or the first of the usual names that is there."""
    if os.environ.get(NAMED):
        return shutil.which(os.environ[NAMED])
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)
