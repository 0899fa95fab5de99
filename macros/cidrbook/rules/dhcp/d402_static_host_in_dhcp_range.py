"""A static address is inside a DHCP range.

Sooner or later the server assigns the address to another client. This applies to hosts, routers,
nodes, virtual addresses and pinned services. An address that the server itself reserves for the
host is no conflict: set `assigned: reservation`. DHCP servers do not assign reserved addresses to
others, and some require them inside the range.

In a repository, an address by which a machine is only reached (`ansible_host`, Talos' list of
nodes) may be a reservation. It is reported if the repository shows reservations in that range, and
none for this address.

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
from dataclasses import replace

from cidrbook.plan.cluster import Node
from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Claim, Inventory, Lease
from cidrbook.plan.network import Host
from cidrbook.repository.observation import Observation, is_entered
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.WARNING

_OR_RESERVE = ", or write `assigned: reservation` if the server reserves it"


def check(plan: Inventory) -> Iterator[Problem]:
    """Static addresses inside a DHCP range of their network."""
    return (_problem(claim, lease) for claim, lease, _ in _unreserved(plan))


def registered(register: Inventory) -> Iterator[Problem]:
    """The same in what an IPAM exports, which says of each address how it is assigned."""
    hint = "move it out of the range, or enter it as one of DHCP if the server reserves it"
    return (replace(problem, hint=hint) for problem in check(register))


def observed(observation: Observation) -> Iterator[Problem]:
    """The same. A host that files only reach may have a reservation that they do not show. A register speaks itself."""
    for claim, lease, reserves in _unreserved(observation):
        entered = is_entered(observation, claim.owner, lease.network)
        if not entered and (reserves or not _is_only_reached(claim)):
            yield _problem(claim, lease)


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
    return isinstance(claim.owner, Machine) and claim.owner.assigned == "reservation"


def _is_only_reached(claim: Claim) -> bool:
    """Whether a file only gives the address by which a machine is reached: one without a prefix length."""
    at = claim.place
    written = at.source.lines[at.line - 1][at.column - 1 :][: at.width] if at.line <= len(at.source.lines) else ""
    return isinstance(claim.owner, Host | Node) and "/" not in written


def _problem(claim: Claim, lease: Lease) -> Problem:
    return Problem(
        at=claim.place,
        message=f"{claim.shown} is in {lease.shown}",
        related=(lease.related,),
        hint=f"move it out of the range{_OR_RESERVE if isinstance(claim.owner, Machine) else ''}",
        parties=(claim.owner.id, lease.network.id),
    )
