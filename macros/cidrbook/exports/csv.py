"""The plan as CSV with the columns that NetBox imports: prefixes, ranges, addresses and VLANs.

A column is there where something has a value in it, because NetBox refuses what it does not know. A cell that a
spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from netaddr import IPAddress

from cidrbook.exports.domain_names import as_name
from cidrbook.exports.extract import Extract
from cidrbook.exports.ranges import NamedRange, ranges
from cidrbook.pages.rows import Holder, NetworkRow, VlanRow
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import Machine, VirtualAddress
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_FORMULA = regex("'*[=+@\uff1d\uff0b\uff0d\uff20-]")
"""What begins a formula, in full width too. Apostrophes before it are escaped as well, so that one comes off again."""
_STATUSES = {"planned": "reserved", "retiring": "deprecated", "avoid": "deprecated"}
_STRANGE = regex("[^A-Za-z0-9_]+")
"""What the name of a custom field has none of."""
_LONGEST = 200
"""Characters of NetBox's `description`."""

Cells = dict[str, str]
"""The cells of a row by their columns."""


def as_csv(extract: Extract) -> Mapping[str, str]:
    """A file for each of NetBox's models, with the columns that it must have and those that are not empty."""
    pools = {id(found.network) for found in ranges(extract) if found.whole}
    networks = (_prefix_cells(extract.plan, row, is_pool=id(row.network) in pools) for row in extract.networks)
    return {
        "vlans.csv": _csv_text(("vid", "name", "status"), (_vlan_cells(extract.plan, row) for row in extract.vlans)),
        "prefixes.csv": _csv_text(("prefix", "status"), chain.from_iterable(networks)),
        "ranges.csv": _csv_text(
            ("start_address", "end_address", "status"),
            (_range_cells(found) for found in ranges(extract) if not found.whole),
        ),
        "addresses.csv": _csv_text(
            ("address", "status", "dns_name", "description"),
            chain(
                (_address_cells(holder, address) for holder in extract.holders for address in holder.addresses),
                _gateway_cells(extract),
            ),
        ),
    }


def _csv_text(required: tuple[str, ...], rows: Iterable[Cells]) -> str:
    rows = list(rows)
    filled = dict.fromkeys((*required, *(name for row in rows for name, text in row.items() if text)))
    order = {name: at for at, name in enumerate(dict.fromkeys(chain.from_iterable(rows)))}
    columns = sorted(filled, key=lambda name: (name not in required, name.startswith("cf_"), order.get(name, -1)))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_without_formula(row.get(name, "")) for name in columns] for row in rows)
    return file.getvalue()


def _without_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    line = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return f"'{line}" if _FORMULA.match(line) else line


def _vlan_cells(plan: Plan, row: VlanRow) -> Cells:
    vlan = row.vlan
    return {
        "vid": str(row.number),
        "name": (vlan.name if vlan else "") or (row.networks[0].name if row.networks else f"VLAN {row.number}"),
        "status": _status_word(vlan.status if vlan else ""),
        "site": _site_name(plan, row.site),
        "description": vlan.description[:_LONGEST] if vlan else "",
    } | _custom_fields(row.custom)


def _prefix_cells(plan: Plan, row: NetworkRow, *, is_pool: bool) -> Iterator[Cells]:
    network = row.network
    site = _site_name(plan, network.site)
    for cidr in network.cidrs:
        yield {
            "prefix": str(cidr),
            "status": "container" if network.role == "container" else _status_word(network.status),
            "vrf": network.vrf,
            "vlan_site": site if row.vlans else "",
            "vlan": str(row.vlans[0]) if row.vlans else "",
            "role": "" if network.role == "container" else network.role,
            "scope_type": "dcim.site" if site else "",
            "scope_name": site,
            "is_pool": "true" if is_pool else "",
            "description": network.name[:_LONGEST],
            "comments": _joined_texts(network.purpose, network.description),
            "tags": _tag_slugs(network.tags),
        } | _custom_fields(network.custom)


def _range_cells(found: NamedRange) -> Cells:
    network = found.network
    words = {"dhcp": "DHCP", "reserved": "reserved", "pool": f"pool of {found.cluster}"}[found.kind]
    return {
        "start_address": _interface_text(network, found.first),
        "end_address": _interface_text(network, found.last),
        "status": "reserved" if found.kind == "reserved" else "active",
        "vrf": found.scope[0],
        "description": (found.name or words)[:_LONGEST],
        "comments": _joined_texts(words if found.name else "", found.purpose),
    } | _custom_fields(found.custom)


def _address_cells(holder: Holder, address: IPAddress) -> Cells:
    owner = holder.owner
    reserved = isinstance(owner, Machine) and owner.assigned == "reservation"
    return {
        "address": _interface_text(holder.network, address),
        "status": "dhcp" if reserved and not owner.status else _status_word(owner.status),
        "vrf": holder.scope[0],
        "role": _address_role(owner),
        "dns_name": as_name(str(getattr(owner, "hostname", ""))),
        "description": owner.name[:_LONGEST],
        "comments": owner.description,
        "tags": _tag_slugs(owner.tags),
    } | _custom_fields(owner.custom)


def _gateway_cells(extract: Extract) -> Iterator[Cells]:
    """The gateways that no router of the plan has: NetBox knows a gateway by its address alone."""
    held = {(claim.scope, IPAddress(claim.address)) for claim in extract.plan.claims}
    for network in (row.network for row in extract.networks):
        for gateway in network.gateways:
            if (network.scope, IPAddress(gateway)) not in held:
                yield {
                    "address": _interface_text(network, gateway),
                    "status": "active",
                    "vrf": network.vrf,
                    "description": f"gateway of {network.name}"[:_LONGEST],
                }


def _address_role(owner: object) -> str:
    """What NetBox calls an address that several machines have."""
    if isinstance(owner, VirtualAddress):
        return "vrrp" if owner.mode == "vrrp" else "vip"
    return "vip" if isinstance(owner, Service) else "anycast" if getattr(owner, "shared", None) else ""


def _interface_text(network: Network | None, address: IPAddress) -> str:
    """An address with the length of its prefix, as NetBox has it; with its own where it is in none."""
    around = network.prefix_around(address) if network else None
    return f"{IPAddress(address)}/{around.prefixlen if around else 32 if address.version == 4 else 128}"


def _status_word(status: str) -> str:
    return _STATUSES.get(status, "active")


def _site_name(plan: Plan, site: str) -> str:
    """What people call a site: NetBox looks it up by its name."""
    return next((one.name for one in plan.sites if one.id == site and one.name), site)


def _joined_texts(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _tag_slugs(tags: Iterable[str]) -> str:
    """Tags as NetBox reads them: by their slugs."""
    return ",".join(dict.fromkeys(map(slug, tags)))


def _custom_fields(fields: Mapping[str, str]) -> Cells:
    """The owner's own fields, as NetBox calls custom fields."""
    return {f"cf_{_STRANGE.sub('_', name)}": text for name, text in fields.items()}
