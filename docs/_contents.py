"""Shortens the table of contents of a page that says how deep it is: `toc_depth: 2` in its front matter.

The search index has been told of all headings by then.
"""

from __future__ import annotations

from typing import Any


def on_page_context(context: dict[str, Any], *, page: Any, config: object, nav: object) -> dict[str, Any]:  # noqa: ARG001 (MkDocs passes them by name)
    """Leave headings below the page's `toc_depth` out of its contents."""
    depth = page.meta.get("toc_depth")
    for item in page.toc if depth else ():
        _shorten(item, depth)
    return context


def _shorten(item: Any, depth: int) -> None:
    item.children = [child for child in item.children if child.level <= depth]
    for child in item.children:
        _shorten(child, depth)
