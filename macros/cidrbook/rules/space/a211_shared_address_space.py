"""A network uses shared address space (100.64.0.0/10).

Providers use `100.64.0.0/10` on links where they translate addresses for many customers, and
overlay networks such as Tailscale, Headscale and NetBird assign it to their members. A LAN with
such addresses collides with both: the router's WAN address may be inside it, and a machine that
joins an overlay loses the LAN. Networks of role `vpn` or `wan` are not reported. Pods and services
may use it as long as the plan has no such overlay.

```yaml
networks:
  - {name: lan, cidr: 100.64.8.0/24} # A211: 23
  - {name: pods, cidr: 100.96.0.0/16, role: pods} # A211: 24
  - {name: tailnet, cidr: 100.80.0.0/16, role: vpn}
vpns:
  - {name: tailscale, product: tailscale, network: tailnet}
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.64.8.0/24}
  - {name: pods, cidr: 100.96.0.0/16, role: pods}
  - {name: uplink, cidr: 100.72.13.0/24, role: wan}
  - {name: tunnel, cidr: 100.80.0.0/24, role: vpn}
vpns:
  - {name: wg0, product: wireguard, network: tunnel}
```

Source: [RFC 6598](https://www.rfc-editor.org/rfc/rfc6598#section-4), section 4;
[Tailscale](https://tailscale.com/kb/1015/100.x-addresses), on the addresses it gives.
"""

from collections.abc import Iterator

from cidrbook.plan.entry import Named
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.product_defaults import overlay, tunnels
from cidrbook.plan.views.special_purpose import Found, of_kind
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes with shared addresses, in networks that are neither a VPN's nor a provider's."""
    for found in of_kind(plan, "shared"):
        other = overlay(plan)
        usual = found.network.role == "wan" or found.network.id in tunnels(plan)
        if not usual and (other or found.network.id not in plan.cluster_networks):
            yield _shared(found, other)


def _shared(found: Found, other: Named | None) -> Problem:
    by = f"{other.name} assigns such addresses to its members" if other else "providers and overlay networks use it"
    return Problem(
        at=found.block.place,
        message=f"{found.shown}: {by}",
        related=(_overlay_related(other),) if other else (),
        hint="give the network a private prefix, or set the role `vpn` or `wan`",
        parties=(found.network.id, other.id) if other else (found.network.id,),
    )


def _overlay_related(other: Named) -> Related:
    return Related(at=other.at(*other.identity), message=f"{other.name} is written here")
