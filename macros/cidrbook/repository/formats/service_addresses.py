"""Addresses that services ask for: fields and annotations, at any depth of any manifest.

Read: `loadBalancerIP`, `externalIPs`, the annotations of Cilium, MetalLB, kube-vip and Calico, and a Gateway's
`spec.addresses`. They stand in Services, in the values of HelmReleases, in Gateways and in the resources of many
operators. Disabled services, and those of a type without an address, ask for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname
from typing import NamedTuple

from cidrbook.plan.cluster import Service
from cidrbook.plan.views.address_sharing import API_PORT
from cidrbook.repository.parts.gateway_names import gateway_names
from cidrbook.repository.parts.manifests import addresses, helm_values, is_off
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, text, texts

KEYS = {
    "lbipam.cilium.io/ips": "annotation",
    "io.cilium/lb-ipam-ips": "annotation",
    "metallb.universe.tf/loadBalancerIPs": "annotation",
    "metallb.io/loadBalancerIPs": "annotation",
    "kube-vip.io/loadbalancerIPs": "annotation",
    "projectcalico.org/loadBalancerIPs": "annotation",
    "loadBalancerIP": "load-balancer-ip",
    "externalIPs": "external-ips",
}
"""The keys of a service's addresses, and the way in which each pins them."""

_BLOCKS = ("loadBalancer", "loadbalancer")
"""Keys of charts for a service of their own, which is asked for with `ip`."""

_OF_CHART = "ip of a chart's load balancer"
"""Stands for such a key. Whether it is pinned in a pool, or the chart makes one for it, only the chart knows."""

_ASKING = {**KEYS, _OF_CHART: ""}

_SHARING = (
    "lbipam.cilium.io/sharing-key",
    "io.cilium/lb-ipam-sharing-key",
    "metallb.universe.tf/allow-shared-ip",
    "metallb.io/allow-shared-ip",
)
_CROSS_NAMESPACE = ("lbipam.cilium.io/sharing-cross-namespace", "io.cilium/lb-ipam-sharing-cross-namespace")
_SHARED_BY_PORT = ("kube-vip.io/loadbalancerIPs", "loadBalancerIP", "externalIPs")
"""Keys with which two services may share an address on different ports."""

_NOT_IN_USE = ("CustomResourceDefinition", "Kustomization", "Component")
_WITHOUT = ("ClusterIP", "NodePort", "ExternalName")
_TYPES = ("type", "serviceType")
_PROTOCOLS = {"UDP": "udp", "SCTP": "sctp"}
_PLAIN = frozenset(
    {"metadata", "annotations", "spec", "values", "service", "app", "main", "controller", "infrastructure", "services"}
    | {
        "provider",
        "kubernetes",
        "envoyService",
        "patch",
        "value",
        "managed",
        "additional",
        "serviceTemplate",
        "default",
        "serviceSpec",
        *_BLOCKS,
    }
)
_PART_OF_SERVICE = regex(r"(?:[sS]ervice)?(?:[aA]nnotations|[lL]abels|[tT]emplate|[sS]pec)$")
"""The end of a key that is a part of a service, as `listenersServiceTemplate`."""
_RELEASES = ("HelmRelease", "HelmChart", "HelmChartConfig", "Application")
_OF_VALUES = regex(r"(?:^|[-_])(?:helm[-_])?values(?:[-_]|$)")
_FOLDERS_OF_VALUES = ("values", "helm-values", "values.d")
_INNER = (dict, list)
_MAX_DEPTH = 64
"""Mappings in mappings: as many as the YAML reader allows."""


class _Asking(NamedTuple):
    """A mapping that asks for addresses, its keys, and the mappings around it, the nearest first."""

    path: tuple[str, ...]
    mapping: dict[str, Value]
    around: tuple[dict[str, Value], ...]

    @property
    def owner(self) -> dict[str, Value]:
        """What the mapping is a part of: the object, or the service in a chart's values."""
        outer = (*self.around, self.mapping)
        if self.path[-1:] and self.path[-1].lower().endswith("annotations"):
            return outer[1] if self.path[-2:-1] == ("metadata",) and len(outer) > 1 else outer[0]
        return outer[0] if self.path[-1:] == ("spec",) else self.mapping

    def told(self, *keys: str) -> Value:
        """The value under the first of the keys that the mapping or its owner has."""
        owner = self.owner
        inner = (at(owner, "spec"), at(owner, "annotations"), at(owner, "metadata", "annotations"))
        places = [self.mapping, owner, *(value for value in inner if isinstance(value, dict))]
        found = (place[key] for key in keys for place in places if key in place)
        return next((value for value in found if value is not None), None)


