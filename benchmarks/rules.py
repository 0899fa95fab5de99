"""What each rule costs, and how that grows: rows of the table of `make bench`.

Every rule looks at plans of several shapes, small and ten times as large, in one process, one rule after the other.
For ten times 3,000, n log n is 13 times as much, and comparing all with all is 100 times.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from measures import Row
from plans import plan

from cidrbook.nuances.match import matches
from cidrbook.plan.exemption import Exemptions, Standing, allowed, waived
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.rules import Rule, check, rules

SMALL = 3_000
TEN_TIMES = 12
"""How much longer all rules together may take for ten times as much: nearly all of them take linear time."""

SORTED = 14
"""The same of a single rule: one that sorts takes n log n, which is 13, and measuring adds to that."""

SHARE = 0.02
"""The share of a check that a rule may take which has nothing to look at."""

VLANS = 300
"""Networks with a VLAN of their own: a tenth of the smaller plan, so that those without one grow as plans do."""

WORTH_MEASURING = 0.5
"""Seconds for the larger plan below which growth is noise; a rule that compares all with all takes minutes there."""


def wide(count: int) -> str:
    """Many networks, each with all that a network can have, and one cluster over them."""
    networks = "".join(map(_network, range(count)))
    nodes = "".join(f"      - {{name: n{number}, address: {_prefix(number)}.11}}\n" for number in range(count))
    vlans = "".join(f"  - {{id: {number + 2}, name: v{number}}}\n" for number in range(min(count, VLANS)))
    pools = "".join(f"          - {_prefix(number)}.16/28\n" for number in range(count))
    pinned = "".join(
        f"      - {{name: svc{number}, namespace: a, address: {_prefix(number)}.17, ports: 80/tcp}}\n"
        for number in range(count)
    )
    cluster = f"clusters:\n  - name: home\n    nodes:\n{nodes}    pinned_services:\n{pinned}"
    balancer = f"    load_balancers:\n      - product: metallb\n        mode: l2\n        pools:\n{pools}"
    return f"vlans:\n{vlans}networks:\n{networks}{cluster}{balancer}"


def _prefix(number: int) -> str:
    return f"10.{number >> 8 & 255}.{number & 255}" if number < 65536 else f"11.{number >> 8 & 255}.{number & 255}"


def _network(number: int) -> str:
    prefix = _prefix(number)
    return (
        f"  - name: net {number}\n    cidr: [{prefix}.0/24, 'fd5b:7c1e:93a2:{number & 0xFFFF:x}::/64']\n"
        f"    role: lan\n{_vlan(number)}    gateway: {prefix}.1\n    slaac: true\n"
        f"    dhcp: {prefix}.100-{prefix}.199\n    hosts:\n"
        f"      - {{name: h{number}, address: {prefix}.10/24, mac: '52:54:00:{_hex(number)}', hostname: h{number}}}\n"
    )


def _vlan(number: int) -> str:
    """A VLAN of its own, as long as there are any."""
    return f"    vlan: {number + 2}\n" if number < VLANS else ""


def _hex(number: int) -> str:
    return f"{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}"


def crowded(count: int) -> str:
    """One network with very many hosts, DHCP ranges and prefixes."""
    hosts = "".join(
        f"      - {{name: h{number}, address: {_prefix(number)}.1, mac: '52:54:00:{_hex(number)}'}}\n"
        for number in range(count)
    )
    ranges = "".join(f"      - {_prefix(number)}.100-{_prefix(number)}.199\n" for number in range(count))
    cidrs = "".join(f"      - {_prefix(number)}.0/24\n" for number in range(count))
    return f"networks:\n  - name: lan\n    cidr:\n{cidrs}    dhcp:\n{ranges}    hosts:\n{hosts}"


def wrong(count: int) -> str:
    """Networks inside one another, hosts on one address, ranges that overlap: a finding almost everywhere."""
    networks = "".join(
        f"  - name: net {number}\n    cidr: 10.{number % 200}.0.0/{16 + number % 8}\n"
        f"    dhcp: 10.{number % 200}.0.9-10.{number % 200}.0.200\n"
        f"    hosts: [{{name: h{number}, address: 10.{number % 200}.0.7, mac: '52:54:00:00:00:01'}}]\n"
        for number in range(count)
    )
    return f"networks:\n{networks}"


def peered(count: int) -> str:
    """A router with a session with every node of a cluster, whose pools are single addresses."""
    nodes = "".join(f"      - {{name: n{number}, address: {_prefix(number)}.11}}\n" for number in range(count))
    pools = "".join(
        f"          - 172.{16 + number // 65536}.{number >> 8 & 255}.{number & 255}/32\n" for number in range(count)
    )
    sessions = "".join(f"    - {{local: edge, peer: n{number}, peer_asn: 64601}}\n" for number in range(count))
    return (
        "networks:\n  - {name: lan, cidr: 10.0.0.0/8, gateway: 10.255.255.254}\n"
        "routers:\n  - {name: edge, product: opnsense, asn: 64512, addresses: 10.255.255.254}\n"
        f"clusters:\n  - name: home\n    nodes:\n{nodes}    load_balancers:\n      - product: metallb\n"
        f"        mode: bgp\n        asn: 64601\n        pools:\n{pools}bgp:\n  sessions:\n{sessions}"
    )


def shared(count: int) -> str:
    """Services on few addresses, VPN peers, and ranges that are kept for something."""
    services = "".join(
        f"      - {{name: s{number}, address: 10.255.0.{number % 200}, ports: {number}/tcp, sharing_key: k}}\n"
        for number in range(count)
    )
    ranges = "".join(
        f"      - {{range: {_prefix(number)}.1-{_prefix(number)}.9, for: t{number}}}\n" for number in range(count)
    )
    hosts = "".join(
        f"      - {{name: h{number}, address: {_prefix(number)}.3, tags: t{number}}}\n" for number in range(count)
    )
    return (
        f"networks:\n  - name: lan\n    cidr: [10.0.0.0/8, 11.0.0.0/8]\n    reserved:\n{ranges}    hosts:\n{hosts}"
        "clusters:\n  - name: home\n    load_balancers: [{product: metallb, mode: l2, pools: 10.255.0.0/25}]\n"
        f"    pinned_services:\n{services}"
    )


ABOUT_OTHERS = frozenset({"bgp", "kubernetes", "vpn", "policy", "hosts", "dhcp", "ipv6", "upkeep", "drift", "pages"})
"""The families of rules that have nothing to look at where a plan has IPv4 networks without hosts alone."""

SHAPES: tuple[Callable[[int], str], ...] = (wide, crowded, wrong, peered, shared)


def seconds(rule: Rule, plan: Plan) -> float:
    """How long a rule takes to look at a plan."""
    start = time.process_time()
    if rule.check:
        for _ in rule.check(plan):
            pass
    elif rule.review:
        exemptions = Exemptions((*waived(plan, datetime.now(UTC).date()), *allowed(plan.allowances)))
        list(rule.review(plan, [Standing(exemption, used=False) for exemption in exemptions.all]))
    return time.process_time() - start


def _ready(text: str) -> Plan:
    """The plan, with what rules share already worked out, and its places known, so that none pays for others."""
    plan = parse({"data/plan.yaml": text})
    list(plan.clashes), plan.located, plan.held, plan.leases, plan.pools, plan.taken, plan.entries, plan.virtual
    plan.entries[0].at()
    return plan


def growth(_: Path) -> Iterator[Row]:
    """All rules together on ten times as much of everything, and of each shape the one that grows most."""
    gc.disable()
    for shape in SHAPES:
        small, large = _ready(shape(SMALL)), _ready(shape(SMALL * 10))
        times = [(seconds(rule, large), seconds(rule, small), rule) for rule in rules()]
        what = (shape.__doc__ or "").partition("\n")[0].rstrip(".")
        after, before = (sum(column) for column in list(zip(*times, strict=True))[:2])
        times = [row for row in times if row[0] > WORTH_MEASURING]
        yield Row(f"all rules, 10 times: {what}"[:78], after, before, TEN_TIMES)
        for after, before, rule in sorted(times, key=lambda row: row[1] / row[0])[:1]:
            yield Row(f"  the rule that grows most, {rule.code}", after, before, SORTED)
    gc.enable()


def idle(_: Path) -> Iterator[Row]:
    """The dearest rule that has nothing to look at, against a whole check: the plan has networks alone."""
    rules()[0].check, matches(parse({"data/plan.yaml": "routers: [{name: a}]"}))  # what is loaded once
    text = plan(SMALL * 10)
    start = time.process_time()
    read = parse({"data/plan.yaml": text})
    check(read, datetime.now(UTC).date())
    whole = time.process_time() - start
    times = [(seconds(rule, read), rule) for rule in rules() if rule.family in ABOUT_OTHERS]
    dearest, rule = max(times, key=lambda row: row[0])
    yield Row(f"the dearest rule without anything to look at, {rule.code} / a check", dearest, whole, SHARE)
