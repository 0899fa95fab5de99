"""What a repository's documents say of addresses: a README is a claim like any other.

Read: tables, lists, prose, Mermaid's labels, install lines and what else stands in code, of Markdown and plain text.
Left out: what is struck through, marked `<!-- cidrbook: ignore -->`, or tells of other times: changelogs, decisions,
journals, plans, and sections or lines that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.plan.source import Source
from cidrbook.plan.statement import Certainty, Role, Statement
from cidrbook.sources.literals import Literal, literals
from cidrbook.sources.markdown import Cell, Passage, passages
from cidrbook.sources.roles import role_of, words

_DOCUMENT = re.compile(r"\.(?:md|mdx|markdown)$|(?:^|/)readme(?:\.(?:txt|rst|adoc))?$", re.IGNORECASE)
_HISTORY = re.compile(
    r"(?:^|[/_.-])(?:adrs?|decisions?|changelogs?|changes|history|journals?|diary|blogs?|posts|post-?mortems?|incidents?"
    r"|investigations?|migrations?|proposals?|rfcs?|releases?|audits?|reports?|retrospectives?|drafts?|examples?"
    r"|templates?|sessions?|todo|roadmap|plans?|specs?|old|legacy|upstream|vendor)(?=[/_.-]|$)|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\A(?:---\n[^\0]{0,2000}?|[^\0]{0,600}?)^[*_\s]*status[*_]*\s*:[*_\s]*"
    r"(?:superseded|deprecated|archived|draft|proposed|rejected|obsolete|historical)",
    re.IGNORECASE | re.MULTILINE,
)
_OTHER_TIMES = re.compile(
    r"\b(?:old|previous|former|formerly|history|historical|legacy|deprecated|proposed|proposal|planned|future|examples?"
    r"|migrat\w+|changelog|roadmap|todo|alternatives?|before|archived?|obsolete|removed|retired|decommissioned|rejected"
    r"|unused|lessons|troubleshooting|incidents?|journal|template|sample)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:e\.g|i\.e\.g|for example|such as|example|formerly|previously|was|were|used to|no longer|instead of|replaced?"
    r"|deprecated|old|conflicts?|overlaps?|avoid|must not|do not|don't|never|not in|outside|unless|would|could)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:gateways?|gw|routers?|dns|dhcp|mask|netmask|broadcast|ntp|default route|next hop|storage|ipmi|bmc|idrac|ilo"
    r"|vpn|tailscale|wireguard|wan|public|old|previous|before|thunderbolt|ceph|iscsi|nfs|reserved)\b"
)
_NEUTRAL = frozenset(
    words(
        "ip ips ipv4 ipv6 v4 v6 cidr cidrs subnet network networks range ranges address addresses prefix block internal"
        " static lan the is at a"
    ).split()
)
"""Words that say of an address only that it is one."""
_DECORATION = re.compile(r"<br\s*/?>|\]\([^)\s]{0,300}\)|!?\[|[`*|\]]|^[\s>]*(?:[-*+•]|[0-9]{1,3}[.)])\s|[│├└─]")
_EDGES = " \t:;,=-–—>{}\"'./\\"  # noqa: RUF001 (an en dash, as people write it)
_BREAK = re.compile(r"<br\s*/?>")
_MERMAID = re.compile(r'"([^"\n]+)"|\[([^\]\n]+)\]|\(([^)\n]+)\)|\{([^}\n]+)\}|\|([^|\n]+)\|')
_ASIDE_OF = re.compile(r"[`*_\s]{0,4}\(([^()\n]{1,60})\)")
_FLAG = re.compile(r"(--?[A-Za-z][\w.-]{2,50})[=\s\"']{1,3}$")
_KEY = re.compile(r"([A-Za-z][\w.-]{1,60})[\"']?\s*[:=]\s*[\[\"'\s]*$")
_POOLS = ("CiliumLoadBalancerIPPool", "IPAddressPool", "AddressPool")
_SHORT, _LINE = 5, 2000


def is_document(file: str) -> bool:
    """Whether a file is written for people, about how things are."""
    return bool(_DOCUMENT.search(file)) and not _HISTORY.search(file)


def statements(source: Source) -> Iterator[Statement]:
    """What a document says; nothing of other files."""
    if not is_document(source.file) or _STATUS.search(source.text, 0, 3000):
        return
    for passage in passages(source.text):
        if any(len(cell.text) > _LINE for cell in passage.cells) or any(map(_OTHER_TIMES.search, passage.headings)):
            continue
        read = {"row": _row, "code": _code, "mermaid": _mermaid}.get(passage.kind, _line)
        yield from read(source, passage)


def _row(source: Source, passage: Passage) -> Iterator[Statement]:
    """A row: what a column is called counts first, then what stands in the same cell, then the row's other cells."""
    found = [list(literals(cell.text)) for cell in passage.cells]
    rests = [_rest(cell, own) for cell, own in zip(passage.cells, found, strict=True)]
    if any(map(_OTHER_TIMES.search, rests)):
        return
    for which, cell in enumerate(passage.cells):
        column = passage.title[which] if which < len(passage.title) else ""
        if _ASIDE.search(words(column)):
            continue
        others = [rest for at, rest in enumerate(rests) if at != which and rest]
        describing = ((rest, number > 0) for number, rest in enumerate(others))
        role = _first_role([(column, False), (rests[which], False), *describing])
        labels = tuple(it for it in (*others, rests[which]) if it)
        at = _At(source, passage, cell)
        yield from (at.says(it, labels, role) for it in found[which])


def _first_role(labels: list[tuple[str, bool]]) -> tuple[Role, Certainty]:
    """The first role that labels name; one that only describes, as it is not the row's first, counts if it is short."""
    for text, describes in labels:
        plain = words(text)
        if _ASIDE.search(plain) or (describes and plain.count(" ") >= _SHORT):
            continue
        role, certainty = role_of(text)
        if role:
            return role, "likely" if describes else certainty
    return "", "none"


