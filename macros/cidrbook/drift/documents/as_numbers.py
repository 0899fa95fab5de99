"""AS numbers that documents say of routers and clusters, and those that they have in the repository."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from netaddr import IPAddress

from cidrbook.drift.documents.network_facts import Otherwise
from cidrbook.drift.documents.vocabulary import COMMON, KINDS, WORD, ids_of, told_by
from cidrbook.net.asn_registry import DOCUMENTATION, PRIVATE, block_of
from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.machines import and_more
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.speakers import SpeakerInstance, instances
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail
from cidrbook.text.names import slug
from cidrbook.text.source import Place

_Kind = Literal["", "router", "cluster"]

_ROUTER = re.compile(
    r"\b(?:routers?|gateways?|firewalls?|ud[mr]\w*|ucg\w*|uxg\w*|usg|unifi|dream machine|opnsense|pfsense|vyos|mikrotik"
    r"|routeros|edgerouter|edgeos|frr|bird)\b"
)
_CLUSTER = re.compile(r"\b(?:clusters?|kubernetes|k8s|k3s|k0s|rke2|talos|cilium|calico|metal ?lb|kube vip|nodes?)\b")
_LOCAL = re.compile(r"\b(?:local|my|own)\b")
_PEER = re.compile(r"\b(?:peers?|peering|remote|neighbou?rs?)\b")
_SIDES = re.compile(
    r"|local|my|own|peer|remote|neighbou?r|router|peering(?: with)?|(?:local|peer|remote) asn?", re.IGNORECASE
)
"""Words that name only one end of a session, as seen from the other."""
_PRODUCTS = ("cilium", "calico", "metallb", "kube-vip")
_OTHERS = frozenset(
    WORD.findall(
        "isp upstream transit provider ix ixp vps wan internet wireguard tailscale vpn site branch friend work colo"
        " datacenter internal iptv old new"
    )
)
"""Words for what speaks BGP to others than the lab's router and cluster do."""

_PLAIN = frozenset(
    WORD.findall(
        "asn asns as number numbers autonomous system bgp ebgp ibgp router routers gateway gateways gw firewall udm"
        " udmp pro se max dream machine unifi cloud opnsense pfsense vyos mikrotik routeros edgerouter frr bird home"
        " lab homelab main edge core my our local peer peering peers remote neighbor neighbour worker workers k0s rke2"
        " kube master masters s x er x uses has speaks runs"
    )
)
_BGP = frozenset(WORD.findall("bgp ebgp asn as session sessions peering"))
"""Words that say nothing of whose number it is: it must be one of either end."""
_LONG = 6


class _Spoken(NamedTuple):
    """An AS number in the repository: where it is written, and of what."""

    asn: int
    place: Place
    kind: _Kind
    cluster: str = ""
    names: frozenset[str] = frozenset()
    addresses: frozenset[tuple[int, int]] = frozenset()
    product: str = ""


@cached_view
def asns_otherwise(plan: Observation) -> tuple[Otherwise, ...]:
    """AS numbers that documents say of what has another one."""
    details = [detail for detail in plan.details if detail.topic == "asn"]
    return tuple(_otherwise(details, list(_all(plan)))) if details else ()


def _all(plan: Observation) -> Iterator[_Spoken]:
    yield from filter(None, map(_of_router, plan.routers))
    for cluster in plan.clusters:
        balancers = [(balancer, balancer.asn, balancer.product) for balancer in cluster.load_balancers]
        cni = [(cluster.cni, cluster.cni.asn, cluster.cni.product)] if cluster.cni else []
        for part, asn, product in (*balancers, *cni):
            if asn:
                yield _Spoken(asn, part.at("asn"), "cluster", cluster.id, product=product.lower())
    yield from (
        _of_host(instance, instance.machine, instance.asn)
        for instance in _elsewhere(plan)
        if instance.machine and instance.asn
    )
    for peering in peerings(plan):
        for side, other in peering.sides:
            yield from _of_side(side, other)


def _of_router(router: Router) -> _Spoken | None:
    names = _names(router.id, router.name, router.hostname.partition(".")[0])
    return _Spoken(router.asn, router.at("asn"), "router", "", names, _own(router.addresses)) if router.asn else None


def _elsewhere(plan: Observation) -> Iterator[SpeakerInstance]:
    """What speaks BGP on machines that are neither routers nor nodes."""
    for spoken in instances(plan).values():
        yield from (speaker for speaker in spoken if not speaker.cluster and not isinstance(speaker.machine, Router))


def _of_host(instance: SpeakerInstance, machine: Machine, asn: int) -> _Spoken:
    names = _names(machine.name, instance.where)
    return _Spoken(asn, instance.speaker.at("asn"), "", "", names, _own(instance.addresses))


def _own(addresses: Iterable[IPAddress]) -> frozenset[tuple[int, int]]:
    return frozenset((address.version, int(address)) for address in addresses)


def _names(*names: str) -> frozenset[str]:
    return frozenset(map(slug, names)) - {""}


def _of_side(side: SessionEnd, other: SessionEnd) -> Iterator[_Spoken]:
    """What the descriptions of a session say of one of its ends."""
    instance = side.instance
    addresses = _own(filter(None, [side.address]))
    names = _names(instance.machine.name, instance.machine.id) if instance and instance.machine else frozenset()
    kind: _Kind = "cluster" if instance and instance.cluster else "router" if _is_router(side, other) else ""
    for description in side.descriptions:
        if description.asn:
            cluster = instance.cluster.id if instance and instance.cluster else ""
            product = instance.speaker.product.lower() if instance else ""
            yield _Spoken(description.asn, description.at("asn"), kind, cluster, names, addresses, product)


