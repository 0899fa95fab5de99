"""Settings of routers that documents quote, and those that the router's own configuration has.

VyOS, in both of its notations, RouterOS and FRR. A block belongs to the router that it or a heading names. One that
names none belongs to the only router there is, if it has another value of that router.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from cidrbook.repository.documents.credibility import believed, is_document
from cidrbook.repository.documents.labels import clean
from cidrbook.repository.formats import routeros
from cidrbook.repository.parts.cluster_parts import parse_address
from cidrbook.repository.parts.vyos_lines import LOOKS, Setting, host_name, routers_of_commands, set_commands, settings
from cidrbook.repository.statement import Detail, Statement
from cidrbook.text.lines import Block, Line, blocks
from cidrbook.text.located import Located
from cidrbook.text.markdown import Passage
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_FRR = regex(r"^[ \t]*router bgp \S", re.MULTILINE)
_FRR_SECTIONS = ("router", "interface", "vrf", "route-map")
_NUMBERS = ("bgp", "remote-as", "local-as", "system-as", "asn", "as", "remote.as", "local.as")
"""Words before an AS number."""
_NAMING = ("interface", "name", "comment", "dst-address")
"""What tells the entries of one menu of RouterOS apart."""
_CODE = ("code", "item")
"""Lines of fences: those of a fence without a language count as items."""
_NO_NAMES = frozenset(
    ("", "router", "routers", "gateway", "firewall", "config", "configs", "network", "vyos", "frr", "mikrotik")
)
"""What folders and files of routers are called that name none."""
_MOST_SETTINGS = 2_000
"""Settings of a block. Longer ones are generated."""

_Values: TypeAlias = dict[tuple[str, ...], dict[str, Located]]


class _Router(NamedTuple):
    """A router of the repository: the language of its configuration, its names as ids, and the values there."""

    language: str
    names: frozenset[str]
    values: _Values


class _QuotedLines(NamedTuple):
    """Lines of code of a document, and the headings above them."""

    block: Block
    headings: tuple[str, ...]


def quoted_settings(sources: Sequence[Source]) -> Iterator[Detail]:
    """The quoted values that the configuration of their router has otherwise."""
    quotes = [quote for source in sources for quote in _quotes(source)]
    routers = list(_routers(sources)) if quotes else []
    for quote in quotes if routers else ():
        for language, read in _LANGUAGES.items():
            found = read(quote.block)[:_MOST_SETTINGS]
            router = _router_of(quote, found, [each for each in routers if each.language == language])
            if router is not None:
                yield from _differing_values(quote, _values_by_setting(found), router)


def _quotes(source: Source) -> Iterator[_QuotedLines]:
    """The code of a document that is a router's, each run of lines below the same headings."""
    if is_document(source.file, source.text) and any(looks.search(source.text) for looks in _LOOKS):
        code = (passage for passage in believed(source, examples=True) if passage.kind in _CODE)
        for headings, run in groupby(code, key=lambda passage: passage.headings):
            lines = tuple(_line(source, passage) for passage in run)
            yield _QuotedLines(Block(lines, "", example=True), headings)


def _line(source: Source, passage: Passage) -> Line:
    cell = passage.cells[0]
    at = source.at(cell.start, 1)
    return Line(cell.text, source, at.line, at.column - 1)


def _routers(sources: Sequence[Source]) -> Iterator[_Router]:
    """The routers whose configuration is in the repository."""
    files = [source for source in sources if not is_document(source.file, source.text)]
    for name, commands in routers_of_commands(files):
        yield _router("vyos", name, commands)
    for source in files:
        for language, read in _LANGUAGES.items():
            if _LANGUAGE_LOOKS[language].search(source.text):
                own = [block for block in blocks(source) if language != "vyos" or not set_commands(block)]
                yield from (_router(language, block.name, found) for block in own if (found := read(block)))


def _router(language: str, name: str, found: list[Setting]) -> _Router:
    names = {slug(name), slug(_name_of(found))} - _NO_NAMES
    return _Router(language, frozenset(names), _values_by_setting(found))


def _name_of(found: Iterable[Setting]) -> str:
    """The name that settings give to their router."""
    routeros_name = (words[-1] for words in found if words[:-1] == ["system", "identity", "", "name"])
    return str(host_name(found) or next(routeros_name, ""))


