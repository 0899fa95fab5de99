"""The book as one file of HTML that needs nothing else: to print, to send, to find when the network is down."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from cidrbook.checking import check
from cidrbook.exports.extract import Extract
from cidrbook.pages.book import Book
from cidrbook.pages.book_page import written_book
from cidrbook.pages.whole_page import finished, style
from cidrbook.publish.masked_findings import masked_findings
from cidrbook.text.regex import regex

_HEADING = regex(r"(#{1,6}) (.*)", re.DOTALL)
_STYLE = """\
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.25; }
:root { color-scheme: light dark; }
@media print { body { max-width: none; margin: 0; padding: 0; } }"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Nothing is fetched, and no script runs."""


def as_html(extract: Extract) -> str:
    """The whole plan, with the pictures of its networks and what is wrong in it."""
    comparison = extract.comparison
    findings = check(extract.declared, extract.today)
    findings = masked_findings(findings, extract.masks) if extract.masks else findings
    book = Book(comparison.plan, findings, extract.today, observations=comparison.observations)
    blocks = _html_blocks(written_book(book, 2, sys.maxsize, grids=True))
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            "<title>Network plan</title>",
            f"<style>\n{_STYLE}\n{style()}</style>",
            "</head>",
            "<body>",
            "<h1>Network plan</h1>",
            finished("\n".join(blocks)),
            "</body>",
            "</html>",
        )
    )


def _html_blocks(markdown: str) -> Iterator[str]:
    """The blocks of the book as HTML: all but its headings are HTML already, and what these say is escaped."""
    for block in markdown.split("\n\n"):
        heading = _HEADING.fullmatch(block)
        level = len(heading[1]) if heading else 0
        yield f"<h{level}>{heading[2]}</h{level}>" if heading else block
