"""Contradictions inside a document: gateways outside their subnet, shared VLANs, overlapping ranges.

Only the document itself is needed, so this also works for things that the repository does not contain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from netaddr import IPAddress

from cidrbook.drift.documents import network_facts
from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, Property
from cidrbook.drift.documents.known_names import is_domain
from cidrbook.net.spans import contains, overlap
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail, Role, Statement
from cidrbook.repository.vocabulary import WORD, words_of
from cidrbook.text.regex import regex

_PURPOSES: dict[Role, str] = {
    "pods": "the pods",
    "services": "the services",
    "nodes": "the nodes",
    "load-balancers": "the load balancers",
}
"""Roles with ranges of their own. Only load balancers may use a part of the nodes' network."""
_MACHINES = frozenset(
    ("node", "host", "server", "vm", "machine", "worker", "switch", "ap", "access point", "lxc", "device", "hypervisor")
)
"""Words for a machine in the second cell of a row, or in the column of its name."""
_LISTS_OF_MACHINES = regex(
    r"\b(?:(?:ip |static |fixed |reserved |assigned )+(?:ips?|address(?:es)?|leases?|assignments?)"
    r"|(?:dhcp )?reservations?|(?:nodes|hosts|servers|machines|devices|clients|vms|switches|hypervisors)"
    r"(?: (?:ips?|address(?:es)?))?)$"
)
"""The ends of headings of lists in which each machine has its own address."""
_MARKS = regex(r"[\s`*_]*(?:[(\[:=,|\u2013\u2014-][\s`*_]*)?")
"""What may stand between a prefix and the range that explains it."""
_SHORTEST_PREFIX = {4: 12, 6: 32}
"""The shortest prefix of a network. Shorter ones are aggregates."""
_ROUTES = regex(r"\b(?:dest\w*|dst|routes?|target|remote|reach\w*|to)\b[^`]*`", re.IGNORECASE)
"""The column of a table of routes that says where each leads."""
_FEWEST_ROWS = 4
"""Rows of a table in which one shared value is a slip. With fewer, sharing may be the rule."""
_FEWEST_VLANS = 3
"""The same of networks: one more than the two on one VLAN shows that each is meant to have its own."""
_SHORTEST_WORD = 3
"""Letters of a word that two rows of one VLAN share. Shorter ones are in too many rows."""
_MOST_VLANS, _MOST_RANGES = 256, 64
"""Rows, and ranges, compared with each other. More are generated, and each pair takes time."""

_Section = tuple[str, tuple[str, ...]]


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """Contradictions inside documents, without those that the repository contradicts as well."""
    known = {
        conclusion.at for conclusion in network_facts.conclusions(observation) if isinstance(conclusion, Disagreement)
    }
    for disagreement in _contradictions(observation):
        if disagreement.at not in known:
            yield disagreement


def _contradictions(observation: Observation) -> Iterator[Disagreement]:
    details: dict[_Section, list[Detail]] = defaultdict(list)
    sections: dict[_Section, list[Statement]] = defaultdict(list)
    documents: dict[str, list[Statement]] = defaultdict(list)
    for detail in observation.details:
        if detail.plain:
            details[detail.place.file, detail.headings].append(detail)
    for statement in observation.statements:
        sections[statement.place.file, statement.headings].append(statement)
        documents[statement.place.file].append(statement)
    for (file, headings), of_section in details.items():
        yield from _outside_gateways(of_section, documents[file])
        yield from _outside_dhcp_ranges(of_section, documents[file])
        of_vlans = [row for row in of_section if row.topic == "vlan" and len(_prefixes_of_row(row)) == 1]
        yield from _shared_vlans(of_vlans, _rows_with_prefixes(sections[file, headings]))
    for statements in documents.values():
        yield from _prefixes_beside_ranges(statements)
    for statements in sections.values():
        yield from _meeting_ranges(statements)
        yield from _rows_sharing_an_address(statements)


def _prefixes_of_row(detail: Detail) -> list[Statement]:
    """The prefixes of the detail's row."""
    prefixes = (statement for statement in detail.beside if statement.address is None and "/" in statement.text)
    return [prefix for prefix in prefixes if detail.version in (0, prefix.version)]


