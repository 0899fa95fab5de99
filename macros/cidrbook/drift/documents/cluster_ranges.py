"""What documents say, and what the repository beside them really holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.drift.documents.other_cluster import is_apart, is_default
from cidrbook.drift.documents.vocabulary import COMMON, KINDS, STRUCTURE, WORD, ids_of, told_by
from cidrbook.net.ip import AddressRange
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Role, Statement
from cidrbook.text.finding import Problem, Related
from cidrbook.text.names import slug
from cidrbook.text.source import Place

SAID: dict[Role, str] = {
    "pods": "the range of the pods",
    "services": "the range of the services",
    "load-balancers": "the pool of the load balancers",
    "nodes": "the network of the nodes",
    "vip": "the address of the API",
}
"""The roles as messages name them."""

_LONG = 5
_OF_THE_API = frozenset(
    WORD.findall("api apiserver kube kubernetes k8s k3s talos control controlplane cluster kubevip")
)
"""Words beside a virtual address that say whose it is."""
_APIS = ("kube-api", "kube-apiserver", "kubernetes-api", "k8s-api", "kube-api-lb", "api-server", "apiserver")
"""Services by which the API is reached."""


class Known(NamedTuple):
    """A run of addresses that the repository holds for a role, as written, and whose it is."""

    version: int
    first: int
    last: int
    shown: str
    place: Place
    cluster: Cluster


class Difference(NamedTuple):
    """What a document says, and all that it could have meant."""

    statement: Statement
    known: tuple[Known, ...]
    again: bool = False
    """Whether the document says it elsewhere as well, under other words, where it holds."""

    @property
    def exact(self) -> bool:
        """Whether the document names the role plainly, and only once, and there is one value for it only."""
        plain = self.statement.certainty == "exact" and not self.again
        return plain and len({(known.first, known.last) for known in self.known}) == 1


@cached_view
def differences(plan: Observation) -> tuple[Difference, ...]:
    """What documents say of a role that the repository has otherwise."""
    known = _known(plan)
    balanced = {statement.place.file for statement in plan.statements if statement.role == "load-balancers"}
    housed = {
        (statement.place.file, statement.version)
        for statement in plan.statements
        if statement.address is None and _houses(statement, known)
    }
    noded = {
        statement.place.file
        for statement in plan.statements
        if not statement.role and "nodes" in told_by(*statement.labels[:1])
    }
    groups: dict[tuple[str, Role, int], list[Statement]] = defaultdict(list)
    for other_statement in (*plan.statements, *plan.comments):
        apart = (other_statement.place.file, other_statement.version) in housed or other_statement.place.file in noded
        elsewhere = other_statement.role == "nodes" and other_statement.certainty != "exact" and apart
        if (
            other_statement.role
            and not elsewhere
            and (other_statement.address is not None) == (other_statement.role == "vip")
        ):
            groups[other_statement.place.file, other_statement.role, other_statement.version].append(other_statement)
    found = [
        one for (file, *_), group in groups.items() for one in _differing(_of_one(group), known, apart=file in balanced)
    ]
    return tuple(_of_these(found, plan, known))


def _of_these(found: list[Difference], plan: Observation, known: dict[Role, list[Known]]) -> Iterator[Difference]:
    """Those without sections of which nothing holds: they are about another cluster than one that does hold."""
    held = {
        (statement.place.file, statement.headings)
        for statement in plan.statements
        if statement.role
        and any(statement.version == one.version and _agree(statement, one) for one in known.get(statement.role, ()))
    }
    roles: dict[tuple[str, tuple[str, ...]], set[Role]] = defaultdict(set)
    for one in found:
        roles[one.statement.place.file, one.statement.headings].add(one.statement.role)
    for one in found:
        section = one.statement.place.file, one.statement.headings
        if not one.again or section in held or len(roles[section]) == 1:
            yield one


def _of_one(group: list[Statement]) -> list[Statement]:
    """A group without several addresses that one table or section calls by one word: those are nodes, not the API's."""
    told: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for statement in group if group[0].role == "vip" else ():
        for alike in (statement.headings, statement.labels[:1]):
            told[alike].add(statement.first)
    unsure = {alike for alike, addresses in told.items() if len(addresses) > 1}
    sure = (
        other_statement
        for other_statement in group
        if other_statement.certainty == "exact" or "vip" in told_by(*other_statement.labels[1:])
    )
    left = {id(each_statement) for each_statement in sure}
    return [
        own_statement
        for own_statement in group
        if id(own_statement) in left or unsure.isdisjoint((own_statement.headings, own_statement.labels[:1]))
    ]


