"""Facts of the cluster and its network plugin."""

from __future__ import annotations

from collections.abc import Callable

from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, Known, Setting, one, truth
from cidrbook.plan.cluster import Cni


def _of_cni(setting: Setting, read: Callable[[Cni], Fact]) -> Fact:
    """A cluster has a network plugin, also where the plan does not name it."""
    if setting.cluster is None:
        return NOTHING
    return read(setting.cluster.cni) if setting.cluster.cni else None


def _gates(setting: Setting) -> Fact:
    cluster = setting.cluster
    return sorted(name.lower() for name, on in cluster.feature_gates.items() if on) if cluster else NOTHING


FACTS = {
    "cluster.distribution": Known(
        "`k3s`, `talos`, `kubeadm`…", lambda it: one(it.cluster.distribution) if it.cluster else NOTHING
    ),
    "cluster.version": Known(
        "The Kubernetes version.", lambda it: one(it.cluster.version) if it.cluster else NOTHING, measured=True
    ),
    "cluster.kube_proxy": Known(
        "The mode of kube-proxy.",
        lambda it: one(it.cluster.kube_proxy) if it.cluster else NOTHING,
        ("iptables", "ipvs", "nftables", "none"),
    ),
    "cluster.feature_gates": Known("The feature gates that are on.", _gates),
    "cni.product": Known("The network plugin.", lambda it: _of_cni(it, lambda cni: one(cni.product))),
    "cni.version": Known("Its release.", lambda it: _of_cni(it, lambda cni: one(cni.version)), measured=True),
    "cni.bgp": Known("Whether it speaks BGP.", lambda it: _of_cni(it, lambda cni: truth(cni.bgp)), TRUTH),
    "cni.encapsulation": Known("`none`, `ipip`, `vxlan`…", lambda it: _of_cni(it, lambda cni: one(cni.encapsulation))),
}
