"""Kubernetes objects that Terraform applies, and charts that it installs, as the documents that they are there.

Read: `kubernetes_manifest`, `kubectl_manifest` (a text, or `yamlencode`), `kubernetes_service` and
`kubernetes_config_map` of the
[Kubernetes provider](https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs), and `helm_release` with
`values` and `set` of the [Helm provider](https://registry.terraform.io/providers/hashicorp/helm/latest/docs), as far as
values come from literals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.terraform.modules import LANGUAGES, Resource, modules
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, each, inner, items, text

_FIRST = 20_000
"""The documents are numbered from here, so that none shares a number with another one of its file."""

_TYPES = regex(r"\"(?:kubernetes_(?:manifest|service|config_map)|kubectl_manifest|k8s_manifest|helm_release)")
_WORDS = {"ip": "IP", "ips": "IPs"}
"""Parts of keys that Kubernetes spells its own way: `loadBalancerIP`."""

_FREE = ("annotations", "labels", "data", "selector")
"""Mappings with keys of their own, which are left as they are."""

_LISTS = {"port": "ports"}
"""Blocks that may be repeated, and the lists that they make."""

_MAX_DEPTH = 8
"""Blocks in blocks of a resource. A Service has three."""


def terraform_documents(sources: Sequence[Source]) -> Iterator[Document]:
    """The objects and the charts of all modules, each as a document of its file."""
    own = [source for source in sources if source.file.endswith(LANGUAGES) and not is_example(source.file)]
    if not any(_TYPES.search(source.text) for source in own):
        return
    for module in modules(tuple(own)):
        for source, resources in module.resources.items():
            found = [tree for resource in resources for tree in _resource_objects(resource)]
            yield from (Document(tree, source, _FIRST + number) for number, tree in enumerate(found))


def _resource_objects(resource: Resource) -> Iterable[dict[str, Value]]:
    made = _MADE.get(resource.type)
    return made(resource) if made else ()


def _given(resource: Resource) -> Iterator[dict[str, Value]]:
    """The object that a resource holds as it is."""
    for key in ("manifest", "yaml_body", "content"):
        value = resource.tree.get(key)
        for found in _documents_in(value):
            if isinstance(found, dict) and text(found, "kind") and text(found, "apiVersion"):
                yield found


def _service(resource: Resource) -> Iterator[dict[str, Value]]:
    yield {**_object(resource, "v1", "Service"), "spec": _kubernetes_keys(resource.tree.get("spec"))}


def _config_map(resource: Resource) -> Iterator[dict[str, Value]]:
    yield {**_object(resource, "v1", "ConfigMap"), "data": resource.tree.get("data")}


def _release(resource: Resource) -> Iterator[dict[str, Value]]:
    """A chart with its values, as a HelmRelease has them."""
    tree, values = resource.tree, dict[str, Value]()
    for written in items(tree, "values"):
        for own in _documents_in(written):
            values = _merged(values, own) if isinstance(own, dict) else values
    for key in ("set", "set_list"):
        for pair in items(tree, key):
            name = text(pair, "name")
            if name is not None and not name.open:
                values = _merged(values, _nested(name, at(pair, "value")))
    chart: dict[str, Value] = {"chart": tree.get("chart"), "version": tree.get("version")}
    metadata: dict[str, Value] = {"name": tree.get("name") or resource.name, "namespace": tree.get("namespace")}
    yield {
        "apiVersion": _type_word(resource, "helm.toolkit.fluxcd.io/v2"),
        "kind": _type_word(resource, "HelmRelease"),
        "metadata": metadata,
        "spec": {"chart": {"spec": chart}, "values": values},
    }


def _documents_in(value: Value) -> Iterable[Value]:
    """The documents in a text or a here-document; else the value itself."""
    if not isinstance(value, Located):
        return [value]
    lines = str(value).split("\n")[1:-1] if value.startswith("<<") else []
    if not lines:
        return each(value)
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return inner(value.place.source, "\n".join(line[margin:] for line in lines), value.place.line, margin)


_MADE: dict[str, Callable[[Resource], Iterator[dict[str, Value]]]] = {
    "kubernetes_manifest": _given,
    "kubectl_manifest": _given,
    "k8s_manifest": _given,
    "kubernetes_service": _service,
    "kubernetes_service_v1": _service,
    "kubernetes_config_map": _config_map,
    "kubernetes_config_map_v1": _config_map,
    "helm_release": _release,
}
"""How the objects of each type of resource are made."""


def _object(resource: Resource, api: str, kind: str) -> dict[str, Value]:
    metadata = _kubernetes_keys(resource.tree.get("metadata"))
    return {"apiVersion": _type_word(resource, api), "kind": _type_word(resource, kind), "metadata": metadata}


def _type_word(resource: Resource, word: str) -> Located:
    """A word that the type of a resource says, at its name."""
    return Located(word, resource.name.place, "")


def _kubernetes_keys(value: Value, depth: int = 0) -> Value:
    """The values with the keys that Kubernetes has for them."""
    if not isinstance(value, dict) or depth > _MAX_DEPTH:
        return value
    return {
        _LISTS.get(key, _camel(key)): items(value, key)
        if key in _LISTS
        else below
        if key in _FREE
        else _kubernetes_keys(below, depth + 1)
        for key, below in value.items()
    }


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(_WORDS.get(word, word.capitalize()) for word in rest)


def _nested(name: str, value: Value) -> dict[str, Value]:
    """The mapping that `a.b=value` stands for; a dot behind a backslash is a part of a key."""
    *above, last = (part.replace("\0", ".") for part in name.replace("\\.", "\0").split("."))
    found: dict[str, Value] = {last: value}
    for key in reversed(above[:_MAX_DEPTH]):
        found = {key: found}
    return found


def _merged(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    """Both mappings, where the second one wins."""
    found = dict(one)
    for key, value in other.items():
        before = found.get(key)
        found[key] = _merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return found
