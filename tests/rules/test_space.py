"""The address space: the edges of the rules that their pages do not show."""

from __future__ import annotations

from functools import partial

import lab
import pytest
from entries import named

codes = partial(lab.codes, only="AF")
found = partial(lab.found, only="AF")

REST = "write `10.0.0.0/24` in place of `10.0.0.0/23` in a"
NESTED = "only if b really is a part of a, write `parent: a` in b"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("cidr: 223.255.255.0/24, public: true", []),
        ("cidr: 224.0.0.0/24, public: true", ["A206"]),
        ("cidr: 239.255.255.0/24", ["A206"]),
        ("cidr: 240.0.0.0/24", ["A208"]),
        ("cidr: 224.0.0.0/4", ["A206"]),
        ("cidr: 126.0.0.0/7, public: true", ["A207"]),
        ("cidr: 127.0.0.1/32", ["A207"]),
        ("cidr: 128.0.0.0/24, public: true", []),
        ('cidr: "::/128"', ["A208"]),
        ('cidr: "::1/128"', ["A207"]),
        ('cidr: "100::/64"', ["A208"]),
        ('cidr: "100:0:0:2::/64"', ["A214"]),
        ("cidr: 192.0.0.0/24", ["A208"]),
        ("cidr: 192.0.0.0/29", []),
        ("cidr: 192.0.0.0/29, gateway: 192.0.0.1", ["A208"]),
        ('cidr: "64:ff9b::/96"', []),
        ('cidr: "64:ff9b::/96", slaac: true', ["A208"]),
        ('cidr: "5f00:7::/48"', []),
        ('cidr: "5f00:7::/48", vlan: 7', ["A208"]),
        ("cidr: 192.0.1.0/24, public: true", []),
        ("cidr: 192.0.2.128/25, public: true", ["A209"]),
        ("cidr: 198.51.100.0/24", ["A209"]),
        ("cidr: 203.0.113.0/24, role: wan", ["A209"]),
        ('cidr: "3fff:fff:ffff::/48"', ["A209"]),
        ('cidr: "3fff:1000::/48"', []),
        ("cidr: 198.17.0.0/16, public: true", []),
        ("cidr: 198.19.0.0/16", ["A210"]),
        ("cidr: 198.19.0.0/16, role: benchmarking", []),
        ("cidr: 198.19.0.0/16, role: fake-ip", []),
        ('cidr: "2001:2:0:9::/64"', ["A210"]),
        ("cidr: 100.63.0.0/24, public: true", []),
        ("cidr: 100.64.0.0/24, public: true", ["A211"]),
        ("cidr: 100.127.255.0/24", ["A211"]),
        ("cidr: 100.128.0.0/24, public: true", []),
        ("cidr: 100.64.0.0/24, role: vpn", []),
        ("cidr: 100.64.0.0/24, role: wan", []),
        ("cidr: 100.64.0.0/24, role: pods", []),
        ("cidr: 100.64.0.0/24, role: services", []),
        ("cidr: 169.254.0.0/16", ["A212"]),
        ("cidr: 169.254.7.0/31", ["A212"]),
        ("cidr: 169.254.7.0/30, role: vpn", []),
        ("cidr: 169.254.7.0/30, role: link", []),
        ("cidr: 169.254.7.7/32", []),
        ('cidr: "fe80:0:0:7::/64"', ["A212"]),
        ('cidr: "fec0:0:0:7::/64"', ["A213"]),
        ('cidr: "2002:a00::/48"', ["A213"]),
        ('cidr: "2001:0:7::/48"', ["A213"]),
        ('cidr: "2001:1f::/48"', ["A213"]),
        ('cidr: "2001:20::/48"', ["A208"]),
        ("cidr: 192.88.99.0/24, public: true", ["A213"]),
        ("cidr: 192.31.196.0/24", ["A214"]),
        ("cidr: 192.31.196.0/24, public: true", []),
        ('cidr: "2620:4f:8000::/48"', ["A214"]),
        ("cidr: 9.255.255.0/24", ["A214"]),
        ("cidr: 10.0.0.0/8", []),
        ("cidr: 10.0.0.0/7", ["A214"]),
        ("cidr: 10.0.0.0/7, public: true", []),
        ("cidr: 10.0.0.0/7, role: wan", []),
        ("cidr: 11.0.0.0/24", ["A214"]),
        ("cidr: 11.0.0.0/24, public: false", ["A214"]),
        ('cidr: "2a02:7:8:9::/64"', []),
        ('cidr: "1fff:7::/48"', ["A214"]),
        ('cidr: "4000:7::/48"', ["A214"]),
        ('cidr: "4000:7::/48", public: true', []),
        ("cidr: 172.15.255.0/24", ["A215"]),
        ("cidr: 172.15.255.0/24, role: wan", []),
        ("cidr: 172.16.0.0/12", []),
        ("cidr: 172.0.0.0/8", ["A214"]),
        ("cidr: 172.0.0.0/9", ["A214"]),
        ("cidr: 192.167.0.0/24", ["A215"]),
        ("cidr: 192.166.0.0/24", ["A214"]),
        ("cidr: 193.168.0.0/24, public: true", []),
    ],
)
def test_what_a_network_in_special_space_is(field: str, expected: list[str]) -> None:
    assert [code for code in codes(named(field)) if code != "A204"] == expected