def _differing(group: list[Statement], known: dict[Role, list[Known]], *, apart: bool) -> Iterator[Difference]:
    """Those of a document's statements of one role that do not hold; of others than one that does, nothing is known.

    `apart` says that the document names load balancers as well, so that services are not they.
    """
    judged = [(other_statement, _concerning(other_statement, known, apart=apart)) for other_statement in group]
    halves = {
        (each_statement.first, each_statement.last)
        for each_statement, values in judged
        if _is_half(each_statement, values)
    }
    held = [
        own_statement
        for own_statement, values in judged
        if _serves(own_statement, known) or any(_agree(own_statement, value) for value in values)
    ]
    judged = [(it, values) for it, values in judged if _is_half(it, values) or not _serves(it, known)]
    holding = [_distinct(it) for it in held]
    lines = {it.place.line for it, values in judged if any(_agree(it, value) for value in values)}
    for statement, values in judged:
        beside = statement.place.line in lines and not (_named(statement, values) or _is_half(statement, values))
        again = bool(holding) and _distinct(statement) not in holding and not _named(statement, values)
        other = again and (is_apart(statement, held) or is_default(statement))
        stale = (
            len(halves) == 1 if _is_half(statement, values) else not any(_agree(statement, value) for value in values)
        )
        if values and not (other or beside or _meets_any(statement, known)) and stale:
            yield Difference(statement, tuple(values), again)


def _is_half(statement: Statement, values: list[Known]) -> bool:
    """Whether a range of load balancers has one end of the only pool, and another one on the other side."""
    if statement.role != "load-balancers" or "/" in statement.text:
        return False
    known = {(one.first, one.last) for one in values if "/" not in one.shown}
    return (statement.first, statement.last) not in known and [
        statement.first == a or statement.last == b for a, b in known
    ].count(True) == 1


def _meets_any(statement: Statement, known: dict[Role, list[Known]]) -> bool:
    """Whether what may be the nodes' network, or the API's address, is what the repository has for something else."""
    if statement.role == "vip" and statement.certainty != "exact":
        return any(at.version == statement.version and at.first == statement.first for at in known.get("", ()))
    guessed = statement.role == "nodes" and statement.certainty != "exact"
    ranges = (value for role in ("pods", "services", "load-balancers") for value in known.get(role, ()))
    return guessed and any(
        statement.version == at.version and statement.first <= at.last and at.first <= statement.last for at in ranges
    )


def _houses(statement: Statement, known: dict[Role, list[Known]]) -> bool:
    """Whether nodes have addresses in a documented range: then what is called `servers` there may hold others."""
    return any(
        statement.version == at.version and statement.first <= at.first and at.last <= statement.last
        for at in known.get("nodes", ())
    )


def _serves(statement: Statement, known: dict[Role, list[Known]]) -> bool:
    """Whether services have addresses in a range for them, so that it holds whatever the pools are."""
    own = known.get("", ()) if statement.role in ("load-balancers", "services") else ()
    return any(statement.version == at.version and statement.first <= at.first <= statement.last for at in own)


def _concerning(statement: Statement, known: dict[Role, list[Known]], *, apart: bool) -> list[Known]:
    """The values that a statement can be about: those of its role, of the cluster that it names."""
    values = [value for value in known.get(statement.role, ()) if value.version == statement.version]
    if statement.role == "vip" and any(
        value.first == statement.first == value.last for value in known.get("nodes", ())
    ):
        return []
    if (
        statement.role == "vip"
        and statement.certainty == "likely"
        and not told_by(*statement.labels, *statement.headings) & _OF_THE_API
    ):
        return []
    pools = (value for value in known.get("load-balancers", ()) if value.version == statement.version)
    if (
        statement.role == "services"
        and not apart
        and any(statement.first <= at.last and at.first <= statement.last for at in pools)
    ):
        return []
    words = _distinct(statement)
    named = _named(statement, values)
    if statement.certainty == "likely" and statement.role == "services" and values and not apart:
        more = [value for value in known.get("load-balancers", ()) if value.version == statement.version]
        return [*values, *more] if more else []
    near = frozenset(WORD.findall(" ".join((*statement.labels[:1], *statement.headings[1:])).lower()))
    if not named and (near & KINDS or (statement.remark and words)):
        return []
    return named or values


def _named(statement: Statement, values: list[Known]) -> list[Known]:
    """The values of the cluster that a statement names: in its words, or else in the headings above it."""
    short = (label for label in statement.labels if label.count(" ") < _LONG)
    for words in (told_by(*short), *(told_by(heading) for heading in reversed(statement.headings))):
        found = [
            one for one in values if not words.isdisjoint({one.cluster.id, *WORD.findall(one.cluster.id)} - COMMON)
        ]
        if found:
            return found
    return []


def _distinct(statement: Statement) -> frozenset[str]:
    """The words beside and above it that can name a cluster or a pool."""
    text = " ".join((*statement.labels[:1], *statement.headings)).lower()
    return frozenset(WORD.findall(text)) - COMMON - STRUCTURE


def _agree(statement: Statement, value: Known) -> bool:
    """Whether what is documented holds: it is the same, or an aggregate, or a part that begins elsewhere."""
    around = statement.first <= value.first and value.last <= statement.last
    part = value.first <= statement.first and statement.last <= value.last
    if statement.role == "nodes":
        return around or part
    return around or (part and (statement.first != value.first or statement.role == "pods"))


