"""Two groups of VRRP or CARP have one id on one link.

The id names the group on its link, and the group's MAC address is made of it. So the machines of
two groups with one id take each other for members of their own: both complain about addresses that
they do not know, or one group gives up its address. Two files with one id and one address are
members of one group. A group of keepalived with a `unicast_peer` talks to nobody else, and is not
compared.

```text title="dns/keepalived.conf"
vrrp_instance dns {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        10.3.42.53/24
    }
}
```

```text title="proxy/keepalived.conf"
vrrp_instance proxy {
    interface eth0
    virtual_router_id 51 # H322: 23
    virtual_ipaddress {
        10.3.42.80/24
    }
}
```

Use instead:

```text title="dns/keepalived.conf"
vrrp_instance dns {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        10.3.42.53/24
    }
}
```

```text title="proxy/keepalived.conf"
vrrp_instance proxy {
    interface eth0
    virtual_router_id 52
    virtual_ipaddress {
        10.3.42.80/24
    }
}
```

Source: [RFC 9568](https://www.rfc-editor.org/rfc/rfc9568#section-7.3), sections 5.2.3 and 7.3.
"""

from collections.abc import Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import mask_of
from cidrbook.net.spans import has_address
from cidrbook.plan.entry import VirtualAddress
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING

_USUAL = {4: 24, 6: 64}
"""The usual prefix length of a link, where neither the group nor a network of the repository says it."""

_OWN = {4: 32, 6: 128}
"""The mask of a single address says nothing of its link."""

_MOST_COMPARED = 16
"""Groups of one id that are compared with those before them. A home has a few."""


def observed(observation: Observation) -> Iterator[Problem]:
    """Groups with the id, and the link, of an earlier group that has other addresses."""
    found: dict[tuple[int, int], list[VirtualAddress]] = {}
    for group in observation.groups:
        for version in {address.version for address in group.addresses} if group.vrid else ():
            earlier = found.setdefault((group.vrid or 0, version), [])
            before = next((other for other in earlier[:_MOST_COMPARED] if _clash(observation, other, group)), None)
            if before is not None:
                yield _problem(before, group)
            earlier.append(group)


def _clash(observation: Observation, one: VirtualAddress, other: VirtualAddress) -> bool:
    """Whether two groups of one id have no address in common, and are on one link."""
    if {int(address) for address in one.addresses} & {int(address) for address in other.addresses}:
        return False
    pairs = (
        (link, address)
        for group, rest in ((one, other), (other, one))
        for link in _links(observation, group)
        for address in rest.addresses
    )
    return any(has_address(link, address) for link, address in pairs)


def _links(observation: Observation, group: VirtualAddress) -> Iterator[IPNetwork]:
    """The prefixes of the links that a group is on."""
    for address in group.addresses:
        length = mask_of(address)
        if length is None or length == _OWN[address.version]:
            yield _known_link(observation, address)
        else:
            yield IPNetwork((int(address), length), version=address.version).cidr


def _known_link(observation: Observation, address: IPAddress) -> IPNetwork:
    network = observation.space.covering(("", ""), address)
    around = network.prefix_around(address) if network else None
    return around.cidr if around else IPNetwork((int(address), _USUAL[address.version]), version=address.version).cidr


def _problem(before: VirtualAddress, group: VirtualAddress) -> Problem:
    own, other = (", ".join(map(str, known.addresses)) for known in (group, before))
    return Problem(
        at=group.at("vrid"),
        message=f"the group of {own} has the id {group.vrid}, which the group of {other} has on the same link",
        label="again",
        related=(Related(at=before.at("vrid"), message="the other group is written here"),),
        hint="give one of them another id; if they are one group, write the same addresses",
        parties=(group.id, before.id),
    )
