"""Names that files of a repository give addresses to, each as one file says it: of machines, leases, DNS, targets."""

from __future__ import annotations

from typing import Literal, NamedTuple

from netaddr import IPAddress

from cidrbook.net.ip import link_of
from cidrbook.text.source import Place

Kind = Literal["machine", "router", "lease", "service", "container", "virtual", "record", "target"]
"""What says so: what has the address for itself, and (last) what only leads to it by a name."""

LEADS: tuple[Kind, ...] = ("record", "target")
"""The kinds that only lead somewhere."""

HOSTS_LINE = "line of hosts"
"""The noun of a line of a hosts file."""
SERVER = "HAProxy server"
"""The noun of a server of a backend."""
BACKEND = "backend"
"""The noun of a name under which a proxy serves what is reached at one address."""
VIRTUAL = "virtual address"
"""The noun of a virtual (VRRP) address."""
MAPPED = "entry of a mapping"
"""The noun of a name in a mapping or a literal, which a reader of machines may read as well."""
RECORD = "DNS record"
"""The noun of a record of DNS."""
SSH = "SSH host"
"""The noun of a host in the configuration of OpenSSH's client."""
LIST = "address group"
"""The noun of a list of addresses that a router's rules name."""
COMMENT = "commented address"
"""The noun of an address with a name in a comment behind it."""
GROUP = "group of one"
"""The noun of a group of an inventory with one machine."""


class NamedAddress(NamedTuple):
    """A name and an address, as one file has them together.

    `id` is the name as others write it, without a domain; `said` is the number of the object that says it, which may
    have several addresses; `cluster` is the one that its path or itself names. `mac` is 0 where none is known.
    """

    kind: Kind
    id: str
    name: str
    address: IPAddress
    place: Place
    said: int
    cluster: str = ""
    mac: int = 0
    noun: str = ""

    @property
    def link(self) -> tuple[int, int]:
        """The network that an address usually is in, where no file says a mask."""
        return link_of(self.address)
