"""Documents against themselves: a gateway outside the subnet of its row, one number for two networks, ranges that meet.

Nothing but the document is needed for it, so that it also finds what the rest of the repository does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from netaddr import IPAddress

from cidrbook.drift.documents.network_facts import networks_otherwise
from cidrbook.drift.documents.vocabulary import told_by
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail, Role, Statement
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place

_APART: dict[Role, str] = {
    "pods": "the pods",
    "services": "the services",
    "nodes": "the nodes",
    "load-balancers": "the load balancers",
}
"""What has ranges of its own; only load balancers may have a part of the nodes' network."""
_MACHINES = frozenset(("node", "host", "server", "vm", "machine", "worker", "switch", "ap", "access point", "lxc"))
_SHORTEST = {4: 12, 6: 32}
"""The shortest prefix that is no aggregate."""
_MANY = 3
_Section = tuple[str, tuple[str, ...]]


@cached_view
def contradictions(plan: Observation) -> tuple[Problem, ...]:
    """What a document says twice, and not the same."""
    details: dict[_Section, list[Detail]] = defaultdict(list)
    for detail in plan.details:
        if detail.plain:
            details[detail.place.file, detail.headings].append(detail)
    said: dict[_Section, list[Statement]] = defaultdict(list)
    files: dict[str, list[Statement]] = defaultdict(list)
    for statement in plan.statements:
        said[statement.place.file, statement.headings].append(statement)
        files[statement.place.file].append(statement)
    found: list[Problem] = []
    for (file, _), own in details.items():
        found += _gateways(own, files[file])
        found += _numbers(
            [other_detail for other_detail in own if other_detail.topic == "vlan" and len(_networks(other_detail)) == 1]
        )
    for statements in said.values():
        found += _ranges(statements)
        found += _machines(statements)
    otherwise = {other_otherwise.at for other_otherwise in networks_otherwise(plan)}
    found = [problem for problem in found if problem.at not in otherwise]
    return tuple(
        {(problem.at.file, problem.at.line, problem.at.column): problem for problem in reversed(found)}.values()
    )


def _networks(detail: Detail) -> list[Statement]:
    """The prefixes of the row of a detail."""
    return [
        one for one in detail.beside if one.address is None and "/" in one.text and detail.version in (0, one.version)
    ]


def _gateways(own: list[Detail], said: list[Statement]) -> Iterator[Problem]:
    """Gateways that are in no prefix of their row, nor in any other one that the document names."""
    for detail in own:
        networks = _networks(detail) if detail.topic == "gateway" and "/" not in detail.text else []
        around = (one for one in said if one.address is None and one.version == detail.version)
        if len(networks) == 1 and not any(one.first <= detail.first <= one.last for one in (*networks, *around)):
            address = IPAddress(detail.first, detail.version)
            yield _problem(
                detail.place, f"the gateway {address} is not in {networks[0].text}, beside which it stands", networks
            )


def _numbers(own: list[Detail]) -> Iterator[Problem]:
    """Rows of one table that have a VLAN, or a prefix, in common and nothing else."""
    for one, other in combinations(own[:256], 2):
        first, second = _networks(one)[0], _networks(other)[0]
        same = (first.first, first.last) == (second.first, second.last)
        if first.version != second.version or one.labels[:1] == other.labels[:1] or one.place.line == other.place.line:
            continue
        if same and one.first != other.first and _is_odd(own):
            message = f"{second.text} is documented on VLAN {other.text}, and on VLAN {one.text}"
            yield _problem(second.place, message, [first])
        elif not same and one.first == other.first > 1 and _is_odd(own) and not _are_parts(one, other):
            message = f"VLAN {other.text} is documented as {second.text}, and as {first.text}"
            yield _problem(other.place, message, [first])


def _is_odd(own: list[Detail]) -> bool:
    """Whether a table has a VLAN and a prefix of its own in all rows but one."""
    rows = {one.place.line for one in own}
    numbers, networks = (
        {one.first for one in own},
        {(n.version, n.first, n.last) for one in own for n in _networks(one)},
    )
    return len(rows) > _MANY and (len(numbers), len(networks)) in {
        (len(rows), len(rows) - 1),
        (len(rows) - 1, len(rows)),
    }


def _are_parts(one: Detail, other: Detail) -> bool:
    """Whether two rows may well be of one VLAN: their names have a word in common."""
    common = told_by(*one.labels[:1]) & told_by(*other.labels[:1])
    return any(len(word) >= _MANY for word in common)


def _ranges(said: Iterable[Statement]) -> Iterator[Problem]:
    """Ranges of one section that are for two purposes, and meet."""
    ranged = [
        statement
        for statement in said
        if statement.role in _APART and statement.address is None and "/" in statement.text and _is_one(statement)
    ]
    for one, other in combinations(ranged[:64], 2):
        roles = {one.role, other.role}
        meet = one.version == other.version and one.first <= other.last and other.first <= one.last
        if not meet or len(roles) == 1 or roles == {"nodes", "load-balancers"} or one.place.line == other.place.line:
            continue
        if _is_sure(one, other) and _is_sure(other, one):
            message = f"{other.text} is documented for {_APART[other.role]}, and {one.text} for {_APART[one.role]}"
            yield _problem(other.place, message, [one])


def _is_one(statement: Statement) -> bool:
    """Whether a prefix is one range, and no aggregate of several."""
    width = 32 if statement.version == 4 else 128
    return width - (statement.last - statement.first).bit_length() >= _SHORTEST[statement.version]


def _is_sure(statement: Statement, other: Statement) -> bool:
    """Whether a role is not guessed; what is only called services may be those outside of the cluster."""
    external = statement.role == "services" and other.role in ("load-balancers", "nodes")
    return statement.certainty == "exact" or (statement.certainty == "likely" and not external)


def _machines(said: Iterable[Statement]) -> Iterator[Problem]:
    """Rows of two machines that have one address, where all others of the table have their own."""
    rows = [
        statement for statement in said if statement.address is not None and statement.column and _is_machine(statement)
    ]
    by_kind: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for row in rows:
        by_kind[row.labels[1:2]].append(row)
    for own in by_kind.values():
        addresses = {(statement.version, int(statement.address or 0)) for statement in own}
        if (
            len(own) > _MANY
            and len(addresses) == len(own) - 1
            and len({statement.labels[0] for statement in own}) == len(own)
        ):
            yield from _twice(own)


def _is_machine(statement: Statement) -> bool:
    return len(statement.labels) > 1 and statement.labels[1].lower() in _MACHINES


def _twice(own: list[Statement]) -> Iterator[Problem]:
    seen: dict[tuple[int, int], Statement] = {}
    for statement in own:
        first = seen.setdefault((statement.version, int(statement.address or 0)), statement)
        if first is not statement:
            yield _problem(
                statement.place,
                f"{statement.labels[0]} is documented at {statement.text}, and so is {first.labels[0]}",
                [first],
            )


def _problem(at: Place, message: str, others: list[Statement]) -> Problem:
    return Problem(
        at=at,
        message=message,
        label="cannot be both",
        related=tuple(Related(at=statement.place, message=f"{statement.text} stands here") for statement in others),
        hint="mend one of them, or put `<!-- cidrbook: ignore -->` on the line if both are meant",
    )
