"""A plan beside what an IPAM exports."""

from __future__ import annotations

import pytest
from lab import messages, planned, spots, tree

from cidrbook.drift.comparison import Comparison

PLAN = """\
networks:
  - name: Servers
    cidr: 10.0.10.0/24
    vlan: 10
    gateway: 10.0.10.1
    dhcp: 10.0.10.100-10.0.10.150
    hosts:
      - {name: nas, address: 10.0.10.5, mac: "02:00:00:00:00:05"}
      - {name: web, address: 10.0.10.6}
  - {name: Guests, cidr: 10.0.20.0/24, vlan: 20}
"""
PREFIXES = """\
prefix,status,vrf,vlan,description
10.0.0.0/16,container,,,All
10.0.10.0/24,active,,10,Servers
10.0.20.0/24,active,,20,Guests
"""
ADDRESSES = """\
address,status,vrf,dns_name,description
10.0.10.5/24,active,,nas.lan,
10.0.10.6/24,active,,web,
"""
RANGES = "start_address,end_address,status,description\n10.0.10.100/24,10.0.10.150/24,active,DHCP\n"
EXPORT = {"prefixes.csv": PREFIXES, "addresses.csv": ADDRESSES, "ranges.csv": RANGES}


def found(files: dict[str, str]) -> Comparison:
    return Comparison(planned(PLAN), (tree(EXPORT | files),))


def test_nothing_is_said_where_both_agree() -> None:
    assert spots(found({}), ("R9",)) == []


@pytest.mark.parametrize(
    ("files", "expected", "words"),
    [
        pytest.param(
            {"prefixes.csv": PREFIXES.replace("10,Ser", "11,Ser")}, ["R905 data/plan.yaml:4:11"], "VLAN 11", id="VLAN"
        ),
        pytest.param(
            {"ranges.csv": RANGES.replace("150", "199")}, ["R905 data/plan.yaml:6:11"], "10.0.10.199", id="DHCP"
        ),
        pytest.param(
            {"prefixes.csv": PREFIXES.replace("10.0.20", "10.0.21")},
            ["R905 data/plan.yaml:10:26"],
            "10.0.21.0/24",
            id="prefix-of-a-name",
        ),
        pytest.param(
            {"addresses.csv": ADDRESSES.replace("10.5/24", "10.50/24")},
            ["R905 data/plan.yaml:8:30"],
            "10.0.10.50",
            id="address-of-a-name",
        ),
        pytest.param(
            {"addresses.csv": ADDRESSES.replace(",web", ",printer")},
            ["R905 data/plan.yaml:9:30"],
            "printer",
            id="name-of-an-address",
        ),
        pytest.param({"addresses.csv": ADDRESSES.replace(",web", ",")}, [], "", id="an-address-without-a-name"),
        pytest.param({"addresses.csv": ADDRESSES.replace(",web,", ",,printer")}, [], "", id="a-description-is-no-name"),
        pytest.param(
            {"prefixes.csv": f"{PREFIXES}10.0.30.0/24,active,,30,IoT\n10.0.31.0/24,active,,31,TV\n"},
            ["R906 prefixes.csv:5:1"],
            "and 1 more",
            id="prefixes-that-the-plan-lacks",
        ),
        pytest.param(
            {"prefixes.csv": PREFIXES.replace("active,,10", "active,lab,11")},
            ["R906 prefixes.csv:3:1"],
            "",
            id="another-VRF",
        ),
    ],
)
def test_differences(files: dict[str, str], expected: list[str], words: str) -> None:
    assert spots(found(files), ("R9",)) == expected
    assert all(words in message for message in messages(found(files), ("R9",)))


ROUTER = """\
/interface vlan add name=Servers interface=bridge vlan-id=10
/ip address add address=10.0.10.1/24 interface=Servers
/ip pool add name=Servers ranges=10.0.10.100-10.0.10.150
/ip dhcp-server add name=Servers interface=Servers address-pool=Servers
/ip dhcp-server network add address=10.0.10.0/24 gateway=10.0.10.1
/ip dhcp-server lease add address=10.0.10.5 server=Servers mac-address=02:00:00:00:00:05 comment="nas"
"""

