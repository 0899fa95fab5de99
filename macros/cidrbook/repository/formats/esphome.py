"""ESPHome: the addresses of devices.

Read ([ESPHome](https://esphome.io/components/wifi/#manual-ips)): of a document with `esphome`, its `name`, and
`manual_ip` of `wifi`, of its `networks`, and of `ethernet`: `static_ip`, `gateway`, `subnet`, `dns1` and `dns2`. What
`substitutions` of the same document say is filled in; others, and what is behind `!secret`, are left out. The fallback
hotspot (`ap`) is a network of the device's own, and makes no claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import addresses, host, machine_gateway, unreached
from cidrbook.repository.parts.field_types import refused
from cidrbook.repository.parts.router_networks import masked
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Seen
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, text

_FIELDS = ("static_ip", "gateway", "subnet", "dns1", "dns2")
_VARIABLE = regex(r"\$(?:\{[ \t]*(\w{1,80})[ \t]*\}|(\w{1,80}))\Z")


@reads_documents(keys=("manual_ip",), words=("static_ip",))
def read(document: Document) -> Iterator[Seen]:
    """The device of a document."""
    device = at(document.tree, "esphome")
    if not isinstance(device, dict):
        return
    known = at(document.tree, "substitutions")
    settings = [
        {key: _filled_in(text(link, key), known) for key in _FIELDS} for link in _manual_settings(document.tree)
    ]
    links = [{key: value for key, value in found.items() if value is not None} for found in settings]
    own = [address for link in links for address in _device_addresses(link)]
    yield from host(_filled_in(text(device, "name"), known) or "", own)
    for link in links:
        ways = [link["gateway"]] if "gateway" in link else []
        yield from unreached(_device_addresses(link), ways)
        yield from machine_gateway(_device_addresses(link), ways)
        for value in link.values():
            yield from refused(value, "address", "ESPHome") if value[:1].isdigit() else ()


def _manual_settings(tree: Value) -> Iterator[Value]:
    """The settings of each interface, and of each network that it may join."""
    for link in (at(tree, "ethernet"), at(tree, "wifi"), *items(tree, "wifi", "networks")):
        own = at(link, "manual_ip")
        yield from [own] if isinstance(own, dict) else []


def _filled_in(written: Located | None, known: Value) -> Located | None:
    """The value, or that of the substitution that stands for it; nothing where it is not known."""
    found = _VARIABLE.match(written or "")
    value = text(known, found[1] or found[2]) if found else written
    return None if value is None or value.open else value


def _device_addresses(link: dict[str, Located]) -> list[Located]:
    address = link.get("static_ip")
    return addresses(masked(address, link.get("subnet")) or address)
