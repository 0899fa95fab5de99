"""A DHCP option names something that is not in the plan.

Every client of the network is configured with it, and nothing answers. An option names hosts,
routers, nodes, virtual addresses or services by id or by address. A private address must belong to
an object of the plan, because an address inside a DHCP range may be any client's. Public addresses
are not checked, nor are names in other domains for time and boot servers.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_options:
      dns: [ressolver, 1.1.1.1] # D408: 13
      ntp: 192.168.1.35 # D408: 12
      tftp: 192.168.1.150 # D408: 13
    hosts:
      - {name: resolver, address: 192.168.1.53}
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_options:
      dns: [resolver, 1.1.1.1]
      ntp: [192.168.1.53, 0.pool.ntp.org]
      tftp: 192.168.1.1
    hosts:
      - {name: resolver, address: 192.168.1.53}
```

Source: [RFC 2132](https://www.rfc-editor.org/rfc/rfc2132), sections 3.5, 3.8, 8.3 and 9.4, on the options;
[RFC 1918](https://www.rfc-editor.org/rfc/rfc1918#section-3) and [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193) on
private addresses.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.net.address_text import advice
from cidrbook.plan.network import DhcpOptions, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.names import AddressedByName, as_address
from cidrbook.text.finding import Problem
from cidrbook.text.names import closest, is_one_slip
from cidrbook.text.regex import regex

_NEARLY_ADDRESS = regex(r"[0-9\W]*[0-9]+[.,][0-9]+[.,]|[0-9a-fA-F]{0,4}:[0-9a-fA-F:]+")
"""How a text begins that should be an address."""

_OUTSIDE = ("ntp", "tftp")
"""Options for which servers take names of other domains as well."""

_COMPARED = 1001
"""Addresses that a hint is chosen of: so many that none is guessed where there are more."""

_PRIVATE = ((4, 8, 0x0A), (4, 12, 0xAC1), (4, 16, 0xC0A8), (6, 7, 0x7E))
"""The IP version, how many bits, and what they are: 10/8, 172.16/12, 192.168/16, fc00::/7."""


class _OptionValue(NamedTuple):
    """One value of an option."""

    network: Network
    options: DhcpOptions
    key: str
    which: int
    text: str

    def problem(self, message: str, hint: str) -> Problem:
        return Problem(
            at=self.options.at(self.key, self.which), message=message, hint=hint, parties=(self.network.id, self.text)
        )


def check(plan: Plan) -> Iterator[Problem]:
    """Every value of an option that is neither public nor in the plan, if the whole plan could be read."""
    told = [
        value
        for network in plan.networks
        if network.dhcp_options
        for value in _option_values(network, network.dhcp_options)
    ]
    if not told or plan.unread or plan.lost:
        return
    names, known = AddressedByName(plan), _known_addresses(plan)
    shown = list(map(str, islice(known, _COMPARED)))
    for value in told:
        address = as_address(value.text)
        if address is None:
            yield from _unknown_name(value, names)
        elif address not in known:
            yield from _unknown_address(plan, value, address, shown)


def _option_values(network: Network, options: DhcpOptions) -> Iterator[_OptionValue]:
    for key in ("router", "dns", "ntp", "tftp"):
        for which, text in enumerate(getattr(options, key)):
            yield _OptionValue(network, options, key, which, text)


def _known_addresses(plan: Plan) -> dict[IPAddress, None]:
    """Every address of an object or a cluster's service, in the plan's order."""
    gateways = (network.gateways for network in plan.networks)
    clusters = ((*cluster.dns, *(cluster.api.addresses if cluster.api else ())) for cluster in plan.clusters)
    claimed = (claim.address for claim in plan.claims)
    return dict.fromkeys(chain(claimed, chain.from_iterable(chain(gateways, clusters))))


def _unknown_name(value: _OptionValue, names: AddressedByName) -> Iterator[Problem]:
    domain = "." in value.text and not value.text.replace(".", "").isdigit()
    if not names.find(value.text) and not (domain and value.key in _OUTSIDE):
        what = f"`{value.text}`, the {value.key} option of {value.network.name},"
        if _NEARLY_ADDRESS.match(value.text):
            yield value.problem(f"{what} is no address", advice(value.text, "write it as in `192.168.42.53`"))
            return
        close = closest(value.text, names.ids)
        hint = (
            f"did you mean `{close}`?"
            if close
            else "write the address of the server, or the id of an object that has one"
        )
        yield value.problem(f"{what} is not in the plan", hint)


def _compared_with_gateways(value: _OptionValue, address: IPAddress) -> bool:
    """Whether the rule dhcp-router-is-not-gateway compares the value."""
    return value.key == "router" and any(gateway.version == address.version for gateway in value.network.gateways)


def _unknown_address(plan: Plan, value: _OptionValue, address: IPAddress, shown: list[str]) -> Iterator[Problem]:
    if _compared_with_gateways(value, address):
        return
    spot = ((value.network.scope, address.version), int(address), int(address))
    what = f"{address}, the {value.key} option of {value.network.name},"
    lease = plan.leases.meeting(*spot)
    if lease:
        hint = f"shorten the range, and list the server {_as_host(plan, value, address)}"
        yield value.problem(f"{what} is in {lease.owner.shown}", hint)
    elif _private(address) and not plan.pools.meeting(*spot):
        close = next((other for other in shown if is_one_slip(str(address), other)), "")
        hint = f"list the server {_as_host(plan, value, address)}"
        hint = f"if you mean {close}, write that; else {hint}" if close else hint
        yield value.problem(f"{what} belongs to nothing in the plan", hint)


def _as_host(plan: Plan, value: _OptionValue, address: IPAddress) -> str:
    """Where to list a server that has an address: in its network, or in a network that is missing, too."""
    network = plan.space.covering(value.network.scope, address)
    item = f"`- {{name: …, address: {address}}}`"
    return (
        f"under `hosts` of {network.name}: {item}" if network else f"with its network: {address} is in none of the plan"
    )


def _private(address: IPAddress) -> bool:
    width = 32 if address.version == 4 else 128
    return any(
        version == address.version and int(address) >> (width - bits) == start for version, bits, start in _PRIVATE
    )
