"""Containers on a VyOS router: their networks and addresses.

Read: `set container network N prefix C | gateway A` and `set container name X network N address A`
([VyOS](https://docs.vyos.io/en/latest/configuration/container/index.html)). The parts of one router's configuration may
stand in several files of a folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from cidrbook.repository.parts.cluster_parts import addresses, prefixes
from cidrbook.repository.parts.container_bridges import Bridge
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_SET = regex(r"^[ \t]*set[ \t]+container[ \t]+(?:network|name)[ \t]")


@reads_blocks(words=("set container",), in_documents=False, examples=True)
def read(block: Block) -> Iterator[Sighting]:
    """The networks of a router's containers, and the containers in them."""
    for bridge in _bridges(block) if not block.example else ():
        yield from bridge.sightings()


def _bridges(block: Block) -> Iterator[Bridge]:
    folder = str(PurePosixPath(block.source.file).parent)
    networks: dict[str, Bridge] = {}
    for line in block.lines:
        words = line.words()[2:] if _SET.match(line.text) else []
        known = [str(word) for word in words]
        if len(words) == 4 and known[0] == "network":
            network = networks.setdefault(known[1], Bridge(f"{folder}/{known[1]}", known[1], machine=folder))
            _set_option(network, known[2], words[3])
        elif len(words) == 6 and known[0] == "name" and known[2:5:2] == ["network", "address"]:
            members = [(known[1], address) for address in addresses(words[5])]
            yield Bridge(f"{folder}/{known[3]}", known[3], members=members)
    yield from networks.values()


def _set_option(network: Bridge, key: str, value: Located) -> None:
    """Adds a prefix, of which a network has one of each family, or a gateway."""
    network.subnets += prefixes(value) if key == "prefix" else []
    network.gateways += addresses(value) if key == "gateway" else []
