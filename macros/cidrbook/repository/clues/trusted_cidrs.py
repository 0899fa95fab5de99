"""Cluster ranges copied into app settings: trusted proxies, VPN routes, and policies.

Read, at any depth: `trustedCIDRs`, `trusted_proxies`, `*_TRUSTED_PROXIES`, `*_TRUSTED_PROXY_1`, `sourceRange`,
`*_NO_AUTH_NETWORKS`, `*_ALLOWED_NETWORKS`, `FIREWALL_OUTBOUND_SUBNETS`, `NOT_ROUTED_TO_GATEWAY_CIDRS`,
`VPN_LOCAL_CIDRS`, also as the `name` and `value` of a container's environment; `advertiseRoutes`, `TS_ROUTES` and
`--advertise-routes` of [Tailscale](https://tailscale.com/kb/1441/kubernetes-operator-connector), `AllowedIPs` of
WireGuard; `ipBlock`, `toCIDR` and `fromCIDR` of policies; and in a chart's values `podCIDR`, `clusterCIDR`,
`serviceCIDR`. They are copies of a cluster's ranges, and no networks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from netaddr import IPNetwork

from cidrbook.net.host_bits import host_bits, without_host_bits
from cidrbook.repository.parts.cluster_parts import prefixes
from cidrbook.repository.parts.manifests import helm_values
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.parts.variable_purpose import purpose
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Reported, Seen
from cidrbook.text.finding import Problem
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, mappings, text, texts

_KINDS = (
    (
        "proxies",
        regex(
            r"(?:[\w.-]*[_.-])?(?:trusted_?(?:cidrs?|networks|proxy|proxies|ips|subnets)|proxy[_-]real[_-]ip[_-]cidr)(?:_[0-9]{1,2})?",
            re.IGNORECASE,
        ),
    ),
    (
        "trust",
        regex(
            r"(?:\w*_)?(?:no_auth_networks|allowed_networks|sourceranges?|loadbalancersourceranges)(?:_[0-9]{1,2})?"
            r"|(?:\w*_)?trusted_(?:\w{1,20}_)?(?:pods?|cluster|svc|services?)_(?:cidrs?|subnets?|networks?)"
            r"|nginx\.ingress\.kubernetes\.io/(?:whitelist|allowlist)-source-range",
            re.IGNORECASE,
        ),
    ),
    (
        "out",
        regex(r"(?:\w*_)?(?:\w*outbound\w*subnets|not_routed_to_gateway_cidrs|vpn_local_cidrs?)", re.IGNORECASE),
    ),
    ("route", regex(r"(?:\w*_)?(?:advertise_?routes|ts_routes|tailscale_routes|allowed_?ips)", re.IGNORECASE)),
    ("policy", regex(r"toCIDR(?:Set)?|fromCIDR(?:Set)?|ipBlock")),
)
"""The purposes of networks in settings, and the names of settings for each."""

_RANGE = regex(r"(?:\w*_)?(?:pods?|svc|services?|cluster)[_-]?(?:cidrs?|subnets?)(?:_?v?4)?", re.IGNORECASE)
_PART_OF = (
    ("pods", regex(r"(?:^|_)(?:pods?|cluster)_", re.IGNORECASE)),
    ("services", regex(r"(?:^|_)(?:svc|services?)_", re.IGNORECASE)),
)
_NESTED = regex(
    r"vcluster|k3k|capi|cluster-api|kamaji|k0smotron|hypershift|kubevirt|crossplane|gardener|virtual-?cluster"
)
"""Charts that make clusters of their own, with their own ranges."""

_FLAG = regex(r"--advertise-routes[= ]([0-9a-fA-F.:/,]{7,300})")
_TUNNEL = regex(r"allowed_?ips", re.IGNORECASE)
_LONGEST = 60
"""Longer keys are no names of settings. Every key is matched with the patterns, so long ones would cost time."""


@reads_documents(key_pattern=regex("|".join(f"(?:{names.pattern})" for _, names in _KINDS), re.IGNORECASE))
def read(document: Document) -> Iterator[Seen]:
    """The settings of a document that list networks, each with all of them."""
    keys = {key: kind for key in document.keys if (kind := _kind_of_setting(key))}
    for mapping in document.having(*keys) if keys else ():
        for key in (key for key in mapping if key in keys):
            yield from _trusted_networks(key, keys[key], _without_exceptions(mapping[key]))
            yield from _trusted_networks(key, keys[key], [at(entry, "except") for entry in items(mapping, key)])


@reads_documents(keys=("value",))
def read_environment(document: Document) -> Iterator[Seen]:
    """The settings in a container's environment, by name."""
    for mapping in document.having("value"):
        name = text(mapping, "name")
        if name and (kind := _kind_of_setting(name)):
            yield from _trusted_networks(name, kind, mapping.get("value"))


@lru_cache(maxsize=8192)
def _kind_of_setting(key: str) -> str:
    """The purpose of a setting's networks; "" if its name does not say."""
    return next((kind for kind, names in _KINDS if len(key) < _LONGEST and names.fullmatch(key)), "")


def _without_exceptions(value: Value) -> Value:
    """A setting's value without its exceptions, which may be any networks."""
    if isinstance(value, list):
        return [_without_exceptions(written) for written in value]
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if key != "except"}
    return value


@reads_documents(words=("--advertise-routes",))
def read_flags(document: Document) -> Iterator[Seen]:
    """The routes in Tailscale's arguments."""
    for written in texts(document.tree):
        for found in _FLAG.finditer(written) if not written.open else ():
            yield from _trusted_networks("--advertise-routes", "route", written.part(*found.span(1)))


@reads_documents(kinds=("HelmRelease",))
def read_charts(document: Document) -> Iterator[Seen]:
    """The cluster ranges in a chart's values. Charts that make clusters are left out."""
    keys = [key for key in document.keys if len(key) < _LONGEST and _RANGE.fullmatch(key)]
    if keys:
        for values in helm_values(document):
            nested = _NESTED.search(f"{values.chart} {document.source.file.lower()}")
            for _, mapping in () if nested else mappings(values.tree):
                for key in keys:
                    yield from _trusted_networks(key, "range", mapping.get(key), purpose(key))


def _trusted_networks(key: str, kind: str, value: Value, part: str = "") -> Iterator[Seen]:
    found: list[Located] = prefixes(value)
    yield from _host_bit_problems(key, [written for written in texts(value) if "$" not in written.raw])
    if found:
        named = part or next((written for written, names in _PART_OF if kind == "trust" and names.search(key)), "")
        role = named if named in ("pods", "services") else ""
        yield from setting_copy(key, kind, found, role=role)


def _host_bit_problems(key: str, written: list[Located]) -> Iterator[Reported]:
    """A problem for each network with host bits.

    WireGuard allows them, so its settings are left out; and everybody writes `127.0.0.1/8`.
    """
    for prefix in prefixes([*written]) if "." in "".join(written) and not _TUNNEL.search(key) else ():
        network = IPNetwork(prefix)
        if network.value != network.first and not network.is_loopback():
            problem = Problem(
                at=prefix.place,
                message=f"{key}: {host_bits(network)}",
                hint=without_host_bits(network),
            )
            yield Reported("host-bits-set", problem)
