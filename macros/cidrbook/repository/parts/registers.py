"""What a register holds: the networks, addresses, ranges and VLANs that an IPAM or a registry exports.

A register is complete in itself, so it is checked as a plan is; `joining/joined_registers.py` puts its parts together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cidrbook.plan.network import Host, Network, Vlan
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.sighting import Sighting, make, sighting
from cidrbook.text.csv_table import one_line
from cidrbook.text.located import Located
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_NUMBER = regex(r"[0-9]{1,4}")
_MAC = regex(r"(?:[0-9a-fA-F]{2}[:-]?){5}[0-9a-fA-F]{2}\Z|(?:[0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}\Z")
_NO_VRF = ("", "global", "default", "none", "null", "-")
_LONGEST_NAME = 60
"""Longer descriptions are sentences, and name nothing."""

_ROLES = frozenset({"container", "guest", "iot", "lan", "management", "servers", "storage", "vpn"})
"""Roles that mean the same in a plan; others are words of the register's own."""


class Entered(NamedTuple):
    """The register that something is entered in, and the VRF."""

    register: str
    vrf: str = ""


def entered(register: str, vrf: str | None = None) -> Entered:
    """The register, and the VRF by the name that an export gives it."""
    name = str(vrf or "").strip()
    return Entered(register, "" if name.lower() in _NO_VRF else name)


def network(  # noqa: PLR0913 (the columns of a prefix)
    into: Entered,
    cidr: Located,
    *,
    name: Located | None = None,
    vlan: Located | None = None,
    role: str = "",
    status: str = "",
    gateways: tuple[Located, ...] = (),
) -> Sighting:
    """A prefix that is entered, under its name or its addresses."""
    called = short_name(name) or cidr
    own = slug(f"{into.vrf} {called} {cidr}") if into.vrf else ""
    seen = sighting(
        "network",
        Network,
        cidr.place,
        name=called,
        id=own,
        cidr=cidr,
        vlan=_vlan_id(vlan),
        vrf=into.vrf,
        role=role if role in _ROLES else "",
        status=status,
        gateway=list(gateways),
    )
    return seen._replace(register=into.register)


def host(  # noqa: PLR0913 (the columns of an address)
    into: Entered,
    address: Located,
    *names: Located | None,
    hostname: Located | None = None,
    mac: Located | None = None,
    status: str = "",
    reserved: bool = False,
    shared: bool = False,
) -> Sighting:
    """An address that is entered, under the first of the names that is one; in a VRF, with a network for that."""
    name = next(filter(None, map(short_name, names)), address.part(0, len(address.partition("/")[0])))
    found, problems = make(
        Host,
        address.place,
        name=name,
        address=[address],
        hostname=short_name(hostname),
        mac=mac if mac is not None and _MAC.match(mac) else None,
        status=status,
        assigned="reservation" if reserved else "static",
        shared="true" if shared else None,
    )
    if not into.vrf:
        return Sighting("host", found, "", problems, register=into.register)
    seen = _without_prefix(into, address.place, hosts=[found])
    return seen._replace(problems=problems)


def address_range(into: Entered, first: Located, last: Located, name: Located | None, *, dhcp: bool) -> Sighting | None:
    """A range that is entered: one that DHCP hands out, or one that is kept for something."""
    ends = [end.partition("/")[0] for end in (first, last)]
    if not all(map(as_address, ends)):
        return None
    written = Located("-".join(ends), Place(first.place.source, first.place.line, first.place.column, len(ends[0])))
    called = short_name(name)
    if dhcp:
        return _without_prefix(into, first.place, dhcp=[written])
    return _without_prefix(into, first.place, reserved=[{"range": written, **({"name": called} if called else {})}])


def gateway(into: Entered, address: Located) -> Sighting:
    """An address that is entered as that of a gateway."""
    return _without_prefix(into, address.place, gateways=[address])


def vlan(register: str, number: Located, name: Located | None, group: str) -> Sighting:
    """A VLAN that is entered, in a group in which its number is used once."""
    seen = sighting("vlan", Vlan, number.place, id=number, name=name, site=group)
    return seen._replace(register=register)


def _without_prefix(  # noqa: PLR0913 (what may be entered)
    into: Entered,
    at: Place,
    *,
    gateways: Sequence[Located] = (),
    hosts: Sequence[Host] = (),
    dhcp: Sequence[Located] = (),
    reserved: Sequence[Mapping[str, Located]] = (),
) -> Sighting:
    """What is entered without its network: one without a prefix, that only says the VRF."""
    own = slug(f"{into.register} {into.vrf} {at.file} {at.line}")
    name = f"{into.register} {into.vrf}".strip()
    seen = sighting(
        "network",
        Network,
        at,
        name=name,
        id=own,
        vrf=into.vrf,
        gateway=list(gateways),
        hosts=list(hosts),
        dhcp=list(dhcp),
        reserved=list(reserved),
    )
    return seen._replace(register=into.register)


def short_name(text: Located | None) -> Located | None:
    """What may be a name; nothing for a sentence."""
    line = None if text is None or text.open else one_line(text)
    return line if line and len(line) <= _LONGEST_NAME else None


def _vlan_id(text: Located | None) -> Located | None:
    """The number of a VLAN: alone, or behind its name as in `servers (20)`."""
    found = list(_NUMBER.finditer(text)) if text is not None else []
    return text.part(*found[-1].span()) if text is not None and found else None
