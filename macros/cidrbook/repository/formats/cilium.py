"""Cilium: pools, BGP, how addresses are announced, and the Helm values that say what pods have.

Read: CiliumLoadBalancerIPPool (`blocks` of `cidr` or `start` and `stop`, the older `cidrs`; `disabled`),
CiliumBGPClusterConfig, CiliumBGPPeerConfig, CiliumBGPNodeConfig, CiliumBGPNodeConfigOverride, CiliumBGPPeeringPolicy,
CiliumBGPAdvertisement, CiliumL2AnnouncementPolicy, the ConfigMap `cilium-config`, and the chart's values
`ipv4NativeRoutingCIDR`, `ipam`, `k8sServiceHost`, `routingMode`
([LB-IPAM](https://docs.cilium.io/en/stable/network/lb-ipam/),
[BGP](https://docs.cilium.io/en/stable/network/bgp-control-plane/bgp-control-plane-v2/)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cidrbook.plan.bgp import Session, Speaker
from cidrbook.plan.cluster import Api, Cluster, Cni, LoadBalancer
from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import machine_name
from cidrbook.repository.parts.manifests import (
    CHARTS,
    Values,
    bare,
    helm_values,
    is_address,
    is_of_kind,
    is_off,
    pool,
    run,
    seconds,
    selected,
)
from cidrbook.repository.reader import Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Seen, Sighting, make, sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_HOSTNAME = "kubernetes.io/hostname"
_LOOPBACKS = ("127.0.0.1", "::1")
_KINDS = (
    "CiliumLoadBalancerIPPool",
    "CiliumBGPClusterConfig",
    "CiliumBGPPeerConfig",
    "CiliumBGPNodeConfig",
    "CiliumBGPNodeConfigOverride",
    "CiliumBGPPeeringPolicy",
    "CiliumBGPAdvertisement",
    "CiliumL2AnnouncementPolicy",
)
_POD_LISTS = ("clusterPoolIPv4PodCIDRList", "clusterPoolIPv4PodCIDR", "clusterPoolIPv6PodCIDRList")
"""Where the chart's values have the pods' ranges of Cilium's own pool."""

_MAX_ASN = 0xFFFF_FFFF
"""The largest AS number: it has four bytes."""


@reads_documents(kinds=CHARTS)
def read_chart(document: Document) -> Iterator[Sighting]:
    """The network plugin in the chart's values, or in the ConfigMap that they become."""
    for values in helm_values(document):
        if "cilium" in values.chart or at(values.tree, "ipv4NativeRoutingCIDR"):
            yield from _cni(values)
    if document.kind == "ConfigMap" and document.name == "cilium-config":
        data = at(document.tree, "data")
        mode, pools = text(data, "ipam"), ("cluster-pool-ipv4-cidr", "cluster-pool-ipv6-cidr")
        yield from _ignored_pods(data, mode, *pools)
        yield sighting(
            "cni",
            Cni,
            document.place,
            product="cilium",
            native_routing=_prefixes_below(data, "ipv4-native-routing-cidr", "ipv6-native-routing-cidr"),
            pods=[] if text(data, "ipam") == "kubernetes" else _prefixes_below(data, "cluster-pool-ipv4-cidr"),
        )


def _cni(values: Values) -> Iterator[Sighting]:
    if is_of_kind(text(values.tree, "k8sServiceHost")):
        return
    operator = at(values.tree, "ipam", "operator")
    own = text(values.tree, "ipam", "mode") in (None, "cluster-pool")
    pods = _prefixes_below(operator, *_POD_LISTS)
    yield sighting(
        "cni",
        Cni,
        values.place,
        product="cilium",
        version=values.version,
        encapsulation="none" if text(values.tree, "routingMode") == "native" else at(values.tree, "tunnelProtocol"),
        native_routing=_prefixes_below(values.tree, "ipv4NativeRoutingCIDR", "ipv6NativeRoutingCIDR"),
        pods=pods if own else [],
        node_mask=at(operator, "clusterPoolIPv4MaskSize") if own and pods else None,
    )
    yield from _ignored_pods(operator, text(values.tree, "ipam", "mode"), *_POD_LISTS)
    host = text(values.tree, "k8sServiceHost")
    if host and is_address(host) and not host.startswith("127.") and host != "::1":
        api, _ = make(Api, host.place, address=[host])
        name = text(values.tree, "cluster", "name")
        yield sighting("cluster", Cluster, host.place, name=name if name != "default" else "cluster", api=api)


def _ignored_pods(settings: Value, mode: Located | None, *keys: str) -> Iterator[Sighting]:
    """The lists that only count where Cilium hands out addresses of its own pool."""
    for key in keys if mode and not mode.open and not mode.startswith("cluster-pool") else ():
        found = _prefixes_below(settings, key)
        if found and mode:
            yield sighting(
                "ignored", Network, found[0].place, name=key, cidr=found, role="pods", purpose=f"IPAM mode `{mode}`"
            )


