"""The links that pages of a site use by name, from `links.jinja2` as home labs have it.

Read: the dictionary in its `{% set … %}`: `'repo': {'url': …}` and below `'external'`, by name, `'url'` and `'label'`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cidrbook.repository.draft.entries import where
from cidrbook.repository.draft.files import Node, Scalar
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, at, parsed, text

NAME = "links.jinja2"

_DICTIONARY = regex(r"\{%-?\s*set\s+\w{1,60}\s*=\s*(?=\{)")
_BLANK = regex(r"[^\n]")
_WEB = regex(r"(?:https?://|mailto:|/|\.)", re.IGNORECASE)


def registry(sources: Iterable[Source]) -> dict[str, Node]:
    """The links of all registries, by the keys of the data. Of one name, the first counts."""
    links: dict[str, Node] = {}
    external: dict[str, Node] = {}
    for tree in (tree for source in sources if source.file.endswith(NAME) for tree in _dictionaries(source)):
        repository = _url(text(tree, "repo", "url"))
        if repository:
            links.setdefault("repository", _link_scalar(repository))
        found = at(tree, "external")
        for name, link in found.items() if isinstance(found, dict) else ():
            own = {"url": _url(text(link, "url")), "label": text(link, "label")}
            if own["url"]:
                external.setdefault(name, {key: _link_scalar(url) for key, url in own.items() if url})
    links |= {"external": external} if external else {}
    return {"links": links} if links else {}


def _link_scalar(found: Located) -> Scalar:
    return Scalar(str(found), where(found.place))


def _dictionaries(source: Source) -> Iterator[Value]:
    """The dictionaries of a template, read as YAML. Everything around a dictionary is blanked, so that places stay."""
    for found in _DICTIONARY.finditer(source.text):
        end = source.text.find("%}", found.end())
        inner = source.text[found.end() : end if end >= 0 else len(source.text)].rstrip().removesuffix("-")
        yield parsed(source, f"{_BLANK.sub(' ', source.text[: found.end()])}{inner}")


def _url(found: Located | None) -> Located | None:
    return found if found is not None and not found.open and _WEB.match(found) else None
