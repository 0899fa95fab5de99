"""Rows of services and nodes that are gone, in tables whose other rows hold.

A document may well name what no file does: printers, switches, machines of others. So only a table is judged whose
rows are of what the repository lists as a whole, Services that ask for their addresses or the nodes of a cluster; and
only a row whose name stands in no other file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, dropped
from cidrbook.drift.documents.known_names import is_domain, known_names
from cidrbook.drift.documents.tables import holding_rows, table_of
from cidrbook.drift.documents.written_addresses import written_addresses
from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Host
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import GENERIC, REMARKS, WORD, words_of
from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_FEWEST = 2
"""Other rows that hold: a single one may be so by chance, but where the address is another thing's."""
_SHORTEST = 3
"""Letters of a name that can be looked for in other files: shorter ones are parts of others."""
_DOCUMENT = regex(r"\.(?:mdx?|markdown|rst|adoc|txt|html?|svg|drawio)$|(?:^|/)readme[^/]*$", re.IGNORECASE)
_ID = regex(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MOST, _LONGEST = 1 << 18, 8
"""Ids that are taken apart, and the words of their beginnings: no lab has more."""
_NODES = frozenset(("node", "nodes", "worker", "workers", "masters", "controlplane"))
_ROLES = frozenset(("node", "worker", "agent", "controlplane", "control"))
"""Words beside a name that say what it does in a cluster."""
_HOSTS = frozenset(("host", "hosts", "hostname", "machine", "machines", "server", "servers", "vm", "vms"))


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """What follows from each row that nothing in the repository is called like."""
    tables = holding_rows(observation)
    names = known_names(observation)
    for statement in observation.statements:
        held = tables.get(table_of(statement), [])
        holder = names.holder(statement)
        enough = len({owner.id for owner in held}) >= (_FEWEST if holder is None else 1)
        if enough and _is_row(statement) and not names.meant(statement).owners:
            yield from _row_conclusion(observation, statement, held, holder)


def _is_row(statement: Statement) -> bool:
    """Whether a statement is of one address, and called by one name of its own."""
    name = _name_of_row(statement)
    is_named = bool(_telling_words(name)) and not is_domain(name) and name.count(" ") < _FEWEST
    return statement.address is not None and not statement.sentence and "/" not in statement.text and is_named


def _name_of_row(statement: Statement) -> str:
    """What a row is called, before what it says of that: `n4: agent`."""
    return next(iter(statement.labels), "").partition(":")[0].strip()


def _row_conclusion(
    observation: Observation, statement: Statement, held: list[Addressed], holder: Addressed | None
) -> Iterator[Conclusion]:
    kind = _common_kind(statement, held)
    if not kind:
        return
    if kind == "service" and not (isinstance(holder, Service) or _is_in_pool(observation, statement)):
        yield dropped(statement, "it is in no pool, and may be something outside of the cluster")
    elif kind == "node" and holder is not None:
        yield dropped(statement, f"{holder.name} has that address, and may be the same machine")
    elif kind == "host" and not (isinstance(holder, Host) and _is_left_out(observation, statement, holder)):
        yield dropped(statement, "it may be a machine that no file lists, or another name of one")
    elif holder is None and statement.number in written_addresses(observation):
        yield dropped(statement, "a configuration has that address: something is there, though nothing says what")
    elif holder is not None and _are_one_but_for_a_number(slug(_name_of_row(statement)), holder.id):
        yield dropped(statement, f"{holder.name} has that address, and is called the same but for a number")
    elif _stands_elsewhere(observation, _name_of_row(statement)):
        yield dropped(statement, "its name stands in other files, so that it is still something")
    else:
        yield _row_disagreement(statement, kind, held[0], holder)


def _common_kind(statement: Statement, held: list[Addressed]) -> str:
    """What all rows that hold are: services, nodes below a heading or a column of nodes, or hosts; else nothing."""
    if all(isinstance(owner, Service) for owner in held):
        return "service"
    above = words_of(*statement.headings, statement.name_column)
    of_nodes = above & _NODES or words_of(*statement.labels[:2]) & _ROLES
    if of_nodes and all(isinstance(owner, Node) for owner in held):
        return "node"
    of_hosts = words_of(statement.name_column) & _HOSTS and all(isinstance(owner, Host) for owner in held)
    return "host" if of_hosts else ""


def _are_one_but_for_a_number(one: str, other: str) -> bool:
    """Whether one of two names is the other with a number behind it. Two names with a number each are of two things."""
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer.rstrip("-_0123456789")


def _is_left_out(observation: Observation, statement: Statement, holder: Addressed) -> bool:
    """Whether the document has no other address of what has the address by now, and does not name it."""
    file, names = statement.place.file, known_names(observation)
    others = (one for one in observation.statements if one.place.file == file)
    return not any(holder in names.meant(one).owners for one in others)


def _is_in_pool(observation: Observation, statement: Statement) -> bool:
    number = statement.number
    scopes = {cluster.scope for cluster in observation.clusters}
    return any(observation.pools.holding((scope, statement.version), number, number) is not None for scope in scopes)


def _telling_words(name: str) -> list[str]:
    words = (word for word in WORD.findall(name.lower()) if word not in GENERIC | REMARKS and not word.isdecimal())
    return [word for word in words if len(word) >= _SHORTEST]


def _stands_elsewhere(observation: Observation, name: str) -> bool:
    """Whether a name, or a word of one that is no id, stands in a file that is no document, or in a path."""
    known = _names_in_files(observation)
    return slug(name) in known or (" " in name.strip() and not known.isdisjoint(_telling_words(name)))


@cached_view
def _names_in_files(observation: Observation) -> frozenset[str]:
    """The ids in files that are no documents, and in paths, with their words and beginnings."""
    found: set[str] = set()
    for source in observation.sources:
        if not _DOCUMENT.search(source.file):
            found.update(map(slug, _ID.findall(f"{source.file} {source.text}".lower())))
    parts = [identifier.split("-") for identifier in found if "-" in identifier][:_MOST]
    found.update(word for words in parts for word in words)
    found.update("-".join(words[:end]) for words in parts for end in range(2, min(len(words), _LONGEST)))
    return frozenset(found)


def _row_disagreement(statement: Statement, kind: str, held: Addressed, holder: Addressed | None) -> Disagreement:
    name = _name_of_row(statement)
    if holder is not None:
        which = next(index for index, at in enumerate(holder.addresses) if at == statement.address)
        truth, known = f"{holder.name} has that address", KnownValue(statement.text, holder.place_of_address(which))
    else:
        truth, known = f"nothing has that address, and no {kind} is called so", KnownValue(held.name, held.at())
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{name}`",
        about="address",
        truth=truth,
        correct="what is there now" if holder is None else holder.name,
        known=(known,),
        reasons=("other rows of its table hold", "no other file has its name"),
    )
