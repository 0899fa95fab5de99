"""A document or a comment says another value for a thing of that name, or by words of two meanings.

The name of a row is the name of a host, a node, a service or a network of the repository, which has another address
there: it was moved, or two rows have changed places. A name may be a part of the real one (`Outer gateway` for
`envoy-outer`), where only one thing can be meant. Or a heading, a sentence or a word of two meanings names the pods,
services, nodes or load balancers, and the range is none of theirs. So is what a row says of the gateway, the DHCP range
or the VLAN of a network, and what a comment in a configuration plainly calls an address (`10.42.0.0/16 # pods`); keys
that are commented out, and comments of other times, of examples and defaults, say nothing. A prefix that nothing is in
is found where another one stands beside a word of its row; and a value of an object of Kubernetes that a document
shows, where the repository's object of this kind and name has another one.

So is a value that a document says twice, where one line holds and the other one does not and names no other cluster;
an address with port 6443, or behind an option of `talosctl`, where neither the API nor a node is; the address of the
router of an AS number, or of the BGP peer, where the cluster has its sessions with another one; a range of nodes in
which there is none, and a table that still has the nodes in another network; and the value of a variable that is called
by its name.

`<!-- cidrbook: ignore -->` on the line says that it is about something else.

```yaml title="kubernetes/apps/dns.yaml"
apiVersion: v1
kind: Service
metadata:
  name: blocky
  annotations:
    lbipam.cilium.io/ips: 10.0.40.53
spec:
  type: LoadBalancer
```

```shell title="router/config.sh"
set interfaces ethernet eth1 vif 30 address '10.0.20.1/24'
set interfaces ethernet eth1 vif 30 description 'things'
```

```markdown title="README.md"
# Addresses

- blocky: 10.0.40.54 <!-- R904: 11 -->

| Name   | Subnet       | Gateway     |
| ------ | ------------ | ----------- |
| things | 10.0.20.0/24 | 10.0.20.254 | <!-- R904: 27 -->
```

Use instead:

```yaml title="kubernetes/apps/dns.yaml"
apiVersion: v1
kind: Service
metadata:
  name: blocky
  annotations:
    lbipam.cilium.io/ips: 10.0.40.53
spec:
  type: LoadBalancer
```

```shell title="router/config.sh"
set interfaces ethernet eth1 vif 30 address '10.0.20.1/24'
set interfaces ethernet eth1 vif 30 description 'things'
```

```markdown title="README.md"
# Addresses

- blocky: 10.0.40.53
- printer: 10.0.40.54

| Name   | Subnet       | Gateway   |
| ------ | ------------ | --------- |
| things | 10.0.20.0/24 | 10.0.20.1 |
```

Source: the document and the file of the repository that each finding names.
"""

from collections.abc import Iterator

from cidrbook.plan.finding import Problem, Related, Severity
from cidrbook.plan.plan import Plan
from cidrbook.plan.prose.documented import as_problem, differences, renumbered, way_out
from cidrbook.plan.prose.documented_asns import asns_otherwise
from cidrbook.plan.prose.enumerated import enumerated, housed, resolvers
from cidrbook.plan.prose.facing import facing
from cidrbook.plan.prose.misnamed import Misnamed, misnamed
from cidrbook.plan.prose.nowhere import nowhere
from cidrbook.plan.prose.otherwise import networks_otherwise, quoted_otherwise
from cidrbook.plan.prose.reached import reached_otherwise
from cidrbook.plan.prose.variables_said import variables_otherwise
from cidrbook.plan.source import Place
from cidrbook.plan.statement import Statement

SEVERITY: Severity = "warning"
PARTIAL: Severity = "warning"


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses of things by name, prefixes of networks by name, and ranges whose role is guessed."""
    found = [
        *map(_misnamed, misnamed(plan)),
        *(_network(*it) for it in renumbered(plan)),
        *(as_problem(it) for it in differences(plan) if not it.exact),
        *(it.problem for it in nowhere(plan)),
        *(it.problem for it in (*enumerated(plan), *resolvers(plan), *quoted_otherwise(plan))),
        *(it.problem for it in (*reached_otherwise(plan), *facing(plan), *housed(plan), *variables_otherwise(plan))),
        *(it.problem for it in (*asns_otherwise(plan), *networks_otherwise(plan)) if not it.exact),
    ]
    plain = {it.statement.place for it in differences(plan) if it.exact}
    yield from {it.at: it for it in reversed(found) if it.at not in plain}.values()


def _misnamed(it: Misnamed) -> Problem:
    said, owner = it.statement, it.owner
    which = next(index for index, at in enumerate(owner.addresses) if at.version == said.version)
    address = owner.addresses[which]
    whose = f", which is {it.holder.name}'s" if it.holder and it.holder.id != owner.id else ""
    return Problem(
        at=said.place,
        message=f"{owner.name} is documented at {said.text}{whose}; the {owner.kind} {owner.name} has {address}",
        label="no longer so",
        related=(Related(at=owner.place_of_address(which), message=f"{address} is written here"),),
        hint=f"write {address}, or {way_out(said)}",
        parties=tuple(dict.fromkeys((owner.id, *([it.holder.id] if whose and it.holder else [])))),
    )


def _network(said: Statement, shown: str, place: Place) -> Problem:
    return Problem(
        at=said.place,
        message=f"`{said.label}` is documented as {said.text}; the network of that name is {shown}",
        label="no longer so",
        related=(Related(at=place, message=f"{shown} is written here"),),
        hint=f"write {shown}, or {way_out(said)}",
    )
