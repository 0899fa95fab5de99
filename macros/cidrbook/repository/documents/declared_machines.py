"""The machines that the rows of a document's tables declare: their names, addresses and MACs, and which are nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.documents.context import TableRow
from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import MAC
from cidrbook.repository.documents.roles import role_of, words
from cidrbook.repository.vocabulary import CLUSTER_PRODUCTS, HYPERVISORS
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_LETTER = regex(r"[^\W\d_]")
_MOST_WORDS = 6
"""Words of a name: more are a sentence."""
_MACHINE = regex(
    r"^(?:devices?|host ?names?|hosts?|names?|machines?|servers?|nodes?|systems?|vms?|lxcs?|appliances?|clients?)"
    r"(?: names?)?$"
)
_ADDRESS = regex(
    r"^(?:(?:static|lan|private|internal|local|management|mgmt|reserved|ipv4|ipv6|ip) )*"
    r"(?:ips?|ipv4|ipv6|addr(?:ess(?:es)?)?)$"
)
_ADDRESSES = regex(r"^(?:(?:ip|address|ipv4) )?(?:range|allocation|assignment)s?$")
"""Columns of addresses that stand first, before what each is for."""
_PURPOSE = regex(
    r"^(?:purposes?|uses?|used (?:by|for)|usage|assign(?:ed|ment)(?: to)?|assignee|functions?|what|descriptions?"
    r"|services?|apps?|applications?|role|owner|item|component|notes?|comments?)$"
)
"""Columns that say what an address before them is for."""
_NAMESPACE = regex(r"^(?:(?:k8s|kubernetes) )?name ?spaces?$")
"""The column that only tables of services in a cluster have."""
_MOST_WORDS_OF_PURPOSE = 4
"""Words of a purpose that names a machine: more describe it."""
_PART = regex(r"\s+(?:[\u2013\u2014\u2194\u2192|/]|-{1,2}>?)\s+.*$")
"""What a dash, an arrow or a bar separates from a name: `nas-1 \u2014 management only`."""
_IS_ADDRESS = regex(
    r"(?<=\S)[\s_-]+(?:(?:static|lan|local|management|mgmt) )?(?:ip|ipv4|ipv6)?[\s_-]*"
    r"(?:ips?|ipv4|ipv6|addr(?:ess(?:es)?)?)$|(?<=\S)\s+(?:management|mgmt)$|[\s_*]+$",
    re.IGNORECASE,
)
"""The end of a label that says that an address follows: `nas-1 IP`."""
_NODE = regex(
    r"^(?:k[38]s |rke2 |k0s |talos |kubernetes )?"
    r"(?:control ?planes?|masters?|workers?|agents?|k3s servers?|etcd)(?: nodes?)?\b"
)
"""Cells that say what a node of a cluster is."""
_NODES = regex(r"^(?:(?:k[38]s|talos|kubernetes|cluster) )?nodes?(?: names?)?$")
_CLUSTERS = regex(rf"\b(?:{CLUSTER_PRODUCTS}|kubectl|talosctl)\b")
_OTHER_CLUSTERS = regex(rf"\b(?:{HYPERVISORS})\b")
_GATEWAY = regex(r"^(?:(?:default|vlan|lan|network) )?(?:gateway|gw)$")
_NO_MACHINE = regex(
    r"\b(?:dhcp|reserved|free|available|unused|spare|broadcast|network|subnet|pool|range|vips?|virtual|floating|wan"
    r"|services?|ingress|load ?balancers?)\b"
)
"""Words for addresses that are no machine's own."""
_INTERFACE = regex(
    r"(?:igb|igc|ix|em|vtnet|(?:eth|vmbr|br|bond|wlan|tun|tap|veth|wg|ens|enp|eno)(?=[0-9])\w)[0-9]*(?:[.:][0-9]+)?",
    re.IGNORECASE,
)
_PROPERTY = regex(
    r"(?:(?:primary|secondary|default|forward|upstream|bind|listen|management|mgmt|local|remote)[ -]?)*"
    r"(?:dns|resolvers?|name ?servers?|destination|source|target|hosts?|management|mgmt|remote|peers?)"
)
"""What a label says of another thing's settings: of the rule, the proxy or the client above it."""
_MISSING = regex(
    r"(?:lan|wan|opt)[0-9]*|localhost|local|n/a|none|tbd|unknown|response|content|value|target|today|later|now",
    re.IGNORECASE,
)
"""The names of a firewall's interfaces, and words where a name is missing."""


