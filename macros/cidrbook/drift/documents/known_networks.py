"""The repository's networks, found by the prefix, name, VLAN or address in a detail."""

from __future__ import annotations

from collections import defaultdict

from cidrbook.net.spans import contains
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail, Statement
from cidrbook.repository.vocabulary import possible_ids
from cidrbook.text.names import slug

_SHORTEST_PREFIX = {4: 22, 6: 56}
"""The shortest prefix of a network that an address alone may mean. Shorter ones hold other networks."""
_RANGE_SIGNS = ("-", "\u2013", "\u2014", " to ", "..")
"""Signs between the ends of a range. A range is no prefix."""
_ROUTER_OCTETS = (1, 254)
"""The usual last octets of routers."""


class KnownNetworks:
    """Networks with a prefix, without those of pods and services."""

    def __init__(self, observation: Observation) -> None:
        self.declared = observation.declared
        self._without_prefix = [network for network in observation.networks if network.dhcp and not network.cidrs]
        self.by_prefix: dict[tuple[int, int, int], list[Network]] = defaultdict(list)
        self.by_vlan: dict[int, list[Network]] = defaultdict(list)
        self._by_name: dict[str, list[Network]] = defaultdict(list)
        self._all = [
            network for network in observation.networks if network.cidrs and network.role not in ("pods", "services")
        ]
        for network in self._all:
            for cidr in network.cidrs:
                self.by_prefix[cidr.version, cidr.first, cidr.last].append(network)
            for name in {network.id, slug(network.name)}:
                self._by_name[name].append(network)
            if network.vlan:
                self.by_vlan[network.vlan].append(network)
        self._held = {(claim.address.version, int(claim.address)) for claim in observation.claims}

    def is_taken(self, detail: Detail) -> bool:
        """Whether anything has an address, or a router is unlikely to have it."""
        if (detail.version, detail.first) in self._held:
            return True
        return detail.version == 4 and detail.first & 0xFF not in _ROUTER_OCTETS

    def meant(self, detail: Detail) -> list[Network]:
        """The networks of a detail: by its row's prefixes, its name, or the address itself."""
        return self.of_prefixes(detail) or self.of_name(detail) or self._around(detail) or self._with_range(detail)

    def of_prefixes(self, detail: Detail) -> list[Network]:
        """The networks with a prefix in the detail's row."""
        found: list[Network] = []
        for statement in prefixes_beside(detail):
            found += self.by_prefix.get((statement.version, statement.first, statement.last), ())
        return found

    def of_name(self, detail: Detail) -> list[Network]:
        """The only network of that name, unless the row has another network's prefix."""
        found = next((self._by_name[name] for name in possible_ids(detail.labels) if name in self._by_name), [])
        beside = prefixes_beside(detail)
        holds = len(found) == 1 and (not beside or any(meets(statement, found[0]) for statement in beside))
        return found if holds else []

    def _with_range(self, detail: Detail) -> list[Network]:
        """The networks of which only DHCP ranges are known, one of which meets that of a detail."""
        if detail.topic != "dhcp":
            return []
        return [
            network
            for network in self._without_prefix
            if any(
                pool.first.version == detail.version
                and int(pool.first) <= detail.last
                and detail.first <= int(pool.last)
                for pool in network.dhcp
            )
        ]

    def _around(self, detail: Detail) -> list[Network]:
        """The smallest networks around a detail's addresses, if its row has no prefix."""
        if prefixes_beside(detail):
            return []
        found = [
            (cidr.last - cidr.first, network)
            for network in self._all
            for cidr in network.cidrs
            if contains(cidr, detail) and cidr.prefixlen >= _SHORTEST_PREFIX[detail.version]
        ]
        least = min((size for size, _ in found), default=0)
        return [network for size, network in found if size == least]


@cached_view
def known_networks(observation: Observation) -> KnownNetworks:
    """The networks of an observation."""
    return KnownNetworks(observation)


def prefixes_beside(detail: Detail) -> list[Statement]:
    """The prefixes beside a detail, also those of addresses with a mask."""
    return [
        statement
        for statement in detail.beside
        if statement.last > statement.first and not any(sign in statement.text for sign in _RANGE_SIGNS)
    ]


def meets(statement: Statement, network: Network) -> bool:
    """Whether a prefix overlaps a network."""
    return any(statement.meets(cidr) for cidr in network.family(statement.version))
