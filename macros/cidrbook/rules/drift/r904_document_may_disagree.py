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

What no file has as an object is compared by its name alone, where that leads to two values in one network and to no
third one: a device, a segment, a MAC address or a VLAN id that one document says and everything else says otherwise. So
are the prefix of a VLAN id, and the gateway and the DHCP range of a prefix. The address of a machine must be in the
network that its row names.

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

from cidrbook.drift.documents.detectors import disagreements
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """What documents say of something by its name, or of a role that was guessed."""
    yield from (disagreement.problem for disagreement in disagreements(observation) if not disagreement.certain)
