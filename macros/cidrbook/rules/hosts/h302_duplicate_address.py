"""Two objects have the same address.

Packets reach the machine that answers first, which changes by the minute. Hosts, routers, nodes,
virtual addresses and pinned services are all compared; a node that is also a host of its network is
one machine if both have one name. In different VRFs or sites an address may be used twice.

If several share it on purpose (anycast, VRRP, CARP), set `shared: true` at all of them.

Two services may share an address if their ports differ, under the conditions of the load balancer:

- MetalLB: both have one `sharing_key`, and one `external_traffic_policy`; with the policy `Local`
  also one `selector`.
- Cilium: the same, and both are in one namespace, or each names the other one's in
  `sharing_namespace`.
- kube-vip, K3s' ServiceLB and `externalIPs` (`via: external-ips`): different ports are enough.

External addresses may be those of the cluster's nodes, where they end. A service that leads to the
API server (by its `selector`, or by port 6443 alone) may have the API's virtual address.

In a repository, two objects that may be one count as one: the API's address of a variable and a
host that may balance, or one machine that two files call `web` and `web-01`, or `web.lan`. So do entries
of an Ansible inventory with different users. It is an error where both are proven to be two things in one place: in
one cluster, in one list with a MAC each, or as `web-1` and `web-2` there. Else it is a warning, also for a service
that two clusters pin to one address. Two apps of a cluster with one `clusterIP` are an error. Two variables that are
named after two services, as `LB_WEB_IP` and `LB_DNS_IP`, are information.

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: nas, address: 192.168.42.60}
      - {name: printer, address: 192.168.42.60} # H302: 34
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: nas, address: 192.168.42.60}
      - {name: printer, address: 192.168.42.61}
clusters:
  - name: home
    nodes: [{name: nas, address: 192.168.42.60}]
```

or, where it is meant:

```yaml
clusters:
  - name: home
    load_balancers: [{product: metallb, mode: l2, pools: 192.168.42.200-192.168.42.220}]
    pinned_services:
      - {name: dns, address: 192.168.42.201, ports: 53/udp, sharing_key: dns}
      - {name: dns over tcp, address: 192.168.42.201, ports: 53/tcp, sharing_key: dns}
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: dns 1, address: [192.168.42.51, 192.168.42.53], shared: true}
      - {name: dns 2, address: [192.168.42.52, 192.168.42.53], shared: true}
```

Source: [RFC 5227](https://www.rfc-editor.org/rfc/rfc5227), section 1, on what address conflicts do;
[RFC 4786](https://www.rfc-editor.org/rfc/rfc4786) on anycast;
[MetalLB](https://metallb.io/usage/#ip-address-sharing) and
[Cilium](https://docs.cilium.io/en/stable/network/lb-ipam/#sharing-keys) on services that share an address.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import starmap

from netaddr import IPAddress

from cidrbook.drift.objects.names_to_addresses import open_ended_addresses, static_virtual_addresses
from cidrbook.drift.objects.two_clusters import apis_twice, pinned_twice
from cidrbook.drift.objects.two_owners import pairs_of_two
from cidrbook.drift.objects.variables_of_two_services import SharedAddress, services_on_one_address
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Addressed, Machine, VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.views.address_sharing import ports, refusal
from cidrbook.plan.views.nearby_addresses import as_free, link_local
from cidrbook.repository.named_address import NamedAddress
from cidrbook.repository.observation import Observation, is_entered
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR

_Key = tuple[tuple[str, str], int, int, str]

_ONE_MACHINE = "if they are one machine, give them one name"
_ALL_SAY_SO = "if they share it on purpose, set `shared: true` at both"


def check(plan: Inventory) -> Iterator[Problem]:
    """Claims on an address that an object of another name has claimed before."""
    return (_duplicate(plan, before, claim) for before, claim in _duplicates(plan))


def observed(observation: Observation) -> Iterator[Problem]:
    """The same of owners that are proven different; and machines that claim a virtual address as their own.

    Of a machine at a virtual address one thing is said, at the machine. A register is checked by itself.
    """
    static = [*static_virtual_addresses(observation)]
    claimed = {own.address for _, own in static}
    for before, claim, proven in pairs_of_two(observation, [*_duplicates(observation)]):
        owners = (before.owner, claim.owner)
        of_machine = any(isinstance(owner, Machine) for owner in owners) and claim.address in claimed
        said = of_machine and any(isinstance(owner, VirtualAddress) for owner in owners)
        if not said and not is_entered(observation, *owners):
            problem = _duplicate(observation, before, claim)
            yield problem if proven else replace(problem, severity=Severity.WARNING)
    unproven = open_ended_addresses(observation)
    for pair in static:
        found = _static_virtual(pair)
        yield replace(found, severity=Severity.WARNING) if pair[1].address in unproven else found
    yield from observation.problems_of("duplicate-address")
    for pinned, service, address, on_one_link in pinned_twice(observation):
        yield _pinned_twice(pinned, service, address, on_one_link=on_one_link)
    yield from starmap(_api_twice, apis_twice(observation))
    yield from map(_of_two_services, services_on_one_address(observation))


def registered(register: Inventory) -> Iterator[Problem]:
    """Addresses that a register lists twice in one VRF."""
    hint = "give one of them another address, or remove one of the rows"
    return (replace(problem, hint=hint) for problem in check(register))


def _duplicates(plan: Inventory) -> Iterator[tuple[Claim, Claim]]:
    """Claims that cannot share their address with an earlier one, each after that."""
    first: dict[_Key, Claim] = {}
    for claim in plan.claims:
        for before in _earlier(first, claim):
            if not _one_thing(before.owner, claim.owner) and not _may_share(plan, before, claim):
                yield before, claim
                break


def _static_virtual(pair: tuple[NamedAddress, NamedAddress]) -> Problem:
    virtual, own = pair
    return Problem(
        at=own.place,
        message=f"{own.name} has the address {own.address}, the virtual address of {virtual.name}",
        related=(Related(at=virtual.place, message=f"{virtual.address} is a virtual address here"),),
        hint="give the machine an address of its own",
        parties=(own.id, virtual.id),
    )


def _api_twice(before: Cluster, cluster: Cluster, address: IPAddress) -> Problem:
    """A warning, as for services."""
    one, again = (
        each.at("api", "address", each.api.addresses.index(address)) for each in (before, cluster) if each.api
    )
    return Problem(
        at=again,
        message=f"the APIs of {before.name} and {cluster.name} are both at {address}, and these clusters share no node",
        label="again",
        related=(Related(at=one, message=f"the API of {before.name} is here"),),
        hint="give one of them another address",
        severity=Severity.WARNING,
        parties=(cluster.id, before.id),
        across=True,
    )


def _pinned_twice(pinned: Service, service: Service, address: IPAddress, *, on_one_link: bool) -> Problem:
    """A warning: nobody can tell from files whether both clusters are up, on one LAN."""
    places = [thing.place_of_address(thing.addresses.index(address)) for thing in (pinned, service)]
    return Problem(
        at=places[1],
        message=f"{service.name} has the address {address} in two clusters",
        label="again",
        related=(Related(at=places[0], message=f"{pinned.name} of the other cluster has it here"),),
        hint="give one of them another address, as both clusters announce it",
        severity=Severity.WARNING,
        parties=(service.id,),
        across=on_one_link,
    )


def _of_two_services(found: SharedAddress) -> Problem:
    """Information: as long as one of them is not used, nothing is wrong."""
    return Problem(
        at=found.second_at,
        message=f"{found.second} and {found.first} are both {found.address}",
        label="again",
        related=(Related(at=found.first_at, message=f"{found.first} is written here"),),
        hint="give one of them another address, before both services ask for this one",
        severity=Severity.INFO,
    )


def _earlier(first: dict[_Key, Claim], claim: Claim) -> list[Claim]:
    """The first claims on the address: of all, of services pinned in this way, and with one of the ports."""
    owner = claim.owner
    shares = (owner.via or "balancer", *ports(owner)) if isinstance(owner, Service) else ()
    whole = (claim.scope, claim.address.version, int(claim.address))
    return [first.setdefault((*whole, share), claim) for share in ("", *shares)]


def _one_thing(first: Addressed, second: Addressed) -> bool:
    """Whether both are one machine, written in two places; services of two namespaces are not."""
    namespaces = {thing.namespace for thing in (first, second) if isinstance(thing, Service)}
    return first.id == second.id and len(namespaces) < 2


def _may_share(plan: Inventory, before: Claim, claim: Claim) -> bool:
    """Whether both may have the address, or it is link-local."""
    first, second = before.owner, claim.owner
    if (first.shared and second.shared) or link_local(claim.address):
        return True
    unknown = any(plan.lacks(owner, key) for owner in (first, second) for key in ("shared", "sharing_key", "ports"))
    return unknown or not refusal(plan, before, claim)


def _duplicate(plan: Inventory, before: Claim, claim: Claim) -> Problem:
    first, second = before.owner, claim.owner
    example = as_free(plan, plan.space.covering(*claim[:2]), claim.address.version)
    rest = _ALL_SAY_SO if first.shared or second.shared else _ONE_MACHINE
    if isinstance(first, Service) and isinstance(second, Service):
        rest = refusal(plan, before, claim)
    return Problem(
        at=claim.place,
        message=f"{second.name} has the address {claim.address}, which {first.name} already has",
        label="again",
        related=(Related(at=before.place, message=f"{first.kind} {first.name} has it here"),),
        hint=f"give one of them another address{example}; {rest}",
        parties=(second.id, first.id),
    )