@pytest.mark.parametrize(
    ("field", "message", "hint"),
    [
        pytest.param(
            "cidr: 127.0.0.0/8",
            "a (127.0.0.0/8) is set apart: loopback, RFC 1122: packets",
            "private prefix",
            id="loopback",
        ),
        pytest.param(
            "cidr: 126.0.0.0/7",
            "a (126.0.0.0/7) holds 127.0.0.0/8 (loopback, RFC 1122): packets",
            "private prefix",
            id="around loopback",
        ),
        pytest.param(
            "cidr: 127.5.0.0/16",
            "a (127.5.0.0/16) is in 127.0.0.0/8 (loopback, RFC 1122): packets",
            "private prefix",
            id="inside of loopback",
        ),
        pytest.param(
            'cidr: "fec0::/16"',
            "is in fec0::/10 (site-local, RFC 3879), which is deprecated",
            "below fd00::/8",
            id="site-local",
        ),
        pytest.param(
            "cidr: 192.88.99.0/24",
            "is set apart: 6to4 relay anycast, RFC 7526, which is deprecated",
            "private prefix",
            id="6to4",
        ),
        pytest.param("cidr: 25.1.0.0/16", "a (25.1.0.0/16) is public", "`public: true`", id="public IPv4"),
        pytest.param(
            'cidr: "4000::/16"',
            "a (4000::/16) is outside of 2000::/3, which",
            "`public: true`",
            id="outside of global unicast",
        ),
        pytest.param(
            'cidr: "2620:4f:8000:1::/64"',
            "direct delegation AS112, RFC 7534), which is public",
            "`public: true`",
            id="public, and for a purpose",
        ),
        pytest.param(
            "cidr: 10.0.0.0/7",
            "holds 10.0.0.0/8 (private use, RFC 1918), and public addresses as well",
            "`wan`",
            id="around private space",
        ),
        pytest.param(
            "cidr: 172.40.7.0/24",
            "a (172.40.7.0/24) is public: the private block is 172.16.0.0 to 172.31.255.255",
            "did you mean 172.24.7.0/24?",
            id="near private space",
        ),
        pytest.param(
            "cidr: 10.0.0.0/24, gateway: 10.0.0.0",
            "the gateway 10.0.0.0 is the network address of a (10.0.0.0/24)",
            "write an address from 10.0.0.1 to 10.0.0.254",
            id="a gateway that is the network address",
        ),
        pytest.param(
            "cidr: 10.0.0.0/24, gateway: 10.0.0.255",
            "is the broadcast address",
            "10.0.0.254",
            id="a gateway that is the broadcast address",
        ),
    ],
)
def test_what_is_said_of_a_network(field: str, message: str, hint: str) -> None:
    (finding,) = found(named(field))
    assert message in finding.problem.message
    assert hint in finding.problem.hint


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(
            named("cidr: 81.2.69.0/28, public: true", "cidr: 81.2.69.8/29, parent: a"), [], id="the parent says so"
        ),
        pytest.param(
            named("cidr: 81.2.69.0/28, public: false, role: container", "cidr: 81.2.69.8/29, parent: a"),
            ["A214", "A214"],
            id="the parent denies it",
        ),
        pytest.param(
            named("cidr: 172.32.0.0/24, public: true", "cidr: 172.32.0.8/29, parent: a"), [], id="near private space"
        ),
        pytest.param(
            named("cidr: [10.0.1.0/24, 11.0.0.0/24, 12.0.0.0/24]"), ["A214", "A214"], id="two of three prefixes"
        ),
    ],
)
def test_public_space_is_the_plans_own_where_the_network_or_its_parent_says_so(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


PODS = named("cidr: 100.64.0.0/16, role: pods", "cidr: 100.80.0.0/16, role: vpn")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (f"{PODS}vpns: [{{name: v, product: wireguard, network: b}}]\n", []),
        (f"{PODS}vpns: [{{name: v, product: Tailscale, network: b}}]\n", ["A211"]),
        (f"{PODS}vpns: [{{name: v, product: netbird, network: b}}]\n", ["A211"]),
        (f"{PODS}routers: [{{name: r, runs: Headscale}}]\n", ["A211"]),
        (f"{PODS}routers: [{{name: r, runs: [docker, bird]}}]\n", []),
        (named("cidr: 100.64.0.0/16") + "vpns: [{name: v, product: wireguard, network: a}]\n", []),
        (named("cidr: 100.64.0.0/16") + "clusters: [{name: k, services: a}]\n", []),
        (named("cidr: 100.64.0.0/16, role: wan") + "vpns: [{name: v, product: tailscale}]\n", []),
    ],
)
def test_pods_may_have_shared_addresses_where_no_overlay_does(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_the_overlay_that_has_shared_addresses_is_a_party() -> None:
    (finding,) = found(f"{PODS}vpns: [{{name: Tail net, product: tailscale, network: b}}]\n")
    assert finding.problem.parties == ("a", "tail-net")
    assert "Tail net assigns such addresses to its members" in finding.problem.message
    assert [related.at.line for related in finding.problem.related] == [4]
    (finding,) = found(named("cidr: 100.64.0.0/16"))
    assert (finding.problem.parties, finding.problem.related) == (("a",), ())


def runs(product: str, *fields: str, more: str = "") -> str:
    """A router that runs the product, at the scope that `more` names, and networks."""
    return named(*fields) + f"routers: [{{name: r, runs: {product}{more}}}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (runs("docker", "cidr: 172.16.0.0/16"), []),
        (runs("docker", "cidr: 172.17.0.0/24"), ["A216"]),
        (runs("Docker", "cidr: 172.31.255.255/32"), ["A216"]),
        (runs("docker", "cidr: 172.17.0.0/32"), ["A216"]),
        (runs("docker", "cidr: 172.20.0.0/16, role: pods"), ["A216"]),
        (runs("docker", "cidr: 172.16.0.0/12"), ["A216"]),
        (runs("docker", "cidr: 172.16.0.0/12, role: container"), []),
        (runs("docker", "cidr: 172.17.0.0/16, role: docker"), []),
        (runs("docker", "cidr: 172.17.0.0/16, id: my-docker"), []),
        (runs("docker", "cidr: 192.168.7.0/24"), []),
        (runs("docker", "cidr: [10.0.1.0/24, 172.18.0.0/24, 172.19.0.0/24]"), ["A216", "A216"]),
        (runs("[docker, kind]", "cidr: 172.18.0.0/24"), ["A216"]),
        (runs("[kind, docker]", "cidr: 172.18.0.0/24, role: kind"), ["A216"]),
        (runs("kind", "cidr: 172.19.0.0/24"), []),
        (runs("podman", "cidr: 10.88.255.0/24"), ["A216"]),
        (runs("podman", "cidr: 10.89.0.0/24"), []),
        (runs("libvirt", "cidr: 192.168.122.0/24"), ["A216"]),
        (runs("libvirt", "cidr: 192.168.121.0/24"), []),
        (runs("minikube", "cidr: 192.168.49.0/24"), ["A216"]),
        (runs("lxd", "cidr: 10.88.0.0/16"), []),
        (runs("docker", "cidr: 172.18.0.0/24, site: x", more=", site: y"), []),
        (runs("docker", "cidr: 172.18.0.0/24, site: x", more=", site: x"), ["A216"]),
        (runs("docker", "cidr: 172.18.0.0/24, vrf: x", more=", vrf: y"), []),
        (named("cidr: 172.18.0.0/24") + "clusters: [{name: k, nodes: [{name: n, runs: docker}]}]\n", ["A216"]),
        (named("cidr: 172.18.0.0/24, hosts: [{name: h, runs: docker}]"), ["A216"]),
        (named("cidr: 172.18.0.0/24, hosts: [{name: h, runs: bird}]"), []),
    ],
)
def test_a_program_takes_its_ranges_in_the_scope_of_its_machine(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_default_range_is_told_with_who_takes_it() -> None:
    (finding,) = found(runs("docker", "cidr: 172.20.0.0/24"))
    assert finding.problem.parties == ("a", "r")
    assert [related.at.line for related in finding.problem.related] == [3]
    taken = "overlaps 172.17.0.0/16 to 172.31.0.0/16, which docker uses by default: r uses it"
    assert finding.problem.message.endswith(taken)
    (finding,) = found(runs("podman", "cidr: 10.88.0.0/16"))
    assert "overlaps 10.88.0.0/16, which podman uses" in finding.problem.message


FIVE = 'cidr: "fd7a:115c:a1e0:5::/64"'


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(named("cidr: 100.64.0.0/16, role: vpn"), [], id="no overlay"),
        pytest.param(
            named("cidr: 100.64.0.0/16", FIVE) + "vpns: [{name: v, product: tailscale, network: a}]\n",
            ["A216"],
            id="the overlay's network meets another",
        ),
        pytest.param(
            named("cidr: 100.64.0.0/16", FIVE) + "vpns: [{name: v, product: tailscale, network: b}]\n",
            ["A211"],
            id="the overlay's network is the other",
        ),
        pytest.param(
            named("cidr: 100.64.0.0/16", FIVE) + "vpns: [{name: v, product: tailscale}]\n",
            ["A211", "A216"],
            id="an overlay without a network",
        ),
        pytest.param(
            named("cidr: 100.64.0.0/16", FIVE) + "vpns: [{name: v, product: netbird, network: a}]\n",
            [],
            id="another product",
        ),
        pytest.param(
            named("cidr: 10.6.0.0/24, role: vpn", f"{FIVE}, role: vpn")
            + "vpns: [{name: v, product: wireguard, network: a}, {name: w, product: tailscale}]\n",
            [],
            id="a VPN without such a range",
        ),
        pytest.param(
            named("cidr: 100.64.0.0/16, role: vpn", f"{FIVE}, role: vpn") + "routers: [{name: r, runs: tailscale}]\n",
            [],
            id="a router runs it",
        ),
        pytest.param(
            named("cidr: 100.64.0.0/16", "cidr: 100.65.0.0/24, role: vpn")
            + "vpns: [{name: v, product: tailscale, network: a}]\n",
            ["A216"],
            id="a smaller one meets it",
        ),
        pytest.param(
            named("cidr: 100.64.0.0/16, site: x, role: vpn", f"{FIVE}, site: y")
            + "vpns: [{name: v, product: tailscale, network: a}]\n",
            [],
            id="another site",
        ),
    ],
)
def test_an_overlay_has_its_own_network_and_no_other_may_meet_it(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def cluster(distribution: str, field: str, more: str = "") -> str:
    return named(field, "cidr: 10.200.0.0/16") + f"clusters: [{{name: k, distribution: {distribution}{more}}}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (cluster("k3s", "cidr: 10.42.0.0/24"), ["A216"]),
        (cluster("K3s", "cidr: 10.43.255.0/24"), ["A216"]),
        (cluster("k3s", "cidr: 10.44.0.0/24"), []),
        (cluster("rke2", "cidr: 10.42.0.0/15"), ["A216"]),
        (cluster("k3s", "cidr: 10.42.0.0/24", ", pods: b"), []),
        (cluster("k3s", "cidr: 10.43.0.0/24", ", pods: b"), ["A216"]),
        (cluster("k3s", "cidr: 10.43.0.0/24", ", services: b"), []),
        (cluster("k3s", "cidr: 10.42.0.0/24", ", services: b"), ["A216"]),
        (cluster("k3s", "cidr: 10.42.0.0/24", ", cni: {pods: 10.201.0.0/16}"), []),
        (cluster("k3s", "cidr: 10.42.0.0/24", ", cni: {product: cilium}"), ["A216"]),
        (cluster("k3s", "cidr: 10.42.0.0/24, role: pods"), []),
        (cluster("k3s", "cidr: 10.42.0.0/24, role: services"), []),
        (cluster("k3s", "cidr: 10.42.0.0/24", ", pods: [[b]]"), ["F104"]),
        (cluster("talos", "cidr: 10.244.0.0/24"), ["A216"]),
        (cluster("talos", "cidr: 10.111.255.0/24"), ["A216"]),
        (cluster("talos", "cidr: 10.112.0.0/24"), []),
        (cluster("kubeadm", "cidr: 10.244.0.0/24"), []),
        (cluster("kubeadm", "cidr: 10.96.0.0/24"), ["A216"]),
        (cluster("eks", "cidr: 10.96.0.0/24"), []),
        (cluster("k3s", "cidr: 10.42.0.0/24, site: x"), ["A219", "A219"]),
        (cluster("k3s", "cidr: 10.42.0.0/24, vrf: x"), []),
        (
            named("cidr: 10.42.0.0/24", "cidr: 10.9.0.0/16, role: pods, vrf: x")
            + "clusters: [{name: k, distribution: k3s}]",
            ["A216"],
        ),
        (
            named("cidr: 10.42.0.0/24", "cidr: 10.9.0.0/16, role: pods") + "clusters: [{name: k, distribution: k3s}]",
            [],
        ),
    ],
)
def test_a_cluster_takes_the_defaults_of_what_it_does_not_say(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def sites(*blocks: str, more: str = "") -> str:
    lines = (f"  - {{name: {name}, cidr: {block}}}\n" for name, block in zip("xyz", blocks, strict=False))
    return "sites:\n" + "".join(lines) + more


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (sites("10.1.0.0/16", "10.2.0.0/16"), []),
        (sites("10.0.0.0/16", "10.0.0.0/16"), ["A217"]),
        (sites("10.0.3.0/24", "10.0.0.0/16"), ["A217"]),
        (sites("[10.0.0.0/16, 10.0.3.0/24]"), []),
        (sites("10.0.0.0/16", '"fd5b:7c1e:93a2::/48"'), []),
        (sites('"fd5b:7c1e:93a2::/48"', '"fd5b:7c1e:93a2:7::/64"'), ["A217"]),
        (sites("10.0.0.0/15", "10.1.0.0/16", "10.1.0.0/24"), ["A217", "A217"]),
    ],
)
def test_the_blocks_of_sites_are_apart(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("block", "field", "expected"),
    [
        ("10.20.0.0/16", "cidr: 10.20.255.0/24", []),
        ("10.20.0.0/16", "cidr: 10.20.0.0/16", []),
        ("10.20.0.0/16", "cidr: 10.20.0.0/15", ["A218"]),
        ("10.21.0.0/16", "cidr: 10.20.0.0/15", ["A218"]),
        ("10.20.0.0/16", "cidr: 10.19.255.0/24", ["A218"]),
        ("[10.20.0.0/16, 10.30.0.0/16]", "cidr: 10.30.1.0/24", []),
        ("10.20.0.0/16", "cidr: 10.21.0.0/24, role: container", []),
        ("10.20.0.0/16", "cidr: 10.21.0.0/24, role: pods", []),
        ("10.20.0.0/16", "cidr: 10.21.0.0/24, public: true", []),
        ("10.20.0.0/16", "cidr: 81.2.69.0/24, public: true", []),
        ("10.20.0.0/16", "cidr: 169.254.0.0/30, role: link", []),
        ("81.2.69.0/24", "cidr: 10.21.0.0/24", []),
        ("10.20.0.0/16", 'cidr: "fd5b:7c1e:93a2:1::/64"', []),
        ('"fd5b:7c1e:93a2::/52"', 'cidr: "fd5b:7c1e:93a2:1000::/64"', ["A218"]),
        ('"fd5b:7c1e:93a2::/52"', 'cidr: "2a02:7:8:9::/64"', []),
        ("[10.20.0.0/16, nonsense]", "cidr: 10.21.0.0/24", ["F104"]),
    ],
)
def test_a_private_network_lies_in_the_block_of_its_site(block: str, field: str, expected: list[str]) -> None:
    assert codes(sites(block, more=named(f"{field}, site: x"))) == expected
    assert "A218" not in codes(sites(block, more=named(f"{field}, site: y")))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (named("cidr: 10.0.1.0/24", "cidr: 10.0.2.0/24"), []),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24", "cidr: 10.0.3.0/24"), ["A219", "A219"]),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24, vrf: v"), []),
        (named("cidr: 10.0.1.0/24, site: x, vrf: v", "cidr: 10.0.2.0/24, vrf: v"), ["A219"]),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24, role: container"), []),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24, role: vpn"), []),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24, role: pods"), []),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24, role: services"), []),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24") + "vpns: [{name: v, network: b}]\n", []),
        (named("cidr: 10.0.1.0/24, site: x", "cidr: 10.0.2.0/24, site: [[y]]"), ["F104"]),
        (named("cidr: 10.0.1.0/24, site: x") + "routers: [{name: r, addresses: 10.0.1.1}]\n", ["A219"]),
        (named("cidr: 10.0.1.0/24, site: x") + "routers: [{name: r}]\n", []),
        (named("cidr: 10.0.1.0/24, site: x") + "routers: [{name: r, addresses: 10.0.1.1, site: x}]\n", []),
        (named("cidr: 10.0.1.0/24, site: x") + "clusters: [{name: k}]\n", ["A219"]),
        (named("cidr: 10.0.1.0/24") + "clusters: [{name: k, site: x}]\n", []),
    ],
)
def test_all_that_is_at_a_place_says_where_once_networks_do(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def at(*names: str, key: str = "site") -> str:
    return named(*(f"cidr: 10.0.{index}.0/24, {key}: {name}" for index, name in enumerate(names)))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (at("cabin", "cabin", "cabin"), []),
        (at("cabin", "Cabin"), ["A220"]),
        (at("cabin", "CABIN", "Cabin"), ["A220", "A220"]),
        (at("'the cabin'", "the-cabin", "the_cabin", "thecabin"), ["A220", "A220", "A220"]),
        (at("cabin", "cabn"), ["A220"]),
        (at("office", "offcie"), []),
        (at("warehouse", "warehuose"), ["A220"]),
        (at("warehouse-a", "warehouse-b"), []),
        (at("warehouse1", "warehouse2", "warehouse12"), []),
        (at("cabin", "cabin2"), []),
        (at("cabin", "cabn", "cabn", "cabin"), []),
        (at("home", "hme", "dome"), ["A220"]),
        (at("lab", "la"), []),
        (at("cabin", "Cabin", key="vrf"), ["A220"]),
        (at("cabin", "cabn", key="vrf"), ["A220"]),
        (at("cabin", "Cabin") + "sites: [{name: cabin}]\n", ["F106"]),
        (at("cabin", "Cabin", key="vrf") + "sites: [{name: cabin}]\n", ["A220"]),
        (at("cabin") + "routers: [{name: r, site: Cabin}]\n", ["A220"]),
        (at("cabin") + "clusters: [{name: k, site: Cabin}]\n", ["A220"]),
        (at("cabin") + "vlans: [{id: 7, site: Cabin}]\n", ["A220"]),
        (at("lab", key="vrf") + "vlans: [{id: 7, site: Lab}]\n", []),
        ("clusters: [{name: k, site: cabin}, {name: l, site: Cabin}]\n", ["A220"]),
        (named("cidr: 10.0.1.0/24, site: lab", "cidr: 10.0.2.0/24, vrf: Lab"), []),
    ],
)
def test_names_of_scopes_that_look_alike(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_the_rarer_name_is_the_one_that_is_reported_where_it_is_first_written() -> None:
    (finding,) = found(at("Cabin", "cabin", "cabin"))
    assert (finding.problem.at.line, finding.problem.at.column) == (2, 40)
    assert "`Cabin` looks like `cabin`" in finding.problem.message


def test_slips_are_not_looked_for_among_very_many_names() -> None:
    names = "".join(f"  - {{name: c{index}, site: {chr(97 + index % 26) * 5}{index}q}}\n" for index in range(97))
    few, many = f"clusters:\n{names}", f"clusters:\n{names}  - {{name: more, site: zanzibar}}\n"
    slips = "  - {name: s, site: warehouse}\n  - {name: t, site: warehuse}\n"
    assert codes(f"{few}{slips}") == ["A220"]
    assert codes(f"{few}  - {{name: one, site: timbuktu}}\n{slips}") == ["A220"]
    assert codes(f"{many}  - {{name: one, site: timbuktu}}\n{slips}") == []
    assert codes(f"{many}{slips}  - {{name: u, site: Warehouse}}\n  - {{name: v, site: warehouse}}\n") == ["A220"]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(named("cidr: 10.0.0.0/24, parent: a"), ["A203"], id="its own parent"),
        pytest.param(
            named("cidr: 10.0.0.0/24, parent: b", "cidr: 10.0.1.0/24, parent: b"),
            ["A203", "A203"],
            id="inside of one that is its own parent",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, parent: b", "cidr: 10.0.1.0/24, parent: a"), ["A221"], id="two in a circle"
        ),
        pytest.param(
            named("cidr: 10.0.0.0/8, parent: c", "cidr: 10.1.0.0/16, parent: a", "cidr: 10.1.1.0/24, parent: b"),
            ["A221"],
            id="three in a circle",
        ),
        pytest.param(
            named("cidr: 10.1.1.0/24, parent: b", "cidr: 10.1.0.0/16, parent: c", "cidr: 10.0.0.0/8, parent: b"),
            ["A221"],
            id="a network below a circle",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16", "cidr: 10.0.1.0/24, parent: a", "cidr: 10.0.1.0/25, parent: b"),
            [],
            id="three below each other",
        ),
        pytest.param(
            named(
                "cidr: 10.0.0.0/16, parent: b",
                "cidr: 10.0.1.0/24, parent: a",
                "cidr: 10.1.0.0/16, parent: d",
                "cidr: 10.1.1.0/24, parent: c",
            ),
            ["A221", "A221"],
            id="two circles",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, site: x", "cidr: 10.0.1.0/24, site: y, parent: a"), ["A222"], id="two sites"
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, vrf: x", "cidr: 10.0.1.0/24, vrf: y, parent: a"), ["A222"], id="two VRFs"
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, vrf: x", "cidr: 10.0.1.0/24, parent: a"), ["A222"], id="a parent in a VRF"
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, vrf: x, role: container", "cidr: 10.0.1.0/24, parent: a"),
            ["A222"],
            id="a parent in a VRF that only holds others",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16", "cidr: 10.0.1.0/24, vrf: x, parent: a"), ["A222"], id="a network in a VRF"
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, role: container", "cidr: 10.0.1.0/24, vrf: x, parent: a"),
            [],
            id="in a VRF, a parent that only holds others",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, role: container", "cidr: 10.0.1.0/24, site: x, parent: a"),
            [],
            id="at a site, a parent that only holds others",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, role: container", "cidr: 10.9.1.0/24, site: x, parent: a"),
            ["A203"],
            id="outside of a parent that only holds others",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, site: x", "cidr: 10.9.1.0/24, site: y, parent: a"),
            ["A222"],
            id="outside and at another site",
        ),
        pytest.param(named("cidr: 10.0.0.0/16, site: x", "cidr: 10.0.1.0/24, site: x, parent: a"), [], id="one site"),
        pytest.param(
            named("cidr: 10.0.0.0/16, site: x", "cidr: 10.1.1.0/24, site: x, parent: gone"),
            ["F106"],
            id="no such parent",
        ),
        pytest.param(
            named("cidr: [10.0.0.0/16, nonsense]", "cidr: 10.1.1.0/24, parent: a"),
            ["F104"],
            id="a parent with a prefix that cannot be read",
        ),
        pytest.param(
            named("cidr: 10.0.0.0/16, site: x") + "  - {cidr: 10.1.0.0/16, site: y}\n", ["F105"], id="no name"
        ),
    ],
)
def test_a_parent_is_around_its_network_in_one_scope(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_circle_is_told_in_order_and_all_of_it_are_parties() -> None:
    (finding,) = found(
        named("cidr: 10.1.1.0/24, parent: b", "cidr: 10.1.0.0/16, parent: c", "cidr: 10.0.0.0/8, parent: b")
    )
    assert finding.problem.message == "the parents form a circle: b → c → b"
    assert finding.problem.parties == ("b", "c")
    assert [related.at.line for related in finding.problem.related] == [4]


@pytest.mark.parametrize(
    ("outer", "inner", "hint"),
    [
        pytest.param("10.0.0.0/23", "10.0.1.0/24", f"{REST}; {NESTED}", id="half of it"),
        pytest.param("10.0.0.0/23, vlan: 7", "10.0.1.0/24", f"{REST}; {NESTED}", id="one VLAN"),
        pytest.param("10.0.0.0/23, vlan: 7", "10.0.1.0/24, vlan: 7", f"{REST}; {NESTED}", id="the same VLAN"),
        pytest.param("10.0.0.0/23, vlan: 7", "10.0.1.0/24, vlan: 8", REST, id="two VLANs"),
        pytest.param("10.0.0.0/22", "10.0.1.0/24", f"give b or a other addresses; {NESTED}", id="a quarter of it"),
    ],
)
def test_an_overlap_is_answered_with_what_to_write(outer: str, inner: str, hint: str) -> None:
    plan = f"networks: [{{name: a, cidr: {outer}}}, {{name: b, cidr: {inner}}}]\n"
    [problem] = [finding.problem for finding in found(plan) if finding.code == "A201"]
    assert problem.hint == hint
    assert problem.message.endswith({"10.0.0.0/22": "to 10.0.3.255"}.get(outer, "to 10.0.1.255"))
