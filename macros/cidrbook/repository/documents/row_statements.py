"""Statements in tables. The column's title counts first, then the words of the cell, then the other cells."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.documents.context import TableRow, row_of
from cidrbook.repository.documents.credibility import other_times, row_doubt
from cidrbook.repository.documents.labels import clean, is_neutral, name_before, names_nothing
from cidrbook.repository.documents.line_statements import labels_above, owner_of_vip
from cidrbook.repository.documents.literals import Literal
from cidrbook.repository.documents.roles import NO_ROLE, NamedRole, role_of, words
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import ASIDE
from cidrbook.text.markdown import Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

SUBNET_GATEWAY = regex(
    r"\b(?:subnet|network|cidr|prefix) (?:and |or )?(?:gateway|gw)|\b(?:gateway|gw) (?:subnet|network|cidr)"
)
"""A column for both prefix and gateway, written as an interface address: `10.0.20.1/24`."""
NOT_NOW = regex(r"\b(?:defaults?|d.fauts?|vorgaben?|standardwerte?|original(?:ly)?|upstream|suggested|recommended)\b")
"""Titles of columns that do not describe the present."""
_PORT = regex(r":[0-9]{2,5}\b")
_ON = regex(r"\bon `([\w.-]{1,50})`")
_LONGEST_DESCRIPTION = 5
"""Spaces in a descriptive cell. A longer one is a sentence, whose words are about other things too."""
_WHERE = regex(
    r"^(?:(?:runs|running|hosted|lives|located|deployed|placed|installed) (?:on|at|in)|on|where|location"
    r"|(?:(?:proxmox|pve|esxi|physical|parent|vm|docker|metal|current|target) )?"
    r"(?:nodes?|hosts?|servers?|machines?|hypervisors?|box))$"
)
"""Columns that say where something runs, if another column before them says what it is."""
_BEHIND_PROXY = regex(r"\b(?:back ?ends?|upstreams?|forward\w*|proxied|origins?)\b")
"""Columns of what stands behind a proxy: the names in DNS of such a row lead to the proxy."""
_IN_DNS = regex(r"[\w*-]+(?:\.[\w-]+)+\.?")
_GUEST = regex(r"^(?:guest|vm|virtual machine|lxc|ct|container|jail)(?: name)?$")
"""Columns for one guest, which a column before them may say the host of."""
_NO_SUBJECT = regex(
    r"^(?:|#|no|nr|ids?|vm ?ids?|roles?|types?|kinds?|groups?|sites?|zones?|racks?|os|status|clusters?|vlans?|macs?"
    r"|functions?|purposes?|environments?|networks?|position|slot|unit|tier"
    r"|zweck|rolle|typ|art|standort|bereich|netz|netzwerk|gruppe)$"
)
"""Columns that name no single thing."""
_MAKE = regex(
    r"^(?:os|operating system|distro|distribution|base os|platform|vendor|make|manufacturer|brand|image|template"
    r"|versions?)$"
)
"""Columns of products, which are no names of things."""
_FEW_CELLS = 3
"""Cells of a row that may lack a name: then the heading above its table names the thing."""


def row_statements(source: Source, passage: Passage) -> Iterator[Statement]:
    """The statements of a row."""
    row = row_of(source, passage)
    if row_doubt(row.rests):
        return
    for which, literals in enumerate(row.found):
        title = row.title(which)
        if literals and not other_times(title) and not NOT_NOW.search(words(title)):
            yield from _cell_statements(row, which)


def _cell_statements(row: TableRow, which: int) -> Iterator[Statement]:
    """The statements of a cell. Columns of gateways, storage and the like count only with a name before the address."""
    title = row.title(which)
    with_prefix = bool(SUBNET_GATEWAY.search(words(title)))
    is_aside = bool(ASIDE.search(words(title))) and not with_prefix
    meaning = _cell_meaning(row, which, "" if with_prefix else title)
    labels = _cell_labels(row, which)
    service = owner_of_vip(row.passage, labels[0]) if len(labels) == 1 else ""
    context, since = row.context(which), 0
    whereabouts = tuple(row.rests[at] for at in cells_of_place(row, which))
    for literal in row.found[which]:
        own = literal._replace(address=None) if with_prefix and literal.last > literal.first else literal
        near = service or _host_of_port(row, which, literal) or name_before(context.cell.text, literal.start, since)
        since = literal.end
        if not is_aside:
            said = context.statement(own, labels, meaning, near)
            name_column = row.title(1 if which == 0 else 0)
            yield said._replace(column=title, name_column=name_column, whereabouts=whereabouts)
        elif near:
            yield context.statement(own, (near,), near=near)._replace(column=title, sentence=True)


def _cell_labels(row: TableRow, which: int) -> tuple[str, ...]:
    """The labels of a cell's addresses: the row's other cells, names before numbers; else what is above the row."""
    is_behind = _BEHIND_PROXY.search(words(row.title(which)))
    cells = [(at, rest) for at, rest in enumerate(row.rests) if at != which and rest]
    cells = [(at, rest) for at, rest in cells if not (is_behind and _IN_DNS.fullmatch(rest))]
    others = [rest for at, rest in cells if not _MAKE.search(words(row.title(at)))] or [rest for _, rest in cells]
    labels = tuple(sorted(filter(None, (*others, row.rests[which])), key=str.isdecimal))
    if not is_neutral(*labels):
        is_property = len(row.passage.cells) < _FEW_CELLS and names_nothing(labels[0])
        return (*labels_above(row.passage), *labels) if is_property else labels
    title = row.title(which)
    if not is_neutral(title) and len(row.passage.cells) >= _FEW_CELLS:
        return (clean(title), *labels)
    return (labels_above(row.passage) or labels) if len(row.passage.cells) <= _FEW_CELLS else labels


def cells_of_place(row: TableRow, which: int) -> Iterator[int]:
    """The cells that say where the thing runs that a cell before them names."""
    has_subject = any(_GUEST.search(words(row.title(at))) for at, rest in enumerate(row.rests) if at != which and rest)
    for at, rest in enumerate(row.rests):
        if at == which or not rest or rest.isdecimal():
            continue
        title = words(row.title(at))
        if has_subject and _WHERE.search(title):
            yield at
        has_subject = has_subject or not _NO_SUBJECT.search(title)


def _cell_meaning(row: TableRow, which: int, title: str) -> NamedRole:
    """The first role that the column, the cell and the other cells name. Descriptive cells count only if short."""
    others = [rest for at, rest in enumerate(row.rests) if at != which and rest]
    labels = [(title, "column"), (row.rests[which], "cell"), *((rest, "name of the row") for rest in others[:1])]
    for text, what in (*labels, *((rest, "description") for rest in others[1:])):
        describes = what == "description"
        plain = words(text)
        if ASIDE.search(plain) or (describes and plain.count(" ") >= _LONGEST_DESCRIPTION):
            continue
        meaning = role_of(text, what)
        if meaning.role:
            return meaning._replace(certainty="likely") if describes else meaning
    return NO_ROLE


def _host_of_port(row: TableRow, which: int, literal: Literal) -> str:
    """The host of an address with a port: `10.0.0.5:8080`, "editor on `box`"."""
    text = row.passage.cells[which].text
    if not _PORT.match(text, literal.end) or clean(text[: literal.start]):
        return ""
    found = [on for other in row.passage.cells for on in _ON.finditer(other.text)]
    return found[0][1] if len(found) == 1 else ""
