"""Facts of the BGP sessions between the nodes of a cluster and its router."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from cidrbook.net.asn_registry import DOCUMENTATION, PRIVATE, RESERVED, block_of
from cidrbook.nuances.release import fits
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, number, option, sessions, truth
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.views.reach import leaves_by_another, meet
from cidrbook.plan.views.speakers import SpeakerInstance, instances

_HOLD = {
    ("cilium", ""): 90,
    ("metallb", "native"): 90,
    ("kube-vip", ""): 30,
    ("frr", ""): 180,
}
"""The hold time in seconds that a product asks for where nothing is set, by its mode where it has several."""

_HOLD_OF_METALLB = (("<0.14.9", 90), (">=0.14.9", 180))
"""That of MetalLB's FRR backends, which leave it to FRR since 0.14.9 (metallb/metallb pull request 2537)."""

_HOLD_IN_DATACENTER = 9
"""That of FRR with `frr defaults datacenter`."""

_OTHER_DEFAULTS = ("cumulus", "sonic")
"""Routers whose FRR has the defaults of a data centre."""


def any_of(values: Iterable[bool | None]) -> bool | None:
    """Whether one is so: not known where none surely is, and one may be."""
    found = set(values)
    return True if True in found else None if None in found else False


def _unknown(setting: Setting) -> Fact:
    """What is said of sessions that are not in the plan: they may be there where something speaks BGP."""
    cluster, router = setting.cluster, setting.router
    if cluster:
        return None if id(cluster) in _speaking(setting.plan) else NOTHING
    return None if router and (router.asn or id(router) in _speaking(setting.plan)) else NOTHING


@cached_view
def _speaking(plan: Inventory) -> frozenset[int]:
    """The clusters, and the machines with a listed speaker, by identity."""
    listed = {id(speaker.origin) for speaker in plan.speakers}
    spoken = [instance for group in instances(plan).values() for instance in group]
    machines = {id(speaker.machine) for speaker in spoken if id(speaker.speaker.origin) in listed}
    return frozenset(machines | {id(speaker.cluster) for speaker in spoken if speaker.cluster})


def _any_session(setting: Setting, read: Callable[[Peering], str | None]) -> Fact:
    """What any session says; not known where none of several does."""
    values = {read(session) for session in sessions(setting)}
    if not values:
        return _unknown(setting)
    return None if values == {None} else sorted(value for value in values if value)


def _some(setting: Setting, ask: Callable[[Peering], bool | None]) -> Fact:
    """Whether something is so of one of the sessions."""
    found = sessions(setting)
    return truth(any_of(map(ask, found))) if found else _unknown(setting)


def _session_kind(peering: Peering) -> str | None:
    return {None: None, True: "ibgp", False: "ebgp"}[peering.internal]


def _first_described(peering: Peering, field: str) -> str | None:
    """What the descriptions of a session say in a field; the first that says anything."""
    return next(
        (str(value).lower() for session in peering.sessions if (value := getattr(session, field)) is not None), None
    )


def _cluster_speakers(peering: Peering) -> list[SpeakerInstance]:
    """The speakers at its ends that are not a router's: those of nodes and hosts."""
    instances = (side.instance for side, _ in peering.sides)
    return [instance for instance in instances if instance and not isinstance(instance.machine, Router)]


def _session_products(setting: Setting, chosen: Callable[[Peering], bool]) -> Fact:
    """The products of the speakers beside the router, in the sessions chosen; not known where one says none."""
    all_of_them = sessions(setting)
    found = {
        instance.speaker.product.lower()
        for peering in all_of_them
        if chosen(peering)
        for instance in _cluster_speakers(peering)
    }
    return (None if "" in found else sorted(found)) if all_of_them else _unknown(setting)


def _watched(setting: Setting) -> Fact:
    known = {_first_described(session, "bfd") for session in sessions(setting)}
    if "true" in known:
        return _session_products(setting, lambda peering: _first_described(peering, "bfd") == "true")
    return None if None in known else NOTHING if known else _unknown(setting)


def _off_link(peering: Peering, plan: Inventory) -> bool | None:
    """Whether the two ends are on no network in common; not known where a network of theirs is not."""
    one, other = peering.first.instance, peering.second.instance
    if one is None or other is None:
        return None
    if one.where == other.where:
        return False
    written = peering.first.version
    versions = [written] if written else sorted({address.version for address in (*one.addresses, *other.addresses)})
    met = any_of(meet(plan, one, other, version) for version in versions)
    return None if met is None or not versions else not met


