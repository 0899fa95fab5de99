"""The peers of one WireGuard interface, and what each of them is allowed, in whatever format they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from netaddr import IPAddress, IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.net.ip import as_prefix
from cidrbook.plan.vpn import Vpn, VpnEnd, VpnPeer
from cidrbook.repository.sighting import Reported, Seen, Sighting, make, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.source import Place

_LINKS = {4: (31,), 6: (127,)}
"""Lengths of prefixes that have just two addresses, one for each end."""
_NEAR = 8
"""Bits at the end in which two addresses may differ that are meant to be of one link."""


@dataclass
class TunnelPeer:
    """A peer: what people call it, its public key, and the prefixes that are sent to it."""

    name: str = ""
    key: str = ""
    prefixes: list[Located] = field(default_factory=list)


def tunnel(interface: str, peers: Iterable[TunnelPeer], own: Sequence[Located] = ()) -> Iterator[Seen]:
    """The interface with its peers; nothing where none of them has a prefix. What has one key is one peer.

    `own` are the addresses, with their masks, of an interface that sends nothing to a peer but what is on its link.
    """
    known = list(peers)
    yield from _tunnel_sighting(interface, known)
    for address in own if len(known) == 1 else ():
        yield from _end_outside(interface, address, known[0])


def _end_outside(interface: str, address: Located, peer: TunnelPeer) -> Iterator[Reported]:
    """A problem if the link has two addresses, and the peer's own is none of them but near: nothing is sent there."""
    link = _interface_prefix(address)
    ends = [(written, prefix) for written in peer.prefixes if (prefix := _interface_prefix(written)) is not None]
    if (
        link is None
        or link.prefixlen not in _LINKS[link.version]
        or any(prefix in link or link in prefix for _, prefix in ends)
    ):
        return
    for written, prefix in ends:
        if prefix.version == link.version and prefix.size == 1 and prefix.first >> _NEAR == link.first >> _NEAR:
            problem = Problem(
                at=address.place,
                message=f"{interface} has {address}, a link of {_shown(link)}; its peer {peer.name} is {written}",
                related=(Related(at=written.place, message=f"{written} is written here"),),
                hint="write a mask, or addresses, with which both are on one link",
            )
            yield Reported("host-outside-network", problem)


def _shown(link: IPNetwork) -> str:
    return f"{IPAddress(link.first, link.version)} and {IPAddress(link.last, link.version)}"


def _interface_prefix(written: Located) -> IPNetwork | None:
    return as_prefix(written) if not written.open and _is_prefix(written) else None


def _tunnel_sighting(interface: str, peers: Iterable[TunnelPeer]) -> Iterator[Sighting]:
    by_key: dict[str, TunnelPeer] = {}
    for number, peer in enumerate(peers, 1):
        name = peer.name or (f"the peer {peer.key[:8]}…" if peer.key else f"peer {number}")
        known = by_key.setdefault(peer.key or f"\0{number}", TunnelPeer(name, peer.key))
        known.prefixes += [written for written in peer.prefixes if not written.open and _is_prefix(written)]
    made, problems = _made_peers(by_key.values())
    if made:
        place = made[0].at()
        end, _ = make(VpnEnd, place, name=interface)
        seen = sighting("vpn", Vpn, place, name=interface, product="wireguard")
        ends = (end.model_copy(update={"peers": tuple(made)}),)
        yield seen._replace(entry=seen.entry.model_copy(update={"ends": ends}), problems=tuple(problems))


def _made_peers(peers: Iterable[TunnelPeer]) -> tuple[list[VpnPeer], list[Reported]]:
    made: list[VpnPeer] = []
    problems: list[Reported] = []
    names: set[str] = set()
    for number, peer in enumerate(peers, 1):
        name = f"{peer.name} ({number})" if peer.name in names else peer.name
        names.add(name)
        if peer.prefixes:
            entry, wrong = make(VpnPeer, _peer_place(peer), name=name, allowed_ips=peer.prefixes)
            made.append(entry)
            problems += wrong
    return made, problems


def _peer_place(peer: TunnelPeer) -> Place:
    return peer.prefixes[0].place


def _is_prefix(text: str) -> bool:
    """Whether an address stands before the slash; a name or a word claims nothing."""
    address = text.partition("/")[0]
    return to_int(address, 6 if ":" in address else 4) is not None
