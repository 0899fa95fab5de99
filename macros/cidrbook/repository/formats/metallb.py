"""MetalLB: pools, peers, and how addresses are announced.

Read: IPAddressPool, AddressPool, BGPPeer, L2Advertisement, BGPAdvertisement
([MetalLB](https://metallb.io/apis/)), and what came before them, in a ConfigMap or in the chart's `configInline`:
`address-pools` and `peers`. Cilium read the latter, too, in its ConfigMap `bgp-config`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import LoadBalancer
from cidrbook.repository.parts.manifests import addresses, bare, pool, seconds, selected
from cidrbook.repository.reader import Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, embedded, items, mappings, text, texts

_PROTOCOLS = {"layer2": "l2", "bgp": "bgp"}
_POOLS = ("IPAddressPool", "AddressPool")
_MODES = {"L2Advertisement": "l2", "BGPAdvertisement": "bgp"}


class _PeerKeys(NamedTuple):
    """The keys of a peer that say the same in its object and in the older configuration."""

    own: str
    other: str
    address: str
    hold: str
    keepalive: str


_KEYS_OF_PEER = _PeerKeys("myASN", "peerASN", "peerAddress", "holdTime", "keepaliveTime")
_KEYS_OF_CONFIG = _PeerKeys("my-asn", "peer-asn", "peer-address", "hold-time", "keepalive-time")


@reads_documents(kinds=("ConfigMap", "HelmChart", "HelmChartConfig"), keys=("address-pools", "peers"), examples=True)
def read_config(document: Document) -> Iterator[Sighting]:
    """The pools and peers in MetalLB's older configuration."""
    product = "cilium" if document.name == "bgp-config" else "metallb"
    for mapping in _mappings(document):
        for entry in items(mapping, "address-pools"):
            lengths = (_aggregation_length(value) for value in items(entry, "bgp-advertisements"))
            length = next(filter(None, lengths), None)
            options = {"aggregation-length": length} if length else {}
            mode = _PROTOCOLS.get(str(text(entry, "protocol")), "")
            yield from _metallb_balancer(document, product, entry, mode, options)
        for peer in items(mapping, "peers"):
            if at(peer, "peer-address") is not None:
                yield from _metallb_session(document, peer, _KEYS_OF_CONFIG)


def _aggregation_length(advertisement: Value) -> Located | None:
    length = text(advertisement, "aggregation-length")
    return None if length in (None, "32") else length


def _mappings(document: Document) -> Iterator[dict[str, Value]]:
    yield from document.having("address-pools", "peers")
    if document.kind in ("ConfigMap", "HelmChart", "HelmChartConfig"):
        written = (
            written for written in texts(document.tree) if "address-pools" in written or "peer-address" in written
        )
        yield from (mapping for value in written for _, mapping in mappings(embedded(value)))


@reads_repository(kinds=("IPAddressPool", "AddressPool", "BGPPeer"))
def read(files: Files) -> Iterator[Sighting]:
    """The pools of each cluster, with their announcements, and its peers."""
    clusters: dict[str, list[Document]] = defaultdict(list)
    for document in files.documents:
        if "metallb" in document.api:
            clusters[document.cluster].append(document)
    for found in clusters.values():
        for document in found:
            spec = at(document.tree, "spec")
            if document.kind == "BGPPeer":
                yield from _metallb_session(document, spec, _KEYS_OF_PEER)
            elif document.kind in _POOLS:
                protocol = _PROTOCOLS.get(str(text(spec, "protocol")), "")
                mode = protocol or _pool_mode(found, str(document.name))
                options = _metallb_aggregation(found) | _pool_setting(spec, "avoidBuggyIPs", "avoid-buggy-ips")
                yield from _metallb_balancer(document, "metallb", spec, mode, options)


def _pool_mode(documents: Sequence[Document], name: str) -> str:
    """The only way in which a pool is announced. An advertisement without names announces all pools."""
    modes = set()
    for document in documents:
        names = [*texts(at(document.tree, "spec", "ipAddressPools"))]
        chosen = at(document.tree, "spec", "ipAddressPoolSelectors") is None
        if document.kind in _MODES and (name in names or (not names and chosen)):
            modes.add(_MODES[document.kind])
    return modes.pop() if len(modes) == 1 else ""


def _metallb_aggregation(documents: Sequence[Document]) -> dict[str, Located]:
    """The prefix lengths of aggregated routes for services."""
    keys = ("aggregationLength", "aggregationLengthV6")
    specs = [at(document.tree, "spec") for document in documents if document.kind == "BGPAdvertisement"]
    found = ((key, text(spec, key)) for spec in specs for key in keys)
    return {key: length for key, length in found if length is not None and length not in ("32", "128")}


def _pool_setting(spec: Value, key: str, *older: str) -> dict[str, Located]:
    """A setting of a pool, under its present name."""
    found = next((value for name in (key, *older) if (value := text(spec, name)) is not None), None)
    return {} if found is None or found.open else {key: found}


def _metallb_balancer(
    document: Document, product: str, entry: Value, mode: str, options: dict[str, Located] | None = None
) -> Iterator[Sighting]:
    pools = [value for written in texts(at(entry, "addresses")) if (value := pool(written)) is not None]
    if pools:
        yield sighting(
            "balancer",
            LoadBalancer,
            pools[0].place,
            scope=document.cluster,
            product=product,
            name=document.name if document.kind in _POOLS else text(entry, "name"),
            mode=mode,
            pools=pools,
            options=options,
        )


def _metallb_session(document: Document, peer: Value, keys: _PeerKeys) -> Iterator[Sighting]:
    for written in texts(at(peer, keys.address)):
        if next(addresses(written), None) is not None:
            yield sighting(
                "peering",
                Session,
                written.place,
                scope=document.cluster,
                local=selected(at(peer, "nodeSelectors"), at(peer, "node-selectors")),
                peer=bare(written),
                local_asn=at(peer, keys.own),
                peer_asn=at(peer, keys.other),
                local_address=_source_address(peer),
                multihop=at(peer, "ebgpMultiHop") or at(peer, "ebgp-multihop"),
                hold_time=seconds(at(peer, keys.hold)),
                keepalive=seconds(at(peer, keys.keepalive)),
                password="true" if any(at(peer, key) for key in ("password", "passwordSecret")) else None,
            )


def _source_address(peer: Value) -> Located | None:
    return text(peer, "sourceAddress") or text(peer, "source-address")
