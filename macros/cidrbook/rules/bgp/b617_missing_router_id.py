"""A BGP speaker has neither an IPv4 address nor a router id.

The router id has four octets, even if everything else is IPv6. Most products use one of the
machine's IPv4 addresses, and start no session if there is none. Cilium generates one since 1.17,
and MetalLB does in its native mode. Speakers of MetalLB or Talos, of unknown products, with a
setting for it, and on networks with IPv4 are not reported.

```yaml
networks:
  - {name: servers, cidr: "fd5b:7c1e:93a2:42::/64"}
routers:
  - {name: edge, product: vyos, asn: 64512, addresses: "fd5b:7c1e:93a2:42::1/64"} # B617: 5
clusters:
  - name: home
    nodes: {name: k8s-0, address: "fd5b:7c1e:93a2:42::10"}
    cni: {product: cilium, version: 1.18.0, bgp: true, asn: 64513}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: "fd5b:7c1e:93a2:42::1"}
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: "fd5b:7c1e:93a2:42::/64"}
routers:
  - {name: edge, product: vyos, asn: 64512, addresses: "fd5b:7c1e:93a2:42::1/64"}
clusters:
  - name: home
    nodes: {name: k8s-0, address: "fd5b:7c1e:93a2:42::10"}
    cni: {product: cilium, version: 1.18.0, bgp: true, asn: 64513}
bgp:
  speakers:
    - {name: edge FRR, runs_on: edge, product: frr, router_id: 10.3.42.1}
  sessions:
    - {local: home, peer: edge, peer_address: "fd5b:7c1e:93a2:42::1"}
```

Source: [RFC 6286](https://www.rfc-editor.org/rfc/rfc6286#section-2.1), section 2.1: four octets, in IPv6 too;
[Calico](https://docs.tigera.io/calico/latest/networking/ipam/ipv6) asks for one on hosts without IPv4, and
[Cilium](https://github.com/cilium/cilium/pull/36451) did before.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import and_more
from cidrbook.plan.views.peering import peerings
from cidrbook.plan.views.speakers import SpeakerInstance
from cidrbook.text.finding import Problem

_FINDS_ONE = ("", "metallb", "talos")
"""Products that make up a router id where there is no IPv4, or may do so for all that is known."""


def check(plan: Plan) -> Iterator[Problem]:
    """Speakers with sessions, without a known IPv4 address, and on networks without IPv4; each once."""
    if plan.unread or plan.lost:
        return
    instances = {
        side.instance.key: side.instance for peering in peerings(plan) for side, _ in peering.sides if side.instance
    }
    without: dict[int, list[SpeakerInstance]] = defaultdict(list)
    for instance in instances.values():
        if instance.speaker.router_id is None and not _finds_one(instance) and _has_no_ipv4(plan, instance):
            without[id(instance.speaker)].append(instance)
    yield from map(_problem, without.values())


def _finds_one(instance: SpeakerInstance) -> bool:
    """Whether a product generates a router id, or has its own setting for it."""
    product, cluster = instance.speaker.product.lower(), instance.cluster
    of_cluster = (cluster, cluster.cni, *cluster.load_balancers, *cluster.virtual_addresses) if cluster else ()
    entries = (instance.speaker, instance.machine, *of_cluster)
    names = (name for entry in entries for name in getattr(entry, "options", ()))
    return (
        product in _FINDS_ONE
        or (product == "cilium" and not _is_before_1_17(instance.speaker.version))
        or any("routerid" in re.sub("[_-]", "", name.lower()) for name in names)
    )


def _is_before_1_17(version: str) -> bool:
    """Whether the release of Cilium is before 1.17."""
    major, _, rest = version.lower().lstrip("v").partition(".")
    minor = rest.partition(".")[0]
    return major == "1" and minor.isdecimal() and int(minor) < 17


def _has_no_ipv4(plan: Plan, instance: SpeakerInstance) -> bool:
    """Whether a machine has IPv6 addresses only, all in networks without IPv4."""
    own = instance.machine.addresses if instance.machine else ()
    networks = [
        plan.space.covering(instance.scope, address) for address in (*instance.addresses, *own, *instance.elsewhere)
    ]
    return bool(networks) and all(network is not None and network.versions == {6} for network in networks)


def _problem(found: list[SpeakerInstance]) -> Problem:
    name = found[0].name
    return Problem(
        at=found[0].speaker.at(),
        message=f"{name}{and_more(found, ' speaks', ' speak')} BGP with no IPv4 address and no router id",
        hint="add it to `bgp.speakers` with a `router_id` in the form of an IPv4 address, unique in its AS",
        parties=found[0].parties,
    )