def _line(source: Source, passage: Passage) -> Iterator[Statement]:
    """An item of a list, or a sentence."""
    cell = passage.cells[0]
    if _NOT_SO.search(cell.text):
        return
    found = list(literals(cell.text))
    for it, label, aside in _labelled(cell.text, found):
        role, certainty = _role_of_line(passage, label, aside)
        labels = _labels(cell.text, it, label, aside)
        if _NEUTRAL.issuperset(words(" ".join(labels)).split()):
            labels = passage.headings[-1:]
            role, certainty = (role_of(labels[0])[0], "guessed") if labels and passage.kind == "item" else ("", "none")
        if _is_item(passage) or role:
            yield _At(source, passage, cell).says(it, labels, (role, certainty))


def _is_item(passage: Passage) -> bool:
    """Whether a line is an item of a list, or as short as one: `**blocky** (10.0.0.53)`."""
    return passage.kind == "item" or len(passage.cells[0].text.split()) <= _SHORT


def _labels(text: str, it: Literal, label: str, aside: str) -> tuple[str, ...]:
    """What stands beside an address; of `the old one is blocky (10.0.0.53)` also the word before the bracket."""
    before = text[: it.start].rstrip("` ")
    nearest = label.rpartition(" ")[2] if before.endswith("(") else ""
    return tuple(dict.fromkeys(part for part in (label, nearest, aside) if part))


def _role_of_line(passage: Passage, label: str, aside: str) -> tuple[Role, Certainty]:
    if _ASIDE.search(words(label)):
        return "", "none"
    role, certainty = next((it for it in (role_of(aside), role_of(label)) if it[0]), ("", "none"))
    plain = _is_item(passage) and words(label).count(" ") <= _SHORT
    return (role, certainty) if plain else (role, "guessed") if certainty == "exact" else ("", "none")


def _labelled(text: str, found: list[Literal]) -> Iterator[tuple[Literal, str, str]]:
    """Each address with the words before it, or after it where the line begins with one, and those in brackets."""
    starts = [*(it.start for it in found[1:]), len(text)]
    forward = bool(found) and not _clean(text[: found[0].start])
    label, before = "", 0
    for it, after in zip(found, starts, strict=False):
        aside = _ASIDE_OF.match(text, it.end)
        begin = aside.end() if aside else it.end
        label = _clean(text[begin:after] if forward else text[before : it.start]) or label
        before = begin
        yield it, _near(label, forward=forward), _clean(aside[1]) if aside and not any(literals(aside[1])) else ""


def _near(label: str, *, forward: bool) -> str:
    """The words of a sentence that are next to the address."""
    parts = re.split(r"[.;]\s|,\s(?=and\b|with\b|which\b)|\(|\)", label)
    return _clean(parts[0] if forward else parts[-1])


def _code(source: Source, passage: Passage) -> Iterator[Statement]:
    """A line of code: an option of a command, or a key of a configuration."""
    cell = passage.cells[0]
    if cell.text.lstrip().startswith(("#", "//", "!")) or _NOT_SO.search(cell.text):
        return
    key, kind = passage.title or ("", "")
    for it in literals(cell.text):
        before = cell.text[: it.start]
        flag, own = _FLAG.search(before[-60:]), _KEY.search(before[-80:])
        name = flag[1] if flag else own[1] if own and role_of(own[1])[0] else "" if own else key
        role, certainty = role_of(name)
        if kind in _POOLS and words(own[1] if own else key) in ("cidr", "start", "stop", "addresses", "blocks"):
            role, certainty = "load-balancers", "exact"
        if role:
            sure: Certainty = certainty if flag else "likely"
            yield _At(source, passage, cell).says(it, (name,), (role, sure))


def _mermaid(source: Source, passage: Passage) -> Iterator[Statement]:
    """The labels of a drawing."""
    cell = passage.cells[0]
    text = _BREAK.sub(lambda found: " " * len(found[0]), cell.text)
    for found in _MERMAID.finditer(text):
        which = found.lastindex or 0
        part = Cell(found[which], cell.start + found.start(which))
        for it, label, aside in _labelled(part.text, list(literals(part.text))):
            role = next((one for one in (role_of(aside), role_of(label)) if one[0]), ("", "none"))[0]
            labels = _labels(part.text, it, label, aside)
            yield _At(source, passage, part).says(it, labels, (role, "likely"))


class _At(NamedTuple):
    """Where in a document something is read."""

    source: Source
    passage: Passage
    cell: Cell

    def says(self, it: Literal, labels: tuple[str, ...], role: tuple[Role, Certainty]) -> Statement:
        """The statement of an address, with its labels and its role."""
        place = self.source.at(self.cell.start + it.start, it.end - it.start)
        text = self.cell.text[it.start : it.end].replace("`", "")
        headings = tuple(map(_clean, self.passage.headings))
        said = Statement(text, place, it.version, it.first, it.last, it.address, labels, headings)
        return said._replace(role=role[0], certainty=role[1])


def _rest(cell: Cell, found: list[Literal]) -> str:
    """A cell without its addresses."""
    text = cell.text
    for it in reversed(found):
        text = f"{text[: it.start]} {text[it.end :]}"
    return _clean(text)


def _clean(text: str) -> str:
    """Words without what decorates them."""
    plain = " ".join(_DECORATION.sub(" ", text).split()).strip(_EDGES)
    plain = plain.lstrip(f"){_EDGES}").rstrip(f"({_EDGES}")
    return plain if plain.count("(") == plain.count(")") else plain.strip(f"(){_EDGES}")
