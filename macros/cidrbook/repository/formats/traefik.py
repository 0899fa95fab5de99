"""Traefik's dynamic configuration, in a file of YAML or TOML, or as a text in a YAML document.

Read: `services.NAME.loadBalancer.servers` of `http` (`url`), `tcp` and `udp` (`address`); the hosts of a router's
`rule` that is nothing but `Host(…)` or `HostSNI(…)`, with its `service`
([Traefik](https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/file/)). The name of a
service, and the first label of a host, are compared with the machine or the service that is called so.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.backends import MOST, Backends, served_host, service_name
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.toml import toml
from cidrbook.text.yaml import Document, Value, at, embedded, items, mappings, text

_WORDS = ("loadBalancer", "loadbalancer")
_PROTOCOLS = ("http", "tcp", "udp")
_RULE = regex(r"\s*Host(?:SNI)?\([^()]{1,400}\)(?:\s*\|\|\s*Host(?:SNI)?\([^()]{1,400}\)){0,20}\s*")
_HOST = regex(r"[`'\"]([^`'\"]{1,253})[`'\"]")


@reads_documents(words=_WORDS)
def read(document: Document) -> Iterator[Seen]:
    """The backends in a document at any depth, and in its texts."""
    if not document.keys.isdisjoint(_WORDS):
        yield from _backends_in(document.tree)
    for _, mapping in document.mappings:
        for written in mapping.values():
            if isinstance(written, Located) and "\n" in written and any(word in written for word in _WORDS):
                yield from _backends_in(embedded(written))


@reads_files(globs=("*.toml",), words=_WORDS)
def read_toml(source: Source) -> Iterator[Seen]:
    """The backends in a file of TOML."""
    yield from _backends_in(toml(source))


def _backends_in(tree: Value) -> Iterator[Seen]:
    for _, mapping in mappings(tree):
        for protocol in _PROTOCOLS:
            if isinstance(at(mapping, protocol, "services"), dict):
                yield from _backends_of(mapping[protocol])


def _backends_of(configuration: Value) -> Iterator[Seen]:
    """The services of one protocol, under their own names and those of the hosts that lead to each of them."""
    backends = Backends("Traefik")
    hosts = _hosts_by_service(at(configuration, "routers"))
    services = at(configuration, "services")
    for name, service in services.items() if isinstance(services, dict) else ():
        balancer = at(service, "loadBalancer") or at(service, "loadbalancer")
        for server in items(balancer, "servers")[:MOST]:
            target = _server_target(server)
            if target is not None:
                backends.add((service_name(name), *hosts.get(name, [])[:MOST]), target)
    yield from backends.sightings()


def _server_target(server: Value) -> Located | None:
    """Where a server is reached. What is wrong with an `address` is reported under any key that is called so."""
    address = text(server, "address")
    return text(server, "url") or (address if address and as_address(address.partition(":")[0]) else None)


def _hosts_by_service(routers: Value) -> dict[str, list[str]]:
    """The hosts that lead to a service, whatever their path."""
    found: dict[str, list[str]] = {}
    for router in routers.values() if isinstance(routers, dict) else ():
        rule, service = text(router, "rule"), text(router, "service")
        if rule is not None and service is not None and _RULE.fullmatch(rule):
            hosts = [served_host(host[1]) for host in _HOST.finditer(rule)]
            found.setdefault(service.partition("@")[0], []).extend(hosts)
    return found
