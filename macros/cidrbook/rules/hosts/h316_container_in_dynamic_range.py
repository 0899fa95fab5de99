"""A container's static address is inside its network's dynamic range.

A container without a static address that starts earlier may get this one. Then the container with
the static address cannot start, and everything that uses its address fails. Networks without a range,
and those whose containers all have static addresses, are not reported.

```ini title="quadlets/web.network"
[Network]
Subnet=10.89.2.0/24
IPRange=10.89.2.2-10.89.2.60
```

```ini title="quadlets/proxy.container"
[Container]
Network=web.network:ip=10.89.2.40
# ^ H316: 24
```

```ini title="quadlets/shop.container"
[Container]
Network=web.network
```

Use instead:

```ini title="quadlets/web.network"
[Network]
Subnet=10.89.2.0/24
IPRange=10.89.2.2-10.89.2.60
```

```ini title="quadlets/proxy.container"
[Container]
Network=web.network:ip=10.89.2.70
```

```ini title="quadlets/shop.container"
[Container]
Network=web.network
```

Source: [Podman](https://docs.podman.io/en/latest/markdown/podman-network-create.1.html) on `--ip-range`;
[Docker](https://docs.docker.com/reference/compose-file/networks/#ipam) on `ip_range`.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.container_networks import DYNAMIC
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """Containers with an address in a range of their own network, of which another container gets its own."""
    for network in observation.networks:
        for host in network.hosts if network.reserved and DYNAMIC in network.tags else ():
            yield from _in_dynamic_range(network, host)


def _in_dynamic_range(network: Network, host: Host) -> Iterator[Problem]:
    for index, address in enumerate(host.addresses):
        for which, kept in enumerate(network.reserved):
            if kept.first.version == address.version and kept.first <= address <= kept.last:
                yield Problem(
                    at=host.place_of_address(index),
                    message=f"{host.name} ({address}) is in the range {kept} that {network.name} assigns dynamically",
                    related=(Related(at=network.at("reserved", which), message="the range is written here"),),
                    hint="give it an address outside of the range",
                    parties=(host.id, network.id),
                )
