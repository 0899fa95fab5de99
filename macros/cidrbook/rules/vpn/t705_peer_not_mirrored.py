"""Two VPN peers do not list each other.

A tunnel needs both: each end accepts packets only from peers that it knows, and only from the
addresses that it allows for that peer. An end without listed peers is not compared.

```yaml
vpns:
  - name: sites
    ends:
      - name: edge
        address: 10.8.0.1
        peers:
          - {name: cabin, allowed_ips: [10.8.0.3/32, 10.9.1.0/24]} # T705: 40
          - {name: garage, allowed_ips: 10.8.0.4/32} # T705: 20
      - name: cabin
        address: 10.8.0.2
        peers: [{name: edge, allowed_ips: 10.8.0.1/32}]
      - name: garage
        address: 10.8.0.4
        peers: [{name: vps}]
      - name: vps
```

Use instead:

```yaml
vpns:
  - name: sites
    ends:
      - name: edge
        address: 10.8.0.1
        peers:
          - {name: cabin, allowed_ips: [10.8.0.2/32, 10.9.1.0/24]}
          - {name: garage, allowed_ips: 10.8.0.4/32}
      - name: cabin
        address: 10.8.0.2
        peers: [{name: edge, allowed_ips: 10.8.0.1/32}]
      - name: garage
        address: 10.8.0.4
```

Routers that join networks may leave the tunnel's own addresses out:

```yaml
routers:
  - {name: edge}
  - {name: cabin}
vpns:
  - name: sites
    ends:
      - {name: edge, address: 10.8.0.1, peers: [{name: cabin, allowed_ips: 10.9.1.0/24}]}
      - {name: cabin, address: 10.8.0.2, peers: [{name: edge, allowed_ips: 10.3.0.0/16}]}
```

Source: [WireGuard](https://www.wireguard.com/#cryptokey-routing) on what is sent and what is accepted.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import first_by_id
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.vpn import Vpn, VpnEnd, VpnPeer, manages_peers
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Peers that do not list the end, and those whose address the end does not allow."""
    routers = {router.id for router in plan.routers}
    for vpn in (vpn for vpn in plan.vpns if not manages_peers(vpn)):
        network = plan.network(vpn.network) if vpn.network else None
        known = {end.id: _peer_ids(plan, end) for end in vpn.ends}
        for end, peer, other in _pairs(vpn):
            if known[other.id] and end.id not in known[other.id]:
                yield _unlisted_peer(end, peer, other)
            elif _is_shut_out(peer, other) and (other.id not in routers or _has_part_of(network, peer)):
                yield _not_allowed(end, peer, other)


def _pairs(vpn: Vpn) -> Iterator[tuple[VpnEnd, VpnPeer, VpnEnd]]:
    """Every end with each of its peers."""
    ends = first_by_id(vpn.ends)
    for end in vpn.ends:
        for peer in end.peers:
            if peer.name in ends:
                yield end, peer, ends[peer.name]


def _peer_ids(plan: Plan, end: VpnEnd) -> frozenset[str]:
    """The ids of the end's peers; nothing if one of them could not be read."""
    names = frozenset(peer.name for peer in end.peers)
    return frozenset() if plan.lacks(end, "peers") or "" in names else names


def _is_shut_out(peer: VpnPeer, other: VpnEnd) -> bool:
    """Whether the end allows none of the peer's addresses."""
    known = bool(peer.allowed_ips and other.addresses)
    return known and not any(address in prefix for address in other.addresses for prefix in peer.allowed_ips)


def _has_part_of(network: Network | None, peer: VpnPeer) -> bool:
    """Whether the peer is allowed addresses of the tunnel's network."""
    return network is not None and any(network.holds_all(ip.version, ip.first, ip.last) for ip in peer.allowed_ips)


def _unlisted_peer(end: VpnEnd, peer: VpnPeer, other: VpnEnd) -> Problem:
    return Problem(
        at=peer.at("name"),
        message=f"{end.name} has the peer {other.name}, but {other.name} does not have the peer {end.name}",
        related=(Related(at=other.at("peers"), message=f"the peers of {other.name} are written here"),),
        hint=f"add `{end.id}` to the peers of {other.name}, or remove this one",
        parties=(end.id, other.id),
    )


def _not_allowed(end: VpnEnd, peer: VpnPeer, other: VpnEnd) -> Problem:
    address = other.addresses[0]
    return Problem(
        at=peer.at("allowed_ips"),
        message=f"{end.name} does not allow the address of {other.name}, {address}",
        related=(Related(at=other.place_of_address(0), message=f"{other.name} has it here"),),
        hint=f"write `{address}/{32 if address.version == 4 else 128}` too",
        parties=(end.id, other.id),
    )
