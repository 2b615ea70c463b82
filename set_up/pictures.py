"""`make pictures`: photograph a running demonstration's pages and lay them on the sheet that the README shows.

Start one first (`make run SCALE=small`). Needs Chromium and the tools of `make tools`.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from set_up.places import HOUSE, SIGN_INS
from set_up.servers import chromium
from set_up.servers.found import Missing
from set_up.steps import StepFailed, step

ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
SHEET = HOUSE / "docs" / "pictures" / "pages.webp"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

PHONE, LAPTOP = (375, 750), (1280, 800)
ROW_HEIGHT, GAP, PAPER = 620, 24, "#e9e5d9"
QUALITY = 82


@dataclass(frozen=True)
class Shot:
    """A page: who looks, where they begin, which links they follow (by their words), on which screen."""

    who: str
    start: str
    links: tuple[str, ...] = ()
    screen: tuple[int, int] = LAPTOP
    scheme: Literal["light", "dark"] = "light"


ROWS = (
    (
        Shot("", "/"),
        Shot("grower", "/grow/", screen=PHONE),
        Shot("driver", "/drive/", ("Route",), screen=PHONE, scheme="dark"),
        Shot("household", "/shop/catalogue/", screen=PHONE),
    ),
    (
        Shot("caterer", "/kitchen/", ("Place another order|Order",)),
        Shot("coordinator", "/hub/", (r"Tuesday \d+ \w+$",)),
    ),
    (
        Shot("coordinator", "/hub/", ("Find a van",)),
        Shot("packer", "/pack/", (r"Tuesday", "Van")),
    ),
)


def main() -> None:
    """Make the sheet."""
    browser_found = chromium.find()
    if isinstance(browser_found, Missing):
        raise StepFailed(f"There is no Chromium: {browser_found.why}.")
    with step("Photograph the pages"), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_found.variables[chromium.NAMED], args=FLAGS)
        rows = [[taken(browser, shot) for shot in row] for row in ROWS]
        browser.close()
    lay_out(rows).save(SHEET, "WEBP", quality=QUALITY, method=6)
    print(SHEET.relative_to(HOUSE))


def password() -> str:
    """The demonstration's, as its sign-ins say."""
    said = re.search(r"^Password.*: (\S+)$", SIGN_INS.read_text(encoding="utf-8"), re.M) if SIGN_INS.is_file() else None
    if said is None:
        raise StepFailed("No demonstration's sign-ins are here. Start one first: make run SCALE=small")
    return said.group(1)


def taken(browser: Browser, shot: Shot) -> Image.Image:
    """The picture of one page."""
    width, height = shot.screen
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", color_scheme=shot.scheme)
    page = context.new_page()
    if shot.who:
        sign_in(page, shot.who)
    page.goto(f"{ADDRESS}{shot.start}")
    for words in shot.links:
        page.get_by_role("main").get_by_role("link", name=re.compile(words)).first.click()
        page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def sign_in(page: Page, who: str) -> None:
    """As one of the demonstration's people."""
    page.goto(f"{ADDRESS}/account/sign-in/")
    page.get_by_label("E-mail address").fill(f"{who}@example.org")
    page.get_by_label("Password").fill(password())
    page.get_by_role("button", name="Sign in").click()


def lay_out(rows: list[list[Image.Image]]) -> Image.Image:
    """Rows of one height, the wider ones made to fit the widest."""
    scaled = [[fitted(picture, ROW_HEIGHT) for picture in row] for row in rows]
    width = max(sum(picture.width + GAP for picture in row) + GAP for row in scaled)
    placed = [widened(row, width) for row in scaled]
    height = sum(row[0].height + GAP for row in placed) + GAP
    sheet, top = Image.new("RGB", (width, height), PAPER), GAP
    for row in placed:
        for left, picture in beside(row):
            sheet.paste(picture, (left, top))
        top += row[0].height + GAP
    return sheet


def fitted(picture: Image.Image, height: int) -> Image.Image:
    """The picture at that height."""
    return picture.resize((round(picture.width * height / picture.height), height), Image.Resampling.LANCZOS)


def widened(row: list[Image.Image], width: int) -> list[Image.Image]:
    """The row made as wide as the sheet."""
    own, free = sum(picture.width for picture in row), width - GAP * (len(row) + 1)
    return [fitted(picture, round(picture.height * free / own)) for picture in row]


def beside(row: list[Image.Image]) -> Iterator[tuple[int, Image.Image]]:
    """Each picture with its left edge."""
    left = GAP
    for picture in row:
        yield left, picture
        left += picture.width + GAP


if __name__ == "__main__":
    main()
