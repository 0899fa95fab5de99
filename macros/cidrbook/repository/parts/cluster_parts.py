"""The parts of a cluster that several formats describe: its ranges, nodes, virtual addresses and API; and hosts.

Texts that are no address, that are still open, or that no machine can have for itself are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.product_defaults import PODS, SERVICES
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.parts.variable_purpose import RangePart
from cidrbook.repository.sighting import Part, Reported, Sighting, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Place
from cidrbook.text.yaml import Value, texts

CONTROL_PLANE = "control plane"
"""What a virtual address of an API is called."""

_ITEM = regex(r"[^\s,;\"'\[\]]+")
_HOST = regex(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WIDE = frozenset({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fd00::/8"})
"""Blocks of private addresses: they choose among a machine's addresses, and are no network that it is on."""

_SPAN = {4: 32, 6: 128}
_SHORTEST_LINK = {4: 12, 6: 64}
"""The shortest prefix of a link of machines; a shorter one chooses among their addresses."""


def parse_address(text: str) -> tuple[IPAddress, int | None] | None:
    """The address in a text, and the prefix length behind it; None where it is something else."""
    address, slash, length = text.partition("/")
    version = 6 if ":" in address else 4
    number = to_int(address, version)
    if number is None or (
        slash and not (length.isascii() and length.isdecimal() and len(length) < 4 and int(length) <= _SPAN[version])
    ):
        return None
    return IPAddress(number, version), int(length) if slash else None


def items(value: Value) -> Iterator[Located]:
    """The closed texts in a value; those that commas or blanks part, one by one."""
    for text in texts(value):
        if not text.open and len(text) < 2000:
            yield from (text.part(found.start(), found.end()) for found in _ITEM.finditer(text))


def prefixes(value: Value) -> list[Located]:
    """The networks in a value. Talos' `!10.0.0.5/32` leaves something out, and `0.0.0.0/0` chooses a family."""
    return [text for text in items(value) if (found := parse_address(text)) and found[1]]


def addresses(value: Value) -> list[Located]:
    """The addresses in a value that a machine can have for itself, with their prefix length."""
    return [text for text in items(value) if (found := parse_address(text)) and _is_own(found[0])]


def _is_own(address: IPAddress) -> bool:
    shared = address.is_loopback() or address.is_link_local() or address.is_multicast()
    return bool(int(address)) and not shared


def ranges(part: RangePart, value: Value, *, scope: str = "", gateways: Iterable[Located] = ()) -> Iterator[Sighting]:
    """The networks that a cluster uses for a part of it: `pods`, `services` or `nodes`; one for each prefix."""
    for text in prefixes(value):
        found = parse_address(text)
        near = [*gateways]
        if found and not (part in ("nodes", "network") and _is_no_link(text, *found, known=bool(near))):
            yield _cluster_network(part, text, scope, near)


def default_range(part: RangePart, product: str, place: Place, *said: Value, scope: str = "") -> Iterator[Sighting]:
    """The range that a distribution takes for pods or services, where a whole configuration says nothing of it."""
    text = (PODS if part == "pods" else SERVICES).get(product)
    if text and not any(value not in (None, [], "") for value in said):
        yield sighting("default", Network, place, scope=scope, name=product, cidr=Located(text, place), role=part)


def _is_no_link(text: Located, address: IPAddress, length: int | None, *, known: bool) -> bool:
    """Whether a prefix only chooses among addresses; one with a known gateway is a link, however short it is."""
    short = not known and (length or 0) < _SHORTEST_LINK[address.version]
    return short or str(text) in _WIDE or length == _SPAN[address.version]


def _cluster_network(part: RangePart, text: Located, scope: str, gateways: Iterable[Located]) -> Sighting:
    cluster = scope or cluster_of(text.place.file)
    what = "lan" if part == "network" else part
    near = [gateway for gateway in gateways if (found := parse_address(gateway)) and _is_inside_text(found[0], text)]
    return sighting(
        part,
        Network,
        text.place,
        scope=scope,
        name=f"{what} of {cluster}" if cluster and part != "network" else what,
        id=slug(f"{cluster} {what} {text}"),
        cidr=[text],
        gateway=near,
        role={"pods": "pods", "services": "services", "network": "lan"}.get(part, ""),
    )


def _is_inside_text(address: IPAddress, text: str) -> bool:
    found = parse_address(text)
    return bool(found and found[0].version == address.version and address in IPNetwork(text).cidr)


def attached(own: Iterable[Located], gateways: Iterable[Located], *, scope: str = "") -> Iterator[Sighting]:
    """The networks of interfaces that have a gateway: those that nodes are on."""
    for prefix, near in _routed_links(own, gateways):
        yield from ranges("nodes", prefix, scope=scope, gateways=near)


def machine_gateway(own: Iterable[Located], gateways: Iterable[Located]) -> Iterator[Sighting]:
    """The one gateway of an interface, which is compared with those of other machines; of several, none."""
    for prefix, near in _routed_links(own, gateways):
        if len(near) == 1:
            yield sighting("gateway", Network, prefix.place, name="gateway", cidr=prefix, gateway=near)


