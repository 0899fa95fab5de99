"""HTML read strictly: every tag is closed in its place, no attribute stands twice, nothing runs a script."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"br", "col"}
_BLOCKS = {"tr", "p", "li", "summary", "caption"}


class Html(HTMLParser):
    """The tags with their attributes, in order; the texts of rows and paragraphs, cell by cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.lines: list[list[str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs)
        assert tag not in {"script", "img", "iframe", "style", "object"}
        assert not [name for name in values if name.startswith("on")]
        assert not values.get("href", "#").lower().startswith("javascript")
        self.tags.append((tag, values))
        if tag not in _VOID:
            self.open.append(tag)
        if tag in _BLOCKS:
            self.lines.append([""])
        elif tag in ("td", "th") and self.lines[-1] != [""]:
            self.lines[-1].append("")
        elif tag == "br":
            self.lines[-1][-1] += "/ "

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.lines:
            self.lines[-1][-1] += data

    @property
    def texts(self) -> list[list[str]]:
        """The texts of each row or paragraph that has any, without spaces around."""
        stripped = ([" ".join(cell.split()) for cell in line] for line in self.lines)
        return [line for line in stripped if any(line)]

    def having(self, attribute: str) -> list[str]:
        """The values of an attribute."""
        return [values[attribute] for _, values in self.tags if attribute in values]