def _is_router(side: SessionEnd, other: SessionEnd) -> bool:
    """Whether it is a router, or what a cluster peers with and nothing else is known of."""
    if side.instance:
        return isinstance(side.instance.machine, Router)
    return bool(other.instance and other.instance.cluster)


class _Judged(NamedTuple):
    """A detail with what it can be about; whether that is sure, or a role; and the label's words of its own."""

    detail: Detail
    known: list[_Spoken]
    sure: bool
    words: frozenset[str]


def _otherwise(details: list[Detail], known: list[_Spoken]) -> Iterator[Otherwise]:
    """Those that do not hold. Where one of a document does, others that are called by words of their own may be new."""
    files: dict[str, list[_Judged]] = defaultdict(list)
    for detail in details:
        files[detail.place.file].append(_judged(detail, known))
    for judged in files.values():
        holding = {one.known[0].kind for one in judged if one.known and _holds(one)}
        for one in judged:
            other = bool(one.words) and not one.sure and one.known and one.known[0].kind in holding
            if one.known and not _holds(one) and not other:
                yield _as_otherwise(one)


def _holds(judged: _Judged) -> bool:
    return any(one.asn == judged.detail.first for one in judged.known)


def _judged(detail: Detail, known: list[_Spoken]) -> _Judged:
    """What the repository has for what a document names: by its address, by its name, or by what it is."""
    told = told_by(*detail.labels[:1]) - COMMON - _PLAIN
    words = frozenset(word for word in told if not word.isdecimal())
    label, kinds = _named(detail)
    own = _own(one.address for one in detail.beside if one.address is not None)
    ids = set(ids_of(detail.labels))
    found = [one for one in known if own & one.addresses and (not kinds or one.kind in kinds)]
    found = found or [one for one in known if ids & (one.names | {one.cluster})]
    if found:
        return _Judged(detail, found, sure=True, words=words)
    return _Judged(detail, _by_role(detail, known, label, kinds), sure=False, words=words)


def _named(detail: Detail) -> tuple[str, tuple[_Kind, ...]]:
    """The first label that names a role, and what that can be."""
    above = _plain(" ".join(detail.headings[-2:]))
    return next(((one, own) for one in map(_plain, detail.labels[:2]) if (own := _kinds(one, above))), ("", ()))


def _by_role(detail: Detail, known: list[_Spoken], label: str, kinds: tuple[_Kind, ...]) -> list[_Spoken]:
    """What is of the role that the words beside a number name."""
    told = told_by(*detail.labels[:1], *detail.headings[1:])
    if not block_of(detail.first, (*PRIVATE, *DOCUMENTATION)) or told & _OTHERS:
        return []
    if not kinds and told_by(*detail.labels) and told_by(*detail.labels) <= _BGP:
        return known if {one.kind for one in known} >= {"router", "cluster"} else []
    found = [one for one in known if one.kind in kinds]
    named = [one for one in found if one.cluster and one.cluster in told]
    if not named and told & KINDS - {"edge"}:
        return []
    product = [one for one in named or found if one.product and one.product in slug(label)]
    return product or named or found


def _kinds(label: str, above: str) -> tuple[_Kind, ...]:
    """The kinds that a label can mean; `local` and `peer` are as seen from what the headings name."""
    if label.count(" ") >= _LONG:
        label = " ".join(label.split()[-_LONG:])
    own = _kind(label)
    turned = bool(_PEER.search(label)) and not label.startswith("peer router")
    if own == "cluster" and turned:
        return ("router",)
    if own == "router" and turned:
        return ("router", "cluster")
    if own:
        return (own,)
    if not turned and not _LOCAL.search(label):
        return ()
    seen = _kind(above)
    here = turned != (seen == "cluster")
    return ("cluster" if here else "router",) if seen else ("router", "cluster")


def _kind(text: str) -> _Kind:
    """The kind that the last telling word of a text names."""
    router = max((match.end() for match in _ROUTER.finditer(text)), default=0)
    cluster = max((match.end() for match in _CLUSTER.finditer(text)), default=0)
    return "" if router == cluster else "router" if router > cluster else "cluster"


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text.partition("(")[0].lower()))


def _as_otherwise(judged: _Judged) -> Otherwise:
    said, first = judged.detail, judged.known[0]
    numbers = list(dict.fromkeys(str(one.asn) for one in judged.known))
    shown = numbers[0] + and_more(numbers, "", "")
    message = f"{_who(judged)} is documented in AS {said.text}; its number is {shown}"
    exact = said.plain and len(numbers) == 1 and (judged.sure or _is_plain(judged))
    return Otherwise(said.place, message, f"AS {first.asn}", first.place, exact)


def _who(judged: _Judged) -> str:
    """What a number is of: the name that its document has for it, or what that means."""
    said, first = judged.detail, judged.known[0]
    if not _SIDES.fullmatch(said.label):
        return f"`{said.label}`"
    if first.kind == "cluster":
        return f"the cluster {first.cluster}" if first.cluster != "cluster" else "the cluster"
    names = sorted(name for name in first.names if not name[:1].isdigit())
    return f"the router {names[0]}" if names else "the router"


def _is_plain(judged: _Judged) -> bool:
    """Whether the label itself names a role, and nothing but that."""
    label = next(iter(judged.detail.labels), "")
    return not judged.words and bool(_kind(_plain(label))) and label.count(" ") < _LONG
