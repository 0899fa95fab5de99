"""The edges of the rules about AS numbers and the ends of sessions that their pages do not show."""

from __future__ import annotations

from functools import partial

import lab
import pytest

from cidrbook import rules
from cidrbook.plan.load import parse
from cidrbook.plan.views.as_numbers import asns

MINE = {f"B6{number:02}" for number in range(2, 14)}
codes = partial(lab.codes, only=MINE)
found = partial(lab.found, only=MINE)


def plan(*sessions: str, routers: str = "", clusters: str = "", networks: str = "", rest: str = "") -> str:
    """A plan, with one object to a line."""
    lists = {"networks": networks, "routers": routers, "clusters": clusters}
    parts = [
        f"{key}:\n" + "".join(f"  - {{{line}}}\n" for line in text.split("\n") if line)
        for key, text in lists.items()
        if text
    ]
    told = "bgp:\n  sessions:\n" + "".join(f"    - {{{session}}}\n" for session in sessions) if sessions else ""
    return "".join(parts) + told + rest


LAN = "name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1"
EDGE = "name: edge, asn: 64512, addresses: 10.3.42.1"
PI = "name: pi, asn: 64601, addresses: 10.3.42.11"
THREE = ", ".join(f"{{name: n{number}, address: 10.3.42.2{number}}}" for number in range(3))
HOME = f"name: home, nodes: [{THREE}], load_balancers: {{product: metallb, mode: bgp, asn: 64602}}"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0", "B602"),
        ("1", "B604"),
        ("23455", "B604"),
        ("23456", "B602"),
        ("23457", "B604"),
        ("64495", "B604"),
        ("64496", "B603"),
        ("64511", "B603"),
        ("64512", None),
        ("65534", None),
        ("65535", "B602"),
        ("65536", "B603"),
        ("65551", "B603"),
        ("65552", "B602"),
        ("131071", "B602"),
        ("1.65535", "B602"),
        ("131072", "B604"),
        ("4199999999", "B604"),
        ("4200000000", None),
        ("64086.59904", None),
        ("4294967294", None),
        ("4294967295", "B602"),
    ],
)
def test_an_as_number_is_of_one_kind(number: str, code: str | None) -> None:
    expected = [code] if code else []
    assert codes(plan(routers=f"name: r, asn: {number}")) == expected
    assert codes(plan(clusters=f"name: k, cni: {{product: calico, bgp: true, asn: {number}}}")) == expected
    assert codes(plan(clusters=f"name: k, load_balancers: {{product: metallb, mode: bgp, asn: {number}}}")) == expected
    assert (
        codes(plan(routers="name: r", rest=f"bgp: {{speakers: {{name: s, runs_on: r, asn: {number}}}}}\n")) == expected
    )
    assert codes(plan(f"local: r, peer: s, local_asn: {number}", routers="name: r\nname: s")) == expected
    assert codes(plan(f"local: r, peer: s, peer_asn: {number}", routers="name: r\nname: s")) == expected


def test_a_number_is_found_once_wherever_it_stands() -> None:
    (only,) = found(
        plan(
            "local: r, peer: home, local_asn: 65535, peer_asn: 65535",
            routers="name: r, asn: 65535",
            clusters="name: home, cni: {product: calico, bgp: true, asn: 65535}",
        )
    )
    assert only.problem.message.startswith("the AS of r (and 3 more places) is 65535")
    assert set(only.problem.parties) == {"r", "home"}
    assert len(only.problem.related) == 3


def test_every_number_is_given_with_its_object_and_key() -> None:
    text = plan(
        "local: r, peer: home, local_asn: 1, peer_asn: 2",
        routers="name: r, asn: 3",
        clusters="name: home, cni: {product: calico, asn: 4}, load_balancers: [{product: a, asn: 5}, {product: x}]",
        rest="  speakers: {name: s, runs_on: r, asn: 6}\n",
    )
    assert [(key, number) for _, key, number in asns(parse({"data/plan.yaml": text}))] == [
        *(("asn", 3), ("asn", 5), ("asn", 4), ("asn", 6)),
        *(("local_asn", 1), ("peer_asn", 2)),
    ]


