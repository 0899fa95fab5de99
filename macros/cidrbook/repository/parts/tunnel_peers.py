"""The peers of one WireGuard interface, and what each of them is allowed, in whatever format they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cidrbook.net.address_text import to_int
from cidrbook.plan.vpn import Vpn, VpnEnd, VpnPeer
from cidrbook.repository.sighting import Reported, Sighting, make, sighting
from cidrbook.text.located import Located
from cidrbook.text.source import Place


@dataclass
class TunnelPeer:
    """A peer: what people call it, its public key, and the prefixes that are sent to it."""

    name: str = ""
    key: str = ""
    prefixes: list[Located] = field(default_factory=list)


def tunnel(interface: str, peers: Iterable[TunnelPeer]) -> Iterator[Sighting]:
    """The interface with its peers; nothing where none of them has a prefix. What has one key is one peer."""
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