def _outside_gateways(details: list[Detail], statements: list[Statement]) -> Iterator[Disagreement]:
    """Gateways outside the prefixes of their row and all other prefixes of the document."""
    for detail in details:
        own = detail.topic == "gateway" and "/" not in detail.text
        networks = [one for one in _prefixes_of_row(detail) if not _is_reached(one)] if own else []
        if len(networks) != 1:
            continue
        ranges = (
            statement for statement in statements if statement.address is None and statement.version == detail.version
        )
        if not any(contains(span, detail) for span in (*networks, *ranges)):
            address, network = IPAddress(detail.first, detail.version), networks[0]
            subject = f"the gateway of {network.text}"
            yield _self_disagreement(detail, subject, "gateway", "lies outside of it", network, said=str(address))


def _is_reached(prefix: Statement) -> bool:
    """Whether a prefix is where a route leads: its gateway is elsewhere."""
    return bool(_ROUTES.search(" ".join(prefix.reasons)))


def _outside_dhcp_ranges(details: list[Detail], statements: list[Statement]) -> Iterator[Disagreement]:
    """Prefixes whose DHCP range, in the same row or line, is outside of them and of all others of the document."""
    for detail in details:
        networks = _prefixes_of_row(detail) if detail.topic == "dhcp" and "/" not in detail.text else []
        others = (one for one in statements if one.address is None and "/" in one.text)
        if len(networks) == 1 and not any(overlap(one, detail) for one in (*networks, *others)):
            network = networks[0]
            end = f"its DHCP range, {detail.text}, lies outside of it"
            yield _self_disagreement(network, "a network", "prefix", end, network, said=network.text)


def _rows_with_prefixes(statements: list[Statement]) -> int:
    return len({row.place.line for row in statements if row.column and row.address is None})


def _shared_vlans(details: list[Detail], rows: int) -> Iterator[Disagreement]:
    """Rows of one table that share a VLAN or a prefix, and nothing else. Rows without a VLAN count as rows, too."""
    if not _has_one_odd_row(details, rows):
        return
    for detail, other in combinations(details[:_MOST_VLANS], 2):
        first, second = _prefixes_of_row(detail)[0], _prefixes_of_row(other)[0]
        same_prefix = (first.first, first.last) == (second.first, second.last)
        if first.version != second.version or detail.labels[:1] == other.labels[:1]:
            continue
        if same_prefix:
            yield _self_disagreement(second, second.text, "VLAN", f"on VLAN {detail.text}", first, said=other.text)
        elif detail.first == other.first > 1 and not _share_a_word(detail, other):
            said, truth = (
                f"{prefix.text}{_name_in_brackets(row)}" for prefix, row in ((second, other), (first, detail))
            )
            yield _self_disagreement(other, f"VLAN {other.text}", "prefix", f"as {truth}", first, said=said)


def _name_in_brackets(detail: Detail) -> str:
    """The name of a row in brackets, behind its prefix."""
    return f" ({detail.labels[0]})" if detail.labels else ""


def _has_one_odd_row(details: list[Detail], least: int) -> bool:
    """Whether all rows of a table but one have their own VLAN and prefix. A table needs enough rows for that."""
    rows = len({detail.place.line for detail in details})
    vlans = len({detail.first for detail in details})
    prefixes = len(
        {(prefix.version, prefix.first, prefix.last) for detail in details for prefix in _prefixes_of_row(detail)}
    )
    return max(rows, least) >= _FEWEST_VLANS and {vlans, prefixes} == {rows, rows - 1}


def _share_a_word(detail: Detail, other: Detail) -> bool:
    """Whether two rows may be about one VLAN: their names share a word."""
    shared = words_of(*detail.labels[:1]) & words_of(*other.labels[:1])
    return any(len(word) >= _SHORTEST_WORD for word in shared)


def _meeting_ranges(statements: list[Statement]) -> Iterator[Disagreement]:
    """Ranges of one section that overlap and have different purposes."""
    ranges = [statement for statement in statements if statement.role in _PURPOSES and _is_one_prefix(statement)]
    for statement, other in combinations(ranges[:_MOST_RANGES], 2):
        roles = {statement.role, other.role}
        if not statement.meets(other) or len(roles) == 1 or roles == {"nodes", "load-balancers"}:
            continue
        if statement.place.line != other.place.line and _is_sure(statement, other) and _is_sure(other, statement):
            truth = f"{statement.text} for {_PURPOSES[statement.role]}"
            yield _self_disagreement(other, other.text, "purpose", truth, statement, said=_PURPOSES[other.role])


