"""A router whose configuration is in parts, what its DHCP server reserves, and where a proxy on it leads."""

from __future__ import annotations

import pytest
from lab import found, network, places, tree

from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

Files = dict[str, str]


def brief(files: Files) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.severity, finding.problem.message) for finding in found(files)]


def cilium(own: int, router: int, at: str = "10.95.1.1") -> Files:
    return {
        "kubernetes/bgp.yaml": "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\nspec:\n"
        f"  bgpInstances:\n    - name: one\n      localASN: {own}\n      peers:\n        - name: router\n"
        f"          peerASN: {router}\n          peerAddress: {at}\n"
    }


PARTS = "vyos/gw/config-parts"
INTERFACES = (
    "set interfaces ethernet eth1 address '10.95.1.1/24'\n"
    "set interfaces ethernet eth1 vif 8 address '10.95.8.1/{length}'\n"
    "set interfaces ethernet eth1 vif 8 description 'ATTIC'\n"
)
NEIGHBOURS = "".join(f"set protocols bgp neighbor 10.95.9.{number} remote-as '64951'\n" for number in (21, 22, 23, 24))


def vyos(own: int = 64950, *, more: str = "", length: int = 23) -> Files:
    return {
        f"{PARTS}/generated.sh": f"#!/bin/vbash\n{NEIGHBOURS}{more}",
        f"{PARTS}/interfaces.sh": INTERFACES.format(length=length),
        f"{PARTS}/protocols.sh": f"set protocols bgp system-as '{own}'\n"
        "set protocols bgp parameters router-id '10.95.1.1'\n",
    }


def test_the_parts_of_a_router_are_one_router_with_one_speaker() -> None:
    seen = observe_files([Source(file, text) for file, text in vyos().items()])
    assert [(router.id, router.asn) for router in seen.routers] == [("gw", 64950)]
    assert [(speaker.id, speaker.asn) for speaker in seen.speakers] == [("gw-bgp", 64950)]
    assert {(session.local, session.local_asn, session.peer_asn) for session in seen.sessions} == {("gw", 64950, 64951)}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (vyos() | cilium(64951, 64950), []),
        (
            vyos(64955) | cilium(64951, 64950),
            [("B607", "error", "cluster expects AS 64950 of gw, which has AS 64955")],
        ),
        (
            vyos() | cilium(64959, 64950),
            [
                (
                    "B628",
                    "error",
                    "gw expects AS 64951 of its neighbours, but cluster, which has a session with it, has AS 64959",
                )
            ],
        ),
    ],
)
def test_a_router_in_parts_is_compared_with_a_cluster(files: Files, expected: list[tuple[str, str, str]]) -> None:
    assert brief(files) == expected


def test_neighbours_with_a_lease_may_be_nodes() -> None:
    lease = "".join(
        "set service dhcp-server shared-network-name N subnet 10.95.9.0/24 static-mapping"
        f" n{number} ip-address '10.95.9.{number}'\n"
        for number in (21, 22, 23, 24)
    )
    assert [pair[0] for pair in brief(vyos(more=lease) | cilium(64959, 64950))] == ["B628"]
    assert brief(vyos(more=lease) | cilium(64951, 64950)) == []


ATTIC = "set service dhcp-server shared-network-name ATTIC subnet 10.95.8.0/23"
DHCP = (
    f"{ATTIC} default-router '10.95.8.1'\n{ATTIC} static-mapping lamp ip-address '{{lamp}}'\n"
    f"{ATTIC} static-mapping lamp mac-address '02:00:00:00:95:01'\n"
)


@pytest.mark.parametrize(
    ("lamp", "length", "expected"),
    [
        ("10.95.9.50", 23, []),
        (
            "10.95.18.50",
            23,
            [("H301", "error", "lamp (10.95.18.50) is not inside 10.95.8.0/23, under which it is reserved")],
        ),
        (
            "10.95.8.50",
            24,
            [("H306", "warning", "ATTIC has 10.95.8.1 in 10.95.8.0/24 here, and leases addresses of 10.95.8.0/23")],
        ),
    ],
)
def test_what_a_router_leases_is_in_the_network_that_it_is_in(
    lamp: str, length: int, expected: list[tuple[str, str, str]]
) -> None:
    assert brief(vyos(more=DHCP.format(lamp=lamp), length=length)) == expected


def test_a_network_that_a_relay_asks_for_is_no_interfaces() -> None:
    far = "set service dhcp-server shared-network-name FAR subnet 10.96.0.0/16 default-router '10.96.0.1'\n"
    assert brief(vyos(more=far)) == []


