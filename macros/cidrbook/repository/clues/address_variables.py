"""Addresses that stand only in Flux's variables, and variables for addresses that nothing defines.

Read: the ConfigMaps and plain Secrets that Kustomizations substitute from, `postBuild.substitute`, and the texts
`${NAME}` in the tree ([Flux](https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution)).
A variable with the name of a service's address (`SVC_PLEX_ADDR`, `CLUSTER_LB_COREDNS`) claims it where another one
says the same address for another service, and neither of them stands where a service asks for its address: there,
the service itself speaks. Flux puts nothing in the place of a variable that is defined nowhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from posixpath import commonpath, dirname
from typing import NamedTuple

from cidrbook.plan.cluster import Service
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.layout.variables import DEFINING, Definition, has_dollars, open_names, substituted_from
from cidrbook.repository.parts.manifests import is_address
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported, Seen, Sighting, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.lines import scalars
from cidrbook.text.located import Located
from cidrbook.text.names import closest
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, at, items, mappings, texts

_OF_SERVICE = regex(r"(^|_)(SVC|LB|LBIP|LOAD_?BALANCER)(_|$)")
_WORDS = frozenset(
    (
        *("SVC", "LB", "LBIP", "LOADBALANCER", "LOAD", "BALANCER", "ADDR", "ADDRESS"),
        *("IP", "IPV4", "IPV6", "CLUSTER", "CONFIG", "NETWORK"),
    )
)
_USED = regex(r"\$\{([A-Za-z_][A-Za-z0-9_]*)")
_PLACES = {
    "CiliumLoadBalancerIPPool": ("cidr", "start", "stop"),
    "CiliumBGPClusterConfig": ("peerAddress",),
    "CiliumBGPPeeringPolicy": ("peerAddress",),
    "IPAddressPool": ("addresses",),
    "BGPPeer": ("peerAddress", "peerIP"),
}
"""The keys of other kinds that hold an address."""

_ENDINGS = ("ADDR", "ADDRESS", "IP", "VIP", "CIDR", "RANGE")
_RANGE = regex(r"(?<!\$)\$\{[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:CIDR|SUBNET|RANGE|PREFIX)S?\}")
_SCRIPT = regex(r"(?:^|[\s;])(?:export )?[A-Za-z_][A-Za-z0-9_]*=|#!|\n")
"""What a script has, whose own variables are not Flux's."""
_IN_POOLS = regex(r"[ \t]*(?:-|(?:-[ \t]+)?peer-address:)[ \t]+[\"']?(\$\{[A-Za-z_][A-Za-z0-9_]*\})[\"']?[ \t]*$")


class _Known(NamedTuple):
    """The variables that a repository defines, those that it uses, and those that pin a service's address."""

    defined: list[Definition]
    used: frozenset[str]
    pinned: frozenset[str]


@reads_repository(kinds=DEFINING)
def read(files: Files) -> Iterator[Seen]:
    """The services that only variables mention, and the variables that nothing defines."""
    documents = files.documents
    defined = {(definition.cluster, definition.folder, definition.name): definition for definition in files.definitions}
    if defined:
        asked = {
            name
            for document in documents
            for text in _asked_address_texts(document)
            for name in _USED.findall(text.raw)
        }
        sources = {id(document.source): document.source for document in documents}.values()
        used = {name for source in sources if "${" in source.text for name in _USED.findall(source.text)}
        yield from _services_of_variables(_Known([*defined.values()], frozenset(used), frozenset(asked)))
        yield from _undefined(documents, [*defined.values()])


def _asked_address_texts(document: Document) -> Iterator[Located]:
    """The texts in which a service asks for its address."""
    for mapping in document.having(*KEYS):
        for key in (key for key in mapping if key in KEYS):
            yield from texts(mapping[key])
    if document.kind == "Gateway":
        yield from (text for entry in items(document.tree, "spec", "addresses") for text in texts(at(entry, "value")))


def _services_of_variables(known: _Known) -> Iterator[Sighting]:
    groups: dict[tuple[str, str, str, bool], list[Definition]] = defaultdict(list)
    for definition in known.defined:
        if (
            _OF_SERVICE.search(definition.name.upper())
            and is_address(definition.value)
            and definition.name not in known.pinned
        ):
            groups[definition.cluster, definition.folder, str(definition.value), definition.name in known.used].append(
                definition
            )
    asked = {
        (definition.cluster, str(definition.value)) for definition in known.defined if definition.name in known.pinned
    }
    for (cluster, _, value, _), found in groups.items():
        if (cluster, value) not in asked and len({_service_of_variable(definition.name) for definition in found}) > 1:
            for definition in found:
                yield sighting(
                    "service",
                    Service,
                    definition.value.place,
                    scope=cluster,
                    name=definition.name,
                    address=[definition.value],
                    via="external-ips",  # nothing is known of the pool that it should be of
                )


def _service_of_variable(name: str) -> str:
    """The name of a variable without the words for an address."""
    return "_".join(word for word in name.upper().split("_") if word not in _WORDS)