@pytest.mark.parametrize(
    ("session", "rest", "expected"),
    [
        ("local: edge, peer: 172.16.0.1, peer_asn: 1299", "", []),
        ("local: 172.16.0.1, peer: edge, local_asn: 1299", "", []),
        ("local: edge, peer: 10.3.42.11, peer_asn: 1299", "", ["B604", "B607"]),
        ("local: edge, peer: 172.16.0.1, local_asn: 1299", "", ["B604", "B607"]),
        ("local: edge, peer: 172.16.0.1, local_asn: 1299", "settings: {own_asns: 1299}\n", ["B607"]),
        ("local: edge, peer: 172.16.0.1, peer_asn: 23456", "", ["B602"]),
        ("local: edge, peer: 172.16.0.1, peer_asn: 421010011", "", ["B604"]),  # which nobody can have
        ("local: edge, peer: 172.16.0.1, peer_asn: 402332", "", []),
    ],
)
def test_a_public_number_is_right_for_those_outside_of_the_plan(session: str, rest: str, expected: list[str]) -> None:
    text = plan(session, networks=LAN, routers=f"{EDGE}\n{PI}", rest=rest)
    assert sorted(set(codes(text))) == expected


@pytest.mark.parametrize(
    ("router", "expected"),
    [
        ("product: quagga, version: 0.99.9, asn: 4200000001", ["B605"]),
        ("product: Quagga, version: 0.99.9, asn: 4200000001", ["B605"]),
        ("product: quagga, version: 0.99.9, asn: 65534", []),
        ("product: quagga, version: 0.99.10, asn: 4200000001", []),
        ("product: quagga, version: 1.2.4, asn: 4200000001", []),
        ("product: quagga, asn: 4200000001", []),
        ("product: quagga, version: old, asn: 4200000001", []),
        ("product: frr, version: 0.99.9, asn: 4200000001", []),
    ],
)
def test_some_releases_have_sixteen_bits_for_a_number(router: str, expected: list[str]) -> None:
    assert codes(plan(routers=f"name: r, {router}")) == expected


@pytest.mark.parametrize(
    ("session", "router", "expected"),
    [
        ("local: home, peer: r, peer_asn: 4200000001", "name: r", ["B605"]),
        ("local: r, peer: home, local_asn: 4200000001", "name: r", ["B605"]),
        ("local: home, peer: r", "name: r, asn: 4200000001", ["B605"]),
        ("local: home, peer: r, peer_asn: 4200000001", "name: r, asn: 4200000001", ["B605"]),
        ("local: home, peer: r, peer_asn: 65534", "name: r, asn: 65534", []),
        ("local: home, peer: r", "name: r", []),
        ("local: home, peer: 192.0.2.9, peer_asn: 4200000001", "name: r", ["B605"]),
        ("local: home, peer: 192.0.2.9, peer_asn: 65534", "name: r", []),
    ],
)
def test_a_number_has_to_fit_on_both_ends(session: str, router: str, expected: list[str]) -> None:
    cni = "name: home, cni: {product: antrea, bgp: true, asn: 64601}"
    assert codes(plan(session, routers=router, clusters=cni)) == expected


BACK_AND_FORTH = ("local: edge, peer: pi", "local: pi, peer: edge")


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (("local: pi, peer: edge",), []),
        (BACK_AND_FORTH, []),
        ((*BACK_AND_FORTH, "local: other, peer: edge"), ["B606"]),
        ((*BACK_AND_FORTH, "local: edge, peer: other"), []),
        ((*BACK_AND_FORTH, "local: edge, peer: other", "local: other, peer: edge"), []),
        (("local: edge, peer: other", "local: pi, peer: edge"), []),
        ((*BACK_AND_FORTH, "local: other, peer: pi", "local: other, peer: edge"), ["B606", "B606"]),
        ((*BACK_AND_FORTH, "local: pi, peer: edge, peer_address: 'fd5b:7c1e:93a2::1'"), ["B606"]),
        (
            (
                *("local: edge, peer: pi, peer_address: 10.3.42.11", "local: pi, peer: edge, peer_address: 10.3.42.1"),
                "local: pi, peer: edge, peer_address: 'fd5b:7c1e:93a2::1'",
            ),
            ["B606"],
        ),
        ((*BACK_AND_FORTH, "local: home, peer: edge"), ["B606"]),
        ((*BACK_AND_FORTH, "local: home, peer: edge", "local: edge, peer: home"), []),
        ((*BACK_AND_FORTH, "local: home, peer: edge", "local: edge, peer: n0", "local: edge, peer: n1"), ["B606"]),
        ((*BACK_AND_FORTH, "local: 10.3.42.99, peer: edge"), ["B606"]),
        ((*BACK_AND_FORTH, "local: other, peer: edge, local_address: x"), []),
        ((*BACK_AND_FORTH, "local: other, peer: edge", "local: edge, peer: othr"), []),
        ((*BACK_AND_FORTH, "local: other, peer: edge", "local: edge, peer: 172.16.0.1"), ["B606"]),
    ],
)
def test_a_session_is_missed_at_an_end_that_keeps_its_own(sessions: tuple[str, ...], expected: list[str]) -> None:
    clusters = HOME if any("home" in session for session in sessions) else ""
    others = [
        finding.code for finding in found(plan(*sessions, routers=f"{EDGE}\n{PI}\nname: other", clusters=clusters))
    ]
    assert others == expected


