"""Which load balancers of a cluster take services that name no class, and so get in each other's way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from cidrbook.nuances.release import fits
from cidrbook.nuances.setting import option
from cidrbook.plan.cluster import Cluster, LoadBalancer
from cidrbook.plan.inventory import Inventory, cached_view

SERVICELB = "servicelb"
"""What K3s brings along; it was called Klipper once."""
_KLIPPER = (SERVICELB, "klipper", "klipper-lb")
_BLANK = ("unset", "", "none", "null", "~")
_OFF, _ON = ("false", "no", "off"), ("true", "yes", "on")

_DECLINES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "metallb": {},
        "cilium": {
            "defaultLBServiceIPAM": ("none",),
            "enableLBIPAM": _OFF,
            "LBIPAM.requireLBClass": _ON,
            "lbipam-require-lb-class": _ON,
        },
        "kube-vip": {"svc_enable": _OFF, "lb_class_only": _ON},
        "calico": {"assignIPs": ("requestedservicesonly",)},
    }
)
"""The settings with which a product leaves services without a class alone. Without them it takes them all."""
_CLASS = MappingProxyType({"metallb": "loadBalancerClass"})
"""The setting that names a product's class; once it is set, it takes no others."""
_HANDS_OUT = MappingProxyType({"calico": ">=3.30"})
"""The releases that give services addresses at all."""
_BY_DEFAULT = frozenset({"metallb", "cilium"})
"""The products that take services without a class where nothing is set.

kube-vip does so where `svc_enable` is set, and Calico where `assignIPs` is, which an upgrade leaves out.
"""
_DECIDING = MappingProxyType({"kube-vip": "svc_enable", "calico": "assignIPs"})
"""The setting without which it is not known for the others."""


def options_of(cluster: Cluster, product: str) -> dict[str, str]:
    """A balancer's settings, wherever it is listed; with those of the network plugin where both are one product."""
    tables = [balancer.options for balancer in cluster.load_balancers if name_of(balancer) == product]
    if cluster.cni and cluster.cni.product.lower() == product:
        tables.append(cluster.cni.options)
    return {key: value for table in tables for key, value in table.items()}


@cached_view
def classless(plan: Inventory) -> dict[int, dict[str, bool | None]]:
    """Whether each product of a cluster takes services without a class, by the cluster's identity.

    None where the plan does not say. What announces the pools of another one, which says no mode, leaves handing out
    to that.
    """
    return {id(cluster): _handles(cluster) for cluster in plan.clusters}


def _handles(cluster: Cluster) -> dict[str, bool | None]:
    shared = {balancer.pools for balancer in cluster.load_balancers if balancer.pools and not balancer.mode}
    handing = [balancer for balancer in cluster.load_balancers if not balancer.mode or balancer.pools not in shared]
    products = {name_of(balancer): balancer for balancer in reversed(handing) if name_of(balancer) != SERVICELB}
    found = {product: _allocator_takes(cluster, product, balancer.version) for product, balancer in products.items()}
    return found | {SERVICELB: servicelb(cluster)}


def count(products: Mapping[str, bool | None]) -> int | None:
    """How many products take services without a class; of more than one, those that surely do."""
    answers = list(products.values())
    sure = answers.count(True)
    return None if sure < 2 and None in answers else sure


def rivals(products: Mapping[str, bool | None], name: str) -> tuple[str, ...] | None:
    """The other listed products that take services without a class, where this one does too."""
    own = products.get(name, False)
    others = {product: flag for product, flag in products.items() if product not in (name, SERVICELB)}
    sure = tuple(product for product, flag in others.items() if flag)
    if own is False or not any(flag is not False for flag in others.values()):
        return ()
    return sure if own and sure else None


def servicelb(cluster: Cluster) -> bool | None:
    """Whether K3s' own balancer runs: it does unless `disable` names it, on K3s only."""
    if any(name_of(balancer) == SERVICELB for balancer in cluster.load_balancers):
        return True
    disabled = option(cluster.options, "disable")
    if cluster.distribution.lower() == "k3s":
        return None if disabled is None else SERVICELB not in re.split(r"[\s,]+", disabled[0])
    return False if cluster.distribution else None


def _allocator_takes(cluster: Cluster, product: str, version: str) -> bool | None:
    if product not in _DECLINES:
        return None
    hands_out, table = _hands_out(cluster, product, version), options_of(cluster, product)
    if not hands_out:
        return hands_out
    if product not in _BY_DEFAULT and not table.keys() & {_DECIDING[product], *_DECLINES[product]}:
        return None
    named = product in _CLASS and (option(table, _CLASS[product]) or ("",))[0] not in _BLANK
    return not named and not any(_is_one_of(table, key, values) for key, values in _DECLINES[product].items())


def _hands_out(cluster: Cluster, product: str, version: str) -> bool | None:
    """Whether it gives services addresses: it can, and has some. kube-vip announces whatever a service has."""
    can = fits(version, _HANDS_OUT[product]) if product in _HANDS_OUT else True
    has = product == "kube-vip" or any(
        balancer.pools for balancer in cluster.load_balancers if name_of(balancer) == product
    )
    return can if has or not can else None


def _is_one_of(table: Mapping[str, str], key: str, values: tuple[str, ...]) -> bool:
    return any(value in values for value in option(table, key) or ())


def name_of(balancer: LoadBalancer) -> str:
    """The product, whatever the case, by its newest name."""
    name = balancer.product.lower()
    return SERVICELB if name in _KLIPPER else name
