"""Caddy, as a Caddyfile, or as a text in a YAML document: where sites are reached.

Read: `reverse_proxy` and its `to` in a site, also by `handle` and `route` with a matcher of `host`
([Caddy](https://caddyserver.com/docs/caddyfile/directives/reverse_proxy)). What is behind a path may be another
program, and a snippet is of no site. The first label of a host is compared with the machine or the service that is
called so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cidrbook.repository.parts.backends import MOST, Backends, served_host
from cidrbook.repository.reader import DOCUMENTS, reads_blocks
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block
from cidrbook.text.located import Located

_PROGRAMS = ("*.py", "*.go", "*.js", "*.ts", "*.sh", "*.nix", "*.tf")
_COMMENTS = ("#", "{%")
_BY_PATH = frozenset({"path", "path_regexp", "expression", "query", "header", "method", "not", "vars", "protocol"})
"""Matchers of some of what a host is asked for."""


class _CaddyBlock(NamedTuple):
    """A block between braces: what it is, and the hosts that it is for."""

    what: str
    hosts: tuple[str, ...]


@dataclass
class _Caddyfile:
    """The blocks that a line is in, the hosts of the site's matchers, and those of the site before its brace.

    The addresses of a site go on in the next line behind a comma.
    """

    backends: Backends
    frames: list[_CaddyBlock] = field(default_factory=list)
    matchers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    site: tuple[str, ...] = ()
    goes_on: bool = False


@reads_blocks(words=("reverse_proxy",), but=(*DOCUMENTS, *_PROGRAMS))
def read(block: Block) -> Iterator[Seen]:
    """The hosts that are served from one address."""
    state = _Caddyfile(Backends("Caddy"))
    for line in block.lines if not block.example else ():
        words = line.words() if not line.text.lstrip().startswith(_COMMENTS) else []
        opens = words[-1:] == ["{"]
        words = words[:-1] if opens else words
        if words == ["}"]:
            del state.frames[-1:]
        elif state.frames:
            _read_directive(state, words, opens=opens)
        elif words or opens:
            _read_site(state, words, opens=opens)
    yield from state.backends.sightings()


def _read_site(state: _Caddyfile, words: Sequence[Located], *, opens: bool) -> None:
    """A line outside of all blocks: the addresses of a site, or a directive of the only one, which needs no braces."""
    if words[:1] == ["reverse_proxy"]:
        _read_proxy(state, words, state.site, opens=opens)
        return
    is_list = opens or len(words) == 1 or words[-1].endswith(",")
    if is_list and not (words and words[0].startswith(("(", "&"))):
        before = state.site if state.goes_on or opens else ()
        state.site = (*before, *(served_host(word.rstrip(",")) for word in words))[:MOST]
        state.goes_on = words[-1:] != [] and words[-1].endswith(",")
    if opens:
        state.frames.append(_CaddyBlock("site", state.site))
        state.site, state.matchers = (), {}


def _read_directive(state: _Caddyfile, words: Sequence[Located], *, opens: bool) -> None:
    frame = state.frames[-1]
    what = str(words[0]) if words else ""
    if what == "reverse_proxy":
        _read_proxy(state, words, frame.hosts, opens=opens)
    elif what == "to" and frame.what == "reverse_proxy":
        _add_targets(state, words[1:], frame.hosts)
    elif what.startswith("@"):
        _read_matcher(state, what, words[1:], opens=opens)
    elif frame.what.startswith("@"):
        _read_matcher(state, frame.what, words, opens=opens)
    elif opens:
        limited = what in ("handle", "handle_path", "route")
        state.frames.append(_CaddyBlock(what, _matched(state, words[1:2], frame.hosts) if limited else frame.hosts))


def _read_matcher(state: _Caddyfile, name: str, words: Sequence[Located], *, opens: bool) -> None:
    """A matcher, or a line of its block: the hosts that it is for. One of paths is for none of them as a whole."""
    if opens:
        state.frames.append(_CaddyBlock(name, ()))
    if words[:1] == ["host"]:
        state.matchers.setdefault(name, tuple(map(served_host, words[1 : MOST + 1])))
    elif words[:1] and str(words[0]) in _BY_PATH:
        state.matchers[name] = ()


def _read_proxy(state: _Caddyfile, words: Sequence[Located], hosts: tuple[str, ...], *, opens: bool) -> None:
    hosts = _matched(state, words[1:2], hosts)
    if opens:
        state.frames.append(_CaddyBlock("reverse_proxy", hosts))
    _add_targets(state, [word for word in words[1:] if not word.startswith(("@", "/", "*"))], hosts)


def _matched(state: _Caddyfile, argument: Sequence[Located], hosts: tuple[str, ...]) -> tuple[str, ...]:
    """The hosts that a matcher is for: those around it, where it says nothing of hosts; none for a path."""
    written = str(argument[0]) if argument else ""
    if written.startswith("@"):
        return state.matchers.get(written, hosts)
    return () if written.startswith("/") else hosts


def _add_targets(state: _Caddyfile, targets: Sequence[Located], hosts: tuple[str, ...]) -> None:
    for target in targets:
        state.backends.add(hosts, target)
