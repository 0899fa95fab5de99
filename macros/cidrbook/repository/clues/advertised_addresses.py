"""The address that a program or external-dns advertises for a service.

Read: settings such as `PLEX_ADVERTISE_URL`, `ADVERTISE_IP`, `DOCKER_HOST_ADDRESS`, `external-ip` and
`JELLYFIN_PublishedServerUrl`, also as an argument (`--external-ip=…`), in what also pins the program's service; and the
annotation `target` of [external-dns](https://kubernetes-sigs.github.io/external-dns/) on a service, on a Gateway, and
on a route to Gateways whose addresses are pinned. Only private addresses count, and only where none of those that are
said is the service's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from posixpath import dirname
from typing import NamedTuple

from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.parts.cluster_parts import parse_address
from cidrbook.repository.parts.manifests import addresses, is_off
from cidrbook.repository.parts.written_addresses import times_written
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_SETTING = regex(
    r"(?:^|[_.-])(?:(?:ADVERTISED?|ANNOUNCED?)[_-]?(?:URL|IP|ADDR|ADDRESS|HOST)S?|PUBLISHEDSERVERURL"
    r"|DOCKER_HOST_ADDRESS|EXTERNAL[_-]?IP(?:_ADDRESS)?)$",
    re.IGNORECASE,
)
_MAY = ("advertise", "announce", "publishedserver", "docker_host", "external-ip", "external_ip", "externalip")
"""Words of such settings, in lower case. A file without any of them is not searched."""

_LITERAL = regex(r"(?<![\w.])(?:10|172|192)(?:\.[0-9]{1,3}){3}(?![\w.]|/[0-9])")
_BARE = regex(r"(?<![\w.])(?:10|172|192)(?:\.[0-9]{1,3}){3}(?![\w.])")
_ARGUMENT = regex(r"--([a-z][a-z-]{2,40})[= ](?=[0-9])", re.IGNORECASE)
_TARGETS = ("external-dns.alpha.kubernetes.io/target", "external-dns.kubernetes.io/target")

Gateways = Mapping[tuple[str, str], list[Located]]


class _Advertised(NamedTuple):
    """An advertised address, and the service's own addresses."""

    what: str
    addresses: list[Located]
    own: list[Located]


@reads_repository(keys=(*KEYS, *_TARGETS), kinds=("DNSEndpoint",))
def read(files: Files) -> Iterator[Reported]:
    """The advertised addresses that differ from the service's own."""
    gateways: Gateways = {
        (document.cluster, str(document.name)): _service_addresses(document)
        for document in files.documents
        if document.kind == "Gateway"
    }
    may = cache(_may_advertise)
    taken = {str(address) for document in files.documents for address in _service_addresses(document)}
    yield from _endpoints(files, taken)
    for document in files.documents:
        settings = _advertising_settings(document) if document.changed or may(document.source) else ()
        for advertised in (*settings, *_dns_targets(document, gateways)):
            if advertised.own:
                yield from (_other_address(document, advertised, at) for at in _stale(document, advertised, taken))


def _endpoints(files: Files, taken: set[str]) -> Iterator[Reported]:
    """The only target of a DNSEndpoint that nothing has, beside the only address that its app's folder pins."""
    pinned: dict[str, dict[str, Located]] = defaultdict(dict)
    targets: list[tuple[Document, Located]] = []
    for document in files.documents:
        pinned[_app_folder(document)] |= {str(own): own for own in _service_addresses(document)}
        if document.kind == "DNSEndpoint":
            targets += [(document, found) for found in _literals([*_endpoint_targets(document)])]
    times = Counter(str(target) for _, target in targets)
    for document, target in targets:
        own = [*pinned[_app_folder(document)].values()]
        alone = len(own) == 1 and times[target] == 1 and target not in taken
        near = alone and own[0].rpartition(".")[0] == target.rpartition(".")[0]
        if near and not times_written(files.sources, target, but=target.place.file):
            yield _other_address(document, _Advertised("the target", [target], own), target)


def _app_folder(document: Document) -> str:
    """The folder of an app: that of a chart, for its templates."""
    return dirname(document.source.file).removesuffix("/templates")


def _endpoint_targets(document: Document) -> Iterator[Value]:
    """The targets of the addresses of an object of external-dns."""
    for endpoint in items(document.tree, "spec", "endpoints"):
        if str(text(endpoint, "recordType") or "A") == "A":
            yield at(endpoint, "targets")


def _stale(document: Document, said: _Advertised, taken: set[str]) -> list[Located]:
    """The first address that is none of a service's own; where another one is, it differs from that in one octet.

    What stands elsewhere in the object is the object's, too; what another service has is reached there.
    """
    own = {*map(str, said.own)}
    matches = not own.isdisjoint(map(str, said.addresses))
    places = {address.place for address in said.addresses}
    elsewhere = {str(one) for one in _literals_of_object(document) if one.place not in places}
    stale = [address for address in said.addresses if str(address) not in own | elsewhere]
    if matches:
        near = [address for address in stale if any(_differ_in_one_octet(address, other) for other in own)]
        stale = [address for address in near if str(address) not in taken]
    return stale[:1]


