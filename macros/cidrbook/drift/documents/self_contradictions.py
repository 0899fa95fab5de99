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
    for it in plan.statements:
        said[it.place.file, it.headings].append(it)
        files[it.place.file].append(it)
    found: list[Problem] = []
    for (file, _), own in details.items():
        found += _gateways(own, files[file])
        found += _numbers([it for it in own if it.topic == "vlan" and len(_networks(it)) == 1])
    for statements in said.values():
        found += _ranges(statements)
        found += _machines(statements)
    otherwise = {it.at for it in networks_otherwise(plan)}
    found = [it for it in found if it.at not in otherwise]
    return tuple({(it.at.file, it.at.line, it.at.column): it for it in reversed(found)}.values())


def _networks(it: Detail) -> list[Statement]:
    """The prefixes of the row of a detail."""
    return [one for one in it.beside if one.address is None and "/" in one.text and it.version in (0, one.version)]


def _gateways(own: list[Detail], said: list[Statement]) -> Iterator[Problem]:
    """Gateways that are in no prefix of their row, nor in any other one that the document names."""
    for it in own:
        networks = _networks(it) if it.topic == "gateway" and "/" not in it.text else []
        around = (one for one in said if one.address is None and one.version == it.version)
        if len(networks) == 1 and not any(one.first <= it.first <= one.last for one in (*networks, *around)):
            address = IPAddress(it.first, it.version)
            yield _problem(
                it.place, f"the gateway {address} is not in {networks[0].text}, beside which it stands", networks
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
    ranged = [it for it in said if it.role in _APART and it.address is None and "/" in it.text and _is_one(it)]
    for one, other in combinations(ranged[:64], 2):
        roles = {one.role, other.role}
        meet = one.version == other.version and one.first <= other.last and other.first <= one.last
        if not meet or len(roles) == 1 or roles == {"nodes", "load-balancers"} or one.place.line == other.place.line:
            continue
        if _is_sure(one, other) and _is_sure(other, one):
            message = f"{other.text} is documented for {_APART[other.role]}, and {one.text} for {_APART[one.role]}"
            yield _problem(other.place, message, [one])


def _is_one(it: Statement) -> bool:
    """Whether a prefix is one range, and no aggregate of several."""
    width = 32 if it.version == 4 else 128
    return width - (it.last - it.first).bit_length() >= _SHORTEST[it.version]


def _is_sure(it: Statement, other: Statement) -> bool:
    """Whether a role is not guessed; what is only called services may be those outside of the cluster."""
    external = it.role == "services" and other.role in ("load-balancers", "nodes")
    return it.certainty == "exact" or (it.certainty == "likely" and not external)


def _machines(said: Iterable[Statement]) -> Iterator[Problem]:
    """Rows of two machines that have one address, where all others of the table have their own."""
    rows = [it for it in said if it.address is not None and it.column and _is_machine(it)]
    by_kind: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for it in rows:
        by_kind[it.labels[1:2]].append(it)
    for own in by_kind.values():
        addresses = {(it.version, int(it.address or 0)) for it in own}
        if len(own) > _MANY and len(addresses) == len(own) - 1 and len({it.labels[0] for it in own}) == len(own):
            yield from _twice(own)


def _is_machine(it: Statement) -> bool:
    return len(it.labels) > 1 and it.labels[1].lower() in _MACHINES


def _twice(own: list[Statement]) -> Iterator[Problem]:
    seen: dict[tuple[int, int], Statement] = {}
    for it in own:
        first = seen.setdefault((it.version, int(it.address or 0)), it)
        if first is not it:
            yield _problem(it.place, f"{it.labels[0]} is documented at {it.text}, and so is {first.labels[0]}", [first])


def _problem(at: Place, message: str, others: list[Statement]) -> Problem:
    return Problem(
        at=at,
        message=message,
        label="cannot be both",
        related=tuple(Related(at=it.place, message=f"{it.text} stands here") for it in others),
        hint="mend one of them, or put `<!-- cidrbook: ignore -->` on the line if both are meant",
    )
