"""A host with an address of its own lies in a range that DHCP hands out.

Sooner or later the server gives the address to somebody else. The same goes for
routers, nodes, virtual addresses and pinned services. An address that
the server itself reserves for the host is no conflict: say so with
`assigned: reservation`. A DHCP server keeps those out of its way inside the
range, and some want them there.

In the lab's repository, an address that only says where a machine is reached
(`ansible_host`, the list of nodes for Talos) can be a reservation. It counts
where the repository shows reservations in that range, and none for this one.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    hosts:
      - {name: printer, address: 192.168.1.120} # D402: 34
routers:
  - {name: edge, addresses: [192.168.1.1, 192.168.1.101]} # D402: 43
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    hosts:
      - {name: printer, address: 192.168.1.99}
      - {name: phone, address: 192.168.1.120, assigned: reservation}
routers:
  - {name: edge, addresses: 192.168.1.1}
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-3.1), section 3.1: a server probes, but a host
that is off does not answer; [Kea](https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html#host-reservations-in-dhcpv4)
on reservations inside a pool.
"""

from collections.abc import Iterator

from cidrbook.plan.cluster import Node
from cidrbook.plan.inventory import Claim, Inventory, Lease
from cidrbook.plan.network import Host
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.WARNING

_OR_RESERVE = ", or write `assigned: reservation` if the server reserves it"


def check(plan: Inventory) -> Iterator[Problem]:
    """Claims on addresses that the DHCP server of the network around them gives away."""
    return (_inside(claim, lease) for claim, lease, _ in _unreserved(plan))


def observed(observation: Observation) -> Iterator[Problem]:
    """The same; a host that files only reach may have a reservation that they do not show."""
    for claim, lease, reserves in _unreserved(observation):
        if reserves or not _is_only_reached(claim):
            yield _inside(claim, lease)


def _unreserved(plan: Inventory) -> Iterator[tuple[Claim, Lease, bool]]:
    """Claims inside a DHCP range without a reservation, and whether their network shows reservations of others."""
    claims = plan.claims if plan.leases else ()
    inside = [(claim, run.owner) for claim in claims if (run := plan.leases.meeting(*claim.span[:3]))]
    reserved = {(claim[:2], claim.owner.id) for claim, _ in inside if _is_reserved(claim)}
    shown = {lease.network.id for claim, lease in inside if _is_reserved(claim)}
    for claim, lease in inside:
        if (claim[:2], claim.owner.id) not in reserved and not plan.lacks(claim.owner, "assigned"):
            yield claim, lease, lease.network.id in shown


def _is_reserved(claim: Claim) -> bool:
    return isinstance(claim.owner, Host) and claim.owner.assigned == "reservation"


def _is_only_reached(claim: Claim) -> bool:
    """Whether a file says where a machine is reached, and not, with the length of a prefix, what its interface has."""
    at = claim.place
    written = at.source.lines[at.line - 1][at.column - 1 :][: at.width] if at.line <= len(at.source.lines) else ""
    return isinstance(claim.owner, Host | Node) and "/" not in written


def _inside(claim: Claim, lease: Lease) -> Problem:
    return Problem(
        at=claim.place,
        message=f"{claim.shown} lies in {lease.shown}",
        related=(lease.related,),
        hint=f"move it out of the range{_OR_RESERVE if isinstance(claim.owner, Host) else ''}",
        parties=(claim.owner.id, lease.network.id),
    )
