"""The networks that servers of overlays give addresses from: OpenVPN, headscale, WireGuard's containers.

Read: `server` and `server-ipv6` of [OpenVPN](https://openvpn.net/community-docs/community-articles/openvpn-2-6-manual.html);
`prefixes` and `ip_prefixes` of [headscale](https://headscale.net/stable/ref/configuration/); `WG_DEFAULT_ADDRESS` of
[wg-easy](https://github.com/wg-easy/wg-easy), and `INTERNAL_SUBNET` of
[linuxserver/wireguard](https://docs.linuxserver.io/images/docker-wireguard/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.repository.parts.router_networks import masked, network_of
from cidrbook.repository.reader import reads_blocks, reads_documents, reads_files
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, at, texts

_OPENVPN = regex(r"^[ \t]*dev[ \t]+tun", re.MULTILINE)
_HEADSCALE = ("server_url", "noise", "derp")
"""Keys of headscale's configuration, of which one stands beside its prefixes."""

_CONTAINER = regex(
    r"\b(?:WG_DEFAULT_ADDRESS[\"']?[ \t]*[=:][ \t]*[\"']?((?:[0-9]{1,3}\.){3})x"
    r"|INTERNAL_SUBNET[\"']?[ \t]*[=:][ \t]*[\"']?((?:[0-9]{1,3}\.){3})0)(?![0-9./])"
)


@reads_blocks(words=("dev tun", "dev\ttun"), looks=_OPENVPN)
def read(block: Block) -> Iterator[Sighting]:
    """The network of an OpenVPN server."""
    for line in block.lines if not block.example else ():
        words = line.words()
        if words[:1] == ["server"] and len(words) > 2:
            yield from _overlay_sightings("openvpn", network_of(masked(words[1], words[2])))
        elif words[:1] == ["server-ipv6"] and len(words) > 1:
            yield from _overlay_sightings("openvpn", network_of(words[1]))


@reads_documents(keys=("prefixes", "ip_prefixes"))
def read_headscale(document: Document) -> Iterator[Sighting]:
    """The networks of headscale."""
    for mapping in document.having("prefixes", "ip_prefixes"):
        if any(key in mapping for key in _HEADSCALE):
            written = [*texts(at(mapping, "prefixes", "v4")), *texts(at(mapping, "prefixes", "v6"))]
            for prefix in (*written, *texts(mapping.get("ip_prefixes"))):
                yield from _overlay_sightings("headscale", network_of(prefix))


@reads_files(words=("WG_DEFAULT_ADDRESS", "INTERNAL_SUBNET"))
def read_containers(source: Source) -> Iterator[Sighting]:
    """The networks of containers that are WireGuard servers; theirs are of 256 addresses."""
    for found in _CONTAINER.finditer(source.text) if "wireguard" in source.text or "wg" in source.text else ():
        group = 1 if found[1] else 2
        place = source.at(found.start(group), len(found[group]) + 1)
        yield from _overlay_sightings("wireguard", network_of(Located(f"{found[group]}0/24", place)))


def _overlay_sightings(name: str, cidr: Located | None) -> Iterator[Sighting]:
    if cidr is not None:
        yield sighting("network", Network, cidr.place, name=name, cidr=cidr, role="vpn")
