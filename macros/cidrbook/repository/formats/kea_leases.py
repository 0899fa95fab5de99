"""The leases of Kea: the CSV file of its memfile backend, `kea-leases4.csv` and `kea-leases6.csv`.

Read ([Kea](https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html#memfile-basic-storage-for-leases)): `address`,
`hostname` and `hwaddr`. The last row of an address counts, and none in another state than 0 (in use) or with a
lifetime of 0 (released), nor a delegated prefix. When a lease ends is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.occupants import occupant
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.csv_table import Record, records
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_IN_USE = "0"
_OF_PREFIX = "2"
"""The type of a lease of a delegated prefix."""


@reads_files(looks=regex(r"\Aaddress,(?:hwaddr|duid),"))
def read(source: Source) -> Iterator[Seen]:
    """Who has an address."""
    last = {str(row["address"]): row for row in records(source) if "address" in row}
    for row in last.values():
        if _is_lease_active(row):
            yield from occupant(row["address"], row.get("hostname"), row.get("hwaddr"))


def _is_lease_active(row: Record) -> bool:
    released = row.get("valid_lifetime") == "0" or row.get("state", _IN_USE) != _IN_USE
    return not released and row.get("lease_type") != _OF_PREFIX
