"""What macros give, in the Markdown that GitHub shows: tables with pipes, and no attribute, class or style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape as as_html
from html import unescape
from html.parser import HTMLParser
from itertools import zip_longest

from cidrbook.text.regex import regex

_VOID = frozenset({"br", "wbr", "input"})
_UNSEEN = frozenset({"style", "svg", "fieldset"})
"""Elements without a form in Markdown."""
_LEFT_OUT = frozenset({"cidrbook-key", "cidrbook-free"})
"""Classes of what explains colours, and of rows that are folded on a page: `free_space` has them."""
_KEPT = frozenset({"strong", "em", "sub", "sup"})
_DEPTH = regex(r"--depth:(\d+)")
_LINK = regex(r"(?:https?://|mailto:)[\w.:/?=&%#~+,@;!-]+\Z", re.ASCII)
_NO_BACKTICKS = regex(r"[`|$]")
_QUOTES = {"#39": "'", "#34": '"', "quot": '"'}
"""Entities of what means nothing in Markdown."""


def as_github(html: str) -> str:
    """The HTML of a macro as Markdown for GitHub, without an end of line behind it; text stays in one line."""
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    return reader.markdown()


class _HtmlReader(HTMLParser):
    """Reads the HTML of our templates. Entities stay as they are, so that no value means anything to Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[str] = []
        self.rows: list[list[str]] = []
        self.numbers: set[int] = set()
        self.text: list[str] = []
        self.code: int | None = None
        self.links: list[tuple[str, int]] = []
        self.depth = self.unseen = 0
        self.span = 1

    def markdown(self) -> str:
        """All that was read."""
        self._end_block()
        return "\n\n".join(self.blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        said = {name: value or "" for name, value in attrs}
        if self.unseen or _is_unseen(tag, said):
            self.unseen += tag not in _VOID
        elif tag == "br":
            self.text.append("<br>")
        elif tag in _KEPT:
            self.text.append(f"<{tag}>")
        elif tag == "code":
            self.code = len(self.text)
        elif tag == "a":
            self.links.append((said.get("href", ""), len(self.text)))
        else:
            self._begin_block(tag, said)

    def _begin_block(self, tag: str, said: Mapping[str, str]) -> None:
        if tag == "tr":
            found = _DEPTH.search(said.get("style", ""))
            self.depth = int(found[1]) if found else 0
            self.rows.append([])
        elif tag in ("td", "th"):
            self.text.clear()
            self.span = int(said.get("colspan", "1"))
            if "cidrbook-n" in said.get("class", "").split() and len(self.rows) == 1:
                self.numbers.add(len(self.rows[0]))
        elif tag in ("p", "table", "caption"):
            self._end_block()

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if self.unseen:
            self.unseen -= 1
        elif tag in _KEPT:
            self.text.append(f"</{tag}>")
        elif tag == "code":
            self._end_code()
        elif tag == "a" and self.links:
            self._end_link(*self.links.pop())
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "caption":
            self.text[:] = [f"**{self._taken()}**"]
            self._end_block()
        elif tag in ("p", "table"):
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Text: a dollar sign would begin a formula."""
        self._add(data.replace("$", "&#36;"))

    def handle_entityref(self, name: str) -> None:
        """An entity with a name."""
        self._add(_QUOTES.get(name, f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """An entity with a number."""
        self._add(_QUOTES.get(f"#{name}", f"&#{name};"))

    def _add(self, text: str) -> None:
        if not self.unseen:
            self.text.append(text)

    def _end_code(self) -> None:
        """Set what was read as code: between backticks, where these need no escape."""
        begin = self.code or 0
        raw = "".join(self.text[begin:])
        plain = unescape(raw)
        is_bare = bool(plain.strip()) and not _NO_BACKTICKS.search(plain)
        self.text[begin:] = [f"`{plain}`" if is_bare else f"<code>{raw}</code>" if raw else ""]
        self.code = None

    def _end_link(self, target: str, begin: int) -> None:
        """Set a link to another site; what is on the same page cannot be linked to."""
        if _LINK.match(target):
            self.text[begin:] = [f"[{''.join(self.text[begin:])}]({as_html(target)})"]

    def _end_cell(self) -> None:
        is_first = not self.rows[-1]
        inside = f"{'&emsp;' * (self.depth - 1)}└ " if self.depth and is_first else ""
        self.rows[-1] += [f"{inside}{self._taken()}", *[""] * (self.span - 1)]

    def _taken(self) -> str:
        """The text so far, in one line, which begins anew."""
        text = " ".join("".join(self.text).split()).replace("<br> ", "<br>")
        self.text.clear()
        return text

    def _end_block(self) -> None:
        """A paragraph or a table is complete."""
        text = self._taken()
        if self.rows:
            self.blocks.append(_table(self.rows, self.numbers))
            self.rows, self.numbers, self.depth = [], set(), 0
        if text:
            self.blocks.append(text)


def _is_unseen(tag: str, said: Mapping[str, str]) -> bool:
    classes = said.get("class", "").split()
    return tag in _UNSEEN or said.get("aria-hidden") == "true" or not _LEFT_OUT.isdisjoint(classes)


def _table(rows: list[list[str]], numbers: set[int]) -> str:
    """The rows with columns of one width each, as formatters of Markdown write them; numbers are at the right."""
    columns = list(zip_longest(*rows, fillvalue=""))
    widths = [max(3, *map(len, column)) for column in columns]
    ruler = [f"{'-' * (width - 1)}:" if at in numbers else "-" * width for at, width in enumerate(widths)]
    padded = [
        [cell.rjust(width) if at in numbers else cell.ljust(width) for cell in column]
        for at, (column, width) in enumerate(zip(columns, widths, strict=True))
    ]
    head, *rest = zip(*padded, strict=True)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ruler, *rest))