KEA = '{"Dhcp4": {"subnet4": [{"subnet": "10.95.20.0/24", "reservations": [{"hw-address": "02:00:00:00:95:02", %s}]}]}}'
DHCPD = (
    "subnet 10.95.20.0 netmask 255.255.255.0 {\n"
    "  host lamp { hardware ethernet 02:00:00:00:95:02; fixed-address %s; }\n}\n"
)
ROUTEROS = (
    "/interface vlan\nadd interface=bridge name=attic vlan-id=20\n"
    "/ip address\nadd address=10.95.20.1/24 interface=attic\n"
    "/ip dhcp-server\nadd interface=attic name=attic\n"
    "/ip dhcp-server lease\nadd address=%s mac-address=02:00:00:00:95:02 server=attic\n"
)
OPNSENSE = (
    "<opnsense><system><hostname>gw</hostname></system><interfaces><lan><enable>1</enable><ipaddr>10.95.20.1</ipaddr>"
    "<subnet>24</subnet></lan></interfaces><dhcpd><lan><enable>1</enable><staticmap><mac>02:00:00:00:95:02</mac>"
    "<ipaddr>%s</ipaddr><hostname>lamp</hostname></staticmap></lan></dhcpd></opnsense>"
)
KEA_OF_OPNSENSE = (
    "<opnsense><OPNsense><Kea><dhcp4><general><enabled>1</enabled></general><subnets>"
    '<subnet4 uuid="a"><subnet>10.95.20.0/24</subnet></subnet4></subnets><reservations><reservation uuid="b">'
    "<subnet>a</subnet><hw_address>02:00:00:00:95:02</hw_address><ip_address>%s</ip_address></reservation>"
    "</reservations></dhcp4></Kea></OPNsense></opnsense>"
)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("kea.json", KEA % '"ip-address": "%s", "hostname": "lamp"'),
        ("dhcpd.conf", DHCPD),
        ("router.rsc", ROUTEROS),
        ("config.xml", OPNSENSE),
        ("config.xml", KEA_OF_OPNSENSE),
    ],
)
def test_a_reservation_is_in_the_network_that_it_stands_under(file: str, text: str) -> None:
    assert brief({file: text % "10.95.20.50"}) == []
    assert [pair[:2] for pair in brief({file: text % "10.95.21.50"})] == [("H301", "error")]


HAPROXY = (
    "frontend api\n  bind *:6443\n  default_backend api\n\nbackend api\n  mode tcp\n"
    "  server elm-1 10.95.3.11:6443 check # the first\n  server elm-2 {two}:6443 check{off}\n"
    "  server spare 10.95.3.99:6443\n"
)
TALOS = (
    "clusterName: elm\nnodes:\n  - {hostname: elm-1, ipAddress: 10.95.3.11, controlPlane: true}\n"
    "  - {hostname: elm-2, ipAddress: 10.95.3.12, controlPlane: true}\n"
)


@pytest.mark.parametrize(
    ("two", "off", "expected"),
    [
        ("10.95.3.12", "", []),
        ("10.95.3.22", "", ["the HAProxy server elm-2 leads to 10.95.3.22; the node elm-2 has 10.95.3.12"]),
        ("10.95.3.22", " disabled", []),
    ],
)
def test_a_server_of_haproxy_is_where_the_node_of_its_name_is(two: str, off: str, expected: list[str]) -> None:
    text = HAPROXY.format(two=two, off=off)
    configmap = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: lb}\ndata:\n  haproxy.cfg: |\n" + "".join(
        f"    {line}\n" for line in text.splitlines()
    )
    for files in ({"lb/haproxy.cfg": text}, {"lb/haproxy.cfg.j2": text}, {"kubernetes/lb.yaml": configmap}):
        assert [pair[2] for pair in brief({"talos/talconfig.yaml": TALOS, **files})] == expected


@pytest.mark.parametrize(("address", "codes"), [("10.95.3.12", []), ("10.95.3.22", ["H317"])])
def test_a_server_of_haproxy_on_a_firewall_is_one_too(address: str, codes: list[str]) -> None:
    server = f"<server><enabled>1</enabled><name>elm-2</name><address>{address}</address></server>"
    config = f"<opnsense><OPNsense><HAProxy><servers>{server}</servers></HAProxy></OPNsense></opnsense>"
    assert [pair[0] for pair in brief({"talos/talconfig.yaml": TALOS, "config.xml": config})] == codes


