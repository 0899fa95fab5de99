"""A network is written with an address inside it instead of its first address.

`192.168.100.200/28` is the network `192.168.100.192/28`. Some programs refuse the first form.
Others silently use the second, and then assign .192 to .207 instead of .200 to .215.

In a repository, networks that apps trust and advertised routes are checked, too. There it is a warning: kubeadm,
MetalLB, WireGuard and most others use the second form. Calico and Docker refuse the first one, so of theirs it is an
error.

```yaml
networks:
  - {name: lan, cidr: 192.168.42.1/24} # F108: 23
clusters:
  - name: home
    load_balancers: [{product: cilium, pools: 192.168.100.200/28}] # F108: 47
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 192.168.42.0/24}
clusters:
  - name: home
    load_balancers: [{product: cilium, pools: [192.168.100.192/28, 192.168.101.200-192.168.101.215]}]
```

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-3.1), section 3.1.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.net.host_bits import host_bits, without_host_bits
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.container_networks import is_bridge
from cidrbook.plan.vpn import Vpn
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.WARNING


class _Written(NamedTuple):
    """A prefix, its place, its owner, and the ids of the objects involved."""

    cidr: IPNetwork
    entry: Entry
    path: tuple[str | int, ...]
    what: str
    parties: tuple[str, ...]
    refused: bool = False
    """Whether the product that it is written for refuses it."""


def check(plan: Inventory) -> Iterator[Problem]:
    """Prefixes whose bits behind the prefix length are not all zero."""
    yield from map(_host_bits, _with_host_bits(plan))
    yield from plan.problems_of("host-bits-set")


def observed(plan: Inventory) -> Iterator[Problem]:
    """The same in a repository, of each place once: an error where the product refuses the prefix."""
    found = sorted(_with_host_bits(plan), key=lambda written: not written.refused)
    problems = [(_host_bits(written), written.refused) for written in found]
    once = {
        problem.at: replace(problem, severity=Severity.ERROR if refused else None)
        for problem, refused in problems[::-1]
    }
    yield from once.values()
    yield from plan.problems_of("host-bits-set")


def _with_host_bits(plan: Inventory) -> Iterator[_Written]:
    yield from _of_networks(plan)
    yield from (written for written in _others(plan) if written.cidr.value != written.cidr.first)


def _of_networks(plan: Inventory) -> Iterator[_Written]:
    """Those of networks with such bits: there may be very many without."""
    for network in plan.networks:
        for index, cidr in enumerate(network.cidrs):
            if cidr.value != cidr.first:
                yield _Written(cidr, network, ("cidr", index), network.name, (network.id,), refused=is_bridge(network))


def _host_bits(written: _Written) -> Problem:
    return Problem(
        at=written.entry.at(*written.path),
        message=f"{written.what}: {host_bits(written.cidr)}",
        hint=without_host_bits(written.cidr),
        parties=written.parties,
    )


def _others(plan: Inventory) -> Iterator[_Written]:
    """The prefixes of everything but networks."""
    for site in plan.sites:
        for index, cidr in enumerate(site.cidrs):
            yield _Written(cidr, site, ("cidr", index), f"the block of {site.name}", (site.id,))
    for delegation in plan.delegations:
        if delegation.prefix is not None:
            what = f"the delegated prefix of {delegation.name}"
            yield _Written(delegation.prefix, delegation, ("prefix",), what, (delegation.id,))
    for cluster in plan.clusters:
        yield from _cluster_prefixes(cluster)
    for vpn in plan.vpns:
        yield from _of_vpn(vpn)


def _cluster_prefixes(cluster: Cluster) -> Iterator[_Written]:
    for balancer in cluster.load_balancers:
        for index, pool in enumerate(balancer.pools):
            if isinstance(pool, IPNetwork):
                refused = balancer.product == "calico"
                yield _Written(pool, balancer, ("pools", index), f"a pool of {cluster.name}", (cluster.id,), refused)
    if cluster.cni:
        for key, cidrs in (("pods", cluster.cni.pods), ("native_routing", cluster.cni.native_routing)):
            what = f"a range of the CNI of {cluster.name}"
            for index, cidr in enumerate(cidrs):
                yield _Written(cidr, cluster.cni, (key, index), what, (cluster.id,), cluster.cni.product == "calico")


def _of_vpn(vpn: Vpn) -> Iterator[_Written]:
    for end in vpn.ends:
        for peer in end.peers:
            for index, cidr in enumerate(peer.allowed_ips):
                what = f"an allowed prefix of {end.name} for {peer.name}"
                yield _Written(cidr, peer, ("allowed_ips", index), what, (vpn.id, end.id, peer.name))