@cached_view
def _known(plan: Observation) -> dict[Role, list[Known]]:
    """What there is of each role; under no role, the addresses that services are pinned to."""
    found: dict[Role, list[Known]] = defaultdict(list)
    for cluster in plan.clusters:
        found["pods"] += _ranges(plan, cluster, cluster.pods)
        found["services"] += _ranges(plan, cluster, cluster.services)
        found["nodes"] += [*_ranges(plan, cluster, cluster.node_networks), *_addresses(cluster, cluster.nodes)]
        found["vip"] += _addresses(cluster, cluster.virtual_addresses)
        found[""] += _addresses(cluster, cluster.pinned_services)
        found["vip"] += _addresses(cluster, (service for service in cluster.pinned_services if service.id in _APIS))
        for which, address in enumerate(cluster.api.addresses if cluster.api else ()):
            number = int(address)
            at = cluster.at("api", which)
            found["vip"].append(Known(address.version, number, number, str(address), at, cluster))
    for domain, first, last, pool in plan.pools:
        written = str(pool.balancer.pools[pool.which])
        found["load-balancers"].append(Known(domain[1], first, last, written, pool.place, pool.cluster))
    return found


def _ranges(plan: Observation, cluster: Cluster, names: Iterable[str]) -> Iterator[Known]:
    for network in map(plan.network, names):
        for which, cidr in enumerate(network.cidrs if network else ()):
            at = network.at("cidr", which)  # type: ignore[union-attr]
            yield Known(cidr.version, cidr.first, cidr.last, str(cidr), at, cluster)


def _addresses(cluster: Cluster, owners: Iterable[Addressed]) -> Iterator[Known]:
    for owner in owners:
        for which, address in enumerate(owner.addresses):
            number, at = int(address), owner.place_of_address(which)
            yield Known(address.version, number, number, str(address), at, cluster)


def as_problem(difference: Difference) -> Problem:
    """A difference, as rules report it."""
    said, values = difference.statement, list(dict.fromkeys(value.shown for value in difference.known))
    shown = ", ".join(values[:4]) + (f" and {len(values) - 4} more" if len(values) > 4 else "")
    first = difference.known[0]
    return Problem(
        at=said.place,
        message=f"`{said.label}` is documented as {said.text}; {SAID[said.role]} is {shown}",
        label="no longer so",
        related=(Related(at=first.place, message=f"{first.shown} is written here"),),
        hint=f"write {shown}, or {way_out(said)}",
        parties=(first.cluster.id,),
    )


def way_out(said: Statement) -> str:
    """What else can be done about a statement."""
    if said.remark:
        return "mend the comment"
    return "put `<!-- cidrbook: ignore -->` on the line if it is about something else"


_CONTAINERS = "containers "
"""How the networks of a container engine are called, before their names."""


@cached_view
def renumbered(plan: Observation) -> tuple[tuple[Statement, str, Place], ...]:
    """Documented prefixes of networks that have others: each with what the repository has, and where."""
    return tuple(_renumbered(plan))


def _renumbered(plan: Observation) -> Iterator[tuple[Statement, str, Place]]:
    own = plan.cluster_networks
    named = {
        other_network.id: other_network
        for other_network in reversed(plan.networks)
        if other_network.cidrs and other_network.id not in own
    }
    named |= {
        slug(each_network.name): each_network
        for each_network in reversed(plan.networks)
        if each_network.cidrs and each_network.id not in own and each_network.name
    }
    within = {
        own_network.id: own_network
        for own_network in plan.networks
        if own_network.cidrs and own_network.name.startswith(_CONTAINERS)
    }
    named |= {slug(it.name.removeprefix(_CONTAINERS)): it for it in reversed(within.values())}
    for statement in plan.statements:
        names = (name.removeprefix("systemd-") for name in ids_of((statement.near, *statement.labels)))
        network = next((named[name] for name in names if name in named), None)
        if network and network.id in within and not any(_is_like(statement, cidr) for cidr in network.cidrs):
            continue
        if network is None or statement.role or (statement.address is not None and "/" not in statement.text):
            continue
        cidrs = network.family(statement.version)
        if cidrs and not any(_touch(statement, cidr) for cidr in cidrs):
            yield statement, ", ".join(map(str, cidrs)), network.at("cidr", network.cidrs.index(cidrs[0]))


def _is_like(statement: Statement, cidr: IPNetwork) -> bool:
    """Whether a prefix is of the same space as one of a container engine: VLANs have the same names."""
    bits = 16 if statement.version == 4 else 64
    return bool(statement.version == cidr.version and statement.first >> bits == int(cidr.first) >> bits)


def _touch(statement: Statement, value: IPNetwork | AddressRange) -> bool:
    return bool(statement.first <= int(value.last) and int(value.first) <= statement.last)