def _prefixes_below(value: Value, *keys: str) -> list[Located]:
    """The prefixes under the keys, in lists or texts with blanks or commas. A prefix of length 0 is left out."""
    written = (written for key in keys for written in items(value, key) if isinstance(written, Located))
    parts = (value for listed in written for value in _split_words(listed))
    return [written for written in parts if not written.endswith("/0")]


def _split_words(written: Located) -> Iterator[Located]:
    start = 0
    for word in written.replace(",", " ").split():
        start = written.index(word, start)
        yield written.part(start, start + len(word))
        start += len(word)


@reads_repository(kinds=_KINDS)
def read(files: Files) -> Iterator[Seen]:
    """The pools and sessions of each cluster."""
    clusters: dict[str, list[Document]] = defaultdict(list)
    for document in files.documents:
        if document.kind.startswith("Cilium"):
            clusters[document.cluster].append(document)
    for found in clusters.values():
        mode, sessions = _announcement_mode(found), [*_sessions_with_asns(found)]
        selectors = [*_service_selectors(found)]
        numbers = {written for _, written in sessions if written is not None}
        asn = numbers.pop() if len(numbers) == 1 and mode == "bgp" else None
        yield from (seen for seen, _ in sessions)
        yield from _asns_of_nodes(found)
        for document in found:
            pools = _blocks_of_pool(document)
            if pools:
                yield sighting(
                    "balancer",
                    LoadBalancer,
                    document.place,
                    scope=document.cluster,
                    product="cilium",
                    name=document.name,
                    mode=mode if _is_announced(document, selectors) else "",
                    asn=asn,
                    pools=pools,
                    options=_cilium_aggregation(found) | _pool_settings(document),
                )


def _cilium_aggregation(documents: Sequence[Document]) -> dict[str, Located]:
    """The prefix lengths of aggregated routes for services."""
    advertisements = (document for document in documents if document.kind == "CiliumBGPAdvertisement")
    services = (
        at(entry, "service") for document in advertisements for entry in items(document.tree, "spec", "advertisements")
    )
    found = (
        (key, text(service, key)) for service in services for key in ("aggregationLengthIPv4", "aggregationLengthIPv6")
    )
    return {key: length for key, length in found if length is not None}


def _pool_settings(document: Document) -> dict[str, Located]:
    """The settings that say which of a pool's addresses are handed out."""
    found = ((key, text(document.tree, "spec", key)) for key in ("disabled", "allowFirstLastIPs"))
    return {key: value for key, value in found if value is not None and not value.open}


def _blocks_of_pool(document: Document) -> list[Located]:
    spec = at(document.tree, "spec")
    if document.kind != "CiliumLoadBalancerIPPool":
        return []
    blocks = (*items(spec, "blocks"), *items(spec, "cidrs"))
    found = (pool(at(block, "cidr")) or run(at(block, "start"), at(block, "stop")) for block in blocks)
    return [written for written in found if written is not None]


def _announcement_mode(documents: Sequence[Document]) -> str:
    """The only way in which a cluster announces its services' addresses; "" if there are several."""
    modes = {_MODES.get(document.kind, "") for document in documents if _announces(document)} - {""}
    return modes.pop() if len(modes) == 1 else ""


_MODES = {
    "CiliumL2AnnouncementPolicy": "l2",
    "CiliumBGPPeeringPolicy": "bgp",
    "CiliumBGPClusterConfig": "bgp",
    "CiliumBGPNodeConfig": "bgp",
}


def _announces(document: Document) -> bool:
    return document.kind != "CiliumL2AnnouncementPolicy" or not is_off(at(document.tree, "spec", "loadBalancerIPs"))


def _service_selectors(documents: Sequence[Document]) -> Iterator[Value]:
    """The selectors of the services that a cluster announces; None where one chooses all."""
    for document in documents:
        spec = at(document.tree, "spec")
        if document.kind == "CiliumBGPAdvertisement":
            yield from (at(entry, "selector") for entry in items(spec, "advertisements") if at(entry, "service"))
        elif document.kind == "CiliumBGPPeeringPolicy":
            yield from (at(router, "serviceSelector") for router in items(spec, "virtualRouters"))
        elif document.kind == "CiliumL2AnnouncementPolicy" and _announces(document):
            yield at(spec, "serviceSelector")


def _is_announced(document: Document, selectors: Sequence[Value]) -> bool:
    """Whether the services of a pool are proven to be announced.

    One selector has to choose all services, or those with the labels that the pool is for.
    """
    labels = at(document.tree, "spec", "serviceSelector", "matchLabels")
    return not selectors or any(_chooses(selector, labels) for selector in selectors)


