"""A VPN peer routes its own network into the tunnel.

The route into the tunnel competes with the route to the link, or hides it, and neighbours become
unreachable. A wider prefix (`10.0.0.0/8`, `0.0.0.0/0`) does no harm, since the longest prefix wins.

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: server, address: 10.3.1.9}
vpns:
  - name: sites
    ends:
      - name: server
        peers:
          - {name: vps, allowed_ips: [10.3.1.0/25, 10.8.0.1/32]} # T704: 39
      - {name: vps}
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: server, address: 10.3.1.9}
vpns:
  - name: sites
    ends:
      - name: server
        peers:
          - {name: vps, allowed_ips: [10.3.0.0/16, 10.3.2.0/24]}
      - name: vps
        peers:
          - {name: server, allowed_ips: 10.3.1.0/24}
```

Source: [wg-quick](https://man7.org/linux/man-pages/man8/wg-quick.8.html), which makes a route of each of them;
[RFC 1812](https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4.3), section 5.2.4.3: the longest match decides.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.entry import Machine
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.vpn import Vpn, VpnEnd, VpnPeer
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Allowed prefixes inside a network of the end itself, without the VPN's own."""
    ids = {end.id for vpn in plan.vpns for end in vpn.ends}
    links = _links(plan, ids)
    for vpn in plan.vpns:
        for end in vpn.ends:
            near = [network for network in links.get(end.id, ()) if network.id != vpn.network]
            for peer in end.peers if near else ():
                yield from _routes_own_link(vpn, end, peer, near)


def _links(plan: Plan, ids: set[str]) -> dict[str, list[Network]]:
    """The networks of the machines of these ids; none for an id at two sites."""
    found: dict[str, dict[int, Network]] = {}
    for claim, network in plan.located if ids else ():
        owner = claim.owner
        if network and owner.id in ids and isinstance(owner, Machine) and network.id not in plan.virtual:
            found.setdefault(owner.id, {})[id(network)] = network
    networks = {name: list(links.values()) for name, links in found.items()}
    return {name: links for name, links in networks.items() if len({link.scope for link in links}) == 1}


def _routes_own_link(vpn: Vpn, end: VpnEnd, peer: VpnPeer, near: list[Network]) -> Iterator[Problem]:
    for index, prefix in enumerate(peer.allowed_ips):
        link = next((network for network in near if network.holds_all(prefix.version, prefix.first, prefix.last)), None)
        if link and not _is_the_peer(vpn, peer, prefix):
            yield Problem(
                at=peer.at("allowed_ips", index),
                message=f"{end.name} routes {prefix.cidr} to {peer.name}, and is itself on {link.name} ({link.cidr})",
                related=(link.related(),),
                hint="write the networks behind the peer, not the local ones",
                parties=(end.id, peer.name, link.id),
            )


def _is_the_peer(vpn: Vpn, peer: VpnPeer, prefix: IPNetwork) -> bool:
    """Whether the prefix is the one address of the peer, which may be on the LAN."""
    alone = prefix.first == prefix.last
    return alone and any(prefix.ip in end.addresses for end in vpn.ends if end.id == peer.name)