def test_nodes_that_the_router_forgot_are_one_finding() -> None:
    (only,) = found(
        plan("local: home, peer: edge", "local: edge, peer: n1", routers=EDGE, clusters=HOME),
    )
    assert only.problem.message == ("n0 (metallb) and n2 (metallb) have a session with edge that edge does not list")


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (("local: edge, peer: pi",), []),
        (("local: edge, peer: pi, local_asn: 64512, peer_asn: 64601",), []),
        (("local: edge, peer: pi, peer_asn: 64602",), ["B607"]),
        (("local: edge, peer: pi, peer_asn: 64602", "local: pi, peer: edge"), ["B607"]),
        (("local: edge, peer: pi, peer_asn: 64602", "local: pi, peer: edge, local_asn: 64602"), []),
        (("local: edge, peer: pi, peer_asn: 64601", "local: pi, peer: edge, local_asn: 64602"), ["B607"]),
        (("local: edge, peer: pi", "local: pi, peer: edge, local_asn: 64602"), ["B607"]),
        (("local: pi, peer: edge, local_asn: 64602",), ["B607"]),
        (("local: pi, peer: edge, local_asn: 64602", "local: edge, peer: pi, peer_asn: x"), []),
        (("local: pi, peer: edge, local_asn: x", "local: edge, peer: pi, peer_asn: 64602"), []),
        (("local: bare, peer: edge, local_asn: 64602", "local: edge, peer: bare, peer_asn: 64602"), []),
        (("local: bare, peer: edge, local_asn: 64602", "local: edge, peer: bare, peer_asn: 64603"), ["B607"]),
        (("local: bare, peer: edge, local_asn: 64602",), []),
        (("local: edge, peer: pi, local_asn: 64513, peer_asn: 64602",), ["B607", "B607"]),
        (("local: edge, peer: 10.3.42.11, peer_asn: 64602",), ["B607"]),
        (("local: edge, peer: home, peer_asn: 64602",), []),
        (("local: edge, peer: home, peer_asn: 64603",), ["B607"]),
        (("local: home, peer: edge, peer_asn: 64513",), ["B607"]),
        (("local: home, peer: edge, local_asn: 64603, peer_asn: 64512",), ["B607"]),
        (("local: edge, peer: home-metallb, peer_asn: 64603",), ["B607"]),
        (("local: home, peer: home, local_asn: 64602, peer_asn: 64602",), []),
    ],
)
def test_both_ends_mean_the_same_as_number(sessions: tuple[str, ...], expected: list[str]) -> None:
    text = plan(*sessions, networks=LAN, routers=f"{EDGE}\n{PI}\nname: bare", clusters=HOME)
    assert [code for code in codes(text) if code == "B607"] == expected


def test_a_number_that_differs_from_two_others_is_the_odd_one() -> None:
    text = plan(
        "local: edge, peer: pi, peer_asn: 64601", "local: pi, peer: edge, local_asn: 64602", routers=f"{EDGE}\n{PI}"
    )
    [only] = found(text)
    assert only.problem.at.line == text.splitlines().index("    - {local: pi, peer: edge, local_asn: 64602}") + 1
    assert only.problem.message == "pi has AS 64602 towards edge, which expects AS 64601"
    assert [related.message for related in only.problem.related] == [
        "pi has AS 64601 here",
        "AS 64601 is expected of pi here",
    ]


