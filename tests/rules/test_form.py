"""The form of a plan: the edges of the rules that their pages do not show."""

from __future__ import annotations

from datetime import date
from functools import partial

import lab
import pytest
from entries import named

from cidrbook import rules
from cidrbook.plan.load import parse

codes = partial(lab.codes, only="AF")
found = partial(lab.found, only="AF")


def sites(*blocks: str, more: str = "") -> str:
    lines = (f"  - {{name: {name}, cidr: {block}}}\n" for name, block in zip("xyz", blocks, strict=False))
    return "sites:\n" + "".join(lines) + more


SIX = '"fd5b:7c1e:93a2:1::/64"'


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('cidr: 10.0.0.0/24, gateway: "fd5b:7c1e:93a2:1::1"', ["F113"]),
        (f"cidr: {SIX}, gateway: 10.0.0.1", ["F113"]),
        (f"cidr: {SIX}, gateway: 169.254.0.1", ["F113"]),
        ('cidr: 10.0.0.0/24, gateway: "fe80::1"', []),
        (f'cidr: [10.0.0.0/24, {SIX}], gateway: [10.0.0.1, "fd5b:7c1e:93a2:1::1"]', []),
        (f'cidr: [10.0.0.0/24, {SIX}], gateway: "fd5b:7c1e:93a2:2::1"', ["A204"]),
        ('cidr: 10.0.0.0/24, gateway: [10.0.1.1, "fd5b:7c1e:93a2:1::1"]', ["A204", "F113"]),
        ('cidr: [10.0.0.0/24, nonsense], gateway: "fd5b:7c1e:93a2:1::1"', ["F104"]),
        ("cidr: [10.0.0.0/24, nonsense], gateway: 10.0.1.1", ["F104"]),
        ("gateway: 10.0.1.1", ["F105"]),
        ("cidr: [10.0.1.0/24, 10.0.0.0/24], gateway: 10.0.0.1", []),
        ('cidr: 10.0.0.0/24, gateway: "::10.0.0.1"', ["F113"]),
        (f'cidr: {SIX}, gateway: "fd5b:7c1e:93a2::1"', ["A204"]),
        (f'cidr: {SIX}, gateway: "fd5b:7c1e:93a2:1:ffff::1"', []),
        ("cidr: 10.0.0.0/24, gateway: 10.0.1.0", ["A204"]),
        ("cidr: 10.0.0.0/24, gateway: 10.0.0.1", []),
        ("cidr: 10.0.0.0/24, gateway: 10.0.0.0", ["A205"]),
        ("cidr: 10.0.0.0/24, gateway: 10.0.0.255", ["A205"]),
        ("cidr: 10.0.0.0/24, gateway: 10.0.1.255", ["A204"]),
        ("cidr: 10.0.0.0/30, gateway: 10.0.0.3", ["A205"]),
        ("cidr: 10.0.0.0/31, gateway: 10.0.0.1", []),
        ("cidr: 10.0.0.1/32, gateway: 10.0.0.1", []),
        (f'cidr: {SIX}, gateway: "fd5b:7c1e:93a2:1::"', []),
        (f'cidr: {SIX}, gateway: "fd5b:7c1e:93a2:1:ffff:ffff:ffff:ffff"', []),
        ("cidr: [10.0.0.0/24, 10.0.1.0/24], gateway: 10.0.1.255", ["A205"]),
        ('cidr: "fd5b:7c1e::/24", gateway: "fd5b:7c1e::"', ["F108"]),
        ('cidr: "fd5b:7c00::/24", gateway: "fd5b:7c00::"', []),
        ('cidr: 10.0.0.0/24, dhcp: "fd5b:7c1e:93a2:1::1-fd5b:7c1e:93a2:1::9"', ["F113"]),
        (f"cidr: {SIX}, dhcp: 10.0.0.1-10.0.0.9", ["F113"]),
        (f"cidr: [{SIX}, 10.0.0.0/24], dhcp: 10.0.0.1-10.0.0.9", []),
        (f"cidr: [{SIX}, nonsense], dhcp: 10.0.0.1-10.0.0.9", ["F104"]),
        ("dhcp: 10.0.0.1-10.0.0.9", ["F105"]),
    ],
)
def test_a_gateway_and_a_range_are_of_their_network(field: str, expected: list[str]) -> None:
    assert codes(named(field)) == expected