def _undefined(documents: Sequence[Document], defined: list[Definition]) -> Iterator[Reported]:
    """The undefined variables in the place of an address.

    None if a ConfigMap or Secret of variables is not in the repository, or is generated from a file of an environment.
    """
    present = {str(document.name) for document in documents if document.kind in ("ConfigMap", "Secret")}
    asked = {str(name) for document in documents for name in substituted_from(document)}
    if not asked <= present or asked & _generated_of_environments(documents):
        return
    names = _names_by_cluster(documents, defined)
    everywhere = set().union(*names.values())
    of_variables = {definition.cluster for definition in defined}
    known = _AddressVariables([definition for definition in defined if _is_of_addresses(definition.value)])
    seen: set[tuple[str, int, int]] = set()
    for document in documents:
        for written in _address_places(document):
            place = (document.source.file, written.place.line, written.place.column)
            for name in open_names(written) if place not in seen and "{{" not in written else ():
                folder = dirname(document.source.file)
                own = names[""] | names[document.cluster] if document.cluster in of_variables else everywhere
                near = known.nearest(name, folder) if name not in own else None
                if near is not None:
                    seen.add(place)
                    problem = _undefined_variable(written, name, near, known.usable(folder).values())
                    if name in everywhere:
                        problem = replace(
                            problem, message=problem.message.replace("nowhere", "for other clusters only")
                        )
                    yield Reported("unresolved-variable", problem, document.cluster)


def _names_by_cluster(documents: Sequence[Document], defined: list[Definition]) -> dict[str, set[str]]:
    """The names of all variables that each cluster may have."""
    names: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        names[document.cluster].update(_defined_names(document))
    for definition in defined:
        names[definition.cluster].add(definition.name)
    return names


def _is_of_addresses(value: str) -> bool:
    """Whether a value is an address, a prefix or a range."""
    return is_address(re.split(r"\s*[/-]", value, maxsplit=1)[0])


def _generated_of_environments(documents: Sequence[Document]) -> set[str]:
    """The names of ConfigMaps and Secrets that are generated from files such as `cluster.env`."""
    generators = (
        generator
        for document in documents
        for key in ("configMapGenerator", "secretGenerator")
        for generator in items(document.tree, key)
    )
    return {str(at(one, "name")) for one in generators if at(one, "envs") or at(one, "env")}


class _AddressVariables:
    """The defined variables that are addresses, as far as the manifests of a folder may use them."""

    def __init__(self, defined: Sequence[Definition]) -> None:
        self._defined = defined
        self._all = _by_part(defined)
        self._usable: dict[str, dict[str, Definition]] = {}

    def usable(self, folder: str) -> dict[str, Definition]:
        """The variables defined nearest to a folder, by parts of names: in files that share most of its path."""
        if folder not in self._usable:
            shared = [len(commonpath((folder, definition.value.place.file))) for definition in self._defined]
            most = max(shared, default=0)
            near = [definition for definition, path in zip(self._defined, shared, strict=True) if path == most]
            self._usable[folder] = _by_part(near)
        return self._usable[folder]

    def nearest(self, name: str, folder: str) -> Definition | None:
        """A variable of the same service or family, a usable one if there is any; a secret's value may be anywhere."""
        if "SECRET" in name.upper():
            return None
        parts = _common_parts(name)
        return next(
            (known[part] for known in (self.usable(folder), self._all) for part in parts if part in known), None
        )


def _by_part(defined: Iterable[Definition]) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for definition in defined:
        for part in _common_parts(definition.name):
            found.setdefault(part, definition)
    return found


def _common_parts(name: str) -> list[str]:
    """What a name may have in common with others, the likeliest first: the service that it names, its families."""
    service = _service_of_variable(name)
    return [*([f"={service}"] if service else []), *_name_families(name)]


def _name_families(name: str) -> list[str]:
    """The first word of a variable's name, and the last one if it says that it is an address: `SVC_`, `_ADDR`."""
    first, last = name.partition("_")[0], name.rpartition("_")[2].upper()
    return [f"{first}_", *([f"_{last}"] if last in _ENDINGS else [])]


def _defined_names(document: Document) -> Iterable[str]:
    """The names that an object may define, readable or not."""
    for key in ("data", "stringData"):
        value = at(document.tree, key) if document.kind in ("ConfigMap", "Secret") else None
        yield from value if isinstance(value, dict) else ()


def _address_places(document: Document) -> Iterator[Located]:
    """The texts where an address belongs, or where the name of a variable says that it is a range."""
    yield from _asked_address_texts(document)
    yield from _old_pools(document)
    for mapping in document.having("clusterIP") if document.kind else ():
        yield from texts(mapping["clusterIP"])
    if document.kind and document.kind != "ConfigMap" and has_dollars(document.source):
        yield from (text for text in texts(document.tree) if _RANGE.search(text.raw) and not _SCRIPT.search(text.raw))
    keys = _PLACES.get(document.kind, ())
    for _, mapping in mappings(at(document.tree, "spec")) if keys else ():
        for key in keys:
            yield from texts(mapping.get(key))


def _old_pools(document: Document) -> Iterator[Located]:
    """The pools and peers of MetalLB's old configuration, in Helm values and in the text of a ConfigMap."""
    for mapping in document.having("address-pools"):
        for pool in items(mapping, "address-pools"):
            yield from texts(at(pool, "addresses"))
        for peer in items(mapping, "peers"):
            yield from texts(at(peer, "peer-address"))
    written = texts(at(document.tree, "data")) if document.kind == "ConfigMap" else ()
    if any("address-pools:" in text for text in written):
        lines = (line for block in scalars(document) for line in block.lines if "address-pools:" in block.text)
        for line in lines:
            found = _IN_POOLS.match(line.text)
            if found:
                yield line.part(*found.span(1))


def _undefined_variable(text: Located, name: str, near: Definition, usable: Iterable[Definition]) -> Problem:
    close = (
        near.name
        if _service_of_variable(near.name) == _service_of_variable(name)
        else closest(name, {definition.name for definition in usable})
    )
    hint = f"did you mean `{close}`?" if close else f"define {name} beside {near.name}, or write the address here"
    return Problem(
        at=text.place,
        message=f"`{name}` stands for an address, and is defined nowhere: Flux puts nothing in its place",
        related=(Related(at=near.value.place, message=f"{near.name} is defined here"),),
        hint=hint,
    )
