"""The words that files and documents call things by: one name for each notion that several readers or checks share.

Products: `PROXY_NAMES`, `GATEWAY_PRODUCTS`, `ROUTER_PRODUCTS`, `CLUSTER_PRODUCTS`, `HYPERVISORS`, `SYSTEMS`, `TUNNELS`.
No names: `COMMON` and `KINDS` of clusters, `GENERIC` of services, `DEVICES` of machines, `OF_NETWORKS`, `QUALITIES` and
`PROTOCOLS` of anything, `STRUCTURE` and `NAMELESS` of headings. Beside an address: `ADDRESS_WORDS`, `NEUTRAL`,
`BALANCING`, `ASIDE`. What is over: `PAST`. A word that only one check needs stands with that check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from cidrbook.text.names import slug
from cidrbook.text.regex import regex

WORD = regex(r"[a-z0-9]+")


def word_set(text: str) -> frozenset[str]:
    """The words of a text in lower case, as it is written in a table of this package."""
    return frozenset(WORD.findall(text))


PROXY_NAMES = r"ingress|gateway|traefik|nginx|envoy|istio|proxy|contour|kong|caddy"
"""Parts of the names of programs and Services that take requests for other ones (a regular expression)."""

UNIFI_GATEWAYS = r"ud[mr]\w*|ucg\w*|uxg\w*|usg"
"""The names of Ubiquiti's gateways (a regular expression)."""

ROUTER_PRODUCTS = (
    rf"{UNIFI_GATEWAYS}|unifi|dream machine|opnsense|pfsense|vyos|mikrotik|routeros|edgerouter|edgeos|frr|bird"
)
"""Products that route between the networks of a lab, as documents name them (a regular expression)."""

CLUSTER_PRODUCTS = r"kubernetes|k8s|k3s|k0s|rke2|talos|cilium|calico|metal ?lb|kube vip"
"""Products that make a cluster, or that speak BGP for one (a regular expression)."""

FOREIGN = word_set(
    "netz netze netzwerk netzwerke subnetz subnetze heimnetz maske netzmaske subnetzmaske zweck adresse adressen"
    " bereich bereiche rechner ger geraet geraete knoten standort beschreibung schnittstelle dienst dienste rolle"
    " bemerkung verwendung standardgateway reseau masque passerelle plage hote adresses direccion direcci mascara"
    " rango equipo indirizzo rete maschera dispositivo adres netwerk netmasker bereik apparaat doel"
)
"""What tables and items in other languages call an address, a network, its mask, its purpose, a machine: no names."""

COMMON = FOREIGN | word_set(
    "kubernetes k8s k3s talos kube cluster pod pods service services svc external internal cidr cidrs subnet"
    " subnets network networks net range ranges pool ip ips address addresses load balancer balancers"
    " loadbalancer loadbalancers lb metallb cilium bgp calico l2 l3 arp w with the is for of and node nodes vip"
    " vips api ipam vlan ipv4 ipv6 v4 v6 default block prefix in use using native routing server endpoint"
    " control plane controlplane virtual"
)
"""Words that do not tell one cluster, or one pool, from another."""

STRUCTURE = word_set(
    "high availability ha architecture overview design setup configuration configure install installation bootstrap"
    " deployment deploy networking details detail summary quick start reference topology infrastructure table"
    " allocation allocations assignment assignments information info general settings guide notes documentation"
    " docs home lab homelab my current allocated plan planning inventory access components layout diagram map"
    " level logical"
)
"""Words of headings that say nothing about what is below them."""

KINDS = word_set(
    "staging stage dev development test testing prod production edge backup offsite remote secondary second nas"
    " cloud sandbox mgmt management docker other"
)
"""Words for a cluster that may not be the one in the repository."""

GENERIC = word_set(
    "envoy gateway gw ingress nginx controller service svc lb loadbalancer load balancer main app ip address the"
    " traefik istio cluster server k8s kubernetes proxy vip host node virtual"
)
"""Words in names that do not tell one thing from another."""

NEUTRAL = FOREIGN | word_set(
    "ip ips ipv4 ipv6 v4 v6 cidr cidrs subnet network networks range ranges address addresses prefix block internal"
    " static lan the is at a"
)
"""Words that say only that something is an address."""

