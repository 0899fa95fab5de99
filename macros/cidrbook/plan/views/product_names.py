"""Products as they call themselves: the plan says `opnsense`, readers read OPNsense."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "bird": "BIRD",
        "calico": "Calico",
        "canal": "Canal",
        "cilium": "Cilium",
        "comware": "Comware",
        "coredns": "CoreDNS",
        "cumulus": "Cumulus Linux",
        "edgeos": "EdgeOS",
        "eks": "EKS",
        "envoy": "Envoy",
        "eos": "Arista EOS",
        "flannel": "Flannel",
        "fortios": "FortiOS",
        "freebsd": "FreeBSD",
        "frr": "FRR",
        "gobgp": "GoBGP",
        "haproxy": "HAProxy",
        "headscale": "Headscale",
        "ios": "Cisco IOS",
        "junos": "Junos",
        "keepalived": "Keepalived",
        "kubernetes": "Kubernetes",
        "linux": "Linux",
        "metallb": "MetalLB",
        "mikrotik": "MikroTik",
        "multus": "Multus",
        "netbird": "NetBird",
        "openelb": "OpenELB",
        "openvpn": "OpenVPN",
        "openwrt": "OpenWrt",
        "opnsense": "OPNsense",
        "pfsense": "pfSense",
        "pfsense-ce": "pfSense CE",
        "pfsense-plus": "pfSense Plus",
        "purelb": "PureLB",
        "rke2": "RKE2",
        "routeros": "RouterOS",
        "servicelb": "ServiceLB",
        "sonic": "SONiC",
        "srlinux": "SR Linux",
        "tailscale": "Tailscale",
        "talos": "Talos",
        "unifi": "UniFi",
        "unifi-gateway": "UniFi Gateway",
        "unifi-usg": "UniFi Security Gateway",
        "vyos": "VyOS",
        "wireguard": "WireGuard",
        "zerotier": "ZeroTier",
    }
)
"""The names of products by what plans call them; any other is called as it is written: `kube-vip`, `k3s`."""

PRODUCTS = tuple(sorted((*_NAMES, "k0s", "k3s", "kube-router", "kube-vip", "kubeadm")))
"""What plans may call products that nuances, defaults and rules know."""


_WITH_RELEASES_OF_THEIR_OWN = ("talos",)
"""Distributions whose release is not that of the Kubernetes in them. A plan says the latter."""


def distribution_name(distribution: str, version: str = "") -> str:
    """A distribution by its name, with the release of Kubernetes that it runs: `k3s v1.34.2+k3s1`."""
    if version and distribution.lower() in _WITH_RELEASES_OF_THEIR_OWN:
        return f"{product_name(distribution)}, Kubernetes {version}"
    return product_name(distribution, version)


def product_name(product: str, version: str = "") -> str:
    """A product by its name, with its release: `OPNsense 26.7`."""
    return f"{_NAMES.get(product.lower(), product)} {version}".strip()