def _multihop(peering: Peering) -> bool | None:
    """Whether every description lets the peer be further than one hop away."""
    hops = [session.multihop for session in peering.sessions]
    return False if 1 in hops else None if None in hops else True


def _out_of_reach(peering: Peering, plan: Inventory) -> bool | None:
    """Where nothing is said of hops, it is off the link for sure only if nodes leave theirs by another router."""
    multihop = _multihop(peering)
    if multihop or peering.internal:
        return False
    off = _off_link(peering, plan)
    ends = [
        side.instance for side, _ in peering.sides if side.instance and not isinstance(side.instance.machine, Router)
    ]
    version = peering.first.version or 4
    sure = multihop is False or all(leaves_by_another(plan, end, version) for end in ends)
    return False if off is False else True if off and sure and peering.internal is False else None


def _filtered(setting: Setting, peering: Peering) -> str | None:
    """Whether the router's end lets in only what is written. What the other end says of it may leave that out."""
    for side, _ in peering.sides:
        if _is_external(setting, side):
            return "true" if side.said("accepts") else "false" if side.own else None
    return None


def _unfiltered(setting: Setting, peering: Peering) -> str | None:
    """The type of a session in which the router lets in anything; nothing of one with a filter."""
    filtered = _filtered(setting, peering)
    return "" if filtered == "true" else filtered and _session_kind(peering)


def _is_external(setting: Setting, side: SessionEnd) -> bool:
    if setting.router:
        return bool(side.instance and side.instance.machine is setting.router)
    return not (side.instance and side.instance.cluster)


def _asked_hold(side: SessionEnd) -> int | None:
    """The hold time that an end asks for: as written, or its product's."""
    if side.own and side.own.hold_time is not None:
        return side.own.hold_time
    instance = side.instance
    if instance is None or (
        isinstance(instance.machine, Router) and instance.machine.product.lower() in _OTHER_DEFAULTS
    ):
        return None
    product, mode = instance.speaker.product.lower(), instance.speaker.mode.lower()
    if product == "frr" and option(instance.speaker.options, "frr_defaults") == ("datacenter",):
        return _HOLD_IN_DATACENTER
    if product == "metallb" and mode in ("frr", "frr-k8s"):
        release = instance.speaker.version
        return next((seconds for releases, seconds in _HOLD_OF_METALLB if fits(release, releases)), None)
    return _HOLD.get((product, mode), _HOLD.get((product, "")))


def _hold(peering: Peering) -> str | None:
    """The lower of what both ends ask for (RFC 4271, section 4.2)."""
    first, second = (_asked_hold(side) for side, _ in peering.sides)
    return None if first is None or second is None else str(min(first, second))


def _is_mismatched(peering: Peering) -> bool | None:
    return any_of(side.is_unexpected for side, _ in peering.sides)


def _asn_kinds(setting: Setting) -> Fact:
    """The kinds of the AS numbers at the ends, and of the router's own, public ones of strangers left out."""
    known = {setting.router.asn} if setting.router else set()
    foreign: set[int | None] = set()
    for side in (side for session in sessions(setting) for side, _ in session.sides):
        (known if side.instance else foreign).update(
            (side.asn, *(description.asn for description in side.descriptions))
        )
    own = setting.plan.own_asns
    kinds = {"own" if asn in own else _asn_kind(asn) for asn in known if asn}
    kinds |= {_asn_kind(asn) for asn in foreign if asn} - {"public"}
    return sorted(kinds) or _unknown(setting)


_ASN_KINDS = {"documentation": DOCUMENTATION, "private": PRIVATE, "reserved": RESERVED}


def _asn_kind(asn: int) -> str:
    return next((kind for kind, blocks in _ASN_KINDS.items() if block_of(asn, blocks)), "public")


class _Met(NamedTuple):
    """What meets a router: how many sessions are iBGP, by cluster; the clusters by the AS of their eBGP sessions."""

    internal: Counter[tuple[int, bool | None]]
    clusters: dict[int | None, set[int]]


@cached_view
def _met_by_router(plan: Inventory) -> dict[int, _Met]:
    """What meets each router, by its identity; clusters stand by theirs, and 0 for everything that meets it."""
    found: dict[int, _Met] = {}
    for peering in peerings(plan):
        for side, other in peering.sides:
            if other.instance and isinstance(other.instance.machine, Router):
                met = found.setdefault(id(other.instance.machine), _Met(Counter(), {}))
                cluster = id(side.instance.cluster) if side.instance and side.instance.cluster else None
                met.internal.update(
                    (other_number, peering.internal) for other_number in (0, cluster) if other_number is not None
                )
                if cluster and not peering.internal:
                    met.clusters.setdefault(side.asn, set()).add(cluster)
    return found


