"""A VPN peer routes a part of one peer's prefix to another peer.

That works, since the longest prefix wins. But packets for that part never reach the peer with the
wider prefix, and are dropped if the other peer is down. The default routes (`0.0.0.0/0`, `::/0`)
are not reported.

```yaml
vpns:
  - name: sites
    ends:
      - name: edge
        peers:
          - {name: cabin, allowed_ips: 10.9.0.0/16}
          - {name: garage, allowed_ips: 10.9.2.0/24} # T703: 41
      - {name: cabin}
      - {name: garage}
```

Use instead:

```yaml
vpns:
  - name: sites
    ends:
      - name: edge
        peers:
          - {name: cabin, allowed_ips: [10.9.0.0/23, 10.9.0.0/24]}
          - {name: garage, allowed_ips: 10.9.2.0/24}
          - {name: vps, allowed_ips: 0.0.0.0/0}
      - {name: cabin}
      - {name: garage}
      - {name: vps}
```

Source: [WireGuard](https://www.wireguard.com/#cryptokey-routing) on how it finds the peer.
"""

from collections.abc import Iterator

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.plan import Plan
from cidrbook.plan.vpn import VpnEnd, VpnPeer, manages_peers
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.INFO

_Allowed = tuple[VpnPeer, int]


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes of one peer inside those of another."""
    for vpn in (vpn for vpn in plan.vpns if not manages_peers(vpn)):
        for end in vpn.ends:
            for outer, inner in Spans(_allowed(end)).overlaps():
                other = outer.owner[0].name != inner.owner[0].name
                if other and outer[1:3] != inner[1:3]:
                    yield _nested(end, outer.owner, inner.owner)


def _allowed(end: VpnEnd) -> Iterator[Span[_Allowed]]:
    for peer in end.peers:
        for index, prefix in enumerate(peer.allowed_ips):
            if prefix.prefixlen:
                yield Span((("", ""), prefix.version), prefix.first, prefix.last, (peer, index))


def _nested(end: VpnEnd, outer: _Allowed, inner: _Allowed) -> Problem:
    (wider, where), (peer, index) = outer, inner
    around, prefix = wider.allowed_ips[where].cidr, peer.allowed_ips[index].cidr
    return Problem(
        at=peer.at("allowed_ips", index),
        message=f"{end.name} routes {prefix} to {peer.name}, and the wider {around} to {wider.name}",
        related=(Related(at=wider.at("allowed_ips", where), message=f"{around} is written here"),),
        hint=f"exclude {prefix} from the prefixes of {wider.name}, unless both have it",
        parties=(end.id, peer.name, wider.name),
    )
