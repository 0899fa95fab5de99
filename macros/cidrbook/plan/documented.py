"""What documents say, and what the repository beside them really holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Addressed, slug
from cidrbook.plan.finding import Problem, Related
from cidrbook.plan.ip import AddressRange
from cidrbook.plan.plan import Plan, kept
from cidrbook.plan.source import Place
from cidrbook.plan.statement import Role, Statement

SAID: dict[Role, str] = {
    "pods": "the range of the pods",
    "services": "the range of the services",
    "load-balancers": "the pool of the load balancers",
    "nodes": "the network of the nodes",
    "vip": "the address of the API",
}
"""The roles as messages name them."""

_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    _WORD.findall(
        "kubernetes k8s k3s talos kube cluster pod pods service services svc external internal cidr cidrs subnet"
        " subnets network networks net range ranges pool ip ips address addresses load balancer balancers loadbalancer"
        " lb metallb cilium bgp calico l2 l3 arp w with the is for of and node nodes vip vips api ipam vlan ipv4 ipv6"
        " v4 v6 default block prefix in use using native routing server endpoint control plane controlplane virtual"
    )
)
"""Words that do not tell one cluster, or one pool, from another."""

_KINDS = frozenset(
    _WORD.findall(
        "staging stage dev development test testing prod production edge backup offsite remote secondary second nas"
        " cloud sandbox mgmt management docker other"
    )
)
"""Words for a cluster that may be another one than those in the repository."""

_GENERIC = frozenset(
    _WORD.findall(
        "envoy gateway gw ingress nginx controller service svc lb loadbalancer load balancer main app ip address the"
        " traefik istio cluster server k8s kubernetes proxy vip host node virtual"
    )
)
"""Words in names that do not tell one thing from another."""

_LONG, _LONGEST = 5, 60
_PROXY = re.compile(r"ingress|gateway|traefik|nginx|envoy|istio|proxy|haproxy|contour|kong|caddy")


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

    @property
    def exact(self) -> bool:
        """Whether the document names the role plainly, and there is one value for it only."""
        return self.statement.certainty == "exact" and len({(it.first, it.last) for it in self.known}) == 1


@kept
def differences(plan: Plan) -> tuple[Difference, ...]:
    """What documents say of a role that the repository has otherwise."""
    known = _known(plan)
    balanced = {it.place.file for it in plan.statements if it.role == "load-balancers"}
    housed = {(it.place.file, it.version) for it in plan.statements if it.address is None and _houses(it, known)}
    groups: dict[tuple[str, Role, int], list[Statement]] = defaultdict(list)
    for it in plan.statements:
        elsewhere = it.role == "nodes" and it.certainty != "exact" and (it.place.file, it.version) in housed
        if it.role and not elsewhere and (it.address is not None) == (it.role == "vip"):
            groups[it.place.file, it.role, it.version].append(it)
    return tuple(
        found for (file, *_), group in groups.items() for found in _differing(group, known, apart=file in balanced)
    )


def _differing(group: list[Statement], known: dict[Role, list[Known]], *, apart: bool) -> Iterator[Difference]:
    """Those of a document's statements of one role that do not hold; of others than one that does, nothing is known.

    `apart` says that the document names load balancers as well, so that services are not they.
    """
    judged = [(it, _concerning(it, known, apart=apart)) for it in group if not _serves(it, known)]
    holding = [frozenset(_distinct(it)) for it, values in judged if any(_agree(it, value) for value in values)]
    for it, values in judged:
        other = bool(holding) and frozenset(_distinct(it)) not in holding
        if values and not other and not any(_agree(it, value) for value in values):
            yield Difference(it, tuple(values))


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
    words = _distinct(it)
    named = [value for value in values if not words.isdisjoint((value.cluster.id, *_WORD.findall(value.cluster.id)))]
    if it.certainty == "likely" and it.role == "services" and values and not apart:
        more = [value for value in known.get("load-balancers", ()) if value.version == it.version]
        return [*values, *more] if more else []
    near = frozenset(_WORD.findall(" ".join((*it.labels[:1], *it.headings[1:])).lower()))
    if not named and near & _KINDS:
        return []
    return named or values


def _distinct(it: Statement) -> frozenset[str]:
    """The words beside and above it that can name a cluster or a pool."""
    text = " ".join((*it.labels[:1], *it.headings)).lower()
    return frozenset(_WORD.findall(text)) - _COMMON


def _agree(it: Statement, value: Known) -> bool:
    """Whether what is documented holds: it is the same, or an aggregate, or a part that begins elsewhere."""
    around = it.first <= value.first and value.last <= it.last
    part = value.first <= it.first and it.last <= value.last
    if it.role == "nodes":
        return around or part
    return around or (part and (it.first != value.first or it.role == "pods"))


@kept
def _known(plan: Plan) -> dict[Role, list[Known]]:
    """What there is of each role; under no role, the addresses that services are pinned to."""
    found: dict[Role, list[Known]] = defaultdict(list)
    for cluster in plan.clusters:
        found["pods"] += _ranges(plan, cluster, cluster.pods)
        found["services"] += _ranges(plan, cluster, cluster.services)
        found["nodes"] += [*_ranges(plan, cluster, cluster.node_networks), *_addresses(cluster, cluster.nodes)]
        found["vip"] += _addresses(cluster, cluster.virtual_addresses)
        found[""] += _addresses(cluster, cluster.pinned_services)
        for which, address in enumerate(cluster.api.addresses if cluster.api else ()):
            number = int(address)
            at = cluster.at("api", which)
            found["vip"].append(Known(address.version, number, number, str(address), at, cluster))
    for domain, first, last, pool in plan.pools:
        written = str(pool.balancer.pools[pool.which])
        found["load-balancers"].append(Known(domain[1], first, last, written, pool.place, pool.cluster))
    return found


def _ranges(plan: Plan, cluster: Cluster, names: Iterable[str]) -> Iterator[Known]:
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
        hint=f"write {shown}, or put `<!-- cidrbook: ignore -->` on the line if it is about something else",
        parties=(first.cluster.id,),
    )


class Misnamed(NamedTuple):
    """A documented address, and the thing of that name, which has others."""

    statement: Statement
    owner: Addressed
    holder: Addressed | None


class _Names:
    """What things are called: by their ids, and by the words in them that tell them from others."""

    def __init__(self, plan: Plan) -> None:
        self.ids: dict[str, list[Addressed]] = defaultdict(list)
        self.holders: dict[tuple[int, int], Addressed] = {}
        for claim in plan.claims:
            if claim.owner not in self.ids[claim.owner.id]:
                self.ids[claim.owner.id].append(claim.owner)
            self.holders.setdefault((claim.address.version, int(claim.address)), claim.owner)
        self._words = {name: frozenset(_WORD.findall(name)) - _GENERIC for name in self.ids}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name, words in self._words.items():
            for word in words:
                self._by_word[word].append(name)

    def exactly(self, it: Statement) -> list[Addressed]:
        """The things that a label is the name of."""
        names = dict.fromkeys(name for label in it.labels for name in _names(label))
        return [owner for name in names for owner in self.ids.get(name, ())]

    def roughly(self, it: Statement) -> list[Addressed]:
        """The one thing all of whose words are in the first label: `External Gateway` is `envoy-external`."""
        words = frozenset(_WORD.findall(it.labels[0].lower())) if it.labels else frozenset()
        if not 0 < len(words) < _LONG:
            return []
        near = {name for word in words for name in self._by_word.get(word, ()) if self._words[name] <= words}
        return self.ids[near.pop()] if len(near) == 1 else []


@kept
def misnamed(plan: Plan) -> tuple[Misnamed, ...]:
    """Documented addresses of things that have others: exchanged, or no longer so."""
    rows: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for it in plan.statements:
        if it.address is not None and it.role != "services":
            rows[it.place.file, it.place.line].append(it)
    names = _Names(plan) if rows else None
    return tuple(found for row in rows.values() for found in _misnamed(row, names)) if names else ()


def _misnamed(row: list[Statement], names: _Names) -> Iterator[Misnamed]:
    found = [(it, names.exactly(it) or names.roughly(it)) for it in row]
    if any(it.address in owner.addresses for it, owners in found for owner in owners):
        return
    for it, owners in found:
        holder = names.holders.get((it.version, int(it.address or 0)))
        owner = next((one for one in owners if any(at.version == it.version for at in one.addresses)), None)
        if owner and _telling(it, owner, holder, exact=bool(names.exactly(it))):
            yield Misnamed(it, owner, holder)


def _telling(it: Statement, owner: Addressed, holder: Addressed | None, *, exact: bool) -> bool:
    """Whether the address must be wrong, and is not another one of the same thing, or of what stands before it."""
    if holder is not None:
        return not (_PROXY.search(holder.id) and any("." in label for label in it.labels))
    own = [at for at in owner.addresses if at.version == it.version]
    bits = 8 if it.version == 4 else 64
    near = any(int(at) >> bits == int(it.address or 0) >> bits for at in own)
    is_service = isinstance(owner, Service)
    return len(own) == 1 and ((exact and is_service) or (near and (exact or is_service)))


def _names(label: str) -> Iterator[str]:
    """The ids that a label may be: itself, without what stands in brackets or behind a dash, without a domain."""
    for text in (label, label.partition("(")[0], label.partition(" - ")[0]):
        if 0 < len(text) < _LONGEST:
            yield slug(text)
            if " " not in text.strip() and "/" not in text:
                yield slug(text.partition(".")[0])


@kept
def networks_otherwise(plan: Plan) -> tuple[tuple[Statement, str, Place], ...]:
    """Documented prefixes of networks that have others: each with what the repository has, and where."""
    return tuple(_networks_otherwise(plan))


def _networks_otherwise(plan: Plan) -> Iterator[tuple[Statement, str, Place]]:
    own = plan.cluster_networks
    named = {it.id: it for it in reversed(plan.networks) if it.cidrs and it.id not in own}
    named |= {slug(it.name): it for it in reversed(plan.networks) if it.cidrs and it.id not in own and it.name}
    for it in plan.statements:
        network = next((named[name] for label in it.labels for name in _names(label) if name in named), None)
        if network is None or it.role or (it.address is not None and "/" not in it.text):
            continue
        cidrs = network.family(it.version)
        if cidrs and not any(_touch(it, cidr) for cidr in cidrs):
            yield it, ", ".join(map(str, cidrs)), network.at("cidr")


def _touch(it: Statement, value: IPNetwork | AddressRange) -> bool:
    return bool(it.first <= int(value.last) and int(value.first) <= it.last)
