"""A VLAN has no network.

It is left over, or its network is missing from the plan. A VLAN that connects machines without IP
addresses is fine. VLAN 1 exists on every switch and is best left without networks.

```yaml
networks:
  - {name: cameras, cidr: 192.168.30.0/24, vlan: 30}
vlans:
  - {id: 30, name: cctv}
  - {id: 40, name: old} # V503: 10
```

Use instead:

```yaml
networks:
  - {name: cameras, cidr: 192.168.30.0/24, site: cabin, vlan: 30}
  - {name: bulbs, cidr: 192.168.40.0/24, site: home}
vlans:
  - {id: 1, name: default}
  - {id: 30, name: cctv}
  - {id: 40, name: iot, networks: bulbs}
```

Source: the [data reference](../data.md): a network says its `vlan`, or a VLAN lists its `networks`.
"""

from collections.abc import Iterator

from cidrbook.plan.entry import QUIET
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.references import unlisted_vlans
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """VLANs without a network of their site. A VLAN without a site is at every site.

    Where a network of the site names a VLAN that is not listed, that one may be meant, and is reported itself.
    """
    if not plan.networks or not plan.vlans or plan.unread or plan.lost:
        return
    doubtful = {reference.entry.site for reference in unlisted_vlans(plan) if isinstance(reference.entry, Network)}
    used = {pair for network in plan.networks for pair in ((network.site, network.vlan), ("", network.vlan))}
    for vlan in plan.vlans:
        if (
            vlan.status not in QUIET
            and vlan.id not in (None, 1)
            and not vlan.networks
            and not (doubtful if not vlan.site else vlan.site in doubtful)
            and (vlan.site, vlan.id) not in used
        ):
            where = f" of {vlan.site}" if vlan.site else ""
            yield Problem(
                at=vlan.at("id"),
                message=f"no network{where} is on VLAN {vlan.id}{f' ({vlan.name})' if vlan.name else ''}",
                hint=f"write `vlan: {vlan.id}` in its network, or remove the VLAN",
                parties=(str(vlan.id),),
            )
