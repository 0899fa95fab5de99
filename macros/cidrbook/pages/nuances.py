"""The nuances of the plan's BGP and load balancing."""

from __future__ import annotations

from cidrbook.nuances.match import matches
from cidrbook.pages.book import Book
from cidrbook.pages.markup import render

_KINDS = {"error": "danger", "warning": "warning", "info": "info"}
"""The kind of admonition for each severity, the gravest first."""


def bgp_nuances(book: Book) -> str:
    """The nuances that apply to this plan, the gravest first, each with why, what to do instead and its sources.

    Then those that cannot be told, with the facts that would decide them. Those that do not apply are left out.
    """
    found = matches(book.plan)
    applies = sorted(
        (match for match in found if match.verdict == "applies"),
        key=lambda match: list(_KINDS).index(match.nuance.severity),
    )
    unclear = [match for match in found if match.verdict == "cannot tell"]
    return render("nuances.html.jinja", known=bool(found), kinds=_KINDS, applies=applies, unclear=unclear)
