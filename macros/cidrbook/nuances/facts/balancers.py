"""Facts of a load balancer, and of a virtual address."""

from __future__ import annotations

from cidrbook.nuances.setting import NOTHING, Known, one

FACTS = {
    "lb.product": Known("The load balancer.", lambda it: one(it.balancer.product) if it.balancer else NOTHING),
    "lb.version": Known("Its release.", lambda it: one(it.balancer.version) if it.balancer else NOTHING, measured=True),
    "lb.mode": Known("`bgp` or `l2`.", lambda it: one(it.balancer.mode) if it.balancer else NOTHING, ("bgp", "l2")),
    "lb.backend": Known(
        "What speaks BGP for MetalLB: `native`, `frr` or `frr-k8s`.",
        lambda it: one(it.balancer.backend) if it.balancer else NOTHING,
        ("native", "frr", "frr-k8s"),
    ),
    "vip.product": Known(
        "What holds the virtual address.", lambda it: one(it.virtual.product) if it.virtual else NOTHING
    ),
    "vip.version": Known("Its release.", lambda it: one(it.virtual.version) if it.virtual else NOTHING, measured=True),
    "vip.mode": Known(
        "`bgp`, `arp` or `vrrp`.", lambda it: one(it.virtual.mode) if it.virtual else NOTHING, ("bgp", "arp", "vrrp")
    ),
}