def _differ_in_one_octet(one: str, other: str) -> bool:
    """Whether one may be what the other was before it was renumbered."""
    pairs = zip(one.split("."), other.split("."), strict=False)
    return sum(first != second for first, second in pairs) == 1


def _literals_of_object(document: Document) -> list[Located]:
    """The private addresses in a whole object, those with the length of their prefix included."""
    closed = (written for written in texts(document.tree) if not written.open)
    return [written.part(*one.span()) for written in closed for one in _BARE.finditer(written)]


def _may_advertise(source: Source) -> bool:
    """Whether a file has one of the settings; computed once for each file."""
    written = source.text.lower()
    return any(word in written for word in _MAY)


def _service_addresses(document: Document) -> list[Located]:
    """The pinned addresses of a document's services."""
    pinned = [written for mapping in document.having(*KEYS) for written in _pinned_addresses(mapping)]
    return [
        *pinned,
        *(literal for entry in items(document.tree, "spec", "addresses") for literal in _literals(at(entry, "value"))),
    ]


def _pinned_addresses(mapping: Mapping[str, Value]) -> list[Located]:
    return [address for key in KEYS for written in texts(mapping.get(key)) for address in addresses(written)]


def _literals(value: Value) -> list[Located]:
    """The private addresses in a text."""
    closed = (written for written in texts(value) if not written.open)
    found = (written.part(*literal.span()) for written in closed for literal in _LITERAL.finditer(written))
    return [written for written in found if (known := parse_address(written)) and known[0].is_ipv4_private_use()]


def _advertising_settings(document: Document) -> Iterator[_Advertised]:
    """The settings that advertise a program's address. A program on its node's own addresses has none."""
    if document.keys.isdisjoint(KEYS):
        return
    own = _service_addresses(document)
    if any(_is_switched_on(mapping["hostNetwork"]) for mapping in document.having("hostNetwork")):
        return
    for _, mapping in document.mappings if own else ():
        called = text(mapping, "name")
        pairs = {called: mapping["value"]} if called and "value" in mapping else mapping
        for key, value in pairs.items():
            if _SETTING.search(key) and isinstance(value, Located):
                yield _Advertised(key, _literals(value), own)
    for argument in texts(document.tree) if own else ():
        named = _ARGUMENT.match(argument)
        if named and _SETTING.search(named[1]):
            yield _Advertised(named[1], _literals(argument), own)


def _is_switched_on(value: Value) -> bool:
    """Whether a switch is set."""
    return value is not None and not is_off(value)


def _dns_targets(document: Document, gateways: Gateways) -> Iterator[_Advertised]:
    """The targets of external-dns in an object, or in a part of a chart's values."""
    for path, mapping in () if document.keys.isdisjoint(_TARGETS) else document.mappings:
        notes = mapping.get("annotations")
        target = next((value for key in _TARGETS if (value := text(notes, key))), None)
        if target is not None and isinstance(notes, dict):
            whole = path == ("metadata",)
            holder = document.tree if whole else mapping
            yield _Advertised(
                "the target for external-dns",
                _plain_addresses(target),
                _target_addresses(document, holder, notes, gateways),
            )


def _plain_addresses(target: Located) -> list[Located]:
    """The addresses of a target that consists of nothing else."""
    found = _literals(target)
    return found if len(found) == len([word for word in target.split(",") if word.strip()]) else []


def _target_addresses(
    document: Document, holder: dict[str, Value], notes: dict[str, Value], gateways: Gateways
) -> list[Located]:
    """The addresses that a name should lead to: the object's own, or those of its route's Gateways."""
    parents = [*items(holder, "parentRefs"), *items(holder, "spec", "parentRefs")]
    if parents:
        found = [gateways.get((document.cluster, str(text(parent, "name"))), []) for parent in parents]
        return [written for own in found for written in own] if all(found) else []
    if holder is document.tree:
        return _service_addresses(document) if document.kind in ("Service", "Gateway") else []
    return [*_pinned_addresses(holder), *_pinned_addresses(notes)]


def _other_address(document: Document, said: _Advertised, first: Located) -> Reported:
    own = said.own[0]
    shown = ", ".join(dict.fromkeys(map(str, said.own)))
    problem = Problem(
        at=first.place,
        message=f"{said.what} of {document.name or 'the service'} is {first}; the address is {shown}",
        related=(Related(at=own.place, message=f"{own} is written here"),),
        hint=f"write {shown}",
    )
    return Reported("advertised-otherwise", problem, document.cluster)
