"""What a repository's documents say of addresses: a README is a claim like any other.

Read: tables, lists, prose, Mermaid's labels, install lines and what else stands in code, of Markdown and plain text.
Left out: what is struck through, marked `<!-- cidrbook: ignore -->`, or tells of other times: changelogs, decisions,
journals, plans, and sections or lines that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.documents.labels import clean, ending, is_neutral, labelled, name_before, names_nothing
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import hands_out, role_of, words
from cidrbook.repository.statement import Certainty, Role, Statement
from cidrbook.text.markdown import Cell, Passage, passages
from cidrbook.text.source import Source

_DOCUMENT = re.compile(r"\.(?:md|mdx|markdown)$|(?:^|/)readme(?:\.(?:txt|rst|adoc))?$", re.IGNORECASE)
HISTORY = re.compile(
    r"(?:^|[/_.-])(?:adrs?|decisions?|changelogs?|changes|history|journals?|diary|blogs?|posts|post-?mortems?|incidents?"
    r"|investigations?|migrations?|proposals?|rfcs?|releases?|audits?|reports?|retrospectives?|drafts?|examples?"
    r"|templates?|sessions?|todo|roadmap|plans?|specs?|old|legacy|upstream|vendor)(?=[/_.-]|$)|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\A(?:---\n[^\0]{0,2000}?|[^\0]{0,600}?)^[*_\s]*status[*_]*\s*:[*_\s]*"
    r"(?:superseded|deprecated|archived|draft|proposed|planned|rejected|obsolete|outdated|historical|retired"
    r"|not (?:yet )?(?:implemented|in use|deployed|active|done))",
    re.IGNORECASE | re.MULTILINE,
)
OTHER_TIMES = re.compile(
    r"\b(?:old|previous|former|formerly|history|historical|legacy|deprecated|proposed|proposal|planned|future|examples?"
    r"|migrat\w+|changelog|roadmap|todo|alternatives?|before|archived?|obsolete|removed|retired|decommissioned|rejected"
    r"|unused|lessons|troubleshooting|incidents?|journal|template|sample)\b",
    re.IGNORECASE,
)
NOT_SO = re.compile(
    r"\b(?:e\.g|i\.e\.g|for example|such as|example|formerly|previously|was|were|used to|no longer|instead of|replaced?"
    r"|deprecated|old|conflicts?|overlaps?|avoid|must not|do not|don't|never|not in|outside|unless|would|could)\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(r"\b(?:defaults?|original(?:ly)?|upstream|suggested|recommended)\b")
"""What columns are called that do not say what is so here."""
_SINCE = re.compile(r"\b(?:post|after|since)\b.{0,60}\bmigration\b", re.IGNORECASE)
"""What a page's title says of times that are over: its page tells of now."""
_EXAMPLE = re.compile(r"\bexamples?\b", re.IGNORECASE)
ASIDE = re.compile(
    r"\b(?:gateways?|gw|routers?|dns|dhcp|mask|netmask|broadcast|ntp|default route|next hop|storage|ipmi|bmc|idrac|ilo"
    r"|vpn|tailscale|wireguard|wan|public|old|previous|before|thunderbolt|ceph|iscsi|nfs|reserved)\b"
)
SUBNET_GATEWAY = re.compile(
    r"\b(?:subnet|network|cidr|prefix) (?:and |or )?(?:gateway|gw)|\b(?:gateway|gw) (?:subnet|network|cidr)"
)
"""A column that says two things with one interface address: `10.0.20.1/24`."""
BREAK = re.compile(r"<br\s*/?>")
MERMAID = re.compile(r'"([^"\n]+)"|\[([^\]\n]+)\]|\(([^)\n]+)\)|\{([^}\n]+)\}|\|([^|\n]+)\|')
_FLAG = re.compile(r"(--?[A-Za-z][\w.-]{2,50})[=\s\"']{1,3}$")
_KEY = re.compile(r"([A-Za-z][\w.-]{1,60})[\"']?\s*[:=]\s*[\[\"'\s]*$")
_POOLS = ("CiliumLoadBalancerIPPool", "IPAddressPool", "AddressPool")
_OWN = ("ansible_host", "ip", "address", "ip_address", "ipAddress", "ipv4", "ipv4_address")
_RECORD = re.compile(r"(?:host-record=|address=/|dhcp-host=)([\w.:-]{1,80})[/,]")
_POOL = re.compile(r"(?:ip |address )?pools?\b", re.IGNORECASE)
_PORT = re.compile(r":[0-9]{2,5}\b")
_ON = re.compile(r"\bon `([\w.-]{1,50})`")
_SPAN = re.compile(r"\(\s*`([^`\n]{1,50})`\s*\)")
_LABELLED = re.compile(r"\s*(?:\*\*|__)[^*_\n]{1,60}(?::\s?(?:\*\*|__)|(?:\*\*|__)\s?:)\s`?[0-9a-f]+[.:]")
_TASK = re.compile(r"\btodo\b", re.IGNORECASE)
_VIP = re.compile(r"(?:vip|lb|(?:lb|load ?balancer|virtual|external|service) ip)(?: address)?")
"""What says of an address only that it is one for a service, or for the API."""
_IN_DNS = re.compile(r"((?:\*\.)?[a-z0-9][\w-]*\.(?:[\w-]+\.)*(?:\$\{\w+\}|[a-z]{2,}))[\"']?\s*[:=]\s*[\"']?$")
_SHORT, _FEW, _LINE = 5, 3, 2000


