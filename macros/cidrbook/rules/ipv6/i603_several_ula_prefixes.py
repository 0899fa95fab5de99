"""The unique local addresses of one site are from more than one /48.

One /48 has 65,536 networks. A second one is usually a typing mistake; otherwise firewall rules and
routes have to name both. Sites and VRFs may have one each, and overlay networks (Tailscale,
ZeroTier and the like) use their own. The finding is reported once per site.

```yaml
networks:
  - name: lan
    cidr: "fd5b:7c1e:93a2:1::/64"
  - name: iot
    cidr: "fd5b:7c1e:93a3:2::/64" # I603: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: "fd5b:7c1e:93a2:1::/64"
    site: home
  - name: iot
    cidr: "fd5b:7c1e:93a2:2::/64"
    site: home
  - name: cabin
    cidr: "fd91:3e0c:6d27:1::/64"
    site: cabin
  - name: tailnet
    cidr: "fd7a:115c:a1e0::/48"
    site: home
```

Source: [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193#section-3.2), sections 3.2 and 4.4;
[Tailscale](https://tailscale.com/kb/1033/ip-and-dns-addresses), on the prefix of its own.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.ipv6 import SITE_BITS, ipv6_blocks, locally_assigned, of_site
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING

_TAILSCALE = 0xFD7A_115C_A1E0
_OVERLAYS = frozenset({"tailscale", "headscale", "netbird", "zerotier", "nebula", "yggdrasil", "netmaker"})


def check(plan: Plan) -> Iterator[Problem]:
    """The first prefix of a second /48 in a scope, with how many further /48s there are."""
    overlays = {vpn.network for vpn in plan.vpns if vpn.product.lower() in _OVERLAYS}
    sites: dict[tuple[str, str], dict[int, NetworkBlock]] = {}
    for block in ipv6_blocks(plan):
        site = block.first >> SITE_BITS
        if locally_assigned(block) and site != _TAILSCALE and block.network.id not in overlays:
            sites.setdefault(block.network.scope, {}).setdefault(site, block)
    yield from (_further(*blocks.values()) for blocks in sites.values() if len(blocks) > 1)


def _further(first: NetworkBlock, block: NetworkBlock, *more: NetworkBlock) -> Problem:
    others = f"; {len(more)} more are from yet other ones" if more else ""
    return Problem(
        at=block.place,
        message=f"{block.shown} is not in {of_site(first)}, as {first.shown} is{others}",
        related=(first.network.related(first.which),),
        hint="take all prefixes of a site from one /48, or set the `site` or `vrf` of the other one",
        parties=tuple(dict.fromkeys(one.network.id for one in (block, first, *more))),
    )
