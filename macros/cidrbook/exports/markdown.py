"""The tables of the plan in GitHub's Markdown, for a wiki or a file of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from cidrbook.exports.extract import Extract
from cidrbook.pages.github import as_github
from cidrbook.pages.rows import machines_and_ends, services
from cidrbook.pages.table import R, Table
from cidrbook.pages.tables import DHCP, HOSTS, NETWORKS, SERVICES, VLANS


def as_markdown(extract: Extract) -> str:
    """A heading and a table for networks, VLANs, DHCP ranges, hosts and services, where there are any."""
    parts = (
        *_titled_table(NETWORKS, extract.networks),
        *_titled_table(VLANS, extract.vlans),
        *_titled_table(DHCP, extract.leases),
        *_titled_table(HOSTS, machines_and_ends(extract.holders)),
        *_titled_table(SERVICES, services(extract.holders)),
    )
    return "\n\n".join(parts)


def _titled_table(table: Table[R], rows: Sequence[R]) -> Iterator[str]:
    if rows:
        yield f"## {table.label}"
        yield as_github(str(table.html(sorted(rows, key=table.first), most=sys.maxsize)))
