"""The words that documents call things by: which of them tell one thing from another, and which names they may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cidrbook.text.names import slug

WORD = re.compile(r"[a-z0-9]+")

COMMON = frozenset(
    WORD.findall(
        "kubernetes k8s k3s talos kube cluster pod pods service services svc external internal cidr cidrs subnet"
        " subnets network networks net range ranges pool ip ips address addresses load balancer balancers"
        " loadbalancer loadbalancers lb metallb cilium bgp calico l2 l3 arp w with the is for of and node nodes vip"
        " vips api ipam vlan ipv4 ipv6 v4 v6 default block prefix in use using native routing server endpoint"
        " control plane controlplane virtual"
    )
)
"""Words that do not tell one cluster, or one pool, from another."""

STRUCTURE = frozenset(
    WORD.findall(
        "high availability ha architecture overview design setup configuration configure install installation bootstrap"
        " deployment deploy networking details detail summary quick start reference topology infrastructure table"
        " allocation allocations assignment assignments information info general settings guide notes documentation"
        " docs home lab homelab my current allocated plan planning inventory access components layout diagram map"
    )
)
"""Words of headings that tell nothing of what is below them."""

KINDS = frozenset(
    WORD.findall(
        "staging stage dev development test testing prod production edge backup offsite remote secondary second nas"
        " cloud sandbox mgmt management docker other"
    )
)
"""Words for a cluster that may be another one than those in the repository."""

GENERIC = frozenset(
    WORD.findall(
        "envoy gateway gw ingress nginx controller service svc lb loadbalancer load balancer main app ip address the"
        " traefik istio cluster server k8s kubernetes proxy vip host node virtual"
    )
)
"""Words in names that do not tell one thing from another."""

_LONGEST = 60


def told_by(*texts: str) -> frozenset[str]:
    """The words of texts, in lower case."""
    return frozenset(WORD.findall(" ".join(texts).lower()))


def ids_of(labels: Iterable[str]) -> Iterator[str]:
    """The ids that labels may be: themselves, without what stands in brackets or behind a dash, without a domain."""
    for label in labels:
        for text in (
            label,
            label.partition("(")[0],
            label.partition(" - ")[0],
            label.rpartition(" - ")[2],
            label.rpartition(": ")[2],
        ):
            if 0 < len(text) < _LONGEST:
                yield slug(text)
                if " " not in text.strip() and "/" not in text:
                    yield slug(text.partition(".")[0])
