"""A VPN peer routes the same prefix to two peers.

WireGuard assigns a prefix to one peer only: the peer configured last silently takes it from the
other one, which gets no packets any more. Overlay networks (Tailscale, Headscale, NetBird) choose
between several peers and are not reported.

In a repository, the peers of one interface are compared, in the files of wg-quick, systemd-networkd,
Netplan, Talos, VyOS, RouterOS, OpenWrt, OPNsense and pfSense.

```yaml
vpns:
  - name: sites
    product: wireguard
    ends:
      - name: edge
        peers:
          - {name: cabin, allowed_ips: [10.9.1.0/24, 0.0.0.0/0]}
          - {name: garage, allowed_ips: [10.9.2.0/24, 0.0.0.0/0]} # T702: 55
      - {name: cabin}
      - {name: garage}
```

Use instead:

```yaml
vpns:
  - name: sites
    product: wireguard
    ends:
      - name: edge
        peers:
          - {name: cabin, allowed_ips: [10.9.1.0/24, 0.0.0.0/0]}
          - {name: garage, allowed_ips: 10.9.2.0/24}
      - {name: cabin}
      - {name: garage, peers: [{name: edge, allowed_ips: 0.0.0.0/0}]}
```

Source: [WireGuard](https://www.wireguard.com/#cryptokey-routing): each prefix belongs to one peer.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.vpn import VpnEnd, VpnPeer, manages_peers
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Prefixes that an end routes to two peers."""
    for vpn in plan.vpns:
        for end in () if manages_peers(vpn) else vpn.ends:
            yield from _routed_twice(end)


observed = check


def _routed_twice(end: VpnEnd) -> Iterator[Problem]:
    first: dict[tuple[int, int, int], tuple[VpnPeer, int]] = {}
    for peer in end.peers:
        for index, prefix in enumerate(peer.allowed_ips):
            before, where = first.setdefault((prefix.version, prefix.first, prefix.last), (peer, index))
            if before.name != peer.name:
                yield Problem(
                    at=peer.at("allowed_ips", index),
                    message=f"{end.name} routes {prefix.cidr} to {peer.name} and to {before.name}",
                    label="again",
                    related=(
                        Related(at=before.at("allowed_ips", where), message=f"it is routed to {before.name} here"),
                    ),
                    hint="remove it from one of them",
                    parties=(end.id, peer.name, before.name),
                )