class DeclaredMachine(NamedTuple):
    """A machine that a row of a table says, with its addresses; or only the `gateway` of a network.

    It is a `node` where its row or its table says that it is one of a cluster of Kubernetes.
    """

    name: Located
    addresses: tuple[Located, ...]
    mac: Located | None = None
    gateway: bool = False
    node: bool = False
    headings: tuple[str, ...] = ()


def machine_of_row(row: TableRow, titles: list[str]) -> Iterator[DeclaredMachine]:
    """The machine of a row that has a name and an address below columns for them."""
    columns = _machine_columns(titles[: len(row.passage.cells)])
    if columns is None:
        return
    named, placed = columns
    found = row.found[placed]
    versions = {literal.version for literal in found}
    if not found or any(literal.address is None for literal in found) or len(versions) < len(found):
        return
    context = row.context(placed)
    addresses = tuple(Located(str(literal.address), context.statement(literal).place) for literal in found)
    name = thing_name(row.rests[named])
    is_gateway = any(_GATEWAY.search(words(rest)) for rest in row.rests)
    described = _PURPOSE.search(titles[named]) is not None
    if is_gateway or (is_machine(name, row.rests) and not (described and _is_sentence(name))):
        place = _cell_place(row, named)
        node, above = _is_node(row, titles, named), tuple(row.passage.headings)
        yield DeclaredMachine(Located(name, place), addresses, _mac(row), is_gateway, node, above)


def _machine_columns(titles: list[str]) -> tuple[int, int] | None:
    """The columns of a machine's name and its address. Where the address comes first, its purpose may name it.

    None where a table lacks one of them, or lists services.
    """
    if any(map(_NAMESPACE.search, titles)):
        return None
    placed = [at for at, title in enumerate(titles) if _ADDRESS.search(title)]
    placed = placed or [at for at, title in enumerate(titles[:1]) if _ADDRESSES.search(title)]
    named = next((at for at, title in enumerate(titles) if _MACHINE.search(title)), None)
    if named is None and placed == [0]:
        named = next((at for at, title in enumerate(titles) if _PURPOSE.search(title)), None)
    return None if named is None or len(placed) != 1 or placed[0] == named else (named, placed[0])


def _is_sentence(name: str) -> bool:
    return len(name.split()) > _MOST_WORDS_OF_PURPOSE


def _is_node(row: TableRow, titles: list[str], named: int) -> bool:
    """Whether a row is of a node of Kubernetes: by its role, or by its column in a document about a cluster."""
    around = words(" ".join((row.source.file, *row.passage.headings)))
    said = words(" ".join((around, *row.rests)))
    if not _CLUSTERS.search(said) or _OTHER_CLUSTERS.search(words(" ".join(row.passage.headings[-1:]))):
        return False
    bracket = row.rests[named].partition("(")[2]
    by_role = any(_NODE.search(words(rest)) for rest in (*row.rests, bracket))
    return by_role or bool(_NODES.search(titles[named]) and _CLUSTERS.search(around))


def thing_name(text: str) -> str:
    """The name of a machine, without a remark behind it and the word that an address follows."""
    return clean(_IS_ADDRESS.sub("", clean(_PART.sub("", clean(text.partition("(")[0])))))


def is_interface(name: str) -> bool:
    """Whether a name is that of an interface: `bond0 (two ports)`."""
    return _INTERFACE.fullmatch(name.partition(" ")[0]) is not None


def is_machine(name: str, rests: list[str]) -> bool:
    """Whether a name is that of a machine, by its own words and by the other cells of its row."""
    plain = words(name)
    has_role = any(_NODE.fullmatch(words(rest)) for rest in rests)
    virtual = any(role_of(rest).role in ("vip", "load-balancers") for rest in ([name] if has_role else rests))
    return (
        bool(_LETTER.search(name))
        and not is_interface(name)
        and not _MISSING.fullmatch(name)
        and not virtual
        and not _NO_MACHINE.search(plain)
        and not _PROPERTY.fullmatch(words(thing_name(name)))
        and len(plain.split()) <= _MOST_WORDS
    )


def _mac(row: TableRow) -> Located | None:
    found = [(cell, mac) for cell in row.passage.cells for mac in MAC.finditer(cell.text)]
    if len(found) != 1:
        return None
    cell, mac = found[0]
    return Located(mac[0], row.source.at(cell.start + mac.start(), len(mac[0])))


def _cell_place(row: TableRow, which: int) -> Place:
    cell = row.passage.cells[which]
    return row.source.at(cell.start + len(cell.text) - len(cell.text.lstrip()), len(cell.text.strip()))