def test_the_nearest_address_is_the_hint() -> None:
    router = "name: edge, asn: 64512, addresses: [10.3.1.1, 10.3.42.1, 10.3.77.1]"
    [only] = found(plan("local: pi, peer: edge, peer_address: 10.3.42.2", networks=LAN, routers=f"{router}\n{PI}"))
    assert only.problem.hint.startswith("write one of its addresses, for example 10.3.42.1,")


@pytest.mark.parametrize(
    ("session", "message"),
    [
        pytest.param(
            "local: home, peer: edge, peer_asn: 64513",
            "n0 (metallb), n1 (metallb) and n2 (metallb) expect AS 64513 of edge, which has AS 64512",
            id="what all nodes expect",
        ),
        pytest.param(
            "local: edge, peer: home, peer_asn: 64603",
            "edge expects AS 64603 of n0 (metallb), n1 (metallb) and n2 (metallb), which have AS 64602",
            id="what is expected of all nodes",
        ),
        pytest.param(
            "local: edge, peer: n1, peer_asn: 64603",
            "edge expects AS 64603 of n1 (metallb), which has AS 64602",
            id="what is expected of one node",
        ),
        pytest.param(
            "local: home, peer: edge, local_asn: 64603",
            "n0 (metallb), n1 (metallb) and n2 (metallb) have AS 64603 towards edge, and AS 64602 elsewhere",
            id="what all nodes have",
        ),
    ],
)
def test_a_number_that_all_nodes_have_wrong_is_one_finding(session: str, message: str) -> None:
    first = next(finding for finding in found(plan(session, routers=EDGE, clusters=HOME)) if finding.code == "B607")
    assert first.problem.message == message


@pytest.mark.parametrize(
    ("both", "expected"),
    [
        ("local: home, peer: edge, peer_asn: 64512", []),
        ("local: edge, peer: home, peer_asn: 64603", []),
        ("local: edge, peer: n1, peer_asn: 64603", []),
        ("local: edge, peer: n1, peer_asn: 64604", ["B607"]),
        ("local: edge, peer: home-metallb, peer_asn: 64603", ["B607"]),
        ("local: edge, peer: home-calico, peer_asn: 64603", []),
    ],
)
def test_of_two_speakers_on_a_node_the_one_with_the_number_is_meant(both: str, expected: list[str]) -> None:
    cluster = f"{HOME}, cni: {{product: calico, bgp: true, asn: 64603}}"
    text = plan(both, networks=LAN, routers=EDGE, clusters=cluster)
    assert [code for code in codes(text) if code == "B607"] == expected


LOOPS = "name: loops, cidr: 10.255.0.0/24"
EDGE2 = "name: edge, asn: 64512, addresses: [10.3.42.1, 10.255.0.1]"


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        pytest.param(
            ("local: edge, peer: pi, peer_address: 10.3.42.11", "local: pi, peer: edge, peer_address: 10.255.0.1"),
            [],
            id="both addresses of peers",
        ),
        pytest.param(
            (
                "local: edge, peer: pi, local_address: 10.255.0.1",
                "local: pi, peer: edge, peer_address: 10.255.0.1",
            ),
            [],
            id="the address is the other's peer",
        ),
        pytest.param(
            (
                "local: edge, peer: pi, local_address: 10.3.42.1",
                "local: pi, peer: edge, peer_address: 10.255.0.1",
            ),
            ["B608"],
            id="another address of the router",
        ),
        pytest.param(
            ("local: edge, peer: pi, local_address: 10.3.42.1", "local: pi, peer: 10.255.0.1"),
            ["B608"],
            id="another address, as the name of the peer",
        ),
        pytest.param(
            (
                "local: edge, peer: pi, local_address: 10.3.42.1",
                "local: pi, peer: edge, peer_address: 10.255.0.9",
            ),
            ["B609"],
            id="an address of nobody",
        ),
        pytest.param(
            (
                *(
                    "local: edge, peer: pi, local_address: 10.3.42.1",
                    "local: edge, peer: pi, local_address: 10.255.0.1",
                ),
                *("local: pi, peer: edge, peer_address: 10.255.0.1", "local: pi, peer: edge, peer_address: 10.3.42.1"),
            ),
            [],
            id="two sessions in another order",
        ),
    ],
)
def test_both_ends_mean_the_same_addresses(sessions: tuple[str, ...], expected: list[str]) -> None:
    for told in (sessions, sessions[::-1]):
        assert codes(plan(*told, networks=f"{LAN}\n{LOOPS}", routers=f"{EDGE2}\n{PI}")) == expected


