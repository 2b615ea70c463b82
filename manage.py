#!/usr/bin/env python
"""Runs Django's commands with both import roots (this folder and site/) on the path."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Hand the command line to Django; the settings default to the embedded ones."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
