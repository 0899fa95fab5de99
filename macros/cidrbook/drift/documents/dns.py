"""Documented addresses of names in DNS that have a record, and of a cluster's DNS service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.known_names import is_domain, known_names
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.network import Network
from cidrbook.repository.named_address import NamedAddress
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.regex import regex

_Records = dict[tuple[str, int], list[NamedAddress]]


_RECORDS_OF_HOSTS = ("DNS record", "host mapping", "line of hosts")
"""What else than a DNS server's own records gives a name its address."""


def record_conclusions(observation: Observation) -> Iterator[Conclusion]:
    """What follows from each documented address of a name in DNS that a record has."""
    records = _records(observation)
    for statement in observation.statements if records else ():
        name = next(iter(statement.labels), "").strip().rstrip(".").lower()
        if statement.address is not None and is_domain(name) and (name, statement.version) in records:
            yield _record_conclusion(observation, statement, records[name, statement.version])


def _records(observation: Observation) -> _Records:
    """The records by their whole names and the IP version."""
    found: _Records = defaultdict(list)
    for named in observation.named_addresses:
        if named.kind == "record" or named.noun in _RECORDS_OF_HOSTS:
            found[named.name.rstrip(".").lower(), named.address.version].append(named)
    return found


def _record_conclusion(observation: Observation, statement: Statement, records: list[NamedAddress]) -> Conclusion:
    """An address that nothing has is wrong; at one of another thing, the name may lead to what serves it."""
    first = records[0]
    known = [KnownValue(str(record.address), record.place) for record in records]
    if any(record.address == statement.address for record in records):
        return agrees(statement, f"a record of {first.name} has that address", *known)
    if len({record.address for record in records}) > 1:
        return dropped(statement, f"{first.name} has several records", *known)
    holder = known_names(observation).holder(statement)
    if holder is not None:
        return dropped(statement, f"{holder.name} has that address, and may be what the name is for", *known)
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=first.name,
        about="address",
        truth=f"its record in DNS has {first.address}",
        known=(known[0],),
        reasons=("a record has the whole name of the line", "nothing in the repository has the address"),
        remark=statement.remark,
    )


_DNS = regex(r"\b(?:core-?dns|kube-?dns|cluster dns(?: (?:service|ip|address))?)$|^(?:core-?dns|kube-?dns)\b")


def service_conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented address of the DNS service. It must be in a service range."""
    clusters = [cluster for cluster in observation.clusters if cluster.services]
    for statement in observation.statements if clusters else ():
        names = (statement.near,) if statement.near else statement.labels[:1]
        if statement.address is not None and any(_DNS.search(name.strip().lower()) for name in names):
            yield _dns_conclusion(observation, statement, clusters)


def _dns_conclusion(observation: Observation, statement: Statement, clusters: list[Cluster]) -> Conclusion:
    address = IPAddress(statement.number, statement.version)
    ranges = []
    for cluster in clusters:
        for network in filter(None, map(observation.network, cluster.services)):
            ranges += [(network, cidr) for cidr in network.family(statement.version)]
    known = [KnownValue(str(cidr), network.at("cidr", network.cidrs.index(cidr))) for network, cidr in ranges]
    if not known:
        return dropped(statement, f"no range of services is known in IPv{statement.version}")
    if any(address in cidr for _, cidr in ranges):
        return agrees(statement, "it is in a range of services", *known)
    holder = _holder(observation, address)
    if holder:
        return dropped(statement, f"it is in {holder}, so that it may be another DNS server", *known)
    addresses = (str(at) for cluster in observation.clusters for at in cluster.dns if at.version == statement.version)
    own = next(addresses, "")
    value = own or f"an address of {known[0].value}"
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject="the DNS service",
        about="address",
        truth=f"the range of the services is {known[0].value}",
        correct=value,
        known=tuple(known),
        reasons=("it is in no range that the repository knows",),
        remark=statement.remark,
    )


def _holder(observation: Observation, address: IPAddress) -> str:
    """The owner of an address, or the network or pool that it is in; "" if unknown."""
    owner = next((claim.owner for claim in observation.claims if claim.address == address), None)
    if owner is not None:
        return owner.name
    network = next((network for network in observation.networks if _is_in_network(address, network)), None)
    if network is not None:
        return network.name
    number = int(address)
    for cluster in observation.clusters:
        if observation.pools.holding((cluster.scope, address.version), number, number):
            return "a pool of load balancers"
    return ""


def _is_in_network(address: IPAddress, network: Network) -> bool:
    return any(address in cidr for cidr in network.family(address.version))