def _routed_links(own: Iterable[Located], gateways: Iterable[Located]) -> Iterator[tuple[Located, list[Located]]]:
    """The networks of an interface's addresses, each with the gateways that are in it."""
    ways = [gateway for gateway in gateways if parse_address(gateway)]
    for text in own:
        found = parse_address(text)
        near = [way for way in ways if _is_inside_text(parse_address(way)[0], text)] if found and found[1] else []  # type: ignore[index]
        if found and near and 0 < (found[1] or 0) < _SPAN[found[0].version] - 1:
            yield Located(str(IPNetwork(text).cidr), text.place), near


def unreached(own: Iterable[Located], gateways: Iterable[Located]) -> Iterator[Reported]:
    """A problem for each gateway that is in no network of its interface. Addresses without a mask are not judged."""
    known = [text for text in own if (found := parse_address(text)) and found[1]]
    for gateway in gateways:
        found = parse_address(gateway)
        near = [text for text in known if found and parse_address(text)[0].version == found[0].version]  # type: ignore[index]
        alone = any(parse_address(text)[1] == _SPAN[found[0].version] for text in near) if found else True  # type: ignore[index]
        if (
            found
            and near
            and not alone
            and _is_own(found[0])
            and not any(_is_inside_text(found[0], text) for text in near)
        ):
            shown = ", ".join(map(str, near))
            problem = Problem(
                at=gateway.place,
                message=f"the gateway {gateway} cannot be reached from {shown}, the address of its interface",
                related=(Related(at=near[0].place, message=f"{near[0]} is written here"),),
                hint="write a gateway of the interface's network, or correct the address",
            )
            yield Reported("gateway-outside-network", problem)


_WHOLE_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62})+")
"""A machine's name with its domain."""


def machine_name(text: str) -> str:
    """A machine's name as others write it: without its domain, in lower case; an address stands for itself."""
    name = text if parse_address(text) else text.partition(".")[0]
    return name if parse_address(name) else slug(name)


def node(name: Located | str, own: Iterable[Located], **known: object) -> Iterator[Sighting]:
    """A node of a cluster with its addresses; nothing without any. A node without a name is called by its address.

    Such a node counts only where no other machine has the address; so does one that is `weak`.
    """
    yield from _machine_sighting("node", Node, name, own, known)


def host(name: Located | str, own: Iterable[Located], **known: object) -> Iterator[Sighting]:
    """A host, as `node`."""
    yield from _machine_sighting("host", Host, name, own, known)


def _machine_sighting(
    part: Part, kind: type[Node | Host], name: Located | str, own: Iterable[Located], known: dict[str, object]
) -> Iterator[Sighting]:
    found = list({text.partition("/")[0]: text for text in own}.values())
    if not found or (isinstance(name, Located) and name.open):
        return
    called = machine_name(name or found[0].partition("/")[0])
    if "." in name and not parse_address(str(name)) and _WHOLE_NAME.fullmatch(name):
        known.setdefault("hostname", name)
    place = name.place if isinstance(name, Located) else found[0].place
    shown = Located(called, place) if isinstance(name, Located) else called
    weak = bool(known.pop("weak", False)) or parse_address(called) is not None
    scope = str(known.pop("scope", ""))
    yield sighting(part, kind, found[0].place, scope=scope, name=shown, address=found, **known)._replace(weak=weak)


def virtual(value: Value, product: str = "", mode: str = "", *, scope: str = "") -> Iterator[Sighting]:
    """The virtual address of a control plane. Each node may repeat it; it is one all the same."""
    for text in addresses(value):
        bare = text.part(0, len(text.partition("/")[0]))
        yield sighting(
            "virtual",
            VirtualAddress,
            bare.place,
            scope=scope,
            name=CONTROL_PLANE,
            id=slug(f"vip {bare}"),
            address=[bare],
            product=product,
            mode=mode,
        )


def endpoint(value: Value, through: str = "", *, scope: str = "") -> Iterator[Sighting]:
    """Where the API is reached: an address, `https://address:6443`, `[fd00::1]:6443`. Names are left out."""
    found = [own for text in texts(value) if not text.open and (own := _target(text)) and addresses(own)]
    if found:
        api = {"address": found, "through": through}
        yield fact(found[0].place, scope=scope, api=api)


def _target(text: Located) -> Located:
    """The host in an address with a scheme and a port."""
    start = len(found[0]) if (found := _HOST.match(text)) else 0
    rest = text[start:].partition("/")[0]
    if rest.startswith("["):
        return text.part(start + 1, start + max(rest.find("]"), 1))
    return text.part(start, start + len(rest if rest.count(":") > 1 else rest.partition(":")[0]))


def fact(place: Place, *, scope: str = "", **known: object) -> Sighting:
    """Facts of a cluster itself, by the keys of the data."""
    cluster = scope or cluster_of(place.file) or "cluster"
    return sighting("cluster", Cluster, place, scope=scope, name=cluster, **known)


def dns_service(setting: str, found: list[Located]) -> Iterator[Sighting]:
    """The address of a cluster's DNS, and that a setting has it: several of them have to agree."""
    if found:
        yield fact(found[0].place, dns=found)
        yield from setting_copy(setting, "dns service", found)
