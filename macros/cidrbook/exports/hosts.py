"""The names and addresses as a hosts file, for `/etc/hosts`, Pi-hole or AdGuard."""

from __future__ import annotations

from collections import defaultdict

from netaddr import IPAddress

from cidrbook.exports.extract import Extract
from cidrbook.exports.host_names import by_address, host_names


def as_hosts(extract: Extract) -> str:
    """A line for each address, in numeric order, with all of its names. A wildcard has no place in such a file."""
    names: dict[IPAddress, dict[str, None]] = defaultdict(dict)
    for host in host_names(extract):
        written = [name for name in host.names if not name.startswith("*")]
        short = [name.partition(".")[0] for name in written[:1]] if extract.domain else []
        for address in host.addresses:
            names[IPAddress(address)] |= dict.fromkeys((*written, *short))
    lines = (f"{address} {' '.join(names[address])}" for address in sorted(names, key=by_address))
    return "\n".join(("# written by `cidrbook export hosts`", *lines))