EDITS = [
    pytest.param("vlan: 10", "vlan: 12", "the VLAN 12 in the plan, and the VLAN 10 in the repository", id="VLAN"),
    pytest.param("10.0.10.100-10.0.10.150", "10.0.10.50-10.0.10.150", "10.0.10.50-10.0.10.150 in the plan", id="DHCP"),
    pytest.param("gateway: 10.0.10.1\n", "gateway: 10.0.10.9\n", "the gateway 10.0.10.9 in the plan", id="gateway"),
    pytest.param("address: 10.0.10.5", "address: 10.0.10.7", "host nas has 10.0.10.7 in the plan", id="address"),
    pytest.param("00:00:05", "00:00:06", "the MAC address 02:00:00:00:00:06 in the plan", id="MAC"),
    pytest.param(
        'name: nas, address: 10.0.10.5, mac: "02:00:00:00:00:05"',
        "name: printer, address: 10.0.10.5",
        "10.0.10.5 is printer in the plan, and nas in",
        id="another-name",
    ),
]


def test_nothing_is_said_where_a_router_and_the_plan_agree() -> None:
    assert spots(Comparison(planned(PLAN), (tree({"router.rsc": ROUTER}),)), ("R9",)) == []


@pytest.mark.parametrize(("old", "new", "words"), EDITS)
def test_one_edit_of_the_plan_is_found_beside_a_router(old: str, new: str, words: str) -> None:
    comparison = Comparison(planned(PLAN.replace(old, new, 1)), (tree({"router.rsc": ROUTER}),))
    assert [text for text in messages(comparison, ("R905",)) if words in text]


TALOS = """\
clusterName: home
endpoint: https://10.0.10.51:6443
nodes:
  - {hostname: cp-1, ipAddress: 10.0.10.51, controlPlane: true}
  - {hostname: wk-1, ipAddress: 10.0.10.6, controlPlane: false}
"""


def test_a_node_of_the_files_at_the_address_of_a_planned_host_is_said() -> None:
    comparison = Comparison(planned(PLAN), (tree({"talos/talconfig.yaml": TALOS}),))
    assert messages(comparison, ("R905",)) == ["10.0.10.6 is web in the plan, and wk-1 in the repository"]


BESIDE = [
    pytest.param("hosts.ini", "[all]\nbackup ansible_host=10.0.10.6\n", "and backup in the", id="an inventory"),
    pytest.param("hosts.ini", "[all]\nweb ansible_host=10.0.10.6\n", "", id="the same machine"),
    pytest.param("hosts.ini", "[all]\n10.0.10.6\n", "", id="without a name"),
    pytest.param(
        "vm.tf",
        'resource "proxmox_lxc" "a" {\n  hostname = "runner"\n  network { ip = "10.0.10.6/24" }\n}\n',
        "and runner in the",
        id="a container of Terraform",
    ),
    pytest.param(
        "pool.yaml",
        "{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: p}, spec: {addresses:"
        " [10.0.10.6-10.0.10.9]}}",
        "and in the pool p (10.0.10.6-10.0.10.9)",
        id="a pool",
    ),
    pytest.param(
        "kea.json",
        '{"Dhcp4": {"subnet4": [{"id": 1, "subnet": "10.0.10.0/24", "pools": [{"pool": "10.0.10.6-10.0.10.9"}]}]}}',
        "and in the DHCP range 10.0.10.6-10.0.10.9",
        id="a DHCP range",
    ),
    pytest.param(
        "kea.json",
        '{"Dhcp4": {"subnet4": [{"id": 1, "subnet": "10.0.10.0/24", "pools": [{"pool": "10.0.10.6-10.0.10.9"}],'
        ' "reservations": [{"hw-address": "02:00:00:00:00:06", "ip-address": "10.0.10.6", "hostname": "web"}]}]}}',
        "",
        id="a DHCP range with its reservation",
    ),
]


