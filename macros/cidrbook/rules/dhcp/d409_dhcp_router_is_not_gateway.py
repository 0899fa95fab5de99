"""The DHCP router option is not the network's gateway.

Static hosts and DHCP clients use different routers, or the clients have none that works. The
`router` option must name one of the network's gateways, by address or by the id of its owner.
Networks without a gateway in the plan are not compared.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_options: {router: 192.168.1.254} # D409: 28
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: [192.168.1.1, 192.168.1.254]
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_options: {router: [192.168.1.254, edge]}
routers:
  - {name: edge, addresses: [192.168.1.1]}
```

Source: [RFC 2132](https://www.rfc-editor.org/rfc/rfc2132#section-3.5), section 3.5, the router option.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.network import DhcpOptions, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.names import AddressedByName, as_address
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Router options that are none of the network's gateways."""
    given = [(network, network.dhcp_options) for network in plan.networks if network.dhcp_options]
    told = [
        (network, dhcp_options, index) for network, dhcp_options in given for index in range(len(dhcp_options.router))
    ]
    names = AddressedByName(plan) if told and not plan.unread else None
    for network, options, index in told:
        addresses = _router_addresses(options.router[index], names, plan)
        compared = {address.version for address in addresses} & {gateway.version for gateway in network.gateways}
        if compared and not set(addresses) & set(network.gateways) and not plan.lacks(network, "gateway"):
            yield _other_router(network, options, index)


def _router_addresses(value: str, names: AddressedByName | None, plan: Plan) -> tuple[IPAddress, ...]:
    """The written address, or those of the named object; none if some could not be read."""
    address = as_address(value)
    if address is not None:
        return (address,)
    things = names.find(value) if names else []
    if any(plan.lacks(thing, "addresses") or plan.lacks(thing, "address") for thing in things):
        return ()
    return tuple(address for thing in things for address in thing.addresses)


def _other_router(network: Network, options: DhcpOptions, index: int) -> Problem:
    value = options.router[index]
    return Problem(
        at=options.at("router", index),
        message=f"the DHCP router of {network.name} is {value}, but its gateway is {network.gateway}",
        related=(Related(at=network.at("gateway"), message="the gateway is written here"),),
        hint=f"write `router: {network.gateways[0]}`, or add it as a gateway",
        parties=(network.id, value),
    )
