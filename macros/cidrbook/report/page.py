"""A rule's page: as Markdown for the site, and as text for a terminal or an editor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urljoin

from cidrbook.text.finding import Severity
from cidrbook.text.regex import regex

_EXPECTED = regex(r"([ \t]*)(?:#|\{#|<!--) (\^ )?((?:[A-Z]\d{3}: \d+(?:, )?)+)(?: #\}| -->)?$", re.MULTILINE)
_CODE = regex(r"[A-Z]\d{3}")
_FENCED = regex(r"^```\w*(?: title=\"([^\"\n]*)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = regex(r"\[([^\]]+)\]\(([^)\s]+)\)")
_PAGE = regex(r"(?:/index)?\.md(?=#|$)")


class Described(Protocol):
    """What a report knows of a rule."""

    @property
    def code(self) -> str:
        """Its code, as `A201`."""

    @property
    def slug(self) -> str:
        """Its name, as `overlapping-networks`."""

    @property
    def family(self) -> str:
        """What it is filed under, as `space`."""

    @property
    def severity(self) -> Severity:
        """Its severity where the plan gives no other."""

    @property
    def title(self) -> str:
        """What it finds, in a sentence."""

    @property
    def doc(self) -> str:
        """Its page as it is written: the title, and all else below."""

    @property
    def url(self) -> str:
        """Where its page is published."""


def body(rule: Described) -> str:
    """The page without its title, in Markdown; a remark says what is found on which line of an example."""
    return _EXPECTED.sub(_remark, rule.doc.partition("\n")[2]).strip()


def standalone(rule: Described) -> str:
    """The body with links that lead to the published site, wherever it is read."""
    return _LINK.sub(lambda link: f"[{link[1]}]({_published(rule, link[2])})", body(rule))


def reason(rule: Described) -> str:
    """Why it matters: the first paragraph below the title, on one line."""
    return " ".join(_without_links(standalone(rule)).partition("\n\n")[0].split())


def as_page(rule: Described) -> str:
    """The whole page as text: links written out, examples indented."""
    text = _FENCED.sub(_indented, _without_links(standalone(rule)))
    return f"{rule.code} {rule.slug} ({rule.severity})\n\n{rule.title}\n\n{text}\n\n{rule.url}"


def as_index(rules: Sequence[Described]) -> str:
    """All rules, one a line: code, name, severity and title."""
    wide = max((len(rule.slug) for rule in rules), default=0)
    widest = max(map(len, Severity))
    return "\n".join(f"{rule.code}  {rule.slug:<{wide}}  {rule.severity:<{widest}}  {rule.title}" for rule in rules)


def _remark(expected: re.Match[str]) -> str:
    """What is found on a line, behind it; or on the line above, below it."""
    codes = ", ".join(dict.fromkeys(_CODE.findall(expected[3])))
    return f"{expected[1]}# ↑ {codes}" if expected[2] else f"  # ← {codes}"


def _published(rule: Described, target: str) -> str:
    address = urljoin(rule.url.partition("#")[0].rstrip("/"), target)
    return _PAGE.sub("/", address) if target != address else address


def _without_links(text: str) -> str:
    return _LINK.sub(r"\1 (\2)", text)


def _indented(fence: re.Match[str]) -> str:
    title = f"{fence[1]}:\n" if fence[1] else ""
    return title + "\n".join(f"    {line}".rstrip() for line in fence[2].splitlines())