@pytest.mark.parametrize(
    ("item", "messages"),
    [
        pytest.param("{hosts: []}", ["a network has no `name` and no `cidr`"], id="a dash too many"),
        pytest.param("{name: a}", ["network a has no `cidr`"], id="a name alone"),
        pytest.param("{name: a, cidr: x}", ["cidr: `x` is not a CIDR"], id="what was reported already"),
    ],
)
def test_what_an_item_lacks_is_told_once(item: str, messages: list[str]) -> None:
    plan = parse({"data/plan.yaml": f"networks:\n  - {item}\n"})
    assert [finding.problem.message for finding in rules.check(plan, date(2026, 11, 23))] == messages


def test_a_range_of_another_family_is_told_once() -> None:
    text = named('cidr: 10.0.0.0/24, dhcp: "fd5b:7c1e:93a2:1::1-fd5b:7c1e:93a2:1::9"')
    problems = rules.check(parse({"data/plan.yaml": text}), date(2026, 11, 23))
    assert [finding.code for finding in problems if finding.severity == "error"] == ["F113"]


def balancer(pool: str) -> str:
    return f"clusters: [{{name: k, load_balancers: [{{product: cilium, pools: [{pool}]}}]}}]\n"


def cluster(values: str) -> str:
    return f"clusters: [{{name: k, {values}}}]\n"


def peer(allowed: str) -> str:
    return f"vpns: [{{name: v, ends: [{{name: e, peers: [{{name: f, allowed_ips: [{allowed}]}}]}}, {{name: f}}]}}]\n"


@pytest.mark.parametrize(
    ("plan", "shown"),
    [
        (named("cidr: 10.0.0.0/24"), None),
        (named("cidr: 10.0.0.1/24"), "a: 10.0.0.1/24 is an address in a network"),
        (named("cidr: 10.0.0.1/32"), None),
        (sites("10.0.0.0/16"), None),
        (sites("10.0.3.0/16"), "the block of x: 10.0.3.0/16"),
        ('delegations: [{name: d, length: 56, prefix: "2a02:7:8:100::/56"}]\n', None),
        ('delegations: [{name: d, length: 56, prefix: "2a02:7:8:1::/56"}]\n', "the delegated prefix of d"),
        ("delegations: [{name: d, length: 56}]\n", None),
        (balancer("10.0.0.8/29"), None),
        (balancer("10.0.0.9/29"), "a network is written with its first address"),
        (balancer("10.0.0.9-10.0.0.12"), None),
        ("clusters: [{name: k, cni: {pods: 10.5.0.0/16}}]\n", None),
        ("clusters: [{name: k, cni: {pods: 10.5.1.0/16}}]\n", "a range of the CNI of k"),
        ("clusters: [{name: k, cni: {native_routing: [10.5.0.0/16, 10.6.1.0/16]}}]\n", "a range of the CNI of k"),
        (peer("10.6.0.2/32, 0.0.0.0/0"), None),
        (peer("10.6.0.2/24"), "an allowed prefix of e for f: 10.6.0.2/24"),
    ],
)
def test_no_prefix_has_host_bits(plan: str, shown: str | None) -> None:
    problems = found(plan)
    assert [finding.code for finding in problems] == (["F108"] if shown else [])
    assert shown is None or shown in problems[0].problem.message


def test_host_bits_are_shown_where_they_are_written() -> None:
    (finding,) = found("clusters:\n  - name: k\n    cni:\n      native_routing: [10.5.0.0/16, 10.6.1.0/16]\n")
    assert (finding.problem.at.line, finding.problem.at.column) == (4, 37)
    (finding,) = found(peer("10.0.0.0/24, 10.6.0.2/24"))
    assert finding.problem.parties == ("v", "e", "f")
    assert finding.problem.hint == "write `10.6.0.0/24` (10.6.0.0 to 10.6.0.255)"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('cidr: "fd5b:7c1e:93a2:1::/64"', []),
        ('cidr: "fd5b:7c1e:93a2:01::/64"', ["F115"]),
        ('cidr: "fd5b:7c1e:93a2:1:0::/64"', ["F115"]),
        ('cidr: "FD5b:7c1e:93a2:1::/64"', ["F115"]),
        ('cidr: "fd5b:7c1e:93a2:1::/064"', ["F115"]),
        ("cidr: 10.0.0.0/08", ["F115"]),
        ("cidr: 10.0.0.0/8", []),
        ('cidr: "fd5b:7c1e:93a2:1::/64", gateway: "fd5b:7c1e:93a2:1::A"', ["F115"]),
        ('cidr: "fd5b:7c1e:93a2:1::/64", dhcp: "fd5b:7c1e:93a2:1::A-fd5b:7c1e:93a2:1::F"', ["F115", "F115"]),
        ('cidr: "fd5b:7c1e:93a2:1::/64", dhcp: "fd5b:7c1e:93a2:1::a-fd5b:7c1e:93a2:1::F"', ["F115"]),
        ("cidr: 10.0.0.0/24, hosts: [{name: h, address: 10.0.0.9/24}]", []),
        ('cidr: "fd5b:7c1e:93a2:1::/64", hosts: [{name: h, address: "fd5b:7c1e:93a2:1::a/64"}]', []),
        ('cidr: "fd5b:7c1e:93a2:1::/64", hosts: [{name: h, address: "fd5b:7c1e:93a2:1::A/64"}]', ["F115"]),
        ('cidr: "fd5b:7c1e:93a2:1::/64", hosts: [{name: h, address: "fd5b:7c1e:93a2:1::A"}]', ["F115"]),
    ],
)
def test_an_address_is_spelled_as_it_is_printed(field: str, expected: list[str]) -> None:
    assert codes(named(field)) == expected


