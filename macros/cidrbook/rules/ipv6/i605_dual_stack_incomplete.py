"""A dual-stack network or host has addresses of one family only.

Half a dual stack fails late: names resolve to an address that nobody can reach. A delegated prefix
counts as IPv6. Hosts are compared if at least half of the network's hosts have static addresses of
both families, and not if they make their IPv6 addresses themselves (`slaac`).

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24 # I605: 11
    dual_stack: true
  - name: servers
    cidr: [10.3.42.0/24, "fd5b:7c1e:93a2:42::/64"]
    dual_stack: true
    hosts:
      - {name: nas, address: [10.3.42.60, "fd5b:7c1e:93a2:42::60"]}
      - {name: web, address: 10.3.42.61} # I605: 30
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: [10.3.1.0/24, "fd5b:7c1e:93a2:1::/64"]
    dual_stack: true
    slaac: true
    hosts:
      - {name: tv, address: [10.3.1.60, "fd5b:7c1e:93a2:1::60"]}
      - {name: phone, address: 10.3.1.61}
  - name: servers
    cidr: [10.3.42.0/24, "fd5b:7c1e:93a2:42::/64"]
    dual_stack: true
    hosts:
      - {name: nas, address: [10.3.42.60, "fd5b:7c1e:93a2:42::60"]}
      - {name: web, address: 10.3.42.61}
      - {name: mail, address: 10.3.42.62}
```

Source: [RFC 4213](https://www.rfc-editor.org/rfc/rfc4213#section-2), section 2;
[RFC 8305](https://www.rfc-editor.org/rfc/rfc8305), on what clients do about it.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Host, Network
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Dual-stack networks and hosts without addresses of one family."""
    for network in plan.networks:
        if network.dual_stack and network.cidrs and not plan.lacks(network, "cidr"):
            versions = network.versions | ({6} if network.delegated else set())
            yield from _incomplete_hosts(plan, network) if len(versions) == 2 else (_incomplete_network(network),)


def _incomplete_network(network: Network) -> Problem:
    lacking = "IPv6" if 4 in network.versions else "IPv4"
    return Problem(
        at=network.at("cidr"),
        message=f"{network.name} ({network.cidr}) is dual-stack, but has no {lacking} prefix",
        hint=f"write its {lacking} prefix too, or remove `dual_stack`",
        parties=(network.id,),
    )


def _incomplete_hosts(plan: Plan, network: Network) -> Iterator[Problem]:
    fixed = [host for host in network.hosts if host.addresses and not plan.lacks(host, "address")]
    single = [host for host in fixed if len({address.version for address in host.addresses}) == 1]
    if not network.slaac and len(single) * 2 <= len(fixed):
        yield from (_host(network, host) for host in single)


def _host(network: Network, host: Host) -> Problem:
    has, lacking = (4, 6) if host.addresses[0].version == 4 else (6, 4)
    return Problem(
        at=host.at("address"),
        message=f"{host.name} has an IPv{has} address ({host.addresses[0]}) but no IPv{lacking} address"
        f" in {network.name}, which is dual-stack",
        related=(network.related(),),
        hint=f"write its IPv{lacking} address too",
        parties=(host.id, network.id),
    )
