"""A strict reader of HTML: every element closed in order, ids unique, references resolved."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
SVG_LEAVES = frozenset(("path", "rect", "circle"))


class Reader(HTMLParser):
    """Collects elements and complains about what does not nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> repeats an attribute: {names}")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"div", "section", "ul", "ol", "dl", "h1", "h2", "h3", "p", "article"} and (
            "p" in self.open[:-1]
        ):
            self.problems.append(f"<{tag}> inside <p>")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID | SVG_LEAVES:
            self.problems.append(f"<{tag}/> closes itself")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> does not close the last open element")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        reader.problems.append(f"never closed: {reader.open}")
    return reader


def reference_problems(reader: Reader) -> list[str]:
    """Repeated ids, and labels or descriptions that point nowhere."""
    ids = [attrs["id"] for _tag, attrs in reader.elements if "id" in attrs]
    problems = [f"id {name} appears twice" for name in set(ids) if ids.count(name) > 1]
    for tag, attrs in reader.elements:
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            missing = set(attrs.get(name, "").split()) - set(ids)
            problems += [f"<{tag} {name}> points to missing {each}" for each in missing]
    return problems
