"""nginx as a reverse proxy: a site's file, or a text in a YAML document.

Read: `server_name` with the `proxy_pass` of `location /`, also by way of `set $upstream_app 10.0.0.5` as SWAG has it,
and `upstream NAME` with one `server`
([nginx](https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass)). Other locations may be of other
programs. The first label of a name, and the name of an upstream, are compared with the machine or the service that is
called so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cidrbook.repository.parts.backends import MOST, Backends, served_host, service_name
from cidrbook.repository.reader import DOCUMENTS, reads_blocks
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block, statements
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_PROGRAMS = ("*.py", "*.go", "*.js", "*.ts", "*.sh", "*.nix", "*.tf")
_TARGET = regex(r"(?:[a-z]{1,5}|\$\w{1,40})://(?:\$(\w{1,40})|([A-Za-z][\w.-]{0,62}))(?:[:/$]\S*)?\Z")
"""A target that is not an address: a variable, or the name of an upstream."""


@dataclass
class _Server:
    """What nginx does for some host names, as far as it was read."""

    names: list[str] = field(default_factory=list)
    targets: list[Located] = field(default_factory=list)
    variables: dict[str, list[Located]] = field(default_factory=dict)


@dataclass
class _Site:
    """The servers of a file, and its upstreams with their servers."""

    servers: list[_Server] = field(default_factory=list)
    upstreams: dict[str, list[Located]] = field(default_factory=dict)


@reads_blocks(words=("proxy_pass",), but=(*DOCUMENTS, *_PROGRAMS))
def read(block: Block) -> Iterator[Seen]:
    """The hosts that are served from one address, and upstreams of one server."""
    if block.example:
        return
    site, backends = _site(block), Backends("nginx")
    for name, targets in site.upstreams.items():
        for target in targets:
            backends.add([service_name(name)], target)
    for server in site.servers:
        for target in server.targets[:MOST]:
            for reached in _reached(target, server, site)[:MOST]:
                backends.add(server.names[:MOST], reached)
    yield from backends.sightings()


def _site(block: Block) -> _Site:
    site, opened = _Site(), list[list[str]]()
    for words, depth in statements(block.lines):
        if depth > 0:
            opened.append([*map(str, words)])
            site.servers += [_Server()] if opened[-1] == ["server"] else []
        elif opened and len(words) > 1:
            _add_directive(site, opened[-1], words)
        if depth < 0 and opened:
            opened.pop()
    return site


def _add_directive(site: _Site, within: list[str], words: list[Located]) -> None:
    what, value = str(words[0]), words[1]
    if what == "server" and within[:1] == ["upstream"]:
        site.upstreams.setdefault(within[-1], []).append(value)
    elif site.servers and within in (["server"], ["location", "/"]):
        server = site.servers[-1]
        if what == "server_name":
            server.names += [served_host(name) for name in words[1:]]
        elif what == "proxy_pass":
            server.targets.append(value)
        elif what == "set" and len(words) > 2:
            server.variables.setdefault(str(value), []).append(words[2])


def _reached(target: Located, server: _Server, site: _Site) -> list[Located]:
    """What a target is, where it is a variable or an upstream."""
    found = _TARGET.match(target)
    if found is None:
        return [target]
    return (server.variables.get(f"${found[1]}") if found[1] else site.upstreams.get(found[2])) or [target]
