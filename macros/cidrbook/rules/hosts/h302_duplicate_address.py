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
host that may balance, or one machine that two files call `web` and `web-01`, or `web.lan`. A service that two
clusters pin to one address is a warning, and two variables that are named after two services, as
`LB_WEB_IP` and `LB_DNS_IP`, are information.

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

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import starmap

from netaddr import IPAddress

from cidrbook.drift.objects.names_to_addresses import static_virtual_addresses
from cidrbook.drift.objects.shared_variables import SharedAddress, shared_addresses
from cidrbook.drift.objects.two_clusters import apis_twice, pinned_twice
from cidrbook.net.ip import mask_of
from cidrbook.plan.cluster import Cluster, Node, Service
from cidrbook.plan.entry import Addressed, Machine, VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.network import Host
from cidrbook.plan.views.address_sharing import ports, refusal
from cidrbook.plan.views.nearby_addresses import as_free, link_local
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.named_address import NamedAddress
from cidrbook.repository.observation import Observation, is_entered, nameless
from cidrbook.repository.vocabulary import word_set
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR

_Key = tuple[tuple[str, str], int, int, str]

_SAME_MACHINES = 2
"""Pairs of machines with one address in two lists: with as many, the lists call the machines by names of their own."""
_LAYERS = word_set(
    "ansible terraform tofu opentofu terragrunt pulumi packer nix nixos talos proxmox kubernetes k8s k3s kube cluster"
    " clusters apps applications flux argocd gitops helm charts manifests infrastructure infra inventory inventories"
    " playbooks roles docker compose bootstrap deploy docs"
)
"""Top folders of a lab that are called by how their things are made."""
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
    found = list(_duplicates(observation))
    pairs = {(_two_lists(*pair), *(claim.owner.id for claim in pair)) for pair in found}
    lists = Counter(files for files, *_ in pairs)
    for before, claim in found:
        if is_entered(observation, before.owner, claim.owner):
            continue
        virtual = any(isinstance(owner, VirtualAddress) for owner in (before.owner, claim.owner))
        machine = any(isinstance(owner, Machine) for owner in (before.owner, claim.owner))
        said = virtual and machine and claim.address in claimed
        if not said and not _owners_may_be_one(observation, before.owner, claim.owner):
            problem = _duplicate(observation, before, claim)
            of_two = _two_lists(before, claim)
            if lists[of_two] < _SAME_MACHINES or not of_two:
                yield replace(problem, severity=Severity.WARNING) if _is_guess(before, claim) else problem
    yield from map(_static_virtual, static)
    yield from observation.problems_of("duplicate-address")
    for pinned, service, address, on_one_link in pinned_twice(observation):
        yield _pinned_twice(pinned, service, address, on_one_link=on_one_link)
    yield from starmap(_api_twice, apis_twice(observation))
    yield from map(_shared_variables, shared_addresses(observation))


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


def _is_guess(before: Claim, claim: Claim) -> bool:
    """Whether one is a host, and two parts of the repository name them: nobody said that both are of one network.

    So are a host and a node of two files, as each list has names of its own. A folder that is called by a tool or a
    layer says how something is made, and not where it is.
    """
    owners = (before.owner, claim.owner)
    files = [owner.origin.source.file for owner in owners]
    parts = {file.partition("/")[0].lower() for file in files} - _LAYERS
    nodes = any(isinstance(owner, Node) for owner in owners) and bool(_two_lists(before, claim))
    return nodes or (any(isinstance(owner, Host) for owner in owners) and len(parts) > 1)


def _two_lists(before: Claim, claim: Claim) -> frozenset[str]:
    """The two files that list two machines which may be one with two names; none where MACs differ."""
    owners = [owner for owner in (before.owner, claim.owner) if isinstance(owner, Node | Host)]
    macs = {owner.mac for owner in owners if owner.mac is not None}
    files = frozenset(owner.origin.source.file for owner in owners)
    return files if len(files) == 2 and len(macs) < 2 else frozenset()


def _owners_may_be_one(observation: Observation, first: Addressed, second: Addressed) -> bool:
    """Whether two owners may be one: a virtual address that two files name, or that a host in front balances for.

    One machine may be written with its domain and without. What a product moves between the nodes is no host's.
    """
    if any(as_address(owner.name) in owner.addresses for owner in (first, second)):
        return True  # what is called as its address is whoever has that
    if isinstance(first, Service) and isinstance(second, Service) and _may_have_other_ports(first, second):
        return True
    if isinstance(first, Machine) and isinstance(second, Machine):
        same_mac = first.mac is not None and first.mac == second.mac
        if same_mac or _are_anycast(first, second) or _is_one_named_again(first, second):
            return True
        short, long = sorted((first.name.lower(), second.name.lower()), key=len)
        return bool(short) and long.startswith(f"{short}.")
    virtual = [owner for owner in (first, second) if isinstance(owner, VirtualAddress)]
    if len(virtual) == 2:
        return not _of_two_clusters(observation, *virtual)
    return len(virtual) == 1 and not virtual[0].product and any(isinstance(owner, Host) for owner in (first, second))


def _may_have_other_ports(first: Service, second: Service) -> bool:
    """Whether two services share an external address, and a chart sets the ports of one: they may differ."""
    external = first.via == second.via == "external-ips"
    return external and bool(first.ports) != bool(second.ports)


def _are_anycast(first: Machine, second: Machine) -> bool:
    """Whether what two machines share is of a loopback of each, as `/32` tells: routes lead to the nearest."""
    both = {*first.addresses} & {*second.addresses}
    shared = (address for machine in (first, second) for address in machine.addresses if address in both)
    return all(mask_of(address) == (32 if address.version == 4 else 128) for address in shared)


def _is_one_named_again(first: Machine, second: Machine) -> bool:
    """Whether one list has a machine with its MAC, and a name without one: that may be of what runs on the machine."""
    one_list = first.origin.source.file == second.origin.source.file
    hosts = isinstance(first, Host) and isinstance(second, Host)
    return one_list and hosts and (first.mac is None) != (second.mac is None)


def _of_two_clusters(observation: Observation, first: VirtualAddress, second: VirtualAddress) -> bool:
    """Whether two virtual addresses are of two clusters that are both known by name."""
    clusters = [
        cluster
        for cluster in observation.clusters
        if any(own is one for own in cluster.virtual_addresses for one in (first, second))
    ]
    return len(clusters) > 1 and not any(nameless(observation, cluster) for cluster in clusters)


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


def _shared_variables(found: SharedAddress) -> Problem:
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