def is_document(file: str) -> bool:
    """Whether a file is written for people, about how things are."""
    return bool(_DOCUMENT.search(file)) and not HISTORY.search(file)


def believed(source: Source, *, examples: bool = False) -> Iterator[Passage]:
    """The passages of a document that tell of how things are, with examples or without; nothing of other files."""
    if not is_document(source.file) or _STATUS.search(source.text, 0, 3000):
        return
    for passage in passages(source.text):
        first = (_SINCE.sub(" ", heading) for heading in passage.headings[:1])
        headings = (_EXAMPLE.sub(" ", heading) if examples else heading for heading in (*first, *passage.headings[1:]))
        if any(len(cell.text) > _LINE for cell in passage.cells) or any(map(OTHER_TIMES.search, headings)):
            continue
        yield passage


def statements(source: Source) -> Iterator[Statement]:
    """What a document says; nothing of other files."""
    for passage in believed(source):
        read = {"row": _row, "code": _code, "mermaid": _mermaid}.get(passage.kind, _line)
        yield from read(source, passage)


def _row(source: Source, passage: Passage) -> Iterator[Statement]:
    """A row: what a column is called counts first, then what stands in the same cell, then the row's other cells."""
    found = [list(literals(cell.text)) for cell in passage.cells]
    rests = [rest_of(cell, own) for cell, own in zip(passage.cells, found, strict=True)]
    if any(map(OTHER_TIMES.search, without_tasks(rests))):
        return
    for which, cell in enumerate(passage.cells):
        column = passage.title[which] if which < len(passage.title) else ""
        both = bool(SUBNET_GATEWAY.search(words(column)))
        if OTHER_TIMES.search(column) or _NOT_NOW.search(words(column)):
            continue
        aside = bool(ASIDE.search(words(column))) and not both
        others = [rest for at, rest in enumerate(rests) if at != which and rest]
        describing = ((rest, number > 0) for number, rest in enumerate(others))
        role = _first_role([("" if both else column, False), (rests[which], False), *describing])
        labels = tuple(sorted((text for text in (*others, rests[which]) if text), key=str.isdecimal))
        if is_neutral(*labels) and not is_neutral(column) and len(passage.cells) > 2:
            labels = (clean(column), *labels)
        elif is_neutral(*labels) and len(passage.cells) <= _FEW:
            labels = _above(passage) or labels
        service = _of_service(passage, labels[0]) if len(labels) == 1 else ""
        at = At(source, passage, cell)
        ends = [0, *(other_literal.end for other_literal in found[which])]
        for literal, since in zip(found[which], ends, strict=False):
            own = literal._replace(address=None) if both and literal.last > literal.first else literal
            near = service or _runs_on(passage, cell, literal) or name_before(cell.text, literal.start, since)
            if not aside:
                yield at.says(own, labels, role, near)._replace(column=column)
            elif near:
                yield at.says(own, (near,), ("", "none"), near)._replace(column=column, sentence=True)


def without_tasks(rests: list[str]) -> list[str]:
    """The cells of a row, where what is still to do says nothing of what is; but for the first."""
    return [*rests[:1], *(_TASK.sub(" ", rest) for rest in rests[1:])]


