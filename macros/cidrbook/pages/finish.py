"""What is left to do with a page when all its macros have spoken: ids that are unique, and their style."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

STYLESHEET = "assets/cidrbook.css"
"""Where the style is in a site; a site that has a file there uses its own."""

_ID = re.compile(r'(?<=\sid=")cidrbook-[^"]*(?=")')


@cache
def style() -> str:
    """The stylesheet of all macros."""
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def finished(html: str) -> str:
    """The page with each id of ours once: what stands again, because its macro does, gets a number."""
    seen: Counter[str] = Counter()

    def once(found: re.Match[str]) -> str:
        seen[found[0]] += 1
        return found[0] if seen[found[0]] == 1 else f"{found[0]}--{seen[found[0]]}"

    return _ID.sub(once, html) if "cidrbook-" in html else html


def styled(html: str) -> str:
    """The page with its style in it, for engines that cannot be given a file, where something of ours is on it."""
    return f"{html}\n<style>{style()}</style>" if "cidrbook-" in html else html