@reads_repository(keys=(*KEYS, *_BLOCKS), kinds=("Gateway", "HelmChart", "HelmChartConfig", "Application"))
def read(files: Files) -> Iterator[Sighting]:
    """The services with pinned addresses of all manifests: one for each mapping that asks for addresses."""
    gateways = gateway_names(files.documents)
    found = [(document, seen) for document in files.documents for seen in _services_of(document, gateways)]
    released = {
        (key, _asked_addresses(seen))
        for document, seen in found
        if document.kind in _RELEASES
        for key in (str(document.name).lower(), f"{dirname(document.source.file).lower()}/")
    }
    behind = {
        (document.cluster, place, _asked_addresses(seen))
        for document, seen in found
        if not _is_gateway(document)
        for place in _folder_and_namespace(document)
    }
    for document, seen in found:
        asked = _asked_addresses(seen)
        copied = not document.kind and any((name, asked) in released for name in _releases_around(document))
        if _is_gateway(document):
            kind = f"class {text(document.tree, 'spec', 'gatewayClassName')}"
            places = (*_folder_and_namespace(document), kind)
            copied = any((document.cluster, place, asked) in behind for place in places)
            behind.add((document.cluster, kind, asked))
        if not copied:
            yield seen


def _is_gateway(document: Document) -> bool:
    """Whether it is a Gateway: what its class's controller serves, at an address that the controller's Service has.

    So it is left out where that Service is in its folder or namespace, or another Gateway of its class has its address.
    """
    return document.kind == "Gateway" and "gateway.networking" in document.api


def _folder_and_namespace(document: Document) -> Iterator[str]:
    """The folder and the namespace of a document."""
    yield f"folder {dirname(document.source.file)}"
    if document.namespace:
        yield f"namespace {document.namespace}"


def _services_of(document: Document, gateways: Mapping[tuple[str, str, str], str]) -> Iterator[Sighting]:
    """The services of one document, under the name of what makes them."""
    if document.kind not in _NOT_IN_USE:
        name = gateways.get((document.cluster, document.kind, str(document.name))) or _object_name(document)
        yield from _gateway_addresses(document, name)
        own = () if document.keys.isdisjoint((*KEYS, *_BLOCKS)) else (document.tree,)
        for tree in (*own, *_values_of_text(document)):
            yield from _once_by_address(_services_of_manifest(document, name, tree))


def _asked_addresses(seen: Sighting) -> tuple[str, ...]:
    """The addresses that a service asks for."""
    return tuple(map(str, seen.entry.addresses)) if isinstance(seen.entry, Service) else ()


def _releases_around(document: Document) -> Iterator[str]:
    """The names that the release of a file of values may have: the file's, and those of the folders around it.

    A file without a name of its own, as `values.yaml`, may be of any release in its folder. Some charts are installed
    before what keeps the releases runs, from values that are written again for it.
    """
    *folders, file = document.source.file.lower().split("/")
    yield _OF_VALUES.sub("", file.partition(".")[0]) or f"{'/'.join(folders)}/"
    yield from reversed(folders)


def _services_of_manifest(document: Document, name: str, tree: Value) -> Iterator[Sighting]:
    names: dict[tuple[int, str], str] = {}
    for asking in _asking(tree):
        own = _pinned_name(name, asking)
        for key, via in _ASKING.items():
            found = [address for written in texts(asking.mapping.get(key)) for address in addresses(written)]
            if found and _gets_address(asking, via):
                called = _name_around(asking, found[0], names) or own
                names.setdefault((id(asking.owner), str(found[0])), called)
                yield _service_of_request(document, called, asking, found, via)


def _name_around(asking: _Asking, address: str, names: Mapping[tuple[int, str], str]) -> str:
    """The name of the service around a mapping that asks for the same address: it is a part of that one."""
    inside = (asking.mapping, *asking.around)
    return next((names[key] for outer in inside if (key := (id(outer), str(address))) in names), "")


def _once_by_address(services: Iterable[Sighting]) -> Iterator[Sighting]:
    """The services of one release, without those that list an address again and leave their ports to the chart.

    External addresses are told apart by port, so a chart that makes services for several ports gives each its own.
    """
    listed: set[tuple[str, ...]] = set()
    for seen in sorted(services, key=_leaves_ports_open):
        if not (_leaves_ports_open(seen) and _asked_addresses(seen) in listed):
            listed.add(_asked_addresses(seen))
            yield seen


def _leaves_ports_open(seen: Sighting) -> bool:
    """Whether a service lists external addresses, and not its ports."""
    return isinstance(seen.entry, Service) and seen.entry.via == "external-ips" and not seen.entry.ports


def _asking(tree: Value) -> list[_Asking]:
    """The mappings with one of the keys, without those that are switched off."""
    found: list[_Asking] = []
    _collect_asking(tree, (), (), found)
    return found


def _collect_asking(
    value: Value, path: tuple[str, ...], around: tuple[dict[str, Value], ...], found: list[_Asking]
) -> None:
    if isinstance(value, list):
        for inner in value:
            name = text(inner, "name")
            _collect_asking(inner, (*path, str(name)) if name else path, around, found)
    elif isinstance(value, dict) and len(around) < _MAX_DEPTH:
        if "enabled" in value and is_off(value["enabled"]):
            return
        if not _ASKING.keys().isdisjoint(value):
            found.append(_Asking(path, value, around))
        outer = (value, *around)
        for key, inner in value.items():
            if isinstance(inner, _INNER):
                _collect_asking(_as_service(key, inner), (*path, key), outer, found)


