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

from cidrbook.drift.documents.abandoned_prefixes import nowhere
from cidrbook.drift.documents.api_commands import reached_otherwise
from cidrbook.drift.documents.as_numbers import asns_otherwise
from cidrbook.drift.documents.bgp_router_address import facing
from cidrbook.drift.documents.cluster_ranges import as_problem, differences, renumbered, way_out
from cidrbook.drift.documents.host_addresses import Misnamed, misnamed
from cidrbook.drift.documents.network_facts import networks_otherwise, quoted_otherwise
from cidrbook.drift.documents.node_ranges import enumerated, housed, resolvers
from cidrbook.drift.documents.variables import variables_otherwise
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.source import Place

SEVERITY: Severity = "warning"
OBSERVED: Severity = "warning"


def observed(observation: Observation) -> Iterator[Problem]:
    """Addresses of things by name, prefixes of networks by name, and ranges whose role is guessed."""
    found = [
        *map(_misnamed, misnamed(observation)),
        *(_network(*pair) for pair in renumbered(observation)),
        *(as_problem(difference) for difference in differences(observation) if not difference.exact),
        *(other_nowhere.problem for other_nowhere in nowhere(observation)),
        *(
            resolver.problem
            for resolver in (*enumerated(observation), *resolvers(observation), *quoted_otherwise(observation))
        ),
        *(
            otherwise.problem
            for otherwise in (
                *reached_otherwise(observation),
                *facing(observation),
                *housed(observation),
                *variables_otherwise(observation),
            )
        ),
        *(
            otherwise.problem
            for otherwise in (*asns_otherwise(observation), *networks_otherwise(observation))
            if not otherwise.exact
        ),
    ]
    plain = {difference.statement.place for difference in differences(observation) if difference.exact}
    yield from {problem.at: problem for problem in reversed(found) if problem.at not in plain}.values()


def _misnamed(other_misnamed: Misnamed) -> Problem:
    said, owner = other_misnamed.statement, other_misnamed.owner
    which = next(index for index, at in enumerate(owner.addresses) if at.version == said.version)
    address = owner.addresses[which]
    whose = (
        f", which is {other_misnamed.holder.name}'s"
        if other_misnamed.holder and other_misnamed.holder.id != owner.id
        else ""
    )
    return Problem(
        at=said.place,
        message=f"{owner.name} is documented at {said.text}{whose}; the {owner.kind} {owner.name} has {address}",
        label="no longer so",
        related=(Related(at=owner.place_of_address(which), message=f"{address} is written here"),),
        hint=f"write {address}, or {way_out(said)}",
        parties=tuple(
            dict.fromkeys((owner.id, *([other_misnamed.holder.id] if whose and other_misnamed.holder else [])))
        ),
    )


def _network(said: Statement, shown: str, place: Place) -> Problem:
    return Problem(
        at=said.place,
        message=f"`{said.label}` is documented as {said.text}; the network of that name is {shown}",
        label="no longer so",
        related=(Related(at=place, message=f"{shown} is written here"),),
        hint=f"write {shown}, or {way_out(said)}",
    )
