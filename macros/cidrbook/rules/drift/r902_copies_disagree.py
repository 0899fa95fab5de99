"""Two files have different values for one range or address.

The ranges are written when the cluster is built, and again in the network plugin, in variables, in
routes and lists of trusted networks. After a rebuild one of the copies stays behind. Two pods'
ranges may be inside each other, since plugins use a part of it; services have one range of each
family. The path of a file tells its cluster.

Cilium's native routes, Talos' networks for nodes' addresses, variables named after a pool or
CoreDNS are compared, too. So are lists of addresses with the machines that they name: `endpoints` of
kube-prometheus-stack with the control planes, `TALOS_NODE_1` with the nodes, scrape targets with an
inventory. A member that no machine has is stale if the machine that belongs there is missing.

The servers that exports of one volume are mounted from have to be one: one or two mounts from another
server of the same network, unknown otherwise, were forgotten. The hosts of one configuration of
democratic-csi have to be one, too. A resolver (`nameservers`, `dns_server`) that no other line knows is
stale beside a known one that differs in one octet; one with a name of its own (`iot_dns_server`), or in
another network with machines, is another resolver.

A variable or setting of two words or more (`NAS_IP`, `pod_cidr`, `iot_vlan_id`) that has two values in one network,
in files of one environment, is compared whatever its format is; so are two lists of one name that differ in one entry.

Compared are also the names that Prometheus' relabelling gives to targets with the targets, services
that share one address by a key, the AS numbers of one end of a session in two files, and lines that
are alike in the folders of several machines.

Settings of apps, routes of VPNs and policies also name other networks. Such a network is stale if
it contains nothing known while the cluster's own range is missing there, and if it is a default
range of clusters, a range that a VPN routes for the cluster, one digit apart from a range of the
cluster, or named as one (`podCIDR`).

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    serviceSubnets:
      - 10.43.0.0/16 # R902: 9
```

```yaml title="ansible/group_vars/all/k3s.yml"
k3s_service_cidr: 10.96.0.0/16
```

Use instead:

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    serviceSubnets:
      - 10.96.0.0/16
```

```yaml title="ansible/group_vars/all/k3s.yml"
k3s_service_cidr: 10.96.0.0/16
```

A setting of an app:

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    podSubnets:
      - 10.70.0.0/16
```

```yaml title="apps/chat/helmrelease.yaml"
kind: HelmRelease
metadata: {name: chat}
spec:
  values:
    env:
      CHAT_TRUSTED_PROXIES: 10.42.0.0/16 # R902: 29
```

Use instead:

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    podSubnets:
      - 10.70.0.0/16
```

```yaml title="apps/chat/helmrelease.yaml"
kind: HelmRelease
metadata: {name: chat}
spec:
  values:
    env:
      CHAT_TRUSTED_PROXIES: 10.70.0.0/16,10.8.0.0/24
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/cluster-administration/networking/): one range for each family.
"""

from collections.abc import Callable, Iterable, Iterator

from cidrbook.drift.objects.copied_values import stale_copies
from cidrbook.drift.objects.mount_servers import other_servers
from cidrbook.drift.objects.node_lists import wrong_members
from cidrbook.drift.objects.odd_members import odd_members
from cidrbook.drift.objects.odd_resolvers import odd_resolvers, resolvers_among_pods
from cidrbook.drift.objects.parallel_files import differing_files
from cidrbook.drift.objects.range_conflicts import RangeConflict, range_conflicts
from cidrbook.drift.objects.rival_lists import rival_lists
from cidrbook.drift.objects.rival_settings import rival_settings
from cidrbook.drift.objects.session_copies import differing_sessions
from cidrbook.drift.objects.sharing_keys import odd_sharers
from cidrbook.drift.objects.stale_app_ranges import StaleRange, stale_ranges
from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.drift.objects.vlan_copies import differing_vlans
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING
_OF_CLUSTER = "write in both the value that the cluster runs with"


