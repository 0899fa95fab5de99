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
        return plain and len({(it.first, it.last) for it in self.known}) == 1


@cached_view
def differences(plan: Observation) -> tuple[Difference, ...]:
    """What documents say of a role that the repository has otherwise."""
    known = _known(plan)
    balanced = {it.place.file for it in plan.statements if it.role == "load-balancers"}
    housed = {(it.place.file, it.version) for it in plan.statements if it.address is None and _houses(it, known)}
    noded = {it.place.file for it in plan.statements if not it.role and "nodes" in told_by(*it.labels[:1])}
    groups: dict[tuple[str, Role, int], list[Statement]] = defaultdict(list)
    for it in (*plan.statements, *plan.comments):
        apart = (it.place.file, it.version) in housed or it.place.file in noded
        elsewhere = it.role == "nodes" and it.certainty != "exact" and apart
        if it.role and not elsewhere and (it.address is not None) == (it.role == "vip"):
            groups[it.place.file, it.role, it.version].append(it)
    found = [
        one for (file, *_), group in groups.items() for one in _differing(_of_one(group), known, apart=file in balanced)
    ]
    return tuple(_of_these(found, plan, known))


def _of_these(found: list[Difference], plan: Observation, known: dict[Role, list[Known]]) -> Iterator[Difference]:
    """Those without sections of which nothing holds: they are about another cluster than one that does hold."""
    held = {
        (it.place.file, it.headings)
        for it in plan.statements
        if it.role and any(it.version == one.version and _agree(it, one) for one in known.get(it.role, ()))
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
    for it in group if group[0].role == "vip" else ():
        for alike in (it.headings, it.labels[:1]):
            told[alike].add(it.first)
    unsure = {alike for alike, addresses in told.items() if len(addresses) > 1}
    sure = (it for it in group if it.certainty == "exact" or "vip" in told_by(*it.labels[1:]))
    left = {id(it) for it in sure}
    return [it for it in group if id(it) in left or unsure.isdisjoint((it.headings, it.labels[:1]))]


def _differing(group: list[Statement], known: dict[Role, list[Known]], *, apart: bool) -> Iterator[Difference]:
    """Those of a document's statements of one role that do not hold; of others than one that does, nothing is known.

    `apart` says that the document names load balancers as well, so that services are not they.
    """
    judged = [(it, _concerning(it, known, apart=apart)) for it in group]
    halves = {(it.first, it.last) for it, values in judged if _is_half(it, values)}
    held = [it for it, values in judged if _serves(it, known) or any(_agree(it, value) for value in values)]
    judged = [(it, values) for it, values in judged if _is_half(it, values) or not _serves(it, known)]
    holding = [_distinct(it) for it in held]
    lines = {it.place.line for it, values in judged if any(_agree(it, value) for value in values)}
    for it, values in judged:
        beside = it.place.line in lines and not (_named(it, values) or _is_half(it, values))
        again = bool(holding) and _distinct(it) not in holding and not _named(it, values)
        other = again and (is_apart(it, held) or is_default(it))
        stale = len(halves) == 1 if _is_half(it, values) else not any(_agree(it, value) for value in values)
        if values and not (other or beside or _meets_any(it, known)) and stale:
            yield Difference(it, tuple(values), again)


def _is_half(it: Statement, values: list[Known]) -> bool:
    """Whether a range of load balancers has one end of the only pool, and another one on the other side."""
    if it.role != "load-balancers" or "/" in it.text:
        return False
    known = {(one.first, one.last) for one in values if "/" not in one.shown}
    return (it.first, it.last) not in known and [it.first == a or it.last == b for a, b in known].count(True) == 1


def _meets_any(it: Statement, known: dict[Role, list[Known]]) -> bool:
    """Whether what may be the nodes' network, or the API's address, is what the repository has for something else."""
    if it.role == "vip" and it.certainty != "exact":
        return any(at.version == it.version and at.first == it.first for at in known.get("", ()))
    guessed = it.role == "nodes" and it.certainty != "exact"
    ranges = (value for role in ("pods", "services", "load-balancers") for value in known.get(role, ()))
    return guessed and any(it.version == at.version and it.first <= at.last and at.first <= it.last for at in ranges)


def _houses(it: Statement, known: dict[Role, list[Known]]) -> bool:
    """Whether nodes have addresses in a documented range: then what is called `servers` there may hold others."""
    return any(
        it.version == at.version and it.first <= at.first and at.last <= it.last for at in known.get("nodes", ())
    )


def _serves(it: Statement, known: dict[Role, list[Known]]) -> bool:
    """Whether services have addresses in a range for them, so that it holds whatever the pools are."""
    own = known.get("", ()) if it.role in ("load-balancers", "services") else ()
    return any(it.version == at.version and it.first <= at.first <= it.last for at in own)


def _concerning(it: Statement, known: dict[Role, list[Known]], *, apart: bool) -> list[Known]:
    """The values that a statement can be about: those of its role, of the cluster that it names."""
    values = [value for value in known.get(it.role, ()) if value.version == it.version]
    if it.role == "vip" and any(value.first == it.first == value.last for value in known.get("nodes", ())):
        return []
    if it.role == "vip" and it.certainty == "likely" and not told_by(*it.labels, *it.headings) & _OF_THE_API:
        return []
    pools = (value for value in known.get("load-balancers", ()) if value.version == it.version)
    if it.role == "services" and not apart and any(it.first <= at.last and at.first <= it.last for at in pools):
        return []
    words = _distinct(it)
    named = _named(it, values)
    if it.certainty == "likely" and it.role == "services" and values and not apart:
        more = [value for value in known.get("load-balancers", ()) if value.version == it.version]
        return [*values, *more] if more else []
    near = frozenset(WORD.findall(" ".join((*it.labels[:1], *it.headings[1:])).lower()))
    if not named and (near & KINDS or (it.remark and words)):
        return []
    return named or values


def _named(it: Statement, values: list[Known]) -> list[Known]:
    """The values of the cluster that a statement names: in its words, or else in the headings above it."""
    short = (label for label in it.labels if label.count(" ") < _LONG)
    for words in (told_by(*short), *(told_by(heading) for heading in reversed(it.headings))):
        found = [
            one for one in values if not words.isdisjoint({one.cluster.id, *WORD.findall(one.cluster.id)} - COMMON)
        ]
        if found:
            return found
    return []


def _distinct(it: Statement) -> frozenset[str]:
    """The words beside and above it that can name a cluster or a pool."""
    text = " ".join((*it.labels[:1], *it.headings)).lower()
    return frozenset(WORD.findall(text)) - COMMON - STRUCTURE


def _agree(it: Statement, value: Known) -> bool:
    """Whether what is documented holds: it is the same, or an aggregate, or a part that begins elsewhere."""
    around = it.first <= value.first and value.last <= it.last
    part = value.first <= it.first and it.last <= value.last
    if it.role == "nodes":
        return around or part
    return around or (part and (it.first != value.first or it.role == "pods"))


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
        found["vip"] += _addresses(cluster, (it for it in cluster.pinned_services if it.id in _APIS))
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


def as_problem(it: Difference) -> Problem:
    """A difference, as rules report it."""
    said, values = it.statement, list(dict.fromkeys(value.shown for value in it.known))
    shown = ", ".join(values[:4]) + (f" and {len(values) - 4} more" if len(values) > 4 else "")
    first = it.known[0]
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
    named = {it.id: it for it in reversed(plan.networks) if it.cidrs and it.id not in own}
    named |= {slug(it.name): it for it in reversed(plan.networks) if it.cidrs and it.id not in own and it.name}
    within = {it.id: it for it in plan.networks if it.cidrs and it.name.startswith(_CONTAINERS)}
    named |= {slug(it.name.removeprefix(_CONTAINERS)): it for it in reversed(within.values())}
    for it in plan.statements:
        names = (name.removeprefix("systemd-") for name in ids_of((it.near, *it.labels)))
        network = next((named[name] for name in names if name in named), None)
        if network and network.id in within and not any(_is_like(it, cidr) for cidr in network.cidrs):
            continue
        if network is None or it.role or (it.address is not None and "/" not in it.text):
            continue
        cidrs = network.family(it.version)
        if cidrs and not any(_touch(it, cidr) for cidr in cidrs):
            yield it, ", ".join(map(str, cidrs)), network.at("cidr", network.cidrs.index(cidrs[0]))


def _is_like(it: Statement, cidr: IPNetwork) -> bool:
    """Whether a prefix is of the same space as one of a container engine: VLANs have the same names."""
    bits = 16 if it.version == 4 else 64
    return bool(it.version == cidr.version and it.first >> bits == int(cidr.first) >> bits)


def _touch(it: Statement, value: IPNetwork | AddressRange) -> bool:
    return bool(it.first <= int(value.last) and int(value.first) <= it.last)