SHARED = "hosts: [{name: nas, address: 10.3.42.5}, {name: vip, address: 10.3.42.6, shared: true}]"
VIP = "virtual_addresses: {name: api, address: 10.3.42.7, product: kube-vip, mode: arp}, api: {address: 10.3.42.8}"


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ("local: edge, peer: pi, peer_address: 10.3.42.11", []),
        ("local: edge, peer: pi, peer_address: 10.3.42.12", ["B609"]),
        ("local: edge, peer: pi, peer_address: 10.3.42.5", ["B609"]),
        ("local: edge, peer: pi, local_address: 10.3.42.9", ["B609"]),
        ("local: edge, peer: pi, local_address: 10.3.42.11", ["B609"]),
        ("local: edge, peer: pi, local_address: 10.3.42.9, peer_address: 10.3.42.5", ["B609", "B609"]),
        ("local: edge, peer: pi, peer_address: 10.3.42.6", []),
        ("local: edge, peer: home, peer_address: 10.3.42.7", []),
        ("local: edge, peer: home, peer_address: 10.3.42.8", []),
        ("local: edge, peer: home, peer_address: 10.3.42.21", []),
        ("local: edge, peer: home, peer_address: 10.3.42.31", ["B609"]),
        ("local: edge, peer: pi, peer_address: 10.3.43.1", []),
        ("local: edge, peer: pi, peer_address: 'fd5b:7c1e:93a2::11'", []),
        ("local: edge, peer: pi, peer_address: 'fe80::11'", []),
        ("local: edge, peer: pi, peer_address: 127.0.0.1", []),
        ("local: edge, peer: bare, peer_address: 10.3.42.12", []),
        ("local: edge, peer: 172.16.0.1, peer_address: 10.3.42.12", []),
        ("local: edge, peer: pi, peer_address: x", []),
        ("local: edge, peer: pi, peer_address: 10.21.0.1", []),
        ("local: edge, peer: 10.21.0.1", []),
    ],
)
def test_an_address_is_one_that_its_end_has(session: str, expected: list[str]) -> None:
    networks = f"{LAN}, {SHARED}\nname: iot, cidr: 10.3.43.0/24, gateway: 10.3.43.1\nname: wg, cidr: 10.21.0.0/24"
    vpn = "vpns: {name: tunnel, network: wg, ends: {name: pi, address: 10.21.0.1}}\n"
    text = plan(session, networks=networks, routers=f"{EDGE}\n{PI}\nname: bare", clusters=f"{HOME}, {VIP}", rest=vpn)
    assert [code for code in codes(text) if code != "B612"] == expected


def test_a_wrong_address_of_a_cluster_names_all_its_nodes_and_who_has_it() -> None:
    text = plan(
        "local: edge, peer: home, peer_address: 10.3.42.5",
        networks=f"{LAN}, {SHARED}",
        routers=EDGE,
        clusters=HOME,
    )
    (only,) = found(text)
    assert (
        only.problem.message
        == "the peer address 10.3.42.5 belongs to nas, not to n0 (metallb), n1 (metallb) and n2 (metallb)"
    )
    assert [related.message for related in only.problem.related] == ["nas (10.3.42.5) is written here"]
    assert only.problem.hint.startswith("write one of its addresses, for example 10.3.42.20")


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("local_address: 10.3.42.1/24", "write `10.3.42.1`"),
        ("peer_address: 'fd5b:7c1e:93a2::11/64'", "write `fd5b:7c1e:93a2::11`"),
        ("peer_address: 10.3.42.11/32", "write `10.3.42.11`"),
        ("peer_address: 10.3.42.11", None),
        ("peer_address: 'FD5B:7c1e:93a2::11'", None),
    ],
)
def test_an_address_of_a_session_has_no_mask(key: str, hint: str | None) -> None:
    results = found(plan(f"local: edge, peer: pi, {key}", routers=f"{EDGE}\n{PI}"))
    assert [(finding.code, finding.problem.hint) for finding in results] == ([("B610", hint)] if hint else [])


