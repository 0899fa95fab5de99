"""DHCP pools as Cisco's IOS has them: what a pool hands out is its network without what is excluded.

IOS leaves out its own addresses by itself. Where nothing of a network is excluded, nobody
thought of ranges, so no range is known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import as_prefix
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.router_networks import Lans, bare, masked, network_of
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_HEX = regex(r"(?:01)?([0-9a-f]{12})\Z")
"""A MAC address without its marks; as a client's identifier, with 01 for Ethernet before it."""
_PAIR = regex(r"..")


@dataclass
class IosPool:
    """What stands below `ip dhcp pool NAME`: a network, or a manual binding."""

    name: Located
    cidr: Located | None = None
    gateways: list[Located] = field(default_factory=list)
    host: Located | None = None
    mac: Located | None = None
    client: str = ""


def set_pool(pool: IosPool, words: Sequence[Located]) -> None:
    """A line of a pool, of two words or more."""
    what, value = str(words[0]), words[1]
    mask = words[2] if len(words) > 2 and not words[2].startswith("/") else None
    whole = _with_length(words) or (value if "/" in value else masked(value, mask))
    if what == "network":
        pool.cidr = network_of(whole)
    elif what == "host":
        pool.host = whole
    elif what == "default-router":
        pool.gateways += [word for word in words[1:] if as_address(word)]
    elif what in ("client-identifier", "hardware-address"):
        pool.mac = _client_mac(value)
    elif what == "client-name":
        pool.client = str(value)


def _with_length(words: Sequence[Located]) -> Located | None:
    """An address with its length behind a blank: `network 10.0.1.0 /24`."""
    return Located(f"{words[1]}{words[2]}", words[1].place) if len(words) > 2 and words[2].startswith("/") else None


def _client_mac(written: Located) -> Located | None:
    found = _HEX.match(written.replace(".", "").replace(":", "").lower())
    return Located(":".join(_PAIR.findall(found[1])), written.place) if found else None


def add_pools(
    lans: Lans, pools: Iterable[IosPool], excluded: Iterable[Sequence[Located]], own: Iterable[Located]
) -> None:
    """Adds the networks of pools, with their gateways, and the manual bindings. `excluded` are the ends of ranges."""
    every = [*pools]
    kept = _disjoint_runs(run for ends in excluded if (run := _excluded_run(ends)))
    all_kept = _disjoint_runs([*kept, *(run for written in own if (run := _excluded_run([bare(written)])))])
    for pool in every:
        if pool.cidr is not None:
            lan = lans.of(pool.cidr)
            lan.name = lan.name or str(pool.name)
            lan.gateways += pool.gateways
            lan.dhcp = lan.dhcp or (_leased_ranges(pool.cidr, all_kept) if _runs_inside(pool.cidr, kept) else [])
        if pool.host is not None:
            lans.reserve(pool.client or str(pool.name), bare(pool.host), pool.mac)


class _Run(NamedTuple):
    """Addresses that no pool hands out, and where their end is written."""

    first: int
    last: int
    end: Located


def _excluded_run(ends: Sequence[Located]) -> _Run | None:
    found = [int(address) for written in ends if (address := as_address(written)) is not None and address.version == 4]
    return _Run(min(found), max(found), ends[-1]) if found else None


def _disjoint_runs(runs: Iterable[_Run]) -> list[_Run]:
    """The runs in order, without what one has in common with those before it."""
    found: list[_Run] = []
    for run in sorted(runs, key=lambda run: run[:2]):
        first = max(run.first, found[-1].last + 1) if found else run.first
        found += [run._replace(first=first)] if first <= run.last else []
    return found


def _runs_inside(cidr: Located, runs: list[_Run]) -> list[_Run]:
    """The runs that are in a network."""
    prefix = as_prefix(cidr)
    if prefix is None or prefix.version != 4:
        return []
    start = bisect_left(runs, prefix.first, key=lambda run: run.last)
    return runs[start : bisect_right(runs, prefix.last, key=lambda run: run.first)]


def _leased_ranges(cidr: Located, runs: list[_Run]) -> list[Located]:
    """The ranges that are left of a network; each stands where the run before it ends, or else the one behind it."""
    network = IPNetwork(str(cidr))
    first, last, found = network.first + 1, network.last - 1, list[Located]()
    at: Located | None = None
    for run in _runs_inside(cidr, runs):
        found += [_located_range(first, run.first - 1, at or run.end)] if first < run.first else []
        first, at = run.last + 1, run.end
    return [*found, *([_located_range(first, last, at or cidr)] if first <= last else [])]


def _located_range(first: int, last: int, at: Located) -> Located:
    return Located(f"{IPAddress(first, 4)}-{IPAddress(last, 4)}", at.place)
