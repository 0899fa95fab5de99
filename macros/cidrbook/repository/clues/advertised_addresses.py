"""What a service tells others about its own address: settings of programs, and targets for external-dns.

Read: settings such as `PLEX_ADVERTISE_URL`, `ADVERTISE_IP`, `DOCKER_HOST_ADDRESS`, `external-ip` and
`JELLYFIN_PublishedServerUrl` in what also pins the program's service; and the annotation `target` of
[external-dns](https://kubernetes-sigs.github.io/external-dns/) on a service, on a Gateway, and on a route to Gateways
whose addresses are pinned. Only private addresses count, and only where none of those that are said is the service's
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cidrbook.plan.cluster import Service
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.parts.cluster_parts import numbers
from cidrbook.repository.parts.manifests import addresses, is_off
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_SETTING = re.compile(
    r"(?:^|[_.-])(?:(?:ADVERTISED?|ANNOUNCED?)[_-]?(?:URL|IP|ADDR|ADDRESS|HOST)S?|PUBLISHEDSERVERURL"
    r"|DOCKER_HOST_ADDRESS|EXTERNAL[_-]?IP(?:_ADDRESS)?)$",
    re.IGNORECASE,
)
_MAY = ("advertise", "announce", "publishedserver", "docker_host", "external-ip", "external_ip", "externalip")
"""What is in a file with such a setting, in lower case."""

_LITERAL = re.compile(r"(?<![\w.])(?:10|172|192)(?:\.[0-9]{1,3}){3}(?![\w.]|/[0-9])")
_TARGETS = ("external-dns.alpha.kubernetes.io/target", "external-dns.kubernetes.io/target")

Gateways = Mapping[tuple[str, str], list[Located]]


class _Said(NamedTuple):
    """What says an address of something, and its own addresses."""

    what: str
    addresses: list[Located]
    own: list[Located]


def read_documents(documents: Sequence[Document]) -> Iterator[Sighting]:
    """What is said of addresses that services have otherwise."""
    gateways: Gateways = {
        (other_document.cluster, str(other_document.name)): _own(other_document)
        for other_document in documents
        if other_document.kind == "Gateway"
    }
    for document in documents:
        for said in (*_settings(document), *_targets(document, gateways)):
            if said.own and said.addresses and not {*map(str, said.addresses)} & {*map(str, said.own)}:
                yield _problem(document, said)


def _own(document: Document) -> list[Located]:
    """The addresses that services of a document are pinned to."""
    pinned = [other_text for mapping in document.having(*KEYS) for other_text in _pinned(mapping)]
    return [
        *pinned,
        *(literal for entry in items(document.tree, "spec", "addresses") for literal in _literals(at(entry, "value"))),
    ]


def _pinned(mapping: Mapping[str, Value]) -> list[Located]:
    return [address for key in KEYS for written in texts(mapping.get(key)) for address in addresses(written)]


def _literals(value: Value) -> list[Located]:
    """The private addresses in a text."""
    closed = (other_text for other_text in texts(value) if not other_text.open)
    found = (each_text.part(*one.span()) for each_text in closed for one in _LITERAL.finditer(each_text))
    return [own_text for own_text in found if (known := numbers(own_text)) and known[0].is_ipv4_private_use()]


def _settings(document: Document) -> Iterator[_Said]:
    """What settings of a program say where it is reached, but of one that has its node's own addresses."""
    written = document.source.text.lower()
    if document.keys.isdisjoint(KEYS) or not (document.changed or any(other_text in written for other_text in _MAY)):
        return
    own = _own(document)
    if any(_is_on(mapping["hostNetwork"]) for mapping in document.having("hostNetwork")):
        return
    for _, mapping in document.mappings if own else ():
        named = text(mapping, "name")
        pairs = {named: mapping["value"]} if named and "value" in mapping else mapping
        for key, value in pairs.items():
            if _SETTING.search(key) and isinstance(value, Located):
                yield _Said(key, _literals(value), own)


def _is_on(value: Value) -> bool:
    """Whether a switch is set."""
    return value is not None and not is_off(value)


def _targets(document: Document, gateways: Gateways) -> Iterator[_Said]:
    """The targets of names that external-dns makes of an object, or of a part of a chart's values."""
    for path, mapping in () if document.keys.isdisjoint(_TARGETS) else document.mappings:
        notes = mapping.get("annotations")
        target = next((it for key in _TARGETS if (it := text(notes, key))), None)
        if target is not None and isinstance(notes, dict):
            whole = path == ("metadata",)
            holder = document.tree if whole else mapping
            yield _Said("the target for external-dns", _only(target), _meant(document, holder, notes, gateways))


def _only(target: Located) -> list[Located]:
    """The addresses of a target, where it has nothing else."""
    found = _literals(target)
    return found if len(found) == len([word for word in target.split(",") if word.strip()]) else []


def _meant(document: Document, holder: dict[str, Value], notes: dict[str, Value], gateways: Gateways) -> list[Located]:
    """The addresses of what a name is made for: its own, or those of the Gateways that it is a route to."""
    parents = [*items(holder, "parentRefs"), *items(holder, "spec", "parentRefs")]
    if parents:
        found = [gateways.get((document.cluster, str(text(parent, "name"))), []) for parent in parents]
        return [other_text for own in found for other_text in own] if all(found) else []
    if holder is document.tree:
        return _own(document) if document.kind in ("Service", "Gateway") else []
    return [*_pinned(holder), *_pinned(notes)]


def _problem(document: Document, said: _Said) -> Sighting:
    own, first = said.own[0], said.addresses[0]
    shown = ", ".join(dict.fromkeys(map(str, said.own)))
    problem = Problem(
        at=first.place,
        message=f"{said.what} of {document.name or 'the service'} is {first}; the address is {shown}",
        related=(Related(at=own.place, message=f"{own} is written here"),),
        hint=f"write {shown}",
    )
    seen = sighting("problem", Service, first.place, scope=document.cluster, name=document.name or "service")
    return seen._replace(problems=(("advertised-otherwise", problem),))
