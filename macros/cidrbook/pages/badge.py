"""A badge that says whether a plan is consistent: a picture, and what shields.io draws one of."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from cidrbook.pages.book import Book
from cidrbook.pages.markup import render
from cidrbook.pages.topology.text_width import width
from cidrbook.report.summary import in_words
from cidrbook.text.finding import Finding

PICTURE, ENDPOINT = "assets/cidrbook-badge.svg", "assets/cidrbook-badge.json"
"""Where the badge is in a site of MkDocs or ProperDocs; a site that has a file there uses its own."""

_LABEL = "network plan"
_GOOD, _OPEN, _BAD = "18794b", "8a6100", "c0322c"
"""Colours on which white text has a contrast of 4.5 or more."""

_MARGIN = 6


def badge(book: Book) -> Markup:
    """The badge of the plan, as a picture."""
    return Markup(badge_svg(book.findings))  # noqa: S704 (a template made it)


def badge_svg(findings: Sequence[Finding]) -> str:
    """The badge as an SVG picture."""
    message, colour = _said(findings)
    left, right = (width(text) + 2 * _MARGIN for text in (_LABEL, message))
    return str(render("badge.svg.jinja", label=_LABEL, message=message, colour=colour, left=left, right=right))


def badge_json(findings: Sequence[Finding]) -> str:
    """The badge for https://shields.io/badges/endpoint-badge."""
    message, colour = _said(findings)
    return json.dumps({"schemaVersion": 1, "label": _LABEL, "message": message, "color": colour})


def _said(findings: Sequence[Finding]) -> tuple[str, str]:
    """What the badge says, and its colour."""
    open_ = [finding for finding in findings if finding.fails_strictly]
    if not open_:
        return "consistent", _GOOD
    return in_words(open_), _BAD if any(finding.fails for finding in open_) else _OPEN
