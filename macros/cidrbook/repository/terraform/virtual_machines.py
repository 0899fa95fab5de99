"""Virtual machines of Proxmox in Terraform: the addresses and gateways of their interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import machine_gateway
from cidrbook.repository.parts.router_networks import masked, network_of
from cidrbook.repository.sighting import Sighting
from cidrbook.repository.terraform.modules import Resource
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import items, text

VmLink = tuple[Located, Located | None]
"""The address of an interface, with its mask, and its gateway."""

_GATEWAY_IN_LINE = regex(r"(?:^|,)gw=([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?=,|$)")
_MASK_IN_LINE = regex(r"(?:^|,)ip=[^,/]{1,80}/([0-9]{1,2})(?=,|$)")
_IPCONFIG = regex(r"(ip6?|gw6?)=([0-9a-fA-F.:]{2,45}(?:/[0-9]{1,3})?)(?=,|$)")


def _addresses_in_line(resource: Resource) -> Iterator[VmLink]:
    """`ipconfig0 = "ip=A/p,gw=A"`, once for each interface."""
    for key, written in resource.values.items():
        if key.startswith("ipconfig") and len(written) == 1 and not written[0].open:
            found = {option[1]: written[0].part(*option.span(2)) for option in _IPCONFIG.finditer(written[0])}
            yield from ((found[key], found.get(f"gw{key[2:]}")) for key in ("ip", "ip6") if key in found)


def _computed_addresses(resource: Resource) -> Iterator[VmLink]:
    """The prefixes of machines whose own addresses are computed, as far as their gateways and masks are written."""
    for key, written in resource.values.items():
        gateway = _GATEWAY_IN_LINE.search(written[0]) if key.startswith("ipconfig") and len(written) == 1 else None
        mask = _MASK_IN_LINE.search(written[0]) if gateway else None
        if gateway and mask and written[0].open:
            router = written[0].part(*gateway.span(1))
            cidr = network_of(masked(router, Located(mask[1], router.place)))
            yield from [(cidr, router)] if cidr is not None else []


def _addresses_of_container(resource: Resource) -> Iterator[VmLink]:
    for link in items(resource.tree, "network"):
        address = text(link, "ip")
        if address:
            yield address, text(link, "gw")


def _addresses_in_block(resource: Resource) -> Iterator[VmLink]:
    for link in items(resource.tree, "initialization", "ip_config"):
        for family in ("ipv4", "ipv6"):
            address = text(link, family, "address")
            if address:
                yield address, text(link, family, "gateway")


ADDRESSES = {
    "proxmox_vm_qemu": (_addresses_in_line, ("name",)),
    "proxmox_cloud_init_disk": (_addresses_in_line, ("name",)),
    "proxmox_lxc": (_addresses_of_container, ("hostname",)),
    "proxmox_virtual_environment_vm": (_addresses_in_block, ("name",)),
    "proxmox_virtual_environment_container": (_addresses_in_block, ("initialization.hostname",)),
}
"""The addresses and gateways of virtual machines, and the keys of their names."""


def machine_gateways(resource: Resource) -> Iterator[Sighting]:
    """The gateways of a machine's interfaces."""
    if resource.type in ADDRESSES:
        for address, gateway in (*ADDRESSES[resource.type][0](resource), *_computed_addresses(resource)):
            yield from machine_gateway([address], [gateway] if gateway is not None and not gateway.open else [])
