"""WireGuard: the networks of its interfaces, and what their peers are allowed.

Read: `[Interface]` with `Address`, and `[Peer]` with `AllowedIPs`, of
[wg-quick](https://man7.org/linux/man-pages/man8/wg-quick.8.html); `[WireGuardPeer]` of
[systemd-networkd](https://www.freedesktop.org/software/systemd/man/latest/systemd.netdev.html); `wireguard_…` sections
of [OpenWrt](https://openwrt.org/docs/guide-user/services/vpn/wireguard/basics); lists `peers` with public keys in YAML,
as of Talos and Netplan. VyOS, RouterOS, OPNsense and pfSense have readers of their own, which read the same. A comment
above or in a peer is its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import items as prefixes_in
from cidrbook.repository.parts.router_networks import network_of
from cidrbook.repository.parts.tunnel_peers import TunnelPeer, tunnel
from cidrbook.repository.reader import reads_blocks, reads_documents
from cidrbook.repository.sighting import Seen, Sighting, sighting
from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, texts

_SECTION = regex(r"[ \t]*\[(\w+)\]")
_SETTING = regex(r"[ \t]*(\w+)[ \t]*=[ \t]*([^#;]*[^#;\s])")
_COMMENT = regex(r"(?:(?:client|name|peer|user)\b[ \t:=]*)?([^=]{1,40})\Z", re.IGNORECASE)
_LOOKS = regex(r"^[ \t]*\[(?:Interface|Peer|WireGuardPeer)\][ \t\r]*$", re.MULTILINE)
_PEERS = ("peer", "wireguardpeer")

_UCI = regex(r"^[ \t]*config[ \t]+['\"]?wireguard_\w+", re.MULTILINE)
_ALLOWED = regex(r"allowed[_-]?ips", re.IGNORECASE)
_KEYS = regex(r"public[_-]?key|pub[_-]?key", re.IGNORECASE)
_OWN = frozenset({"address", "addresses", "ip", "ip_address", "tunnel_ip", "private_key", "privateKey"})
"""Keys by which an entry of a list describes a client of its own; what it is allowed may be what that client sends."""

_NAMES = ("name", "description", "comment", "hostname")


@reads_blocks(words=("[Peer]", "[Interface]", "[WireGuardPeer]"), looks=_LOOKS)
def read(block: Block) -> Iterator[Seen]:
    """The interface of a file."""
    sections = [] if block.example else list(_sections(block))
    for section in sections:
        if section.name == "interface":
            yield from _networks(block.name, section.values("address"))
    yield from tunnel(block.name, (section.peer for section in sections if section.name in _PEERS))


@reads_blocks(words=("wireguard_",), looks=_UCI)
def read_uci(block: Block) -> Iterator[Seen]:
    """The interfaces of an OpenWrt router: each section is a peer of the one that its type names."""
    found: dict[str, list[TunnelPeer]] = {}
    peer = TunnelPeer()
    for line in () if block.example else block.lines:
        words = line.words()
        if words[:1] == ["config"] and len(words) > 1:
            peer = TunnelPeer()
            if words[1].startswith("wireguard_"):
                found.setdefault(words[1].removeprefix("wireguard_"), []).append(peer)
        elif len(words) > 2 and words[0] in ("option", "list"):
            _uci_setting(peer, str(words[1]), words[2])
    for interface, peers in found.items():
        yield from tunnel(interface, peers)


@reads_documents(key_pattern=_ALLOWED)
def read_lists(document: Document) -> Iterator[Seen]:
    """The peers of an interface in YAML."""
    for path, mapping in document.mappings:
        entries = mapping.get("peers")
        peers = [_peer_of_entry(entry) for entry in entries] if isinstance(entries, list) else []
        where = next((text for key in ("interface", "name") for text in texts(mapping.get(key))), None)
        yield from tunnel(str(where or (path[-1] if path else "wireguard")), filter(None, peers))


class _ConfSection:
    """A section of a file: its name in lower case, its settings, and what a comment calls it."""

    def __init__(self, name: str, called: str) -> None:
        self.name = name
        self.called = called
        self.settings: list[tuple[str, Located]] = []

    def values(self, key: str) -> list[Located]:
        """The parts of the values of a key, which may be set several times."""
        return [part for name, value in self.settings if name == key for part in prefixes_in(value)]

    @property
    def peer(self) -> TunnelPeer:
        """It as a peer."""
        key = next((str(value) for name, value in self.settings if name == "publickey" and not value.open), "")
        return TunnelPeer(self.called, key, self.values("allowedips"))


def _sections(block: Block) -> Iterator[_ConfSection]:
    section, above = _ConfSection("", ""), ""
    for line in block.lines:
        begins, setting = _SECTION.match(line.text), _SETTING.match(line.text)
        text = line.text.strip()
        comment = _COMMENT.match(text.lstrip("# \t")) if text.startswith("#") else None
        if begins:
            yield section
            section, above = _ConfSection(begins[1].lower(), above), ""
        elif comment:
            above = comment[1]
            section.called = section.called if section.settings else comment[1]
        elif setting:
            section.settings.append((setting[1].lower(), _value(line, setting)))
            above = ""
    yield section


def _value(line: Line, setting: re.Match[str]) -> Located:
    return line.part(*setting.span(2))


def _networks(name: str, addresses: list[Located]) -> Iterator[Sighting]:
    """The networks that an interface's addresses are in."""
    for address in addresses:
        cidr = network_of(address)
        if cidr is not None:
            yield sighting("network", Network, cidr.place, name=name, cidr=cidr, role="vpn")


def _uci_setting(peer: TunnelPeer, key: str, value: Located) -> None:
    if key == "allowed_ips":
        peer.prefixes += prefixes_in(value)
    elif key == "description":
        peer.name = str(value)
    elif key == "public_key":
        peer.key = str(value)


def _peer_of_entry(entry: Value) -> TunnelPeer | None:
    """An entry of a list of peers with public keys; None where it may describe a client's own settings."""
    if not isinstance(entry, dict) or not _OWN.isdisjoint(entry):
        return None
    key = next((str(text) for name, value in _flat(entry) if _KEYS.fullmatch(name) for text in texts(value)), "")
    name = next((str(text) for known in _NAMES for text in texts(entry.get(known))), "")
    allowed = [part for known, value in entry.items() if _ALLOWED.fullmatch(known) for part in prefixes_in(value)]
    return TunnelPeer(name, key, allowed) if key else None


def _flat(entry: dict[str, Value]) -> Iterator[tuple[str, Value]]:
    """The keys of an entry, and those below `keys`, where Netplan has them: `public`."""
    for name, value in entry.items():
        if name == "keys" and isinstance(value, dict):
            yield from (("public_key" if inner == "public" else inner, text) for inner, text in value.items())
        else:
            yield name, value