def test_the_hint_keeps_the_mask_that_was_written() -> None:
    (finding,) = found(named('cidr: "fd5b::/64", hosts: [{name: h, address: ["fd5b::1", "FD5B::0002/64"]}]'))
    assert (finding.problem.hint, finding.problem.parties) == ("write `fd5b::2/64`", ("h",))
    assert finding.problem.at.column == 73


LAN = named("cidr: 10.0.0.0/24, hosts: [{name: h}]")
HALVES = "clusters: [{name: k, nodes: [{name: n}], virtual_addresses: [{name: v}]}]\nrouters: [{name: r}]\n"


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        (
            named("cidr: 10.0.0.0/24, dhcp_server: [r, h, n, v]", "cidr: 10.0.1.0/24, hosts: [{name: h}]") + HALVES,
            [],
        ),
        (named("cidr: 10.0.0.0/24, dhcp_server: [r, k]") + HALVES, ["k"]),
        (named("cidr: 10.0.0.0/24, dhcp_server: b", "cidr: 10.0.1.0/24"), ["b"]),
        (f"{LAN}clusters: [{{name: k, node_network: [a, b]}}]\n", ["b"]),
        (f"{LAN}clusters: [{{name: k, services: b, pods: c}}]\n", ["b", "c"]),
        (f"{LAN}vlans: [{{id: 7, networks: [a, b]}}]\n", ["b"]),
        (f"{LAN}bgp: {{sessions: [{{local: k, peer: r, announces: [a, b]}}]}}\n{HALVES}", ["b"]),
        (f"{LAN}bgp: {{sessions: [{{local: n, peer: v}}]}}\n{HALVES}", ["v"]),
        (f"{LAN}bgp: {{sessions: [{{local: k, peer: 10.0.0.1}}, {{local: k, peer: 'fd5b::1'}}]}}\n{HALVES}", []),
        (f"{LAN}vpns: [{{name: v, network: a}}, {{name: w, network: b}}]\n", ["b"]),
        (
            "vpns: [{name: v, ends: [{name: e, peers: [name: f, name: g]}, {name: f}]}, {name: w, ends: {name: g}}]",
            ["g"],
        ),
        (
            named("cidr: 10.0.0.0/24, delegated: {by: d, subnet_id: 1}") + "delegations: [{name: d, length: 56}]\n",
            [],
        ),
        (
            named("cidr: 10.0.0.0/24, delegated: {by: e, subnet_id: 1}") + "delegations: [{name: d, length: 56}]\n",
            ["e"],
        ),
        (named("cidr: 10.0.0.0/24, delegated: {by: e, subnet_id: 1}"), ["e"]),
        (named("cidr: 10.0.0.0/24, site: x"), []),
        (named("cidr: 10.0.0.0/24, site: x") + "sites: [{name: x}]\n", []),
        (named("cidr: 10.0.0.0/24, site: y") + "sites: [{name: x}]\n", ["y"]),
        ("sites: [{name: x}]\nvlans: [{id: 7, site: a}]\nrouters: [{name: r, site: b}]\n", ["a", "b"]),
        ("sites: [{name: x}]\nvlans: [{id: 7}]\nclusters: [{name: r, site: b}]\n", ["b"]),
        (named("cidr: 10.0.0.0/24, vlan: 7") + "vlans: [{id: 8}]\n", ["7"]),
        (named("cidr: 10.0.0.0/24, vlan: 7") + "vlans: [{id: 8}, {id: 7}]\n", []),
        (named("cidr: 10.0.0.0/24, vlan: 7"), []),
        (named("cidr: 10.0.0.0/24, delegated: {subnet_id: 1}"), []),
        (f"bgp: {{sessions: [{{local: k}}, {{peer: r}}]}}\n{HALVES}", []),
        (named("cidr: 10.0.0.0/24, vlan: 7, site: x") + "vlans: [{id: 7, site: y}]\n", ["7 at x"]),
        (named("cidr: 10.0.0.0/24, parent: c", "cidr: 10.0.0.0/25, parent: a"), ["c"]),
        (balancer("gone, 10.0.0.0/29, 10.0.1.1-10.0.1.5"), ["gone"]),
        ("settings: {rules: {A999: off, f106: error}}\n", ["a999"]),
        ("waivers: [{rule: nonsense, between: x, reason: y}]\n", ["nonsense"]),
        ("waivers: [{between: x, reason: y}]\n", []),
    ],
)
def test_every_reference_leads_somewhere(plan: str, missing: list[str]) -> None:
    problems = [finding for finding in found(plan) if finding.code == "F106"]
    assert [finding.problem.parties[-1] for finding in problems] == missing