NAMED = "set system host-name 'ox'\n"
OUTSIDE = "set interfaces ethernet eth0 address '10.95.0.2/24'\n"
INSIDE = "set interfaces ethernet eth1 address '10.95.1.1/24'\n"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"system.sh": NAMED, "interfaces.sh": OUTSIDE + INSIDE}, ["ox"]),
        ({"a.sh": NAMED + OUTSIDE, "b.sh": INSIDE}, ["ox"]),
        ({"a.sh": NAMED + OUTSIDE, "b.sh": OUTSIDE.replace("0.2", "0.3")}, ["ox", "b"]),
        ({"a.sh": NAMED + OUTSIDE, "b.sh": NAMED.replace("ox", "elk") + INSIDE}, ["ox", "elk"]),
        ({"a.sh": OUTSIDE, "b.sh": INSIDE}, ["a", "b"]),
        ({"a.sh": NAMED + OUTSIDE, "b.sh": NAMED + INSIDE}, ["ox"]),
    ],
)
def test_the_files_of_a_folder_are_of_one_router_if_one_names_it(parts: Files, expected: list[str]) -> None:
    seen = observe_files([Source(f"gate/{file}", text) for file, text in parts.items()])
    assert [router.name for router in seen.routers] == expected


KUBE_VIP = """\
kind: DaemonSet
metadata: {name: announcer}
spec:
  template:
    spec:
      containers:
        - name: kube-vip
          env:
            - {name: address, value: 10.95.1.9}
            - {name: bgp_enable, value: "true"}
            - {name: bgp_as, value: "64959"}
            - {name: bgp_peers, value: "10.95.1.1:64950::false"}
"""


def test_a_session_is_of_the_program_whose_configuration_has_it() -> None:
    calico = {
        "calico.yaml": "apiVersion: projectcalico.org/v3\nkind: BGPConfiguration\n"
        "metadata: {name: default}\nspec: {asNumber: 64951}\n"
    }
    for files, expected in (
        ({"vip.yaml": KUBE_VIP}, "cluster"),
        ({"vip.yaml": KUBE_VIP, **calico}, "cluster-kube-vip"),
    ):
        seen = observe_files([Source(file, text) for file, text in files.items()])
        assert [session.local for session in seen.sessions] == [expected]
        assert brief(files) == []


API = "k3s_api_vip: {}\n"
VIP = "config: {{address: {}}}\nenv: {{cp_enable: 'true', svc_enable: 'false'}}\n"


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ("10.95.1.9", "10.95.1.9", []),
        ("10.95.1.9", "10.95.1.8", ["K826"]),
        ("10.95.1.9", "10.95.2.8", []),
    ],
)
def test_the_api_of_the_only_named_cluster_has_one_address(own: str, other: str, expected: list[str]) -> None:
    files = {
        "kubernetes/platform/kube-vip/overlays/prod/values.yaml": VIP.format(own),
        "ansible/vars/cluster.yml": API.format(other),
    }
    assert [code for code, *_ in brief(files)] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("rt0.attic.lan.example", "rt0.barn.lan.example", []),
        ("rt0.conf", "rt1.conf", []),
        ("rt0.conf", "barn/rt0.conf", ["B627"]),
    ],
    ids=["whole names", "stems", "one stem"],
)
def test_files_that_are_called_by_whole_names_are_two_routers(first: str, second: str, expected: list[str]) -> None:
    text = (
        "set interfaces ethernet eth0 address 10.95.8.{own}/24\nset protocols bgp system-as 64512\n"
        "set protocols bgp neighbor 10.95.8.{other} remote-as 64512\n"
    )
    files = {first: text.format(own=1, other=2), second: text.format(own=2, other=1)}
    assert sorted({code[:4] for code in places(files, ["B627"])}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "/interface vlan\nadd name=mgmt vlan-id=9\n/ip address\nadd address=10.95.9.24/24 interface=mgmt\n%s",
            "10.95.9.4",
        ),
        ("set interfaces ethernet eth0 vif 9 address 10.95.9.24/24\n%s", "10.95.9.4"),
    ],
    ids=["RouterOS", "VyOS"],
)
def test_a_router_that_leaves_by_another_is_not_the_gateway_there(text: str, expected: str) -> None:
    routes = {
        "/": "/ip route\nadd dst-address=0.0.0.0/0 gateway=10.95.9.4\n",
        "s": "set protocols static route 0.0.0.0/0 next-hop 10.95.9.4\n",
    }
    gateways = [
        [str(gateway) for gateway in network(tree({"switch.rsc": text % more}), "10.95.9.0/24").gateways]
        for more in ("", routes[text[0]])
    ]
    assert gateways == [["10.95.9.24"], [expected]]