def _as_service(key: str, value: Value) -> Value:
    """The value; a chart's own block for a load balancer as a service of this type."""
    address = text(value, "ip") if key in _BLOCKS else None
    if address is None or not isinstance(value, dict):
        return value
    return {"type": Located("LoadBalancer", address.place), **value, _OF_CHART: address}


def _values_of_text(document: Document) -> Iterator[Value]:
    """The values in a document's texts."""
    if document.kind in ("HelmChart", "HelmChartConfig", "Application"):
        yield from (values.tree for values in helm_values(document))


def _object_name(document: Document) -> str:
    """The object's name. A values file has its folder's, or its own name in a folder of many."""
    folder = dirname(document.source.file)
    if not document.name and basename(folder) in _FOLDERS_OF_VALUES:
        return basename(document.source.file).partition(".")[0] or "values"
    return str(document.name or basename(folder if basename(folder) != "app" else dirname(folder))) or "values"


def _pinned_name(name: str, asking: _Asking) -> str:
    """The service's name: its own, or its manifest's with the keys that identify the service."""
    own = text(asking.owner, "metadata", "name")
    if own and len(asking.around) > 1 and asking.owner is not asking.around[-1]:
        return str(own)
    keys = (_PART_OF_SERVICE.sub("", key) for key in asking.path if key not in _PLAIN)
    part = "-".join(key for key in keys if key not in ("", name))
    return f"{name}-{part}" if part else name


def _gets_address(asking: _Asking, via: str) -> bool:
    """Whether the service's type gets the requested address. Listed addresses it always has."""
    kind = text({"type": asking.told(*_TYPES)}, "type")
    return via == "external-ips" or (kind not in _WITHOUT if kind else not _is_whole(asking))


def _is_whole(asking: _Asking) -> bool:
    """Whether missing fields have Kubernetes' defaults: not in a patch, nor in a chart with its own defaults."""
    root = (asking.mapping, *asking.around)[-1]
    if text(root, "kind") == "Service":
        return bool(at(root, "spec", "ports"))
    values = at(root, "spec", "values") or root
    chart = text(root, "spec", "chart", "spec", "chart") or text(root, "spec", "chartRef", "name")
    return asking.told("ports") is not None and (chart == "app-template" or isinstance(at(values, "controllers"), dict))


def _service_of_request(document: Document, name: str, asking: _Asking, found: list[Located], via: str) -> Sighting:
    """A service with pinned addresses. Its ports show whether it may share an address, and whether it is the API's."""
    sharing = asking.told(*_SHARING)
    by_port = not asking.mapping.keys().isdisjoint(_SHARED_BY_PORT)
    namespaces = text({"namespaces": asking.told(*_CROSS_NAMESPACE)}, "namespaces")
    kind = asking.told(*_TYPES)
    ports = _service_ports(asking)
    return sighting(
        "service",
        Service,
        found[0].place,
        scope=document.cluster,
        name=name,
        namespace=document.namespace,
        address=found,
        via=via,
        type=kind if kind == "LoadBalancer" else None,
        sharing_key=sharing,
        sharing_namespace=[name.strip() for name in namespaces.split(",")] if namespaces else None,
        selector=_selector(asking),
        ports=ports if sharing is not None or by_port or ports == [f"{API_PORT}/tcp"] else None,
        external_traffic_policy=asking.told("externalTrafficPolicy"),
    )


def _selector(asking: _Asking) -> dict[str, Value]:
    """The labels of a service's pods; empty if any of them is unknown."""
    written = asking.told("selector")
    labels = written if isinstance(written, dict) else {}
    return labels if all(isinstance(label, Located) and not label.open for label in labels.values()) else {}


def _service_ports(asking: _Asking) -> list[str]:
    """The ports of a service, as `53/udp`; empty if any of them is unknown."""
    written = asking.told("ports", "listeners")
    entries = list(written.values()) if isinstance(written, dict) else written if isinstance(written, list) else []
    used = [entry for entry in entries if not is_off(at(entry, "enabled"))]
    numbers = [text(entry, "port") for entry in used]
    if not all(number is not None and number.isdecimal() for number in numbers):
        return []
    protocols = (_PROTOCOLS.get(str(text(entry, "protocol")).upper(), "tcp") for entry in used)
    return [f"{number}/{protocol}" for number, protocol in zip(numbers, protocols, strict=True)]


def _gateway_addresses(document: Document, name: str) -> Iterator[Sighting]:
    """The addresses in a Gateway."""
    if not _is_gateway(document):
        return
    spec = at(document.tree, "spec")
    plain = [entry for entry in items(spec, "addresses") if str(text(entry, "type") or "IPAddress") == "IPAddress"]
    written = [value for entry in plain if (value := text(entry, "value")) is not None]
    found = [address for value in written for address in addresses(value)]
    if found and isinstance(spec, dict):
        asking = _Asking(("spec",), spec, (document.tree,))
        yield _service_of_request(document, name, asking, found, "load-balancer-ip")