@pytest.mark.parametrize(
    ("lost", "reference"),
    [
        pytest.param("networks: nonsense\n", "vpns: [{name: v, network: gone}]\n", id="networks are a text"),
        pytest.param("networks: [nonsense]\n", "vpns: [{name: v, network: gone}]\n", id="a network is a text"),
        pytest.param(
            "networks: [{name: [x], cidr: 10.0.0.0/24}]\n",
            "vpns: [{name: v, network: gone}]\n",
            id="a network's name is a list",
        ),
        pytest.param(
            "networks: [{name: x, id: [x], cidr: 10.0.0.0/24}]\n",
            "vpns: [{name: v, network: gone}]\n",
            id="a network's id is a list",
        ),
        pytest.param(
            "routers: nonsense\n",
            "networks: [{name: a, cidr: 10.0.0.0/24, dhcp_server: gone}]\n",
            id="routers are a text",
        ),
        pytest.param(
            "clusters: [{name: k, nodes: [nonsense]}]\n",
            "networks: [{name: a, cidr: 10.0.0.0/24, dhcp_server: gone}]\n",
            id="a node is a text",
        ),
        pytest.param(
            "",
            "networks: [{name: a, cidr: 10.0.0.0/24, hosts: [nonsense], dhcp_server: gone}]\n",
            id="a host is a text",
        ),
        pytest.param(
            "",
            "networks: [{name: a, cidr: 10.0.0.0/24, hosts: [{name: [x]}], dhcp_server: gone}]\n",
            id="a host's name is a list",
        ),
        pytest.param(
            "sites: [nonsense, {name: x}]\n",
            "networks: [{name: a, cidr: 10.0.0.0/24, site: gone}]\n",
            id="a site is a text",
        ),
        pytest.param(
            "vlans: [{id: nonsense}, {id: 8}]\n",
            "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 7}]\n",
            id="a VLAN's id is a text",
        ),
        pytest.param(
            "", "vpns: [{name: v, ends: [nonsense, {name: e, peers: {name: gone}}]}]\n", id="an end is a text"
        ),
        pytest.param(
            "delegations: nonsense\n",
            "networks: [{name: a, cidr: 10.0.0.0/24, delegated: {by: d, subnet_id: 1}}]\n",
            id="delegations are a text",
        ),
    ],
)
def test_what_was_lost_may_be_what_is_named(lost: str, reference: str) -> None:
    assert set(codes(f"{lost}{reference}")) == {"F104"}


@pytest.mark.parametrize(
    "lost",
    ["networks: [{name: a, cidr: 10.0.0.0/24, hosts: [{name: [x]}]}]\n", "nuances: [{name: [x], statement: y}]\n"],
)
def test_what_was_lost_elsewhere_excuses_nothing(lost: str) -> None:
    assert codes(f"{lost}vpns: [{{name: v, network: gone}}]\n") == ["F104", "F106"]


@pytest.mark.parametrize(
    ("rules_", "expected"),
    [
        ("A201: info, overlapping-networks: off", ["F102"]),
        ("overlapping-networks: info, a201: off", ["F102"]),
        ("A201: info, duplicate-network: off", []),
    ],
)
def test_a_rule_has_one_setting_whatever_it_is_called_by(rules_: str, expected: list[str]) -> None:
    assert codes(f"settings: {{rules: {{{rules_}}}}}\n") == expected


