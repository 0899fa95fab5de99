"""One machine has different addresses on the same network.

A host, a node and a router with one id are one machine. If two of them have addresses on the same
network and share none, one of them was changed and the other was forgotten. Addresses on different
networks are different interfaces.

In a repository, files are compared by the machine's name and by its MAC address. A file with
several addresses of the machine on the network is not compared.

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    hosts:
      - {name: k8s-0, address: 10.3.42.10}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: 10.3.42.20} # H312: 32
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    hosts:
      - {name: k8s-0, address: 10.3.42.10}
  - {name: storage, cidr: 10.3.43.0/24}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: [10.3.42.10, 10.3.43.10]}
```

Two files of a repository:

```yaml title="ansible/inventory.yml"
all:
  hosts:
    nas: {ansible_host: 10.3.42.60}
```

```yaml title="dnsmasq.conf"
dhcp-range=10.3.42.100,10.3.42.199,12h
dhcp-host=52:54:00:12:34:56,nas,10.3.42.66 # H312: 33
```

Use instead:

```yaml title="ansible/inventory.yml"
all:
  hosts:
    nas: {ansible_host: 10.3.42.60}
```

```yaml title="dnsmasq.conf"
dhcp-range=10.3.42.100,10.3.42.199,12h
dhcp-host=52:54:00:12:34:56,nas,10.3.42.60
```

Source: the [data reference](../data.md): an id names one thing;
[RFC 1794](https://www.rfc-editor.org/rfc/rfc1794), on names with several addresses.
"""

from collections.abc import Iterator

from cidrbook.drift.objects.two_addresses import TwoAddresses, two_addresses
from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Claim
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING

_Kinds = dict[str, list[Claim]]


def check(plan: Plan) -> Iterator[Problem]:
    """Machines of one id and of two kinds whose addresses in one network are all different."""
    for network, kinds in _by_machine(plan):
        first, *others = kinds.values()
        known = {int(claim.address) for claim in first}
        for claims in others:
            if not known & {int(claim.address) for claim in claims}:
                yield _differing_kinds(network, first[0], claims[0])


def observed(observation: Observation) -> Iterator[Problem]:
    """Machines to which two files give different addresses."""
    yield from map(_differing_files, two_addresses(observation))
    yield from observation.problems_of("one-name-two-addresses")


def _differing_files(found: TwoAddresses) -> Problem:
    first, again = found.first, found.again
    card = ", with the same network card" if again.mac and again.mac == first.mac else ""
    called = "" if first.id == again.id else f", as {first.name}{card}"
    return Problem(
        at=again.place,
        message=f"{again.name} has {again.address} here, and {first.address} elsewhere{called}",
        related=(Related(at=first.place, message=f"{first.address} is written here"),),
        hint="write the right address in both places",
        parties=tuple(dict.fromkeys((again.id, first.id))),
    )


def _by_machine(plan: Plan) -> list[tuple[Network, _Kinds]]:
    """For each id and network, the claims of a family by kind of object."""
    elsewhere = {router.id for router in plan.routers} | {
        node.id for cluster in plan.clusters for node in cluster.nodes
    }
    found: dict[tuple[str, int, int], tuple[Network, _Kinds]] = {}
    for claim, network in plan.located if elsewhere else ():
        owner = claim.owner
        if network and owner.id in elsewhere and isinstance(owner, Machine) and network.role != "container":
            _, kinds = found.setdefault((owner.id, id(network), claim.address.version), (network, {}))
            kinds.setdefault(owner.kind, []).append(claim)
    return list(found.values())


def _differing_kinds(network: Network, before: Claim, claim: Claim) -> Problem:
    name, kind = claim.owner.name, before.owner.kind
    return Problem(
        at=claim.place,
        message=f"{name} has {claim.address} in {network.name} as a {claim.owner.kind},"
        f" and {before.address} as a {kind}",
        related=(Related(at=before.place, message=f"{kind} {before.owner.name} is written here"),),
        hint=f"write {before.address} here too, or the right address in both places; two machines need two ids",
        parties=(claim.owner.id, network.id),
    )