def _chooses(selector: Value, labels: Value) -> bool:
    """Whether a selector chooses all that has these labels. One that only excludes something is meant to choose all."""
    wanted = at(selector, "matchLabels")
    if any(text(labels, key) != value for key, value in (wanted.items() if isinstance(wanted, dict) else ())):
        return False
    choosing = (entry for entry in items(selector, "matchExpressions") if text(entry, "operator") in ("In", "Exists"))
    return all(_has_label(labels, entry) for entry in choosing)


def _has_label(labels: Value, expression: Value) -> bool:
    """Whether these labels are such as an expression asks for: the key, with one of the values if it names some."""
    own, values = text(labels, str(text(expression, "key"))), [*texts(at(expression, "values"))]
    return own is not None and (not values or own in values)


def _sessions_with_asns(documents: Sequence[Document]) -> Iterator[tuple[Seen, Located | None]]:
    """The sessions of a cluster, each with its local AS number."""
    configs = {
        str(document.name): at(document.tree, "spec")
        for document in documents
        if document.kind == "CiliumBGPPeerConfig"
    }
    for document in documents:
        instances, peers, node = _SPEAKERS.get(document.kind, ("", "", False))
        spec = at(document.tree, "spec")
        selector = at(spec, "nodeSelector")
        local = document.name if node else text(selector, "matchLabels", _HOSTNAME) or selected(selector)
        for instance in items(spec, instances) if instances else ():
            asn = _asn(at(instance, "localASN"))
            own = None if not node and _is_overridden(documents, instance) else at(instance, "localASN")
            for peer in items(instance, peers):
                config = configs.get(str(text(peer, "peerConfigRef", "name")))
                yield from ((seen, asn) for seen in _cilium_session(document, local, own, peer, config))


def _is_overridden(documents: Sequence[Document], instance: Value) -> bool:
    """Whether some nodes have another AS number in an instance. Then it does not hold for every node."""
    overriding = (document for document in documents if document.kind == "CiliumBGPNodeConfigOverride")
    own = (entry for document in overriding for entry in items(document.tree, "spec", "bgpInstances"))
    return any(at(value, "localASN") and text(value, "name") == text(instance, "name") for value in own)


def _asns_of_nodes(documents: Sequence[Document]) -> Iterator[Sighting]:
    """The AS numbers of single nodes."""
    for document in documents:
        if document.kind == "CiliumBGPNodeConfigOverride" and document.name:
            node = machine_name(document.name)
            for asn in (
                value
                for instance in items(document.tree, "spec", "bgpInstances")
                if (value := text(instance, "localASN"))
            ):
                known = {"name": f"{node}-cilium", "runs_on": node, "product": "cilium", "asn": asn}
                yield sighting("speaker", Speaker, asn.place, **known)


_SPEAKERS = {
    "CiliumBGPPeeringPolicy": ("virtualRouters", "neighbors", False),
    "CiliumBGPClusterConfig": ("bgpInstances", "peers", False),
    "CiliumBGPNodeConfig": ("bgpInstances", "peers", True),
    "CiliumBGPNodeConfigOverride": ("bgpInstances", "peers", True),
}
"""The keys of an object's instances and peers, and whether the object has a node's name."""


def _cilium_session(
    document: Document, local: Located | None, asn: Value, peer: Value, config: Value
) -> Iterator[Seen]:
    """A session. A node's iBGP session with itself is with another program there, and is left out."""
    written = text(peer, "peerAddress")
    if written is None or written.open:
        return
    address = bare(written)
    own = text(peer, "localAddress")
    inside = address in _LOOPBACKS or (own is not None and bare(own) == address)
    timers = at(config, "timers") or peer
    secret = text(config, "authSecretRef") or text(peer, "authSecretRef")
    seen = sighting(
        "peering",
        Session,
        address.place,
        scope=document.cluster,
        local=local,
        peer=address,
        local_asn=asn,
        peer_asn=None if text(peer, "peerASN") == "0" else at(peer, "peerASN"),
        local_address=None if inside else own,
        multihop=at(config, "ebgpMultihop") or at(peer, "eBGPMultihopTTL"),
        hold_time=seconds(at(timers, "holdTimeSeconds")),
        keepalive=seconds(at(timers, "keepAliveTimeSeconds")),
        password="true" if secret else None,
    )
    if inside and str(asn) == str(at(peer, "peerASN")):
        yield from seen.problems
    else:
        yield seen


def _asn(value: Value) -> Located | None:
    """A valid AS number, for the facts about a cluster beside its sessions."""
    known = isinstance(value, Located) and value.isdecimal() and len(value) <= len(str(_MAX_ASN))
    return value if isinstance(value, Located) and known and int(value) <= _MAX_ASN else None
