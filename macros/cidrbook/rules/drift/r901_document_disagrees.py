"""A document says another range, AS number or VLAN than the repository or the plan holds.

Whoever reads it builds on addresses that are not there: opens a firewall for pods that have moved, or gives a machine
an address that services get. Tables, lists, drawings and install lines of Markdown are read. What they call pods, a
service range, external services or load balancers, nodes, the address of the API is compared with that very thing.
Aggregates are fine: a documented 10.0.0.0/16 holds for 10.0.40.0/24. An AS number is compared with what the router or
the cluster has in its configuration, and in that of its peers; a VLAN with that of the prefix in its row.

Where there is a plan, a row that is called exactly as a network, a host or a node is there is compared with it as well:
its prefix, gateway, VLAN, DHCP range or address.

Where a section is about another time, or another place, `<!-- cidrbook: ignore -->` leaves it out, up to the next
heading; on a line, the line. Documents that tell of other times by their name or heading (changelogs, decisions,
"Proposed") are not read.

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    podSubnets:
      - 10.69.0.0/16
```

```yaml title="kubernetes/cilium/bgp.yaml"
apiVersion: cilium.io/v2
kind: CiliumBGPClusterConfig
metadata:
  name: bgp
spec:
  bgpInstances:
    - name: main
      localASN: 64514
      peers:
        - name: router
          peerASN: 64513
          peerAddress: 192.168.1.1
```

```markdown title="README.md"
- Router: AS 64512 <!-- R901: 14 -->
- Cilium: AS 64514

| Name            | CIDR             |
| --------------- | ---------------- |
| Kubernetes pods | `10.42.0.0/16`   | <!-- R901: 22 -->
| Management      | `192.168.1.0/24` |
```

Use instead:

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    podSubnets:
      - 10.69.0.0/16
```

```yaml title="kubernetes/cilium/bgp.yaml"
apiVersion: cilium.io/v2
kind: CiliumBGPClusterConfig
metadata:
  name: bgp
spec:
  bgpInstances:
    - name: main
      localASN: 64514
      peers:
        - name: router
          peerASN: 64513
          peerAddress: 192.168.1.1
```

```markdown title="README.md"
- Router: AS 64513
- Cilium: AS 64514

| Name            | CIDR             |
| --------------- | ---------------- |
| Kubernetes pods | `10.69.0.0/16`   |
| ~~Old pods~~    | ~~10.42.0.0/16~~ |
```

Source: the document and the file of the repository that each finding names.
"""

from collections.abc import Iterator

from cidrbook.drift.documents.detectors import disagreements
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def observed(observation: Observation) -> Iterator[Problem]:
    """What documents plainly say of something that has one other value in the repository."""
    yield from (disagreement.problem for disagreement in disagreements(observation) if disagreement.certain)
