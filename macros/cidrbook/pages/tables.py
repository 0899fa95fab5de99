"""The tables of the plan, each as a declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from netaddr import IPAddress

from cidrbook.pages.book import Book
from cidrbook.pages.choices import CHOICES, Choice
from cidrbook.pages.markup import note
from cidrbook.pages.notation import address_key, amount, anchor, number_key, prefix_key
from cidrbook.pages.repository import asked
from cidrbook.pages.repository import observed as only_observed
from cidrbook.pages.rows import (
    Holder,
    LeaseRow,
    NetworkRow,
    VlanRow,
    holders_beside,
    lease_rows,
    machines_and_ends,
    meant,
    network_rows,
    services,
    vlan_rows,
)
from cidrbook.pages.table import Column, Table
from cidrbook.plan.network import Host, Network

_HOW = {
    "external-ips": "externalIPs",
    "load-balancer-ip": "loadBalancerIP",
    "cluster-ip": "clusterIP",
    "annotation": "annotation",
}
_OPTIONS = {"router": "router", "dns": "DNS", "ntp": "NTP", "tftp": "boot"}

COLUMNS: Mapping[str, Column[NetworkRow]] = MappingProxyType(
    {
        "name": Column("Name", lambda row: [row.network.name], plain=True),
        "cidr": Column(
            "CIDR", lambda row: row.network.cidrs, code=True, key=lambda row: _first_prefix(row.networks), plain=True
        ),
        "vlan": Column(
            "VLAN", lambda row: row.vlans, key=lambda row: number_key(row.vlans[0], 4), number=True, side=True
        ),
        "gateway": Column(
            "Gateway", lambda row: row.network.gateways, code=True, key=lambda row: address_key(row.network.gateways[0])
        ),
        "purpose": Column("Used for", lambda row: [note(row.network.purpose)], plain=True),
        "role": Column("Role", lambda row: [row.network.role]),
        "dhcp": Column(
            "DHCP", lambda row: row.network.dhcp, code=True, key=lambda row: address_key(row.network.dhcp[0].first)
        ),
        "site": Column("Site", lambda row: [row.network.site]),
        "vrf": Column("VRF", lambda row: [row.network.vrf]),
        "parent": Column("Parent", lambda row: [row.network.parent]),
        "cluster": Column("Cluster", lambda row: (cluster.name for cluster in row.clusters)),
        "tags": Column("Tags", lambda row: row.network.tags),
        "id": Column("Id", lambda row: [row.network.id], code=True),
        "status": Column("Status", lambda row: [row.network.status], side=True),
        "ssids": Column("Wi-Fi", lambda row: row.network.ssids),
        "reserved": Column("Reserved", lambda row: (part.shown for part in row.network.reserved)),
        "description": Column("Notes", lambda row: [note(row.network.description)], plain=True),
    }
)
"""The columns that `cidr_table` can show."""


def _first_prefix(networks: Iterable[Network]) -> str:
    return next((prefix_key(cidr) for network in networks for cidr in network.cidrs), "")


def _by_prefixes(networks: Iterable[Network]) -> list[tuple[int, int, int]]:
    return [(cidr.version, cidr.first, -cidr.last) for network in networks for cidr in network.cidrs]


def _as_written(_: object) -> int:
    return 0


def _name_order(name: str) -> tuple[str, str]:
    return name.lower(), name


NETWORKS: Table[NetworkRow] = Table(
    macro="cidr_table",
    label="Networks",
    columns=COLUMNS,
    usual=("name", "vlan", "cidr", "gateway", "purpose"),
    always=("name", "cidr"),
    sorts={
        "data": _as_written,
        "address": lambda row: _by_prefixes(row.networks),
        "name": lambda row: _name_order(row.network.name),
        "vlan": lambda row: (not row.vlans, row.vlans),
    },
    anchor=lambda row: anchor("network", row.network.id),
)


def _own_attribute(key: str) -> Callable[[Holder], list[object]]:
    """An attribute that only some of what has addresses has."""
    return lambda row: [getattr(row.owner, key, None)]


def _by_address(row: Holder) -> tuple[list[tuple[int, int]], str]:
    return [(address.version, int(address)) for address in row.addresses], row.owner.id


_HOLDERS: Mapping[str, Column[Holder]] = MappingProxyType(
    {
        "address": Column(
            "Address",
            lambda row: row.addresses,
            code=True,
            key=lambda row: address_key(row.addresses[0]),
            plain=True,
        ),
        "name": Column("Name", lambda row: [row.owner.name]),
        "network": Column("Network", lambda row: (network.name for network in row.networks)),
        "cluster": Column("Cluster", lambda row: (cluster.name for cluster in row.clusters)),
        "vlan": Column("VLAN", lambda row: row.vlans, key=lambda row: number_key(row.vlans[0], 4), number=True),
        "site": Column("Site", lambda row: [row.scope[1]]),
        "vrf": Column("VRF", lambda row: [row.scope[0]]),
        "tags": Column("Tags", lambda row: row.owner.tags),
        "id": Column("Id", lambda row: [row.owner.id], code=True),
        "status": Column("Status", lambda row: [row.owner.status], side=True),
        "aliases": Column("Aliases", lambda row: row.owner.aliases, code=True),
        "hostname": Column("Host name", _own_attribute("hostname"), code=True),
        "leads_to": Column("Leads to", lambda row: getattr(row.owner, "leads_to", ())),
        "listen": Column("Listens on", lambda row: getattr(row.owner, "listen", ()), code=True),
        "description": Column("Notes", lambda row: [note(row.owner.description)], plain=True),
    }
)
_ORDERS: Mapping[str, Callable[[Holder], Any]] = MappingProxyType(
    {
        "address": _by_address,
        "name": lambda row: _name_order(row.owner.name),
        "data": _as_written,
    }
)

HOSTS: Table[Holder] = Table(
    macro="hosts_table",
    label="Hosts",
    columns={
        **_HOLDERS,
        "mac": Column("MAC", _own_attribute("mac"), code=True),
        "assigned": Column("Assigned", _own_attribute("assigned")),
        "kind": Column("Type", lambda row: [row.what], side=True, plain=True),
        "on": Column("Runs on", _own_attribute("on")),
        "interface": Column("Interface", _own_attribute("interface"), code=True),
        "runs": Column("Runs", lambda row: getattr(row.owner, "runs", ())),
        "purpose": Column("Network used for", lambda row: (network.purpose for network in row.networks)),
    },
    usual=("name", "address", "kind", "mac", "network", "description"),
    always=("address", "name", "kind"),
    sorts={**_ORDERS, "network": lambda row: (not row.networks, _by_prefixes(row.networks), _by_address(row))},
    anchor=lambda row: anchor("host", row.owner.id),
)


def _pool(row: Holder) -> list[str]:
    return [pool.network.name if pool.network else str(pool.balancer.pools[pool.which]) for pool in row.pools]


SERVICES: Table[Holder] = Table(
    macro="services_table",
    label="Services",
    columns={
        **_HOLDERS,
        "namespace": Column("Namespace", _own_attribute("namespace"), side=True, plain=True),
        "ports": Column("Ports", lambda row: getattr(row.owner, "ports", ()), code=True),
        "pool": Column("Pool", _pool),
        "via": Column("Pinned by", lambda row: [_HOW.get(getattr(row.owner, "via", ""))]),
        "type": Column("Type", _own_attribute("type")),
        "policy": Column("Traffic policy", _own_attribute("external_traffic_policy")),
        "sharing_key": Column("Sharing key", _own_attribute("sharing_key"), code=True),
    },
    usual=("name", "address", "namespace", "cluster", "ports", "pool", "policy", "description"),
    always=("address", "name"),
    sorts={**_ORDERS, "namespace": lambda row: (getattr(row.owner, "namespace", ""), _by_address(row))},
    anchor=lambda row: anchor("host", row.owner.id),
    choices={**CHOICES, "namespace": lambda row: [getattr(row.owner, "namespace", "")]},
)


def _inner_networks(row: LeaseRow) -> list[str]:
    hosts, number = row.reservations
    rest = [f"and {amount(number - len(hosts))} more"] if number > len(hosts) else []
    return [f"{host.name} ({', '.join(map(str, _of_range(row, host)))})" for host in hosts] + rest


def _of_range(row: LeaseRow, host: Host) -> list[IPAddress]:
    first, last = row.range.first, row.range.last
    return [
        address
        for address in host.addresses
        if address.version == first.version and int(first) <= int(address) <= int(last)
    ]


def _options(row: LeaseRow) -> list[str]:
    said = row.network.dhcp_options
    told = {word: getattr(said, key) for key, word in _OPTIONS.items()} if said else {}
    return [f"{word}: {', '.join(meant(row.plan, word) for word in words)}" for word, words in told.items() if words]


DHCP: Table[LeaseRow] = Table(
    macro="dhcp_table",
    label="DHCP ranges",
    columns={
        "network": Column("Network", lambda row: [row.network.name], plain=True),
        "range": Column(
            "Range", lambda row: [row.range], code=True, key=lambda row: address_key(row.range.first), plain=True
        ),
        "size": Column(
            "Addresses", lambda row: [amount(row.size)], key=lambda row: number_key(row.size), number=True, side=True
        ),
        "server": Column("Server", lambda row: [meant(row.plan, server) for server in row.network.dhcp_servers]),
        "options": Column("Options", _options),
        "reservations": Column("Reservations", _inner_networks),
        "clients": Column("Clients", lambda row: [row.network.clients]),
        "cidr": Column(
            "CIDR", lambda row: row.network.cidrs, code=True, key=lambda row: _first_prefix(row.networks), plain=True
        ),
        "vlan": Column(
            "VLAN", lambda row: row.vlans, key=lambda row: number_key(row.vlans[0], 4), number=True, side=True
        ),
        "site": Column("Site", lambda row: [row.network.site]),
        "vrf": Column("VRF", lambda row: [row.network.vrf]),
        "purpose": Column("Used for", lambda row: [note(row.network.purpose)], plain=True),
        "tags": Column("Tags", lambda row: row.network.tags),
        "description": Column("Notes", lambda row: [note(row.network.description)], plain=True),
    },
    usual=("network", "range", "size", "server", "reservations"),
    always=("network", "range", "size"),
    sorts={
        "address": lambda row: (row.range.first.version, int(row.range.first), -int(row.range.last)),
        "network": lambda row: (_name_order(row.network.name), int(row.range.first)),
        "size": lambda row: -row.size,
        "data": _as_written,
    },
    anchor=lambda _: "",
)


VLANS: Table[VlanRow] = Table(
    macro="vlan_table",
    label="VLANs",
    columns={
        "vlan": Column("VLAN", lambda row: [row.number], key=lambda row: number_key(row.number, 4), side=True),
        "name": Column("Name", lambda row: [row.vlan.name] if row.vlan else []),
        "networks": Column("Networks", lambda row: (network.name for network in row.networks)),
        "cidr": Column(
            "CIDR",
            lambda row: (cidr for network in row.networks for cidr in network.cidrs),
            code=True,
            key=lambda row: _first_prefix(row.networks),
        ),
        "site": Column("Site", lambda row: [row.site]),
        "vrf": Column("VRF", lambda row: dict.fromkeys(vrf for vrf, _ in row.scopes)),
        "role": Column("Role", lambda row: dict.fromkeys(network.role for network in row.networks)),
        "purpose": Column("Used for", lambda row: dict.fromkeys(network.purpose for network in row.networks)),
        "tags": Column("Tags", lambda row: dict.fromkeys(row.tags)),
        "ssids": Column("Wi-Fi", lambda row: row.vlan.ssids if row.vlan else []),
        "status": Column("Status", lambda row: [row.vlan.status] if row.vlan else []),
        "description": Column("Notes", lambda row: [note(row.vlan.description)] if row.vlan else []),
    },
    usual=("vlan", "name", "networks", "cidr", "site", "purpose", "description"),
    always=("vlan", "networks"),
    sorts={
        "vlan": lambda row: (row.number, row.site),
        "name": lambda row: _name_order(row.vlan.name if row.vlan else ""),
        "address": lambda row: (not row.networks, _by_prefixes(row.networks)),
        "data": _as_written,
    },
    anchor=lambda row: anchor("vlan", row.number),
)

TABLES: tuple[Table[Any], ...] = (NETWORKS, HOSTS, VLANS, DHCP, SERVICES)
"""The tables of all macros."""


def cidr_table(book: Book, columns: Choice = None, *, sort: str | None = None, **choices: Choice) -> str:
    """The networks as a table, in the order of the data.

    `columns` names and orders the columns; by default those of name, CIDR, VLAN, gateway and purpose that are not
    empty. `network`, `site`, `vrf`, `role`, `tag` and `cluster` keep only rows that have the value, or one of the
    values. `sort` is `address` (in numeric order), `name`, `vlan` or `data`.
    """
    return NETWORKS.shown(book.comparison, network_rows(book.plan), columns, sort, choices)


def hosts_table(
    book: Book,
    columns: Choice = None,
    *,
    sort: str | None = None,
    services: bool = False,
    observed: bool = True,
    **choices: Choice,
) -> str:
    """Everything with an address as a table, in numeric order of the addresses; services only where asked for.

    What has addresses in several networks has a row for each. `columns` and what chooses rows are as in `cidr_table`;
    `sort` is `address`, `name`, `network` or `data`. What the plan's trees hold stands beside it, unless `observed`
    is false.
    """
    of = tuple if services else machines_and_ends
    only = of(only_observed(book.comparison)) if observed else ()
    table, rows = asked(book, HOSTS, of(holders_beside(book.comparison)), only)
    return table.shown(book.comparison, rows, columns, sort, choices)


def services_table(
    book: Book, columns: Choice = None, *, sort: str | None = None, observed: bool = True, **choices: Choice
) -> str:
    """The pinned services as a table, in numeric order of their addresses; `namespace` chooses rows, too.

    What the plan's trees hold stands beside them, unless `observed` is false.
    """
    alone = services(only_observed(book.comparison)) if observed else ()
    table, rows = asked(book, SERVICES, services(holders_beside(book.comparison)), alone)
    return table.shown(book.comparison, rows, columns, sort, choices)


def dhcp_table(book: Book, columns: Choice = None, *, sort: str | None = None, **choices: Choice) -> str:
    """The ranges that DHCP hands out as a table, in numeric order; `sort` may be `network` or `size`, too."""
    return DHCP.shown(book.comparison, lease_rows(book.plan), columns, sort, choices)


def vlan_table(book: Book, columns: Choice = None, *, sort: str | None = None, **choices: Choice) -> str:
    """The VLANs as a table, those that only networks name among them, by their numbers."""
    return VLANS.shown(book.comparison, vlan_rows(book.plan), columns, sort, choices)
