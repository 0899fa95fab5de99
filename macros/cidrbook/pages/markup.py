"""HTML and Markdown that is safe wherever a macro may stand.

A macro's output must survive in the middle of a paragraph, a list, a tab or an
admonition, so it is one line; and everything that comes from the plan is
escaped, so that a name can neither end a table cell nor start a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Self

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from cidrbook.report.words import cut, plain
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_ANCHOR = Markup('<a href="{}">{}</a>')
_INLINE = regex(r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*|\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*")
_LINK = regex(r"\[([^\[\]]{1,200})\]\(((?:https?://|mailto:)[^\s()<>\"]{1,500})\)")
_SET = {name: Markup(f"<{name}>{{}}</{name}>") for name in ("code", "strong", "em")}  # noqa: S704 (three words of ours)
_ENTITIES = {ord(char): f"&#{ord(char)};" for char in "&<>\"'`|*[]\\{}~"}
_HARMLESS = regex(r"(?:[A-Za-z](?: ?[A-Za-z0-9.,:;/()%-])*|[0-9][0-9A-Fa-f.:/-]*)?\Z")
_AT_START = regex(r"^ ?(?:[#=!?]|[-+](?=\s|[-+]|$)|\d+(?=[.)]\s))")
_AT_EDGE = regex(r"(?<!\w)_+|_+(?!\w)")


class Escaped(Markup):
    """A value of the plan, escaped for pages. `raw` is the value itself: it is what comparisons and macros take."""

    raw: str

    def __new__(cls, raw: str) -> Self:
        """Escape the value, and keep it."""
        shown = super().__new__(cls, _escaped(raw))
        shown.raw = raw
        return shown

    def __eq__(self, other: object) -> bool:
        return other == self.raw or super().__eq__(other)

    def __hash__(self) -> int:
        return hash(self.raw)


def escape(value: object) -> Markup:
    """A value as text for the middle of Markdown or HTML: what either would act on becomes an entity."""
    return value if isinstance(value, Markup) else _escaped_once(str(value))


_escaped_once = lru_cache(maxsize=1 << 12)(Escaped)
"""The words of a page come again and again: states, roles, products, numbers."""


def _escaped(raw: str) -> str:
    """The text as one line, in which no character means anything to Markdown, HTML or the direction of writing."""
    if _HARMLESS.match(raw):  # most are: the rest takes ten times as long
        return raw
    text = plain(re.sub(r"\s+", " ", raw)).translate(_ENTITIES)
    text = _AT_START.sub(lambda found: "".join(map(_entity, found[0])), text)
    return _AT_EDGE.sub(lambda found: "".join(map(_entity, found[0])), text)


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def code(value: object) -> Markup:
    """A value set as code; the stylesheet says where it may break over lines."""
    return Markup(f"<code>{escape(value)}</code>")  # noqa: S704 (escaped; `Markup.format` takes ten times as long)


def place(at: Place) -> Markup:
    """A file and line, set as code; between its folders it may break over lines."""
    if not at.file:
        return Markup()
    parts = (escape(part) for part in f"{at.file}:{at.line}".split("/"))
    return Markup("<code>{}</code>").format(Markup("/<wbr>").join(parts))


def prose(text: object) -> Markup:
    """A sentence with what stands between backticks set as code, and everything else escaped."""
    parts = [escape(part) for part in str(text).split("`")]
    if len(parts) % 2 == 0:  # a backtick that nothing closes
        return escape(text)
    return Markup().join(code(part) if index % 2 else part for index, part in enumerate(parts))


def inline(text: object) -> Markup:
    """A label with its `code`, **strong** and *emphasised* parts set so, as Markdown sets them; the rest escaped."""
    parts = []
    end = 0
    for found in _INLINE.finditer(str(text)):
        kind = next(name for name, value in found.groupdict().items() if value is not None)
        parts += [escape(str(text)[end : found.start()]), _SET[kind].format(escape(found[kind]))]
        end = found.end()
    return Markup().join([*parts, escape(str(text)[end:])])


def note(text: object) -> Markup:
    """What an owner wrote, with its code, bold text and links set as Markdown sets them; the rest escaped."""
    shown = cut(str(text))
    parts = []
    end = 0
    for found in _LINK.finditer(shown):
        parts += [inline(shown[end : found.start()]), _ANCHOR.format(escape(found[2]), escape(found[1]))]
        end = found.end()
    return Markup().join([*parts, inline(shown[end:])])


def render(template: str, **values: Any) -> Markup:
    """A template of this package, filled in and escaped, as one line of HTML."""
    html = _environment(_site.get()).get_template(template).render(**values)
    return Markup(" ".join(filter(None, map(str.strip, html.splitlines()))))  # noqa: S704 (autoescape made it safe)


@contextmanager
def overridden(folder: Path | None) -> Iterator[None]:
    """Templates that are in the folder take the place of ours, meanwhile, in this thread."""
    token = _site.set(folder)
    try:
        yield
    finally:
        _site.reset(token)


_site: ContextVar[Path | None] = ContextVar("cidrbook_templates", default=None)


@cache
def _environment(site: Path | None) -> Environment:
    ours = PackageLoader("cidrbook.pages")
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(site), ours]) if site else ours,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    environment.filters["code"] = code
    environment.filters["place"] = place
    environment.filters["cut"] = cut
    return environment
