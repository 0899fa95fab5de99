"""phpIPAM: what it exports of subnets, addresses and VLANs, as XLS or saved as CSV.

Read ([phpIPAM](https://github.com/phpipam/phpipam/tree/master/app/admin/import-export)): of subnets `Subnet`, `Mask`,
`Description`, `VLAN`, `VRF`; of addresses `IP Address`, `Hostname`, `MAC`, `Description`, `VRF`, `Tag`, `Gateway`; of
VLANs `Number`, `Name`, `Domain`; and of "Generate XLS" the subnet above each group of addresses. Each section is a
register of its own: phpIPAM lets subnets of two sections overlap. Folders are left out. Neighbours with the tag DHCP
are a range, and reservations where they have a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.registers import Entered, address_range, entered, gateway, host, network, vlan
from cidrbook.repository.parts.router_networks import masked
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.csv_table import Record, column_name, rows
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_REGISTER = "phpIPAM"
_LOOKS = regex(
    r"\A[\s\S]{0,2000}?(?:\bSection\b[^\n]*\b(?:Subnet|IP Address)\b"
    r"|\b(?:Subnet|IP Address)\b[^\n]*\b(?:Section|Master Subnet|VLAN Domain|Mask|Tag|Gateway)\b"
    r"|\bip address\W+ip state\b|\bName\W+Number\W+Domain\b)",
    re.IGNORECASE,
)
_COLUMNS = {
    "addresses": frozenset({"ip_address", "hostname", "mac", "tag", "ip_state", "gateway", "section", "subnet"}),
    "subnets": frozenset({"subnet", "section", "mask", "description", "vlan", "vlan_domain", "vrf", "master_subnet"}),
    "vlans": frozenset({"name", "number", "domain", "description"}),
}
"""The columns of each table; the first kind of which a row names two is that of the rows below it."""

_OF_NETBOX = frozenset({"dns_name", "manufacturer", "device_type"})
_TITLE = regex(r"([0-9a-fA-F.:]+/[0-9]{1,3}) - (.*?)(?: \(vlan: ([0-9]{1,4})[^)]*\))?\Z")
_YES = frozenset({"1", "yes", "true"})
_STATUSES = {"reserved": "planned"}
"""What a plan calls phpIPAM's tags; the others are as good as active."""


@dataclass
class _Export:
    """What is read of a file: the columns of the rows, and the addresses that are tagged for DHCP."""

    kind: str = ""
    columns: list[str] = field(default_factory=list)
    dhcp: dict[Entered, list[Located]] = field(default_factory=dict)


@reads_files(globs=("*.csv", "*.tsv", "*.txt", "*.xls"), looks=_LOOKS)
def read(source: Source) -> Iterator[Seen]:
    """What an export holds, in one table or several."""
    export = _Export()
    for cells in rows(source):
        names = [column_name(cell) for cell in cells]
        kind = _table_kind(names)
        if kind:
            export.kind, export.columns = kind, names
        else:
            yield from _row(export, cells)
    yield from _lease_ranges(export)


def _table_kind(names: Sequence[str]) -> str:
    """The kind of table that a row names the columns of; nothing if it is no such row."""
    if not _OF_NETBOX.isdisjoint(names):
        return ""
    first = names[0] if names else ""
    found = (kind for kind, known in _COLUMNS.items() if first in known and len(known.intersection(names)) > 1)
    kinds = [*found]
    return "subnets" if kinds[:1] == ["addresses"] and "ip_address" not in names else next(iter(kinds), "")


def _row(export: _Export, cells: Sequence[Located]) -> Iterator[Seen]:
    title = _TITLE.match(cells[0]) if cells else None
    row = {column: cell for column, cell in zip(export.columns, cells, strict=False) if cell}
    if title and not any(cells[1:]):
        name, number = cells[0].part(*title.span(2)), cells[0].part(*title.span(3)) if title[3] else None
        yield network(entered(_REGISTER), cells[0].part(*title.span(1)), name=name, vlan=number)
    elif export.kind == "subnets":
        yield from _subnet(row)
    elif export.kind == "addresses":
        yield from _address(export, row)
    elif export.kind == "vlans" and row.get("number", "").isdecimal():
        yield vlan(_REGISTER, row["number"], row.get("name"), str(row.get("domain", "")))


def _into(row: Record) -> Entered:
    """The section that a row is of."""
    return entered(f"{_REGISTER} {row.get('section', '')}".strip(), row.get("vrf"))


def _subnet(row: Record) -> Iterator[Seen]:
    subnet, mask = row.get("subnet"), row.get("mask")
    if subnet is not None and mask is not None and "/" not in subnet:
        subnet = masked(subnet, mask.part(int(mask.startswith("/")), len(mask)))
    if subnet is not None and as_address(subnet.partition("/")[0]):
        number = row.get("vlan")
        yield network(_into(row), subnet, name=row.get("description"), vlan=number if number != "NA" else None)


def _address(export: _Export, row: Record) -> Iterator[Seen]:
    address, tag = row.get("ip_address"), str(row.get("tag") or row.get("ip_state") or "").lower()
    if address is None or as_address(address) is None:
        return
    into, named = _into(row), "hostname" in row or "mac" in row
    if tag == "dhcp":
        export.dhcp.setdefault(into, []).append(address)
    if row.get("gateway", "").lower() in _YES:
        yield gateway(into, address)
    elif named or tag != "dhcp":
        names = (row.get("hostname"), row.get("description"), row.get("device"))
        status = _STATUSES.get(tag, "")
        yield host(
            into,
            address,
            *names,
            hostname=row.get("hostname"),
            mac=row.get("mac"),
            status=status,
            reserved=tag == "dhcp",
        )


def _lease_ranges(export: _Export) -> Iterator[Seen]:
    """The ranges of addresses for DHCP that follow each other."""
    for into, addresses in export.dhcp.items():
        numbered = sorted((number.version, int(number), text) for text in addresses if (number := as_address(text)))
        breaks = [at for at, (one, two) in enumerate(pairwise(numbered), 1) if (one[0], one[1] + 1) != two[:2]]
        for start, end in pairwise((0, *breaks, len(numbered))):
            first, last = numbered[start][2], numbered[end - 1][2]
            seen = address_range(into, first, last, None, dhcp=True) if end - start > 1 else None
            yield from [seen] if seen else []
