"""libvirt: its networks, in files of XML, and in texts that hold such XML.

Read ([libvirt](https://libvirt.org/formatnetwork.html)): of `network` its `name`, each `ip` with `address` and
`netmask` or `prefix`, in it `dhcp` with `range` and `host`, and `dns/host`. The address is the gateway of the guests.
A network with NAT, or without a way out, is its machine's own: of several with one prefix, the first counts. Of XML in
documents, only what contradicts itself is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netaddr import IPNetwork

from cidrbook.net.ip import as_prefix
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.globs import is_named_so
from cidrbook.repository.parts.dns_hosts import record
from cidrbook.repository.parts.field_types import FieldType, refused
from cidrbook.repository.parts.router_networks import Lans, masked, span
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported, Seen
from cidrbook.text.lines import Block, blocks
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.xml import Element, element

_BEGIN = regex(r"<network(?:[ \t\n][^<>]{0,200})?>")
_END = "</network>"
_MOST = 16
"""Networks of one text. Each is looked for in all of it."""

_PROGRAMS = ("*.py", "*.go", "*.rs", "*.js", "*.ts", "*.java", "*.c", "*.rb")
"""Files that try what happens with such networks."""
_OWN = ("nat", "")
"""The ways out of a network that no other machine has a route to."""
_TYPES: dict[str, tuple[tuple[str, FieldType], ...]] = {
    "ip": (("address", "address"), ("netmask", "address")),
    "range": (("start", "address"), ("end", "address")),
    "host": (("ip", "address"), ("mac", "mac")),
}
"""The attributes that libvirt takes nothing but addresses for."""


@reads_repository(words=("<network",))
def read(whole: Files) -> Iterator[Seen]:
    """The networks of a repository."""
    known: set[tuple[int, int, int]] = set()
    for source in whole.sources:
        if "<network" in source.text and "<ip" in source.text and not is_named_so(source.file, _PROGRAMS):
            for block in () if is_example(source.file) else blocks(source):
                for network in _networks_in_text(block):
                    found = _network_objects(network, set() if block.example else known)
                    yield from _contradictions(found) if block.example else found


def _contradictions(found: Iterable[Seen]) -> Iterator[Reported]:
    for seen in found:
        yield from [seen] if isinstance(seen, Reported) else seen.problems


def _networks_in_text(block: Block) -> Iterator[Element]:
    """The networks in a text, each at its place in the file."""
    layout, above = block.layout, "\n" * (block.lines[0].number - 1)
    end = 0
    for _ in range(_MOST):
        begin = _BEGIN.search(layout, end)
        end = layout.find(_END, begin.start()) + len(_END) if begin else -1
        if begin is None or end < len(_END):
            return
        before = layout[: begin.start()]
        margin = " " * (len(before) - before.rfind("\n") - 1)
        lines = "\n" * before.count("\n")
        text = f"{above}{lines}{margin}{layout[begin.start() : end]}"
        yield from filter(None, [element(block.source, text)])


def _network_objects(network: Element, known: set[tuple[int, int, int]]) -> Iterator[Seen]:
    forward = network.first("forward")
    way = "" if forward is None else str(forward.attribute("mode") or "nat")
    lans = Lans()
    for part in network.all("ip"):
        own = masked(part.attribute("address"), part.attribute("netmask") or part.attribute("prefix"))
        prefix = as_prefix(own) if own is not None and not own.open else None
        if prefix is not None and not (way in _OWN and _was_seen(prefix, known)):
            _add_virtual_network(lans, network, part, own)
        yield from _refused_attributes(part)
    yield from lans.sightings()
    for host in network.all("dns", "host"):
        address = host.attribute("ip")
        for name in host.all("hostname"):
            if address is not None and as_address(address) and name.text:
                yield record(name.text, address)


def _was_seen(prefix: IPNetwork, known: set[tuple[int, int, int]]) -> bool:
    """Whether a prefix was in a network before. From now on, it was."""
    key = (prefix.version, int(prefix.first), int(prefix.last))
    was = key in known
    known.add(key)
    return was


def _add_virtual_network(lans: Lans, network: Element, part: Element, own: Located | None) -> None:
    """Adds the network of an address, with its ranges and its leases."""
    address = part.attribute("address")
    for lan in lans.with_address(own) if own is not None else ():
        lan.name = str(network.said("name") or "")
        lan.gateways += [address] if address is not None else []
        for within in part.all("dhcp", "range"):
            lan.dhcp += span(within.attribute("start"), within.attribute("end"))
        for host in part.all("dhcp", "host"):
            lans.reserve(str(host.attribute("name") or ""), host.attribute("ip"), host.attribute("mac"), lan.cidr)


def _refused_attributes(part: Element) -> Iterator[Reported]:
    for found in (part, *part.all("dhcp", "range"), *part.all("dhcp", "host")):
        for name, of in _TYPES[found.tag]:
            value = found.attribute(name)
            yield from refused(value, of, "libvirt") if value else ()
