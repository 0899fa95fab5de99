"""One machine has another gateway than all other machines of its network.

At least two others agree, nothing has the address that differs, and no other line writes it. It is probably mistyped:
the machine reaches its own network and nothing behind it. Compared are nodes, virtual machines of Terraform, machines
of Netplan, systemd-networkd and `/etc/network/interfaces`, and lines of any format that name a gateway. In one file,
one other machine is enough, if its gateway is the first or the last address of the network. The same is said of a
router whose DHCP gives its own address as the gateway of all networks but one.

```yaml title="talconfig.yaml"
clusterName: home
nodes:
  - hostname: k8s-0
    ipAddress: 10.3.42.10
    networkInterfaces:
      - {interface: e0, addresses: [10.3.42.10/24], routes: [{network: 0.0.0.0/0, gateway: 10.3.42.1}]}
  - hostname: k8s-1
    ipAddress: 10.3.42.11
    networkInterfaces:
      - {interface: e0, addresses: [10.3.42.11/24], routes: [{network: 0.0.0.0/0, gateway: 10.3.42.7}]} # H325: 92
  - hostname: k8s-2
    ipAddress: 10.3.42.12
    networkInterfaces:
      - {interface: e0, addresses: [10.3.42.12/24], routes: [{network: 0.0.0.0/0, gateway: 10.3.42.1}]}
```

Use instead:

```yaml title="talconfig.yaml"
clusterName: home
nodes:
  - hostname: k8s-0
    ipAddress: 10.3.42.10
    networkInterfaces:
      - {interface: e0, addresses: [10.3.42.10/24], routes: [{network: 0.0.0.0/0, gateway: 10.3.42.1}]}
  - hostname: k8s-1
    ipAddress: 10.3.42.11
    networkInterfaces:
      - {interface: e0, addresses: [10.3.42.11/24], routes: [{network: 0.0.0.0/0, gateway: 10.3.42.1}]}
  - hostname: k8s-2
    ipAddress: 10.3.42.12
    networkInterfaces:
      - {interface: e0, addresses: [10.3.42.12/24], routes: [{network: 0.0.0.0/0, gateway: 10.3.42.1}]}
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.3.1.2), section 3.3.1.2: a host sends to a gateway
what is not for its own network.
"""

from collections.abc import Iterator

from cidrbook.drift.objects.machine_folders import differing_lines
from cidrbook.drift.objects.odd_gateways import odd_gateways
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """The one gateway of a network's machines, or of a router's networks, that differs."""
    found = list(observation.problems_of("gateway-stands-out"))
    places = (*(problem.at for problem in found), *(copy.at for copy in differing_lines(observation)))
    reported = {(at.file, at.line) for at in places}
    yield from found
    for odd in odd_gateways(observation):
        if (odd.at.file, odd.at.line) not in reported:
            yield odd.problem(f"write {odd.shown}", "differs from all others")
