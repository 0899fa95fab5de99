"""Pi-hole: `pihole.toml` of release 6, and `setupVars.conf` of older ones.

Read ([Pi-hole](https://docs.pi-hole.net/ftldns/configfile/)): of `[dhcp]`, if it is `active`, `start`, `end`, `router`
and `netmask`, and `hosts` (`MAC,address,name`); of `[dns]` `hosts`, `hostRecord`, `cnameRecords` of names that `hosts`
has, and `revServers`; `DHCP_START`, `DHCP_END`, `DHCP_ROUTER`, `REV_SERVER_…`, and the machine's own `IPV4_ADDRESS`.
What does not parse in any of these, Pi-hole refuses. Its lists of one name a line are read as files of hosts are.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.cluster_parts import host
from cidrbook.repository.parts.dnsmasq_fields import option_fields, reserve_host
from cidrbook.repository.parts.field_types import FieldType, refused
from cidrbook.repository.parts.machine_paths import machine_of_path
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.router_networks import Lans, masked, network_of, span
from cidrbook.repository.reader import reads_blocks, reads_files
from cidrbook.repository.sighting import Reported, Seen, Sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.toml import toml
from cidrbook.text.yaml import Value, at, text, texts

_DHCP: dict[str, FieldType] = {"start": "address", "end": "address", "router": "address", "netmask": "address"}
_SETUP = {"start": "DHCP_START", "end": "DHCP_END", "router": "DHCP_ROUTER"}
_SETTING = regex(r"^[ \t]*([A-Z0-9_]{3,40})=([^\s#'\"]+)")
_WORDS = regex(r"\S+")
_OCTETS = regex(r"[0-9]{1,4}(?:\.[0-9]{1,4}){3}\Z")
"""What is meant for an address."""
_NOUN = "DNS record"


@reads_files(globs=("*pihole*.toml", "*pihole*.toml.j2"), words=("[dns]", "[dhcp]"))
def read(source: Source) -> Iterator[Seen]:
    """The DHCP range, the leases and the names of a server."""
    tree = toml(source)
    settings = {key: value for key in _DHCP if (value := text(tree, "dhcp", key))}
    if text(tree, "dhcp", "active") == "true":
        lans = Lans()
        yield from _refused_settings(settings)
        within = _add_range(lans, settings)
        for lease in texts(at(tree, "dhcp", "hosts")):
            reserve_host(lans, option_fields(lease), within)
            yield from _refused_addresses(option_fields(lease))
        yield from lans.sightings()
    yield from _server_names(at(tree, "dns"))
    for server in texts(at(tree, "dns", "revServers")):
        yield from _refused_server(option_fields(server))


@reads_blocks(globs=("*setupVars.conf*",), words=("IPV4_ADDRESS=", "DHCP_START=", "REV_SERVER"))
def read_setup(block: Block) -> Iterator[Seen]:
    """The machine, and its DHCP range, of a release before 6."""
    found = [(line, match) for line in block.lines if (match := _SETTING.match(line.text))]
    values = {match[1]: line.part(*match.span(2)) for line, match in found}
    own = values.get("IPV4_ADDRESS")
    if own is not None and not block.example:
        folder = block.source.file.rpartition("/")[0]
        yield from host(
            machine_of_path(f"{folder}/config"), [own] if as_address(own.partition("/")[0]) else [], weak=True
        )
    if values.get("DHCP_ACTIVE") == "true" and not block.example:
        lans = Lans()
        settings = {key: value for key, name in _SETUP.items() if (value := values.get(name))}
        yield from _refused_settings(settings)
        _add_range(lans, settings, network_of(own))
        yield from lans.sightings()
    if values.get("REV_SERVER") == "true":
        server = [values.get("REV_SERVER_CIDR"), values.get("REV_SERVER_TARGET")]
        yield from _refused_server([Located("true", block.lines[0].part(0, 1).place), *filter(None, server)])


def _refused_settings(settings: dict[str, Located]) -> Iterator[Reported]:
    for key, value in settings.items():
        yield from refused(value, _DHCP[key], "Pi-hole")


def _refused_addresses(fields: list[Located]) -> Iterator[Reported]:
    for field in fields:
        yield from refused(field, "address", "Pi-hole") if _OCTETS.match(field) else ()


def _refused_server(fields: list[Located]) -> Iterator[Reported]:
    """A problem for a prefix, or for an address of the server for it, that is none: `true,10.0.0.0/24,10.0.0.1#53`."""
    if len(fields) > 2 and fields[0] == "true":
        yield from refused(fields[1], "prefix", "Pi-hole") if "/" in fields[1] else ()
        server = fields[2].part(0, len(fields[2].partition("#")[0]))
        yield from refused(server, "addresses", "Pi-hole")


def _add_range(lans: Lans, settings: dict[str, Located], known: Located | None = None) -> Located | None:
    """Adds the network that a server leases addresses of, and returns its prefix."""
    first, router = settings.get("start"), settings.get("router")
    pools = span(first, settings.get("end"))
    cidr = network_of(masked(first, settings.get("netmask"))) or known
    if pools:
        lan = lans.of(cidr) if cidr is not None else lans.without_prefix("DHCP", pools[0].place)
        lan.dhcp += pools
        lan.gateways += [router] if router is not None and as_address(router) else []
    return cidr


def _server_names(dns: Value) -> Iterator[Seen]:
    """The names, and those that stand for one of them."""
    known: dict[str, Located] = {}
    for written in texts(at(dns, "hosts")):
        words = [written.part(*found.span()) for found in _WORDS.finditer(written)]
        known |= {str(name).lower(): words[0] for name in words[1:]}
        yield from _refused_addresses(words[:1])
        if not _is_line_of_hosts(written, words):
            yield from _pointers(words[1:], words[:1])
    for record in texts(at(dns, "hostRecord")):
        fields = option_fields(record)
        yield from _pointers([field for field in fields if _is_name(field)], fields)
    for record in texts(at(dns, "cnameRecords")):
        *names, target = [field for field in option_fields(record) if not field.isdecimal()] or [record]
        led = known.get(target.lower())
        for name in names if led is not None else ():
            yield from _pointers([name], [Located(str(led), name.place)])


def _pointers(names: list[Located], addresses: list[Located]) -> Iterator[Sighting]:
    """Each name with each of the fields that are addresses."""
    for address in addresses:
        for name in names if as_address(address) else ():
            yield from pointer(name, address, _NOUN)


def _is_name(field: str) -> bool:
    return not field.isdecimal() and as_address(field) is None


def _is_line_of_hosts(written: Located, words: list[Located]) -> bool:
    """Whether it stands alone on its line with one name, as files of hosts have them: then it is read as those are."""
    line = written.place.source.lines[written.place.line - 1].strip().rstrip(",").rstrip()
    return len(words) == 2 and line == f'"{written}"'
