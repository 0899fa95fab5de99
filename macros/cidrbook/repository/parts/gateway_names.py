"""The Gateway that an object of Kubernetes makes the service of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cidrbook.text.yaml import Document, Value, at, text


def gateway_names(documents: Sequence[Document]) -> dict[tuple[str, str, str], str]:
    """The Gateway that an object makes the service of, by the object's cluster, kind and name."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    classes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for document in documents:
        spec = at(document.tree, "spec")
        if document.kind == "Gateway" and document.name:
            classes[document.cluster, str(text(spec, "gatewayClassName"))].append(str(document.name))
            found[document.cluster, "Service", f"cilium-gateway-{document.name}"].add(str(document.name))
            found[(document.cluster, *_parameters(at(spec, "infrastructure")))].add(str(document.name))
    for document in documents:
        if document.kind == "GatewayClass":
            key = (document.cluster, *_parameters(at(document.tree, "spec")))
            found[key].update(classes[document.cluster, str(document.name)])
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1}


def _parameters(spec: Value) -> tuple[str, str]:
    return str(text(spec, "parametersRef", "kind")), str(text(spec, "parametersRef", "name"))
