"""`cidrbook next`: the next available address of a network, or block of a prefix."""

from __future__ import annotations

import json as json_text
from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

import click
from netaddr import IPAddress, IPNetwork

from cidrbook.checking import compare
from cidrbook.commands._common import complete_names, plan_option, stop
from cidrbook.commands._insertion import InsertionError, host_item, write_host
from cidrbook.drift.comparison import Comparison
from cidrbook.net.ip import parse_prefix
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.availability import available_addresses, available_blocks, taken_elsewhere
from cidrbook.report.words import plain
from cidrbook.text.names import did_you_mean
from cidrbook.text.refusal import parse_int

_MOST = 1000
"""So many answers are shown at once: nobody reads more, and a /64 of IPv6 has 2^64."""


@click.command("next", short_help="Print the next available address or block.")
@click.argument("where", metavar="NETWORK|PREFIX", shell_complete=complete_names)
@plan_option
@click.option("--size", metavar="/LENGTH", help="A block of this prefix length, instead of an address.")
@click.option("--count", type=click.IntRange(1, _MOST), default=1, show_default=True, help="So many of them.")
@click.option("--family", type=click.Choice(["4", "6"]), help="IPv4 or IPv6, where a network has both.")
@click.option("--name", metavar="NAME", help="Print the YAML of a host of this name at the address.")
@click.option("--write", is_flag=True, help="Write that host into the file of its network.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def next_(  # noqa: PLR0913, PLR0917 (click hands over each option)
    where: str,
    data: Path,
    size: str | None,
    count: int,
    family: str | None,
    name: str | None,
    form: str,
    *,
    write: bool,
) -> None:
    """Print the next available address of a network, or the next available block of a prefix.

    Left out are hosts, gateways, DHCP ranges, pools, services, `reserved` ranges, and what the repositories show that
    the plan names. Examples: `cidrbook next servers`, `cidrbook next 10.0.0.0/16 --size /26`,
    `cidrbook next servers --name nas --write`. Exits with 1 when nothing is available, and with 2 when there is no
    such network.
    """
    try:
        plan = load(data, data.as_posix())
    except NoDataError as error:
        stop(str(error))
    if write and not name:
        stop("`--write` needs a `--name`")
    network = plan.network(where)
    comparison = compare(plan, data.parent, data.name)
    found: Sequence[IPAddress | IPNetwork]
    if size or network is None:
        found = _next_blocks(comparison, network, where, size, family, count)
    else:
        found = _next_addresses(comparison, network, family, count)
    if name and (size or network is None):
        stop("`--name` is a host's: name a network, and no `--size`")
    if not found:
        click.echo(f"nothing is available in {plain(where)}", err=True)
        raise SystemExit(1)
    if name and network is not None:
        _propose(plan, data, network, host_item(name, str(found[0])), write=write)
    elif form == "json":
        click.echo(json_text.dumps([str(item) for item in found]))
    else:
        click.echo("\n".join(map(str, found)))


def _next_addresses(comparison: Comparison, network: Network, family: str | None, count: int) -> list[IPAddress]:
    versions = {int(prefix.version) for prefix in network.cidrs}
    version = int(family) if family else min(versions, default=4)
    if version not in versions:
        stop(f"{network.name} has no IPv{version} prefix")
    elsewhere = taken_elsewhere(comparison.observations)
    return list(islice(available_addresses(comparison.plan, network, version, elsewhere), count))


def _next_blocks(  # noqa: PLR0913, PLR0917 (what was asked for, word by word)
    comparison: Comparison, network: Network | None, where: str, size: str | None, family: str | None, count: int
) -> list[IPNetwork]:
    plan = comparison.plan
    prefixes = network.cidrs if network else (_asked_prefix(comparison, where),)
    version = int(family or next((prefix.version for prefix in prefixes), 4))
    prefixes = tuple(prefix for prefix in prefixes if prefix.version == version)
    if not prefixes:
        stop(f"{where} has no IPv{version} prefix")
    length = _wanted_length(size, min(prefixes, key=lambda prefix: prefix.prefixlen))
    elsewhere = taken_elsewhere(comparison.observations)
    scope = network.scope if network else None
    wide = (prefix for prefix in prefixes if prefix.prefixlen <= length)
    found = chain.from_iterable(available_blocks(plan, prefix, length, scope, elsewhere) for prefix in wide)
    return list(islice(found, count))


def _asked_prefix(comparison: Comparison, where: str) -> IPNetwork:
    try:
        return parse_prefix(where).cidr
    except ValueError:
        names = [word for network in comparison.plan.networks for word in (network.id, network.name)]
        hint = did_you_mean(where, names)
        stop(f"there is no network `{where}`{f'; {hint}' if hint else ''}")


def _wanted_length(size: str | None, around: IPNetwork) -> int:
    text = (size or "").removeprefix("/")
    width = 32 if around.version == 4 else 128
    if not text:
        stop(f"which size? Write `--size /{min(around.prefixlen + 8, width)}`, or name a network for an address")
    length = parse_int(text)
    if length is None or not around.prefixlen <= length <= width:
        stop(f"`{size}` is no prefix length from /{around.prefixlen} to /{width}")
    return length


def _propose(plan: Plan, data: Path, network: Network, item: str, *, write: bool) -> None:
    """Print the host of a network as it is written, or write it into the network's file."""
    path = data / Path(network.origin.source.file).relative_to(data.as_posix())
    if not write:
        click.echo(f"# under `hosts` of {plain(network.name)}, in {plain(str(path))}:\n- {plain(item)}")
        return
    try:
        write_host(plan, network, path, item)
    except InsertionError as error:
        stop(str(error))
    except OSError as error:
        stop(error.strerror or str(error))
    click.echo(f"wrote {plain(item)} into {plain(str(path))}")
