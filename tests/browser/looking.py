"""What is wrong with a page for people who zoom, touch, or don't see it; and when a page may be looked at at all."""

from typing import Any
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

AXE = Axe()
GRAVE = {"serious", "critical"}
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"
# Links inside running text are excepted by WCAG 2.2, 2.5.8; so is what is not to be seen.
SMALL_TARGETS = """
[...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, a.button")]
  .filter(each => each.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .filter(each => !each.closest(".visually-hidden, .skip-link"))
  .filter(each => { const box = each.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
  .map(each => each.outerHTML.slice(0, 120))"""


def arrived(page: Page, heading: str) -> None:
    """Wait for the page of that name, with all its scripts and styles: what it offers can be used from now on."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state("load")


def fits(page: Page) -> bool:
    """Whether nothing runs off the side of the screen."""
    page.wait_for_load_state("load")
    return bool(page.evaluate(FITS))


def faults_of(page: Page) -> list[str]:
    """Grave findings of axe, targets under 24 px, and a page wider than its screen.

    Fails when another page comes while it looks: the test has not waited for the page that it means.
    """
    page.wait_for_load_state("load")
    look = str(uuid4())
    page.evaluate("look => { window.look = look; }", look)
    found: list[Any] = AXE.run(page, options=RULES).response["violations"]
    faults = [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"][:3]
    ]
    faults += [f"too small to hit: {html}" for html in page.evaluate(SMALL_TARGETS)]
    if not page.evaluate(FITS):
        faults.append("wider than the screen")
    assert page.evaluate("window.look") == look, f"another page came while {page.url} was looked at"
    return faults