def observed(observation: Observation) -> Iterator[Problem]:
    """Ranges and addresses that differ between files; what only names tell, where nothing else is known of a line."""
    reported: set[tuple[str, int]] = set()
    for problem in _known_copies(observation):
        reported.update((at.file, at.line) for at in (problem.at, *(related.at for related in problem.related)))
        yield problem
    for find in _OF_LISTS_AND_NAMES:
        for copy in find(observation):
            if reported.isdisjoint(((copy.at.file, copy.at.line), (copy.known.file, copy.known.line))):
                reported.add((copy.at.file, copy.at.line))
                yield copy.problem(_hint(copy))


_DETECTORS: tuple[Callable[[Observation], Iterable[StaleCopy]], ...] = (
    stale_copies,
    other_servers,
    odd_resolvers,
    resolvers_among_pods,
    differing_files,
    odd_sharers,
    differing_sessions,
    differing_vlans,
)
_OF_LISTS_AND_NAMES: tuple[Callable[[Observation], Iterable[StaleCopy]], ...] = (
    wrong_members,
    odd_members,
    rival_lists,
    rival_settings,
)
"""The detectors that may see one line twice; the first of them knows most of it."""


def _known_copies(observation: Observation) -> Iterator[Problem]:
    """The ranges and addresses of which the files tell what they are for."""
    yield from (_problem(conflict, observation) for conflict in range_conflicts(observation))
    yield from map(_stale_range, stale_ranges(observation))
    for find in _DETECTORS:
        yield from (copy.problem(_hint(copy)) for copy in find(observation))
    yield from observation.problems_of("copies-disagree")


def _hint(copy: StaleCopy) -> str:
    return "write in both the value that is right" if copy.cluster is None else _OF_CLUSTER


def _problem(conflict: RangeConflict, observation: Observation) -> Problem:
    (first, cidr), (network, again) = conflict.first, conflict.second
    return Problem(
        at=network.at("cidr"),
        message=f"the {conflict.purpose} of {conflict.cluster.name} are {again} here, and {cidr} elsewhere",
        label="differs elsewhere",
        related=(
            Related(at=first.at("cidr"), message=f"{cidr} is written here"),
            *_routed(conflict, observation),
            *_documented(conflict, observation),
        ),
        hint=_OF_CLUSTER,
        parties=tuple(dict.fromkeys((conflict.cluster.id, network.id, first.id))),
    )


def _routed(conflict: RangeConflict, observation: Observation) -> Iterator[Related]:
    """The native routes of the cluster's network plugin that agree with one of the two files."""
    either = {cidr for _, cidr in (conflict.first, conflict.second)}
    for name, setting in observation.settings if conflict.purpose == "pods" else ():
        if setting.purpose == "native" and name == conflict.cluster.id:
            for which, cidr in enumerate(setting.cidrs):
                if cidr in either:
                    yield Related(at=setting.at("cidr", which), message=f"{cidr} is routed here")


def _documented(conflict: RangeConflict, observation: Observation) -> Iterator[Related]:
    """The lines of documents that agree with one of the two files: they have to be corrected with it."""
    for statement in observation.statements:
        for _, cidr in (conflict.first, conflict.second):
            same = (statement.version, statement.first, statement.last) == (cidr.version, cidr.first, cidr.last)
            if same and statement.role in ("pods", "services", "nodes") and statement.address is None:
                yield Related(at=statement.place, message=f"{cidr} is documented here")


def _stale_range(found: StaleRange) -> Problem:
    shown = ", ".join(map(str, found.ranges))
    return Problem(
        at=found.setting.at("cidr", found.which),
        message=f"{found.setting.name} names {found.cidr}, which nothing here has; the {found.purpose} of"
        f" {found.cluster.name}"
        f" {'are on' if found.purpose == 'nodes' else 'are'} {shown}",
        label="stale, or of another cluster",
        related=(Related(at=found.known, message=f"{found.ranges[0]} is written here"),),
        hint=f"write {shown}",
        parties=(found.cluster.id,),
    )
