"""Docs name only paths and make targets that exist."""

import re
from pathlib import Path

import pytest

from tests.repository.tracked import HOUSE, files, text

PAGES = tuple(path for path in files() if path.suffix == ".md")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", text(Path("Makefile")), flags=re.MULTILINE))
TOPS = {path.parts[0] for path in files()}
# Made at run time, so not in a clone.
MADE = ("var/", ".venv/")
# Named because it must not be there.
FORBIDDEN = {"site/__init__.py"}
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_names_only_make_targets_that_exist(page: Path) -> None:
    named = set(re.findall(r"(?:^|`|\s)make ([a-z][a-z-]*)\b(?=[`\s,.;:)]|$)", code_of(page), flags=re.MULTILINE))

    assert named - TARGETS == set()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_names_only_paths_that_exist(page: Path) -> None:
    said = text(page)
    named = {word for word in CODE.findall(said) if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", word) and "/" in word}
    ours = {word for word in named if word.split("/")[0] in TOPS and not word.startswith(MADE)}

    assert {word for word in ours - FORBIDDEN if not (HOUSE / word).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_links_only_to_files_that_exist(page: Path) -> None:
    links = {link for link in LINK.findall(text(page)) if "://" not in link and not link.startswith("mailto:")}

    assert {link for link in links if not (HOUSE / page.parent / link).exists()} == set()


def code_of(page: Path) -> str:
    """The page's code, inline and in blocks: prose may say "make sure"."""
    said = text(page)
    blocks = re.findall(r"^```.*?^```|(?<=\n\n)(?: {4}.*\n)+", said, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*(f"`{code}`" for code in CODE.findall(said)), *blocks])
