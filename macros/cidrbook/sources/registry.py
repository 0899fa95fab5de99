"""The links that pages of a site use by name, from `links.jinja2` as home labs have it.

Read: the dictionary in its `{% set … %}`: `'repo': {'url': …}` and below `'external'`, by name, `'url'` and `'label'`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.plan.source import Source
from cidrbook.sources.documents import Value, at, parsed, text
from cidrbook.sources.located import Located

NAME = "links.jinja2"

_DICTIONARY = re.compile(r"\{%-?\s*set\s+\w{1,60}\s*=\s*(?=\{)")
_BLANK = re.compile(r"[^\n]")
_WEB = re.compile(r"(?:https?://|mailto:|/|\.)", re.IGNORECASE)


class Registry(NamedTuple):
    """The address of the repository, and links by name: each with its `url` and perhaps a `label`."""

    repository: Located | None
    external: dict[str, dict[str, Located]]


def registry(sources: Iterable[Source]) -> Registry:
    """The links of all such files; of one name, the first."""
    repository: Located | None = None
    external: dict[str, dict[str, Located]] = {}
    for tree in (tree for source in sources if source.file.endswith(NAME) for tree in _trees(source)):
        repository = repository or _url(text(tree, "repo", "url"))
        found = at(tree, "external")
        for name, link in found.items() if isinstance(found, dict) else ():
            url, label = _url(text(link, "url")), text(link, "label")
            if url:
                external.setdefault(name, {"url": url} | ({"label": label} if label else {}))
    return Registry(repository, external)


def _trees(source: Source) -> Iterator[Value]:
    """The dictionaries of a template: each as YAML, which reads them alike, with everything around it blanked out."""
    for found in _DICTIONARY.finditer(source.text):
        end = source.text.find("%}", found.end())
        inner = source.text[found.end() : end if end >= 0 else len(source.text)].rstrip().removesuffix("-")
        yield parsed(source, f"{_BLANK.sub(' ', source.text[: found.end()])}{inner}")


def _url(found: Located | None) -> Located | None:
    return found if found is not None and not found.open and _WEB.match(found) else None