NAMELESS = FOREIGN | word_set(
    "identity network networks networking details detail summary overview general information info basics settings"
    " configuration config setup addressing interfaces interface nics pool pools"
    " spec specs specification specifications properties"
)
"""Words of headings and labels that name no thing."""

ASIDE = regex(
    r"\b(?:gateways?|gw|routers?|dns|dhcp|mask|netmask|broadcast|ntp|default route|next hop|storage|ipmi|bmc|idrac|ilo"
    r"|(?:sub)?netzmaske|maske|masque"
    r"|vpn|tailscale|wireguard|wan|public|old|previous|before|thunderbolt|ceph|iscsi|nfs|reserved|syslog"
    r"|(?:backup|replication|log|logging) (?:targets?|servers?|hosts?)|peers?|upstreams?)\b"
)
"""Words for addresses that do not identify a thing (a pattern of lower-case words)."""

REMARKS = word_set("note notes caveat warning example tip todo important hint")
"""Words that introduce a sentence, and name nothing."""

HYPERVISORS = r"proxmox|pve|esxi|hypervisors?|ceph|docker|swarm|nomad"
"""Products whose nodes and clusters are not those of Kubernetes (a regular expression)."""

PAST = r"old|previous(?:ly)?|former(?:ly)?|no longer|obsolete|retired|decommissioned"
"""Words for what is over (a regular expression)."""

SYSTEMS = word_set("ubuntu debian fedora arch alpine linux windows macos nixos")
"""Operating systems: what machines run, and not what they are called."""

DEVICES = word_set(
    "nas switch printer camera router firewall ap ups device devices appliance machine box host hosts hostname vm lxc"
    " container docker physical main"
)
"""Kinds of machines, which people add to a name or leave out."""

OF_NETWORKS = word_set("vlan vlans network networks subnet subnets cidr prefix range segment zone id")
"""What networks are called beside their names."""

ADDRESS_WORDS = word_set("ip ips ipv4 ipv6 address addresses addr")
"""What an address is called."""

BALANCING = word_set("load balancer loadbalancer lb lbip svc service vip")
"""What the address of a service is called that a load balancer gives it."""

QUALITIES = word_set(
    "internal external public private default local global primary secondary main shared common inner outer front back"
    " home guest static dynamic core edge lan wan upstream downstream new other test prod dev"
)
"""What may be said of anything: names only beside a word for what it is, as in "external forwarding"."""

TUNNELS = word_set("vpn wireguard wg openvpn ipsec tailscale zerotier netbird")
"""Networks that are laid over others, and what makes them."""

PROTOCOLS = word_set("wireguard wg openvpn ipsec vpn bgp ospf vxlan snmp ntp nfs smb")
"""Words that are names of things only alone: with others they say how something is reached."""

GATEWAY_PRODUCTS = word_set("envoy nginx traefik istio haproxy kong contour caddy")
"""Products that distinguish one gateway from another."""

PREPOSITIONS = word_set("the a an at on in is of to via for")
"""Words for a position, which name nothing."""

_LONGEST_NAME = 60
"""Characters: a longer label is a sentence, and no name."""


def words_of(*texts: str) -> frozenset[str]:
    """The words of texts, in lower case."""
    return frozenset(WORD.findall(" ".join(texts).lower()))


def possible_ids(labels: Iterable[str]) -> Iterator[str]:
    """The ids that labels may stand for: whole, without brackets, before or after dash or colon, or without domain."""
    return chain.from_iterable(map(_ids_of_label, labels))


@lru_cache(maxsize=1 << 12)
def _ids_of_label(label: str) -> tuple[str, ...]:
    """The same of one label; the documents of a repository repeat them."""
    parts = (
        label,
        label.partition("(")[0],
        label.partition(": ")[0],
        label.partition(" - ")[0],
        label.rpartition(" - ")[2],
        label.rpartition(": ")[2],
    )
    found: list[str] = []
    for text in parts:
        if 0 < len(text) < _LONGEST_NAME:
            found.append(slug(text))
            if " " not in text.strip() and "/" not in text:
                found.append(slug(text.partition(".")[0]))
    return tuple(dict.fromkeys(found))
