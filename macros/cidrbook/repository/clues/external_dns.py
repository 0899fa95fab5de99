"""Objects that ask for two different addresses, and names in DNS that do not lead to their service.

Read: the addresses of a Gateway and those in its annotations; `loadBalancerIP` and the annotations beside it; the
annotations `hostname` of [external-dns](https://kubernetes-sigs.github.io/external-dns/) on a service with an address
of its own, and the records of that name in zone files (also those in the values of CoreDNS' chart), Blocky, AdGuard
Home, Pi-hole, Corefiles and `DNSEndpoint`s. A name may well point to a proxy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from cidrbook.plan.network import Host
from cidrbook.repository.formats import dns_records
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.parts.manifests import addresses
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.reader import Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Reported, Seen, Sighting
from cidrbook.repository.vocabulary import PROXY_NAMES
from cidrbook.text.finding import Problem, Related
from cidrbook.text.lines import Block, blocks, scalars
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, mappings, text, texts

_HOSTNAMES = (
    "external-dns.alpha.kubernetes.io/hostname",
    "external-dns.kubernetes.io/hostname",
    "coredns.io/hostname",
)
_PROXY = regex(rf"{PROXY_NAMES}|internal|external|public")
_RECORD = regex(
    r"[ \t]*([\w*.-]{3,253})[ \t]+(?:[0-9]+[smhdw]?[ \t]+)?(?:IN[ \t]+)?A[ \t]+([0-9]{1,3}(?:\.[0-9]{1,3}){3})\b"
)
_TWICE = 2
"""An object that asks for an address only once cannot contradict itself."""

_SEVERAL = 3
"""Names at one address. So many mean a proxy, which answers for several services."""

_LINK = 3
"""The octets that addresses of one home network share: a /24."""


class _Pin(NamedTuple):
    """A request for addresses: its key, and the addresses."""

    key: str
    addresses: list[Located]


class _Record(NamedTuple):
    """A name in DNS, and its target."""

    name: str
    address: Located


@reads_documents(keys=KEYS, kinds=("Gateway",))
def read(document: Document) -> Iterator[Reported]:
    """The addresses that an object's annotations contradict."""
    asking = len(KEYS.keys() & document.keys) + (document.kind == "Gateway")
    if asking < _TWICE:
        return
    for pin, *others in filter(None, map(_pins, _address_holders(document))):
        for other in others:
            if not {*map(str, pin.addresses)} & {*map(str, other.addresses)}:
                first, again = pin.addresses[0], other.addresses[0]
                message = f"{again} is asked for here ({other.key}), and {first} by {pin.key} of the same service"
                yield _other_record(document, again, message, first)
                break


def _address_holders(document: Document) -> Iterator[dict[str, Value]]:
    """The parts of a document that may ask for addresses: the object, or a service in a chart's values."""
    yield from (mapping for mapping in document.having(*KEYS, "annotations"))
    spec = at(document.tree, "spec")
    if isinstance(spec, dict):
        notes = (at(document.tree, "metadata", "annotations"), at(spec, "infrastructure", "annotations"))
        listed = [value for entry in items(spec, "addresses") if (value := text(entry, "value")) is not None]
        merged = {key: entry for noted in notes if isinstance(noted, dict) for key, entry in noted.items()}
        whole: dict[str, Value] = {"spec.addresses": [*listed]} if document.kind == "Gateway" else {}
        yield {**whole, **{key: spec[key] for key in ("loadBalancerIP",) if key in spec}, **merged}


def _pins(holder: dict[str, Value]) -> list[_Pin]:
    """The requests of an object and its annotations, by key. `externalIPs` do not count: they come in addition."""
    notes = holder.get("annotations")
    inner = notes if isinstance(notes, dict) else {}
    both = {key: entry for key, entry in (*holder.items(), *inner.items()) if key != "annotations"}
    found = (
        _Pin(key, _private_addresses_asked(both.get(key))) for key in ("spec.addresses", *KEYS) if key != "externalIPs"
    )
    return [own for own in found if own.addresses]


def _private_addresses_asked(value: Value) -> list[Located]:
    return [address for written in texts(value) for address in addresses(written) if is_private(address)]


