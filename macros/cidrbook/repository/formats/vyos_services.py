"""Services of a VyOS router that listen or lease addresses where the router has no interface.

Read: `listen-address` of any service, and `subnet` of `shared-network-name`
([VyOS](https://docs.vyos.io/en/latest/configuration/service/index.html)), beside `address` of interfaces, VRRP and
containers' networks. A relay may bring requests from other networks, so a subnet counts only without a range, beside
another one of its shared network that an interface is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netaddr import IPAddress, IPNetwork

from cidrbook.net.typos import one_octet_apart
from cidrbook.repository.parts.cluster_parts import parse_address
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.vyos_lines import Setting, routers_of_commands
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located

_ENOUGH = 3
"""From so many interfaces with an address on, the configuration is a router's whole one."""
_PLAYBOOKS = (".yml", ".yaml", ".j2")
"""Files of commands that are added to a configuration, which has other interfaces."""
_SHARED = ["service", "dhcp-server", "shared-network-name"]


@reads_repository(words=("listen-address", "shared-network-name"))
def read(files: Files) -> Iterator[Reported]:
    """The addresses and subnets in which a router has no interface."""
    for _, commands in routers_of_commands(files.sources):
        own = [found for words in commands if _is_interface(words) and (found := _interface_network(words[-1]))]
        if len(own) >= _ENOUGH and not any(words[0].place.file.endswith(_PLAYBOOKS) for words in commands):
            yield from _listening(commands, own)
            yield from _serving(commands, own)


def _is_interface(words: Setting) -> bool:
    """Whether a setting gives the router an address: of an interface, a group of VRRP, a network of containers."""
    of_containers = words[:2] == ["container", "network"] and words[3:4] in (["prefix"], ["gateway"])
    return of_containers or (words[0] in ("interfaces", "high-availability") and words[-2:-1] == ["address"])


def _interface_network(written: Located) -> IPNetwork | None:
    return IPNetwork(str(written)) if parse_address(written) else None


def _listening(commands: Sequence[Setting], own: Sequence[IPNetwork]) -> Iterator[Reported]:
    """The addresses that no interface has; where one has a lease, only those that are like another one's."""
    addresses = {network.ip for network in own} | {IPAddress(network.first + 1) for network in own if network.size > 1}
    leased = any(_is_interface(words) and words[-1] == "dhcp" for words in commands)
    for words in commands:
        if words[-2:-1] == ["listen-address"] and is_private(words[-1]):
            address = IPNetwork(str(words[-1]))
            alike = not leased or any(one_octet_apart(address, IPNetwork(other)) for other in addresses)
            if alike and address.ip not in addresses:
                message = f"the {words[1]} of the router listens at {address.ip}, which none of its interfaces has"
                hint = "write the address of an interface"
                yield Reported("address-without-network", Problem(at=words[-1].place, message=message, hint=hint))


def _serving(commands: Sequence[Setting], own: Sequence[IPNetwork]) -> Iterator[Reported]:
    subnets: dict[str, dict[str, list[Setting]]] = {}
    for words in commands:
        if words[:3] == _SHARED and words[4:5] == ["subnet"] and len(words) > 6 and _interface_network(words[5]):
            subnets.setdefault(words[3], {}).setdefault(words[5], []).append(words)
    for name, found in subnets.items():
        served = {subnet: any(other in IPNetwork(subnet) for other in own) for subnet in found}
        usual = next((subnet for subnet in served if served[subnet]), None)
        for subnet in served if usual else ():
            if not served[subnet] and not any(words[6] in ("range", "static-mapping") for words in found[subnet]):
                yield _serves_elsewhere(name, found[subnet][0][5], found[str(usual)][0][5])


def _serves_elsewhere(name: str, subnet: Located, usual: Located) -> Reported:
    problem = Problem(
        at=subnet.place,
        message=f"DHCP serves {subnet} in {name}, where the router has no interface; {name} is {usual} elsewhere",
        related=(Related(at=usual.place, message=f"{usual} is written here"),),
        hint=f"write {usual}",
    )
    return Reported("address-without-network", problem)
