"""The forms that pages hold, with all that a browser would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where it goes, how, and its fields in order."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads a page; `found` holds its forms, fields outside of their form by its id."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Form] = []
        self.path = path
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or one of its fields."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(said.get("action") or self.path, said.get("method", "get").upper())
            self.found.append(self.open)
            self.by_id[said.get("id", "")] = self.open
            return
        form = self.by_id.get(said.get("form", "")) if "form" in said else self.open
        if tag == "select":
            self.select = said.get("name", "")
        elif form is None:
            return
        elif tag == "option" and self.select:
            form.fields.append((self.select, said.get("value", "")))
        elif tag in {"input", "textarea", "button"} and said.get("name"):
            form.fields.append((said["name"], said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Leave the form or the select."""
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""


def forms_of(page: str, path: str) -> list[Form]:
    """The forms that lead to one of our own addresses."""
    return [form for form in Forms(page, path).found if form.action.startswith("/")]