@reads_repository(keys=_HOSTNAMES)
def read_records(files: Files) -> Iterator[Reported]:
    """The DNS records of services' names that lead to another address."""
    sources, documents = files.sources, files.documents
    named: dict[str, list[tuple[Document, list[Located]]]] = defaultdict(list)
    for document in documents:
        for name, own in _hostnames(document):
            named[name].append((document, own))
    records = [*_dns_records(sources, documents)] if named else []
    leading: dict[str, set[str]] = defaultdict(set)
    for record in records:
        leading[record.address].add(record.name)
    proxies = {str(proxy) for document in documents if records for proxy in _proxy_addresses(document)}
    for record in records:
        for document, own in named.get(record.name, ())[:1]:
            several = len(named[record.name]) > 1 or len(leading[record.address]) >= _SEVERAL
            if not several and str(record.address) not in proxies and _is_stale(record.address, own):
                message = f"{record.name} leads to {record.address}; {document.name or 'its service'} has {own[0]}"
                yield _other_record(document, record.address, message, own[0])


def _is_stale(address: Located, own: list[Located]) -> bool:
    """Whether an address differs from a service's, but lies in the same network."""
    near = [written for written in own if written.split(".")[:_LINK] == address.split(".")[:_LINK]]
    return bool(near) and str(address) not in map(str, own) and is_private(address)


def _hostnames(document: Document) -> Iterator[tuple[str, list[Located]]]:
    """The names that services ask for, with each service's addresses."""
    if document.keys.isdisjoint(_HOSTNAMES) or document.keys.isdisjoint(KEYS) or document.kind == "Gateway":
        return
    for path, mapping in mappings(document.tree):
        notes = mapping.get("annotations")
        named = next((value for key in _HOSTNAMES if (value := text(notes, key))), None)
        if named is not None and not named.open and isinstance(notes, dict):
            holder = {**document.tree, **_spec_mapping(document)} if path == ("metadata",) else mapping
            own = [
                written
                for mapping in (holder, notes)
                for key in KEYS
                for written in _private_addresses_asked(mapping.get(key))
            ]
            yield from ((word.strip().rstrip(".").lower(), own) for word in named.split(",") if own)


def _spec_mapping(document: Document) -> dict[str, Value]:
    spec = at(document.tree, "spec")
    return spec if isinstance(spec, dict) else {}


def _proxy_addresses(document: Document) -> Iterator[Located]:
    """The addresses of proxies: Gateways, and services that are named like one."""
    if document.kind == "Gateway" or _PROXY.search(f"{document.name or document.source.file}".lower()):
        for mapping in document.having(*KEYS):
            yield from (written for key in KEYS for written in _private_addresses_asked(mapping.get(key)))
        yield from (
            written
            for entry in items(document.tree, "spec", "addresses")
            for written in _private_addresses_asked(at(entry, "value"))
        )


def _dns_records(sources: Iterable[Source], documents: Iterable[Document]) -> Iterator[_Record]:
    """The DNS names in documents and files."""
    has_hosts = cache(dns_records.read_corefile.criteria.words_of)
    for document in documents:
        yield from _host_records(dns_records.read(document))
        for block in scalars(document) if has_hosts(document.source) else ():
            yield from _host_records(dns_records.read_corefile(block))
        for block in scalars(document) if "zoneFiles" in document.keys else ():
            yield from _zone_records(block)
    for source in sources:
        for reader in (dns_records.read_corefile, dns_records.read_zone):
            for block in blocks(source) if reader.criteria.file(source) else ():
                yield from _host_records(reader(block))


def _zone_records(block: Block) -> Iterator[_Record]:
    for line in block.lines:
        found = _RECORD.match(line.text)
        if found:
            yield _Record(found[1].rstrip(".").lower(), line.part(*found.span(2)))


def _host_records(found: Iterable[Seen]) -> Iterator[_Record]:
    entries = (seen.entry for seen in found if isinstance(seen, Sighting))
    for host in (entry for entry in entries if isinstance(entry, Host)):
        for which, address in enumerate(host.addresses):
            yield _Record(host.name.lower(), Located(str(address), host.place_of_address(which)))


def _other_record(document: Document, at: Located, message: str, own: Located) -> Reported:
    problem = Problem(
        at=at.place,
        message=message,
        related=(Related(at=own.place, message=f"{own} is written here"),),
        hint="write the same address in both",
    )
    return Reported("advertised-otherwise", problem, document.cluster)
