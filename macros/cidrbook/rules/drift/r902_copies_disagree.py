"""Two files have different values for one range or address.

The same value stands in several files: the ranges of a cluster in its network plugin, in variables, routes and lists of
trusted networks. After a change one of the copies stays behind. Compared are, in one cluster or environment, as the
paths of the files tell it:

- **Ranges** of pods and services, of native routes and of nodes' addresses. Pods' ranges may be inside each other, as
  plugins use a part.
- **Networks in settings of apps, routes of VPNs and policies**: stale if they hold nothing known while the cluster's
  own range is missing there, and are a default range, one digit apart, or named as one (`podCIDR`).
- **Lists of machines** (`endpoints` of control planes, `TALOS_NODE_1`, scrape targets): a member that no machine has is
  stale, if the machine that belongs there is missing.
- **Two lists of one name**: the one entry that differs, which no other line has.
- **Variables and settings** of two words or more (`NAS_IP`, `pod_cidr`, `iot_vlan_id`): the rarer of two values in one
  network.
- **Servers** that one volume is mounted from, and those of democratic-csi: one or two that nothing else names.
- **Resolvers** (`nameservers`, `dns_server`): one that no other line has, one octet beside a known one. One with a
  name of its own (`iot_dns_server`), or in another network with machines, is another resolver.
- **AS numbers** of one end of a session, and **VLAN ids** of one prefix.
- **Streams** of one camera of Frigate and go2rtc.
- **Names** that Prometheus' relabelling gives to targets, and services that share one address by a key.
- **Lines** that are alike in the folders of several machines.

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

from cidrbook.drift.objects.cluster_copies import stale_copies
from cidrbook.drift.objects.differing_numbers import differing_numbers
from cidrbook.drift.objects.lists_of_one_name import differing_lists
from cidrbook.drift.objects.machine_folders import differing_lines
from cidrbook.drift.objects.machine_list_members import unknown_machines_in_lists
from cidrbook.drift.objects.mount_servers import other_servers
from cidrbook.drift.objects.node_list_members import wrong_nodes_in_lists
from cidrbook.drift.objects.odd_resolvers import odd_resolvers, resolvers_among_pods
from cidrbook.drift.objects.range_conflicts import RangeConflict, range_conflicts
from cidrbook.drift.objects.settings_of_one_name import differing_settings
from cidrbook.drift.objects.sharing_keys import odd_sharers
from cidrbook.drift.objects.stale_app_ranges import StaleRange, stale_ranges
from cidrbook.drift.objects.stale_copy import StaleCopy
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
    differing_lines,
    odd_sharers,
    differing_numbers,
)
_OF_LISTS_AND_NAMES: tuple[Callable[[Observation], Iterable[StaleCopy]], ...] = (
    wrong_nodes_in_lists,
    unknown_machines_in_lists,
    differing_lists,
    differing_settings,
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
    for setting in observation.settings_for("native") if conflict.purpose == "pods" else ():
        if setting.cluster == conflict.cluster.id:
            for which, cidr in enumerate(setting.prefixes):
                if cidr in either:
                    yield Related(at=setting.place(which), message=f"{cidr} is routed here")


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
        at=found.setting.place(found.which),
        message=f"{found.setting.name} names {found.cidr}, which nothing here has; the {found.purpose} of"
        f" {found.cluster.name}"
        f" {'are on' if found.purpose == 'nodes' else 'are'} {shown}",
        label="stale, or of another cluster",
        related=(Related(at=found.known, message=f"{found.ranges[0]} is written here"),),
        hint=f"write {shown}",
        parties=(found.cluster.id,),
    )