@pytest.mark.parametrize(("file", "text", "words"), BESIDE)
def test_the_address_of_a_planned_host_is_no_other_one_s(file: str, text: str, words: str) -> None:
    said = messages(Comparison(planned(PLAN), (tree({file: text}),)), ("R905",))
    about = [message for message in said if message.startswith("10.0.10.6 is web in the plan")]
    assert [words in message for message in about] == [True] * bool(words)


CLUSTERED = PLAN + "clusters:\n  - {name: home, node_network: servers, nodes: [{name: cp-1, address: 10.0.10.51}]}\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(
            CLUSTERED, ["node wk-9 (10.0.10.59) of home is in the repository, and not in the plan"], id="some"
        ),
        pytest.param(CLUSTERED.replace("cp-1, address: 10.0.10.51", "wk-9, address: 10.0.10.59"), 1, id="the other"),
        pytest.param(CLUSTERED.replace(", nodes: [{name: cp-1, address: 10.0.10.51}]", ""), [], id="none listed"),
    ],
)
def test_a_node_that_no_plan_lists_is_named_where_others_are(plan: str, expected: list[str] | int) -> None:
    files = {"talos/talconfig.yaml": TALOS.replace("wk-1, ipAddress: 10.0.10.6,", "wk-9, ipAddress: 10.0.10.59,")}
    said = messages(Comparison(planned(plan), (tree(files),)), ("R909",))
    assert (len(said) if isinstance(expected, int) else said) == expected


RANGES = """\
  - {name: Pods, cidr: 10.50.0.0/16}
clusters:
  - {name: home, pods: pods, nodes: [{name: cp-1, address: 10.0.10.51}]}
"""


def test_the_range_of_a_cluster_is_compared_once() -> None:
    config = TALOS.replace("wk-1, ipAddress: 10.0.10.6,", "wk-1, ipAddress: 10.0.10.59,")
    files = {"talos/talconfig.yaml": f"{config}clusterPodNets: [10.244.0.0/16]\n"}
    said = messages(Comparison(planned(PLAN + RANGES), (tree(files),)), ("R905",))
    assert said == ["the pods of home are 10.50.0.0/16 in the plan, and 10.244.0.0/16 in the repository"]


@pytest.mark.parametrize(
    ("api", "expected"),
    [
        ("10.0.10.52", ["the API of home is at 10.0.10.52 in the plan, and at 10.0.10.50 in the repository"]),
        ("10.0.10.50", []),
        ("fd00::50", []),
    ],
)
def test_the_api_of_a_cluster_is_compared(api: str, expected: list[str]) -> None:
    plan = planned(f"{PLAN}clusters:\n  - {{name: home, api: {{address: '{api}'}}}}\n")
    files = {"talos/talconfig.yaml": TALOS.replace("//10.0.10.51", "//10.0.10.50")}
    said = messages(Comparison(plan, (tree(files),)), ("R905",))
    assert [message for message in said if "API" in message] == expected


ROUTERS = "routers: [{name: gate, addresses: [10.0.10.1, 10.9.9.1]}]\n"


@pytest.mark.parametrize(
    ("host", "address", "expected"),
    [
        ("gate", "10.0.10.2", ["router gate has 10.0.10.1 in the plan, and 10.0.10.2 in the repository"]),
        ("gate", "10.0.10.1", []),
        ("gate", "10.7.7.1", []),
        ("other", "10.0.10.2", []),
    ],
)
def test_the_addresses_of_a_router_are_compared(host: str, address: str, expected: list[str]) -> None:
    config = f"set system host-name {host}\nset interfaces ethernet eth1 address {address}/24\n"
    said = messages(Comparison(planned(PLAN + ROUTERS), (tree({"vyos.sh": config}),)), ("R905",))
    assert [message for message in said if "gate has" in message] == expected