def test_a_reference_that_leads_nowhere_says_where_and_what_was_meant() -> None:
    (finding,) = found(f"{LAN.replace('a,', 'attic,')}vpns:\n  - name: w\n    network: Atic\n")
    assert (finding.problem.at.line, finding.problem.at.column) == (5, 14)
    assert finding.problem.hint == "did you mean `attic`?"
    (finding,) = found("vpns: [{name: w, network: gone}]\n")
    assert finding.problem.hint == "add `gone` under `networks`, or leave this out"
    (finding,) = found("networks: [{name: a, cidr: 10.0.0.0/24, dhcp_server: gone}]\n")
    assert finding.problem.message == "no host, router or node is called `gone`"
    assert finding.problem.hint == "add `gone` to the plan, or leave this out"


@pytest.mark.parametrize(
    ("plan", "hint"),
    [
        (
            f"{LAN}vpns: [{{name: w, network: A}}]\n",
            "write `a`: references use the id, which is the name in small letters",
        ),
        (
            "networks: [{name: a, id: N_1, cidr: 10.0.0.0/24}]\nvpns: [{name: w, network: n_1}]\n",
            "write `N_1`: capital",
        ),
        (
            "networks: [{name: Pods Net, id: pods, cidr: 10.0.0.0/24}]\nvpns: [{name: w, network: Pods Net}]\n",
            "write `pods`: references use the id, not the name",
        ),
        (
            (
                "networks: [{name: lan, id: lan-a, cidr: 10.0.0.0/24}, {name: LAN, id: lan-b, cidr: 10.0.1.0/24}]\n"
                "vpns: [{name: w, network: lan}]\n"
            ),
            "write `lan-a` or `lan-b`: references use the id",
        ),
        (
            (
                "routers: [{name: Main Router, id: gate, addresses: 10.0.0.1, bgp: {asn: 64512}}]\n"
                "bgp: {sessions: [{local: main-router, peer: 10.0.0.2}]}\n"
            ),
            "write `gate`: references use the id",
        ),
        ("networks: [{name: k8s pods, cidr: 10.0.0.0/24}]\nvpns: [{name: w, network: k8s pods}]\n", "write `k8s-pods`"),
        (f"{LAN}vpns: [{{name: w, network: 10.0.0.0/24}}]\n", "write `a`, the id of the network that has this prefix"),
        ("waivers: [{rule: A2O1, between: x, reason: y}]\n", "did you mean `A201`?"),
        (f"{LAN}vpns: [{{name: w, network: gone}}]\n", "write one of `a`; or add `gone` under `networks`"),
        (
            f"{HALVES}bgp: {{sessions: [{{local: k, peer: gone}}]}}\n",
            "write what the other end is called in the plan (`r`, `n`), or its IP address",
        ),
        (
            f"{HALVES}bgp: {{sessions: [{{local: gone, peer: r}}]}}\n",
            "write what this end is called in the plan (`k`, `n`), or its IP address",
        ),
        (
            f"{HALVES}bgp: {{sessions: [{{local: r, peer: R}}]}}\n",
            "write what the other end is called in the plan (`k`, `n`), or its IP address",
        ),
        (
            f"{LAN}bgp: {{sessions: [{{local: 10.0.0.1, peer: gone}}]}}\n",
            "`peer` is the device at the other end of the BGP session: write its IP address, for example `peer: 192.1",
        ),
        (
            f"{LAN}{cluster('pods: pod-network')}",
            "add it under `networks`, with its range as `cidr`: `- {name: pod-network, cidr: …, role: pods}`",
        ),
        (
            f"{LAN}{cluster('services: Svc Net')}",
            "add it under `networks`, with its range as `cidr`: `- {name: Svc Net, id: Svc Net, cidr: …, role: ",
        ),
        (
            f"{LAN}{cluster('distribution: K3s, services: gone')}",
            "add it under `networks`: `- {name: gone, cidr: 10.43.0.0/16, role: services}`; 10.43.0.0/16 is what",
        ),
        (
            f"{LAN}{cluster('pods: 10.42.0.0/16')}",
            "add the range under `networks`, `- {name: pods, cidr: 10.42.0.0/16, role: pods}`, and write its",
        ),
        (
            f"{LAN}{cluster('node_network: gone')}",
            "add it under `networks`, with its range as `cidr`: `- {name: gone, cidr: …}`",
        ),
        (f"{LAN}{cluster('node_network: A')}", "write `a`: references use the id"),
        (
            f"{LAN}{cluster('node_network: gone, nodes: [{name: n, address: 10.0.0.7}]')}",
            "write `a`: the node n, 10.0.0.7, is in it",
        ),
        (named("cidr: 10.0.0.0/24, vlan: 300") + "vlans: [{id: 10}, {id: 30}]\n", "did you mean `30`?"),
        (named("cidr: 10.0.0.0/24, vlan: 5") + "vlans: [{id: 10}]\n", "write one of `10`; or add `5` under `vlans`"),
    ],
)
def test_a_reference_is_answered_with_what_there_is(plan: str, hint: str) -> None:
    assert [finding.problem.hint[: len(hint)] for finding in found(plan) if finding.code == "F106"] == [hint]