def _runs_on(passage: Passage, cell: Cell, literal: Literal) -> str:
    """What a row says that something with a port is on: `10.0.0.5:8080`, "editor on `box`"."""
    if not _PORT.match(cell.text, literal.end) or clean(cell.text[: literal.start]):
        return ""
    found = [on for other in passage.cells for on in _ON.finditer(other.text)]
    return found[0][1] if len(found) == 1 else ""


def _above(passage: Passage) -> tuple[str, ...]:
    """The names above a row or an item that has none: the item it is below, and the nearest two headings."""
    above = () if passage.kind == "prose" else (clean(passage.above), *_asides(passage.above))
    headings = [clean(heading) for heading in reversed(passage.headings[-2:])]
    asides = (aside for heading in passage.headings[-1:] for aside in _asides(heading))
    return tuple(dict.fromkeys(text for text in (*above, *headings, *asides) if text and not names_nothing(text)))


def _of_service(passage: Passage, label: str) -> str:
    """Whose a `VIP` is: by the heading right above it, without what stands in brackets and words that name nothing."""
    if not _VIP.fullmatch(words(label)) or not passage.headings:
        return ""
    above = clean(passage.headings[-1].partition("(")[0]).split()
    return " ".join(word for word in above if word.lower() == "internal" or not names_nothing(word))


def _asides(text: str) -> Iterator[str]:
    """What stands in a code span in brackets: `**Inner gateway** (`envoy-inner`)`."""
    yield from (found[1] for found in _SPAN.finditer(text))


def _first_role(labels: list[tuple[str, bool]]) -> tuple[Role, Certainty]:
    """The first role that labels name; one that only describes, as it is not the row's first, counts if it is short."""
    for text, describes in labels:
        plain = words(text)
        if ASIDE.search(plain) or (describes and plain.count(" ") >= _SHORT):
            continue
        role, certainty = role_of(text)
        if role:
            return role, "likely" if describes else certainty
    return "", "none"


def _line(source: Source, passage: Passage) -> Iterator[Statement]:
    """An item of a list, or a sentence."""
    cell = passage.cells[0]
    if NOT_SO.search(cell.text):
        return
    found = list(literals(cell.text))
    since = 0
    for literal, label, aside in labelled(cell.text, found):
        goes_on = passage.kind == "prose" and passage.above and not clean(cell.text[: found[0].start])
        before = ending(passage.above) if goes_on else label
        role, certainty = _role_of_line(passage, before, aside)
        labels = _labels(cell.text, literal, before, aside)
        if names_nothing(" ".join(labels)):
            labels = _above(passage)
            role, certainty = _role_above(cell.text[literal.end :], labels) if passage.kind == "item" else ("", "none")
        record = _RECORD.search(cell.text[: literal.start])
        if role == "vip" and certainty == "likely":
            labels = (*labels, clean(cell.text[literal.end :]))
        certainty = "guessed" if goes_on and certainty == "exact" else certainty
        text = f"{passage.above} " if goes_on else cell.text[since : literal.start]
        near = record[1] if record else name_before(text, len(text), 0)
        named = bool(near) and text.rstrip("`* ").endswith(("(", ","))
        near = (_of_service(passage, labels[0]) if labels and passage.kind == "item" else "") or near
        since = literal.end
        if is_item(passage) or role or (named and literal.address is not None):
            sentence = not (is_item(passage) or role)
            said = At(source, passage, cell).says(literal, (near,) if sentence else labels, (role, certainty), near)
            yield said._replace(sentence=sentence)


def _role_above(after: str, labels: tuple[str, ...]) -> tuple[Role, Certainty]:
    """The role of an item that says none itself: by what is behind its address, or above it."""
    behind = clean(after) if not any(literals(after)) else ""
    role: Role = next((it for it in (role_of(text)[0] for text in (behind, *labels)) if it), "")
    return role, "guessed" if role else "none"


def is_item(passage: Passage) -> bool:
    """Whether a line is an item of a list, or as short as one: `**blocky** (10.0.0.53)`."""
    text = passage.cells[0].text
    return passage.kind == "item" or len(text.split()) <= _SHORT or bool(_LABELLED.match(text))


def _labels(text: str, literal: Literal, label: str, aside: str) -> tuple[str, ...]:
    """What stands beside an address; of `the old one is blocky (10.0.0.53)` also the word before the bracket."""
    before = text[: literal.start].rstrip("` ")
    nearest = label.rpartition(" ")[2] if before.endswith("(") else ""
    return tuple(dict.fromkeys(part for part in (label, nearest, aside) if part))