def _prefixes_beside_ranges(statements: list[Statement]) -> Iterator[Disagreement]:
    """Ranges right behind a prefix that they explain, but do not fit: they begin in it and end beyond it."""
    for prefix, behind in pairwise(statements):
        begins_inside = prefix.version == behind.version and prefix.first <= behind.first <= prefix.last
        if begins_inside and behind.last > prefix.last and _is_explained_by(prefix, behind):
            end = str(IPAddress(prefix.last, prefix.version))
            truth = f"the range behind it, {behind.text}, goes beyond its end, {end}"
            subject = f"`{prefix.label}`" if prefix.label else "a prefix"
            yield _self_disagreement(prefix, subject, "prefix", truth, behind, said=prefix.text)


def _is_explained_by(prefix: Statement, behind: Statement) -> bool:
    """Whether a range of single addresses stands behind a prefix, with nothing but marks between them."""
    at, place = prefix.place, behind.place
    is_pair = prefix.address is None and "/" in prefix.text and "/" not in behind.text
    if not is_pair or (at.source, at.line) != (place.source, place.line):
        return False
    return bool(_MARKS.fullmatch(at.source.lines[at.line - 1], at.column - 1 + at.width, place.column - 1))


def _is_one_prefix(statement: Statement) -> bool:
    """Whether a statement is one prefix, and no aggregate."""
    if statement.address is not None or "/" not in statement.text:
        return False
    width = 32 if statement.version == 4 else 128
    return width - (statement.last - statement.first).bit_length() >= _SHORTEST_PREFIX[statement.version]


def _is_sure(statement: Statement, other: Statement) -> bool:
    """Whether a role is not guessed. Mere `services` may be outside of the cluster."""
    external = statement.role == "services" and other.role in ("load-balancers", "nodes")
    return statement.certainty == "exact" or (statement.certainty == "likely" and not external)


def _rows_sharing_an_address(statements: list[Statement]) -> Iterator[Disagreement]:
    """Rows of two machines that share an address in a table where all others have their own."""
    by_kind: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for statement in statements:
        if any(is_domain(label) and not label.startswith(statement.labels[0]) for label in statement.labels):
            continue  # a name and its zone are a record of DNS: several may lead to one machine
        if statement.address is not None and statement.column and _names_a_machine(statement):
            by_kind[statement.labels[1:2] if _says_its_kind(statement) else ()].append(statement)
        elif statement.address is not None and _is_item_of_a_machine(statement):
            by_kind["a list",].append(statement)
    for rows in by_kind.values():
        addresses = {(row.version, row.number) for row in rows}
        names = {row.labels[0] for row in rows}
        if len(rows) >= _FEWEST_ROWS and len(addresses) == len(rows) - 1 and len(names) == len(rows):
            yield from _second_rows(rows)


def _names_a_machine(statement: Statement) -> bool:
    """Whether a row is about a machine, by its second cell or the column of its name. A DNS name is no machine's."""
    in_column = statement.name_column.strip(" *`").lower().removesuffix("s") in _MACHINES
    return _says_its_kind(statement) or (in_column and bool(statement.labels) and not is_domain(statement.labels[0]))


def _is_item_of_a_machine(statement: Statement) -> bool:
    """Whether an item of a list of machines is called by one word: `- switch: 10.0.0.13`."""
    name, above = next(iter(statement.labels), ""), " ".join(WORD.findall(" ".join(statement.headings[-1:]).lower()))
    is_one = statement.kind == "item" and len(statement.labels) == 1 and " " not in name and not is_domain(name)
    return is_one and bool(_LISTS_OF_MACHINES.search(above))


def _says_its_kind(statement: Statement) -> bool:
    return len(statement.labels) > 1 and statement.labels[1].lower() in _MACHINES


def _second_rows(rows: list[Statement]) -> Iterator[Disagreement]:
    """The rows with an address of an earlier row."""
    seen: dict[tuple[int, int], Statement] = {}
    for row in rows:
        first = seen.setdefault((row.version, row.number), row)
        if first is not row:
            yield _self_disagreement(row, row.labels[0], "address", f"so is {first.labels[0]}", first, said=row.text)


def _self_disagreement(  # noqa: PLR0913 (what makes one)
    at: Statement | Detail, subject: str, what: Property, truth: str, other: Statement, *, said: str
) -> Disagreement:
    return Disagreement(
        at=at.place,
        said=said,
        subject=subject,
        about=what,
        truth=truth,
        known=(KnownValue(other.text, other.place),),
        itself=True,
        reasons=("another line of the document says something else",),
    )