LAB = "name: lab, cidr: 10.3.77.0/24, gateway: 10.3.77.1"
CORE = "name: core, asn: 64513, addresses: 10.3.77.1"
TO_CORE = "local: home, peer: core, peer_asn: 64513"


@pytest.mark.parametrize(
    ("sessions", "networks", "routers", "expected"),
    [
        ((TO_CORE,), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", ["B611"]),
        ((f"{TO_CORE}, peer_address: 10.3.77.1",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", ["B611"]),
        ((f"{TO_CORE}, multihop: 2",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", []),
        ((f"{TO_CORE}, multihop: true",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", []),
        ((f"{TO_CORE}, multihop: 1",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", ["B611"]),
        ((TO_CORE, "local: core, peer: home, peer_asn: 64602, multihop: 2"), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", []),
        ((TO_CORE,), f"{LAN}\n{LAB}", CORE, []),
        ((TO_CORE,), f"{LAN.replace(', gateway: 10.3.42.1', '')}\n{LAB}", f"{EDGE}\n{CORE}", []),
        ((TO_CORE,), LAN, f"{EDGE}\n{CORE}", []),
        ((TO_CORE,), LAN, f"{EDGE}\n{CORE}/24", ["B611"]),
        ((TO_CORE,), f"{LAN}\n{LAB}", f"{EDGE}\nname: core, asn: 64513", []),
        ((TO_CORE,), f"{LAN}\n{LAB}", f"{EDGE}\nname: core, asn: 64513, addresses: [10.3.77.1, 10.9.9.9]", []),
        ((TO_CORE,), f"{LAN}\n{LAB}", f"{EDGE}\nname: core, asn: 64513, addresses: [10.3.77.1, 10.3.42.2]", []),
        (
            (f"{TO_CORE}, peer_address: 10.3.77.1",),
            f"{LAN}\n{LAB}",
            f"{EDGE}\nname: core, asn: 64513, addresses: [10.3.77.1, 10.3.42.2]",
            [],
        ),
        (("local: home, peer: edge",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", []),
        (("local: edge, peer: core",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", ["B611"]),
        (("local: edge, peer: core, peer_asn: 64513",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}, vrf: blue", []),
        (("local: home, peer: core",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE.replace('64513', '64602')}", []),
        ((f"{TO_CORE}, peer_address: 10.3.77.9",), f"{LAN}\n{LAB}", f"{EDGE}\n{CORE}", ["B609"]),
        ((TO_CORE,), f"{LAN}\n{LAB}, role: container", f"{EDGE}\n{CORE}", []),
        ((TO_CORE,), f"{LAN}\n{LAB}\nname: x, cidr: y", f"{EDGE}\n{CORE}", []),
    ],
)
def test_a_peer_over_one_hop_is_on_a_link_of_its_neighbour(
    sessions: tuple[str, ...], networks: str, routers: str, expected: list[str]
) -> None:
    assert codes(plan(*sessions, networks=networks, routers=routers, clusters=HOME)) == expected


ROLES = "name: home, nodes: [{name: c, roles: control-plane}, {name: w1, roles: worker}, {name: w2, roles: worker}]"


@pytest.mark.parametrize(
    ("sessions", "cluster", "expected"),
    [
        (("local: edge, peer: home",), HOME, []),
        (("local: edge, peer: n0", "local: edge, peer: n1", "local: edge, peer: n2"), HOME, []),
        (("local: edge, peer: n0", "local: edge, peer: n1"), HOME, ["B612"]),
        (("local: n0, peer: edge", "local: n1, peer: edge"), HOME, ["B612"]),
        (("local: n0, peer: edge", "local: edge, peer: n1"), HOME, ["B612"]),
        (("local: home, peer: edge", "local: edge, peer: n1"), HOME, ["B606"]),
        (("local: edge, peer: home, peer_address: 10.3.42.21",), HOME, ["B612"]),
        (("local: n0, peer: edge", "local: n1, peer: core", "local: n2, peer: core"), HOME, []),
        (("local: n0, peer: edge", "local: n0, peer: core", "local: n1, peer: core"), HOME, ["B612", "B612"]),
        (("local: n0, peer: pod",), HOME, []),
        (("local: n0, peer: n1",), HOME, []),
        (("local: edge, peer: w1", "local: edge, peer: w2"), f"{ROLES}, cni: {{product: cilium, bgp: true}}", []),
        (("local: edge, peer: w1",), f"{ROLES}, cni: {{product: cilium, bgp: true}}", ["B612"]),
        (("local: edge, peer: c",), f"{ROLES}, virtual_addresses: {{name: v, product: kube-vip, mode: bgp}}", []),
        (("local: edge, peer: w1",), ROLES, []),
        (("local: edge, peer: n0", "local: edge, peer: n1, peer_address: y"), HOME, []),
        (("local: edge, peer: n0", "local: edge, peer: m1"), HOME, []),
        (("local: edge, peer: n0", "local: edge, peer: 10.3.42.99"), HOME, ["B612"]),
    ],
)
def test_a_router_knows_all_nodes_that_a_speaker_runs_on(
    sessions: tuple[str, ...], cluster: str, expected: list[str]
) -> None:
    networks = f"{LAN}, hosts: {{name: pod, address: 10.3.42.5}}"
    routers = "name: edge, addresses: 10.3.42.1\nname: core"
    text = plan(*sessions, networks=networks, routers=routers, clusters=cluster)
    assert [code for code in codes(text) if code != "B613"] == expected


def test_the_nodes_that_are_left_out_are_named() -> None:
    (only,) = found(plan("local: edge, peer: n1", routers=EDGE, clusters=HOME))
    assert only.problem.message == "n1 (metallb) has a session with edge, but n0 (metallb) and 1 more have none"
    assert {"home", "edge", "n0", "n2"} <= set(only.problem.parties)


HOSTS = "hosts: {name: nas, address: 10.3.42.5}"


@pytest.mark.parametrize(
    ("session", "network", "expected"),
    [
        ("local: edge, peer: 10.3.42.50", f"{LAN}, {HOSTS}", ["B613"]),
        ("local: 10.3.42.50, peer: edge", f"{LAN}, {HOSTS}", ["B613"]),
        ("local: edge, peer: 10.3.42.5", f"{LAN}, {HOSTS}", []),
        ("local: edge, peer: 10.3.42.1", f"{LAN}, {HOSTS}", []),
        ("local: pi, peer: 10.3.42.1", f"{LAN}, {HOSTS}", []),
        ("local: edge, peer: 10.3.43.50", f"{LAN}, {HOSTS}", []),
        ("local: edge, peer: 10.3.42.50", LAN, []),
        ("local: edge, peer: 10.3.42.50", f"{LAN}, {HOSTS}, dhcp: 10.3.42.40-10.3.42.60", []),
        ("local: edge, peer: 10.3.42.50", f"{LAN}, {HOSTS}, vrf: blue", []),
        ("local: edge, peer: 'fd5b:7c1e:93a2::50'", f"{LAN}, {HOSTS}", []),
        ("local: 10.3.42.51, peer: 10.3.42.50", f"{LAN}, {HOSTS}", []),
        ("local: edge, peer: 10.3.42.50", f"{LAN}, {HOSTS}\nname: x, cidr: y", []),
        ("local: edge, peer: nobody", f"{LAN}, {HOSTS}", []),
        ("local: edge, peer: '::ffff:10.3.42.50'", f"{LAN}, {HOSTS}", []),
    ],
)
def test_an_address_among_listed_machines_is_that_of_one(session: str, network: str, expected: list[str]) -> None:
    assert codes(plan(session, networks=network, routers=f"{EDGE}\n{PI}")) == expected


def test_rules_have_their_severity() -> None:
    others = {rule.code: rule.severity for rule in rules.rules() if rule.code in MINE and rule.severity != "error"}
    assert others == dict.fromkeys(("B603", "B604", "B611", "B613"), "warning")


def test_a_session_of_a_speaker_that_runs_nowhere_is_read() -> None:
    speaker = "  speakers: {name: s, asn: 64601}\n"
    text = plan("local: s, peer: edge, peer_asn: 64512", routers=EDGE, networks=LAN, rest=speaker)
    assert [str(session.local) for session in parse({"plan.yaml": text}).sessions] == ["s"]
    assert "F105" in lab.codes(text)