def _router_of(quote: _QuotedLines, found: list[Setting], routers: list[_Router]) -> _Router | None:
    """The router that quoted settings are of."""
    own = slug(_name_of(found))
    named = [each for each in routers if own in each.names] if own else _named_above(quote, routers)
    if len(named) == 1 or own or not found:
        return named[0] if len(named) == 1 else None
    only = routers[0] if len(routers) == 1 else None
    return only if only is not None and _agrees(_values_by_setting(found), only) else None


def _named_above(quote: _QuotedLines, routers: list[_Router]) -> list[_Router]:
    """The routers that the nearest heading with the name of any is about."""
    for heading in reversed(quote.headings):
        title = f"-{slug(clean(heading))}-"
        named = [router for router in routers if any(f"-{name}-" in title for name in router.names)]
        if named:
            return named
    return []


def _agrees(values: _Values, router: _Router) -> bool:
    """Whether a router has one of the values."""
    return any(not own.keys().isdisjoint(router.values.get(path, ())) for path, own in values.items())


def _values_by_setting(found: Iterable[Setting]) -> _Values:
    """The addresses and AS numbers of settings, by the words before each; a `*` is for one of them.

    A value behind another one, as the AS number of a neighbour, also stands below the words with that.
    """
    values: _Values = defaultdict(dict)
    for words in found:
        path: tuple[str, ...] = ()
        for word in words:
            is_value = not word.open and _is_value(word, path)
            if is_value:
                values[path].setdefault(str(word), word)
            if is_value and "*" in path:
                values[tuple(map(str, words[: len(path)]))].setdefault(str(word), word)
            path = (*path, "*" if is_value else str(word))
    return values


def _is_value(word: str, path: tuple[str, ...]) -> bool:
    """Whether a word of a setting is an address, a prefix, a range or an AS number."""
    ends = word.split("-")
    number = word.isdecimal() and path[-1:] != () and path[-1] in _NUMBERS
    return number or (("." in word or ":" in word) and all(map(parse_address, ends)))


def _differing_values(quote: _QuotedLines, values: _Values, router: _Router) -> Iterator[Detail]:
    """The quoted value that the router has not, where it has as many there, and all others."""
    seen = set()
    for path, own in sorted(values.items(), key=lambda pair: "*" in pair[0]):
        known = router.values.get(path, {})
        new = [word for text, word in own.items() if text not in known]
        left = [word for text, word in known.items() if text not in own]
        if len(new) == len(left) == 1 and new[0].place not in seen:
            seen.add(new[0].place)
            beside = (Statement(str(left[0]), left[0].place, 0, 0, 0),)
            labels = (min(router.names, default="the router"), f"`{' '.join(filter(None, path))}`")
            yield Detail("quoted", str(new[0]), new[0].place, 0, 0, 0, labels, quote.headings, beside)


def _routeros_settings(block: Block) -> list[Setting]:
    """The values of the entries of RouterOS, each behind its menu, what tells the entry apart, and its key."""
    found: list[Setting] = []
    for item in routeros.menu_items(block):
        named = item.get(*_NAMING)
        for key, value in item.values.items():
            words = (*item.menu.split(), named if named is not None and named is not value else "", key)
            found.append([*(Located(str(word), value.place) for word in words), value])
    return found


def _frr_settings(block: Block) -> list[Setting]:
    """The commands of FRR, each behind that of its section."""
    if not _FRR.search(block.text):
        return []
    found: list[Setting] = []
    section: Setting = []
    for line in block.lines:
        words = line.words() if line.text.lstrip()[:1] not in ("", "#", "!") else []
        if words[:1] and words[0] in _FRR_SECTIONS:
            section = words
            found.append(words)
        elif words:
            found.append([*section, *words])
    return found


_LANGUAGES: dict[str, Callable[[Block], list[Setting]]] = {
    "vyos": settings,
    "routeros": _routeros_settings,
    "frr": _frr_settings,
}
"""The readers of settings: the words of each, and its value."""
_LANGUAGE_LOOKS = {"vyos": LOOKS, "routeros": routeros.LOOKS, "frr": _FRR}
_LOOKS = tuple(_LANGUAGE_LOOKS.values())
