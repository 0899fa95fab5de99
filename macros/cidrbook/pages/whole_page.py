"""What is left to do with a page when all its macros have spoken: ids that are unique, and their style."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from cidrbook.text.regex import regex

STYLESHEET = "assets/cidrbook.css"
"""Where the style is in a site; a site that has a file there uses its own."""

_TAG = regex(r"<[a-z][^<>]*>")
_TAG_WITH_ID = regex(r'<[a-z][^<>]*\sid="cidrbook-[^<>]*>')
_ID = regex(r'(?<=\sid=")cidrbook-[^"]*(?=")')
_TO = regex(r'<a class="cidrbook-to" href="#([^"]*)">(.*?)</a>')
"""A link to another macro's output, which may or may not be on the page."""

_LINKED = regex(r'(\s(?:href="#|aria-labelledby="))([^"]*)(?=")')


@cache
def style() -> str:
    """The stylesheet of all macros."""
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def finished(html: str) -> str:
    """The page with each id of ours once, and without links to what is not on it.

    What stands again, because its macro does, gets a number.

    A macro's output is one line, so links follow the ids of their own line.
    """
    if "cidrbook-" not in html:
        return html
    seen: Counter[str] = Counter()
    html = "\n".join(_with_unique_ids(line, seen) if "cidrbook-" in line else line for line in html.split("\n"))
    return _TO.sub(lambda link: link[0] if link[1] in seen else link[2], html)


def _with_unique_ids(line: str, seen: Counter[str]) -> str:
    """A line with the ids that were seen before numbered, and what leads to them."""
    now: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        name = found[0]
        while seen[name]:
            seen[found[0]] += 1
            name = f"{found[0]}--{seen[found[0]]}"
        seen[name] += 1
        now.setdefault(found[0], name)
        return name

    def led(found: re.Match[str]) -> str:
        return found[1] + " ".join(now.get(name, name) for name in found[2].split(" "))

    line = _TAG_WITH_ID.sub(lambda tag: _ID.sub(numbered, tag[0]), line)
    changed = any(old != new for old, new in now.items())
    return _TAG.sub(lambda tag: _LINKED.sub(led, tag[0]), line) if changed else line


def styled(html: str) -> str:
    """The page with its style in it, for engines that cannot be given a file, where something of ours is on it."""
    return f"{html}\n<style>{style()}</style>" if "cidrbook-" in html else html
