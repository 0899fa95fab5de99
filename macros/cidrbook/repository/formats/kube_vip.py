"""kube-vip: the control plane's virtual address, its BGP peers, and the pools of its cloud provider.

Read: the environment of a container of kube-vip, in a DaemonSet or a static pod (`address`, `vip_address`,
`vip_arp`, `bgp_enable`, `bgp_as`, `bgp_peeraddress`, `bgp_peeras`, `bgp_peers`, `bgp_sourceip`), the chart's values
(`config.address`, `env`), and the ConfigMap `kubevip` (`cidr-global`, `range-global`, …)
([kube-vip](https://kube-vip.io/docs/installation/flags/)). Of a peer's password only that there is one is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import LoadBalancer
from cidrbook.plan.entry import VirtualAddress
from cidrbook.repository.parts.manifests import CHARTS, addresses, helm_values, is_on, pool, seconds
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, items, text

_POOLS = ("cidr-", "range-")


@reads_documents(kinds=CHARTS, keys=("containers",), examples=True)
def read(document: Document) -> Iterator[Sighting]:
    """The virtual address, the sessions and the pools of a document."""
    for environment in _environments(document):
        yield from _api_virtual_addresses(document, environment)
        yield from _peer_sessions(environment)
    if document.kind == "ConfigMap" and document.name == "kubevip":
        yield from _pools_of_map(at(document.tree, "data"))


def _environments(document: Document) -> Iterator[dict[str, Located]]:
    """The environment of each kube-vip container, by name."""
    for mapping in document.having("containers"):
        for container in items(mapping, "containers"):
            if "kube-vip" in f"{text(container, 'image')} {text(container, 'name')}":
                pairs = ((text(entry, "name"), text(entry, "value")) for entry in items(container, "env"))
                yield {str(name): value for name, value in pairs if name is not None and value is not None}
    for values in helm_values(document):
        if "kube-vip" in values.chart and "cloud-provider" not in values.chart:
            written = {**_setting_texts(at(values.tree, "env")), **_setting_texts(at(values.tree, "config"))}
            if written:
                yield written


def _setting_texts(value: Value) -> dict[str, Located]:
    return (
        {key: written for key, written in value.items() if isinstance(written, Located)}
        if isinstance(value, dict)
        else {}
    )


def _api_virtual_addresses(document: Document, settings: Mapping[str, Located]) -> Iterator[Sighting]:
    modes = {"bgp": is_on(settings.get("bgp_enable")), "arp": is_on(settings.get("vip_arp"))}
    for key in ("address", "vip_address"):
        found = [*addresses(settings[key])] if key in settings else []
        if found:
            yield sighting(
                "virtual",
                VirtualAddress,
                found[0].place,
                name=document.name or "kube-vip",
                address=found,
                product="kube-vip",
                mode=next((mode for mode, on in modes.items() if on), None),
            )
            return


def _peer_sessions(settings: Mapping[str, Located]) -> Iterator[Sighting]:
    """The sessions: of `bgp_peers` (`address:AS:password:multihop`, separated by commas), or of the single settings."""
    if "bgp_enable" in settings and not is_on(settings["bgp_enable"]):
        return
    peers = settings.get("bgp_peers")
    if peers is not None and not peers.open:
        for written in _separated_parts(peers, ","):
            address, number, password, multihop, *_ = [*_peer_fields(written), None, None, None, None]
            yield from _kube_vip_session(settings, address, number, password, multihop)
    yield from _kube_vip_session(
        settings, settings.get("bgp_peeraddress"), settings.get("bgp_peeras"), settings.get("bgp_peerpass"), None
    )


def _peer_fields(written: Located) -> list[Located]:
    """The fields of a peer. IPv6 addresses stand in brackets."""
    end = written.find("]") if written.startswith("[") else -1
    if end < 0:
        return _separated_parts(written, ":")
    return [written.part(1, end), *_separated_parts(written.part(min(end + 2, len(written)), len(written)), ":")]


def _separated_parts(written: Located, separator: str) -> list[Located]:
    """The parts between separators."""
    found, start = [], 0
    for piece in written.split(separator):
        found.append(written.part(start, start + len(piece)))
        start += len(piece) + len(separator)
    return found


def _kube_vip_session(
    settings: Mapping[str, Located],
    address: Located | None,
    number: Located | None,
    password: Located | None,
    multihop: Located | None,
) -> Iterator[Sighting]:
    found = next(addresses(address), None) if address is not None else None
    if found is not None:
        yield sighting(
            "peering",
            Session,
            found.place,
            peer=found,
            local_asn=settings.get("bgp_as"),
            peer_asn=number,
            local_address=settings.get("bgp_sourceip"),
            multihop="true" if is_on(multihop) or is_on(settings.get("bgp_multihop")) else None,
            hold_time=seconds(settings.get("bgp_hold_time")),
            keepalive=seconds(settings.get("bgp_keepalive_interval")),
            password="true" if password else None,
        )


def _pools_of_map(data: Value) -> Iterator[Sighting]:
    """The pools of each namespace. Commas separate the ranges of one pool."""
    written = [written for key, written in _setting_texts(data).items() if key.startswith(_POOLS)]
    pools = [found for value in written for part in _separated_parts(value, ",") if (found := pool(part)) is not None]
    if pools:
        yield sighting("balancer", LoadBalancer, pools[0].place, product="kube-vip", pools=pools)
