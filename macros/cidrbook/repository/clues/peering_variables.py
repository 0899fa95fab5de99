"""BGP sessions of a cluster in Ansible's variables, such as `cilium_bgp_peer_address` beside `cilium_bgp_peer_asn`.

Read are variables that name what speaks, by themselves or by the mapping that they stand in: Calico, Cilium, MetalLB,
kube-vip, or the cluster. An AS number that may be either end's (`bgp_as`) says nothing, but for kube-vip, whose own it
is. A role that is told not to use BGP (`cilium_bgp: false`, `metal_lb_mode: layer2`), or not to use the product, has no
session.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.bgp import Session
from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.parts.cluster_parts import addresses
from cidrbook.repository.parts.variable_purpose import is_of_product_in_use, is_placeholder
from cidrbook.repository.reader import VARIABLES, reads_documents
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, text

_WHO = r"(?P<who>(?:k3s_|rke2_)?(?:cilium|calico|metal_?lb|kube_?vip|k3s|rke2|k8s|kube|kubernetes|cluster))_"
_KEYS = {
    "peer": regex(rf"{_WHO}bgp_(?:peer|neighbou?r|router)(?:_?(?:ip|addr|address))?"),
    "peer_asn": regex(rf"{_WHO}bgp_(?:peer|neighbou?r|remote|router)_?asn?"),
    "local_asn": regex(rf"{_WHO}bgp_(?:my|local|own|node|cluster)_?asn?|(?P<own>kube_?vip)_bgp_asn?"),
}
_OFF = regex(r"false|no|off|disabled|layer2|l2|arp", re.IGNORECASE)


@reads_documents(kinds=("",), globs=VARIABLES, words=("bgp_",))
def read(document: Document) -> Iterator[Sighting]:
    """The BGP session in the variables of a file, or of a mapping in it."""
    if has_variables(document):
        for path, mapping in document.mappings:
            found: dict[str, dict[str, Located]] = {}
            for key in mapping:
                _sort(found, f"{path[-1]}_{key}" if path else key, text(mapping, key))
                _sort(found, key, text(mapping, key))
            for who, known in found.items():
                in_use = is_of_product_in_use(f"{who}_bgp_peer", document.source.text)
                if in_use and not _is_bgp_off(mapping, who):
                    yield from _session_of_variables(known)


def _sort(found: dict[str, dict[str, Located]], name: str, value: Located | None) -> None:
    """Keeps a value under its speaker and its key of a session."""
    for key, pattern in _KEYS.items():
        match = pattern.fullmatch(name.lower().replace("-", "_"))
        if match and value is not None and not value.open and not is_placeholder(value):
            known = match.groupdict()
            found.setdefault(str(known["who"] or known.get("own")), {}).setdefault(key, value)


def _is_bgp_off(mapping: dict[str, Value], who: str) -> bool:
    keys = (f"{who}_bgp", f"{who}_mode", f"{who}_bgp_enabled", f"{who}_enable_bgp", "bgp", "mode", "bgp_enabled")
    return any(_OFF.fullmatch(str(text(mapping, key) or "")) for key in keys)


def _session_of_variables(known: dict[str, Located]) -> Iterator[Sighting]:
    peers = addresses(known.get("peer"))
    if len(peers) == 1 and "peer_asn" in known:
        peer = peers[0].part(0, len(peers[0].partition("/")[0]))
        asns = {key: value for key, value in known.items() if key != "peer"}
        yield sighting("peering", Session, peer.place, peer=peer, **asns)