def _ibgp_elsewhere(setting: Setting) -> Fact:
    """Whether the router has iBGP sessions with others than the cluster's nodes."""
    if setting.router is None or setting.cluster is None:
        return NOTHING
    internal = (
        _met_by_router(setting.plan)[id(setting.router)].internal
        if id(setting.router) in _met_by_router(setting.plan)
        else Counter()
    )
    own = id(setting.cluster)
    return truth(any_of(kind for kind in (True, False, None) if internal[0, kind] > internal[own, kind]))


def _shares_asn(setting: Setting) -> Fact:
    """Whether another cluster meets the router by eBGP from the cluster's AS."""
    if setting.router is None or setting.cluster is None:
        return NOTHING
    if not sessions(setting):
        return _unknown(setting)
    clusters, own = _met_by_router(setting.plan)[id(setting.router)].clusters, id(setting.cluster)
    alike = [found for asn, found in clusters.items() if asn and own in found]
    if any(found > {own} for found in alike):
        return truth(value=True)
    unknown = clusters.get(None, set())
    others = any(found - {own} for found in clusters.values())
    return truth(None if others and (own in unknown or (alike and unknown)) else False)


FACTS = {
    "sessions.count": FactReader(
        "How many there are.",
        lambda setting: number(len(sessions(setting))) if setting.cluster or setting.router else NOTHING,
        measured=True,
    ),
    "sessions.type": FactReader(
        "`ebgp` or `ibgp`.", lambda setting: _any_session(setting, _session_kind), ("ebgp", "ibgp")
    ),
    "sessions.speaker": FactReader(
        "The products of the speakers that the router has sessions with.",
        lambda setting: _session_products(setting, lambda _: True),
    ),
    "sessions.bfd": FactReader(
        "Whether BFD watches one.",
        lambda setting: _any_session(setting, lambda peering: _first_described(peering, "bfd")),
        TRUTH,
    ),
    "sessions.bfd_speaker": FactReader("The products of the speakers whose sessions BFD watches.", _watched),
    "sessions.hold_time": FactReader(
        "The hold time, in seconds: the lower of what both ends ask for, with the defaults of known products.",
        lambda setting: _any_session(setting, _hold),
        measured=True,
    ),
    "sessions.off_link": FactReader(
        "Whether the two ends of one are on no network in common.",
        lambda setting: _some(setting, lambda peering: _off_link(peering, setting.plan)),
        TRUTH,
    ),
    "sessions.multihop": FactReader(
        "Whether one is multihop, at each end that describes it.", lambda setting: _some(setting, _multihop), TRUTH
    ),
    "sessions.out_of_reach": FactReader(
        "Whether the two ends of an eBGP session are on no network in common, and it is not multihop.",
        lambda setting: _some(setting, lambda peering: _out_of_reach(peering, setting.plan)),
        TRUTH,
    ),
    "sessions.filtered": FactReader(
        "Whether the router lets in only prefixes that are written down.",
        lambda setting: _any_session(setting, lambda peering: _filtered(setting, peering)),
        TRUTH,
    ),
    "sessions.unfiltered": FactReader(
        "The types of those in which the router lets in anything, `ebgp` or `ibgp`.",
        lambda setting: _any_session(setting, lambda peering: _unfiltered(setting, peering)),
        ("ebgp", "ibgp"),
    ),
    "sessions.asn_mismatch": FactReader(
        "Whether an end has another AS number than its peer expects.",
        lambda setting: _some(setting, _is_mismatched),
        TRUTH,
    ),
    "sessions.asn_kind": FactReader(
        "The kinds of AS numbers in use: `private`, `documentation`, `reserved`, `public`, or `own` for public ones"
        " that the plan says are its own.",
        _asn_kinds,
        ("private", "documentation", "reserved", "public", "own"),
    ),
    "sessions.ibgp_elsewhere": FactReader(
        "Whether the router has iBGP sessions beside those with the cluster.", _ibgp_elsewhere, TRUTH
    ),
    "sessions.asn_of_another_cluster": FactReader(
        "Whether another cluster has eBGP sessions with the router from the same AS.", _shares_asn, TRUTH
    ),
}