def _role_of_line(passage: Passage, label: str, aside: str) -> tuple[Role, Certainty]:
    if ASIDE.search(words(label)):
        return "", "none"
    role, certainty = next((pair for pair in (role_of(aside), role_of(label)) if pair[0]), ("", "none"))
    if role in ("pods", "services") and "default" in words(label).split():
        return "", "none"
    if not role and (hands_out(label) or _is_pool(passage)):
        return "load-balancers", "guessed"
    plain = is_item(passage) and words(label).count(" ") <= _SHORT
    return (role, certainty) if plain else (role, "guessed") if certainty == "exact" else ("", "none")


def _is_pool(passage: Passage) -> bool:
    """Whether an item begins with the word pool, below a heading about load balancers."""
    about = passage.headings[-2:] if _POOL.match(clean(passage.cells[0].text)) else ()
    return any(role_of(text)[0] == "load-balancers" for text in about)


def _code(source: Source, passage: Passage) -> Iterator[Statement]:
    """A line of code: an option of a command, or a key of a configuration."""
    cell = passage.cells[0]
    if cell.text.lstrip().startswith(("#", "//", "!")) or NOT_SO.search(cell.text):
        return
    key, kind = passage.title or ("", "")
    record = _RECORD.search(cell.text)
    for literal in literals(cell.text):
        before = cell.text[: literal.start]
        flag, own = _FLAG.search(before[-60:]), _KEY.search(before[-80:])
        name = flag[1] if flag else own[1] if own and role_of(own[1])[0] else "" if own else key
        role, certainty = role_of(name)
        if kind in _POOLS and words(own[1] if own else key) in ("cidr", "start", "stop", "addresses", "blocks"):
            role, certainty = "load-balancers", "exact"
        if role:
            sure: Certainty = certainty if flag else "likely"
            yield At(source, passage, cell).says(literal, (name,), (role, sure))
        elif host := _IN_DNS.search(before[-120:]):
            yield At(source, passage, cell).says(literal, (host[1],), ("", "none"), host[1])
        elif record or (own and own[1] in _OWN and key and not names_nothing(key)):
            said = At(source, passage, cell).says(literal, (record[1] if record else key,), ("", "none"))
            yield said._replace(near=said.labels[0], sentence=True)


def _mermaid(source: Source, passage: Passage) -> Iterator[Statement]:
    """The labels of a drawing."""
    cell = passage.cells[0]
    text = BREAK.sub(lambda found: " " * len(found[0]), cell.text)
    for found in MERMAID.finditer(text):
        which = found.lastindex or 0
        part = Cell(found[which], cell.start + found.start(which))
        for literal, label, aside in labelled(part.text, list(literals(part.text))):
            role = next((one for one in (role_of(aside), role_of(label)) if one[0]), ("", "none"))[0]
            labels = _labels(part.text, literal, label, aside)
            near = _line_of(cell.text[found.start(which) :][: literal.start])
            yield At(source, passage, part).says(literal, labels, (role, "likely"), near)


def _line_of(before: str) -> str:
    """What a line of a label calls its address, `External: 10.0.0.5`, where there is a line above it."""
    lines = BREAK.split(before)
    own = clean(lines[-1]) if len(lines) > 1 and lines[-1].rstrip(" `*").endswith(":") else ""
    return own if own.lower() == "public" or not (is_neutral(own) or ASIDE.search(words(own))) else ""


class At(NamedTuple):
    """Where in a document something is read."""

    source: Source
    passage: Passage
    cell: Cell

    def says(
        self, literal: Literal, labels: tuple[str, ...], role: tuple[Role, Certainty], near: str = ""
    ) -> Statement:
        """The statement of an address, with its labels and its role."""
        place = self.source.at(self.cell.start + literal.start, literal.end - literal.start)
        text = self.cell.text[literal.start : literal.end].replace("`", "")
        headings = tuple(map(clean, self.passage.headings))
        said = Statement(text, place, literal.version, literal.first, literal.last, literal.address, labels, headings)
        return said._replace(role=role[0], certainty=role[1], near=near)


def rest_of(cell: Cell, found: list[Literal]) -> str:
    """A cell without its addresses."""
    text = cell.text
    for it in reversed(found):
        text = f"{text[: it.start]} {text[it.end :]}"
    return clean(text)