@pytest.mark.parametrize(
    ("gateway", "hint"),
    [
        ("192.168.3.1", "did you mean 192.168.30.1?"),
        ("192.168.300.1", "each octet is 0 to 255"),
        ("10.0.0.1", "write the router's address in this network"),
    ],
)
def test_a_gateway_outside_is_answered_with_the_address_that_is_meant(gateway: str, hint: str) -> None:
    [finding] = found(named(f"cidr: 192.168.30.0/24, gateway: {gateway}"))
    assert finding.problem.hint[: len(hint)] == hint


@pytest.mark.parametrize(
    ("hosts", "message", "hint"),
    [
        (
            "{name: p, address: 10.0.0.5}, {name: p, address: 10.0.0.5}",
            "the host `p` is written twice, word for word",
            "delete one of the two",
        ),
        (
            "{name: p, address: 10.0.0.5}, {name: P, address: 10.0.0.6}",
            "another host here is called `P`, too",
            "give one of them another name",
        ),
        (
            "{name: p 1, address: 10.0.0.5}, {name: q, id: p-1, address: 10.0.0.6}",
            "another host here already has the id `p-1`",
            "give one of them another `id`",
        ),
    ],
)
def test_a_repeated_name_says_how_it_is_repeated(hosts: str, message: str, hint: str) -> None:
    [problem] = [finding.problem for finding in found(named(f"cidr: 10.0.0.0/24, hosts: [{hosts}]"))]
    assert (problem.message, problem.hint) == (message, hint)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("sites: [{name: x}, {name: X}]\n", ["F107"]),
        ("sites: [{name: x}, {name: y}]\n", []),
        ("sites: [{cidr: 10.0.0.0/16}, {cidr: 10.1.0.0/16}]\n", ["F105", "F105"]),
        ("delegations: [{name: d, length: 56}, {name: d, length: 48}]\n", ["F107"]),
        ("vpns: [{name: v}, {name: V}]\n", ["F107"]),
        ("{routers: [{name: r}], bgp: {speakers: [{name: s, runs_on: r}, {name: S, runs_on: r}]}}\n", ["F107"]),
        ("vpns: [{name: v, ends: [{name: e}, {name: e}]}]\n", ["F107"]),
        ("vpns: [{name: v, ends: [{name: e}]}, {name: w, ends: [{name: e}]}]\n", []),
    ],
)
def test_names_are_unique_among_sites_delegations_and_vpns(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        ("sites: [{cidr: 10.0.0.0/16}]\n", ["name"]),
        ("delegations: [{name: d}]\n", ["length"]),
        ("delegations: [{length: 56}]\n", ["name"]),
        ("vpns: [{product: wireguard}]\n", ["name"]),
        ("vpns: [{name: v, ends: [{address: 10.6.0.2}]}]\n", ["name"]),
        ("vpns: [{name: v, ends: [{name: e, peers: [{allowed_ips: 10.6.0.0/24}]}]}]\n", ["name"]),
        (named("cidr: 10.0.0.0/24, delegated: {subnet_id: 1}"), ["by"]),
        (named("cidr: 10.0.0.0/24, delegated: {by: d}") + "delegations: [{name: d, length: 56}]\n", ["subnet_id"]),
        (
            named("cidr: 10.0.0.0/24, delegated: {by: d, subnet_id: x}") + "delegations: [{name: d, length: 56}]\n",
            [],
        ),
    ],
)
def test_what_must_be_written_of_sites_delegations_and_vpns(plan: str, missing: list[str]) -> None:
    problems = [finding.problem.message.partition(" has no ")[2] for finding in found(plan) if finding.code == "F105"]
    assert problems == [f"`{key}`" for key in missing]
