"""What documents declare, in a draft: the networks of tables, headings and items, with what is said of them."""

from __future__ import annotations

import pytest
from lab import found

from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.repository.draft.plan import draft
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

NODES = "kubernetes:\n  hosts:\n    oak: {ansible_host: 10.77.3.11}\n    elm: {ansible_host: 10.77.3.12}\n"


def drafted(page: str, **more: str) -> Plan:
    files = {"README.md": page, **{f"{name}.yml": text for name, text in more.items()}}
    made = parse(draft(observe_files([Source(name, text) for name, text in files.items()])).files)
    assert [finding.code for finding in found(made) if finding.severity == "error"] == []
    return made


def shown(plan: Plan) -> list[str]:
    """The networks in short: name, prefix, VLAN, gateway, DHCP range."""
    return [
        " ".join(
            filter(
                None,
                (
                    network.name,
                    *map(str, network.cidrs),
                    f"vlan={network.vlan}" if network.vlan else "",
                    *(f"gw={gateway}" for gateway in network.gateways),
                    *(f"dhcp={span}" for span in network.dhcp),
                ),
            )
        )
        for network in plan.networks
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "| VLAN | Name | Subnet | Gateway | DHCP |\n|--|--|--|--|--|\n"
            "| 7 | Attic | 10.77.7.0/24 | 10.77.7.1 | 10.77.7.50-10.77.7.99 |\n",
            ["Attic 10.77.7.0/24 vlan=7 gw=10.77.7.1 dhcp=10.77.7.50-10.77.7.99"],
            id="a table with all of it",
        ),
        pytest.param(
            "| Zone | IP range | VLAN ID | Router |\n|--|--|--|--|\n| Cellar | 10.77.8.0/23 | 80 | 10.77.8.1 |\n",
            ["Cellar 10.77.8.0/23 vlan=80 gw=10.77.8.1"],
            id="other words for the columns",
        ),
        pytest.param(
            "| Network | Subnet |\n|--|--|\n| Garden (VLAN 9) | 10.77.9.1/24 |\n",
            ["Garden 10.77.9.0/24 vlan=9"],
            id="a prefix with host bits, and a name with its VLAN",
        ),
        pytest.param(
            "| VLAN | Subnet |\n|--|--|\n| 12 - Porch | 10.77.12.0/24 |\n",
            ["Porch 10.77.12.0/24"],
            id="a VLAN's number and name in one cell",
        ),
        pytest.param(
            "## Barn (VLAN 14, 10.77.14.0/24)\n\nCows.\n", ["Barn 10.77.14.0/24 vlan=14"], id="a heading alone"
        ),
        pytest.param("- Shed: `10.77.15.0/24` (VLAN 15)\n", ["Shed 10.77.15.0/24 vlan=15"], id="an item"),
        pytest.param(
            "| Network | Subnet |\n|--|--|\n| Loft | 10.77.16.x |\n", ["Loft 10.77.16.0/24"], id="a letter in a table"
        ),
        pytest.param(
            "| Network | CIDR |\n|--|--|\n| Flat | 10.0.0.0/8 |\n", ["Flat 10.0.0.0/8"], id="all of a private space"
        ),
        pytest.param(
            "| Network | CIDR |\n|--|--|\n| Flat | 10.0.0.0/8 |\n| Den | 10.77.17.0/24 |\n",
            ["Den 10.77.17.0/24"],
            id="a private space around a network is what networks are taken from",
        ),
    ],
)
def test_a_network_is_what_a_document_says_to_be_one(page: str, expected: list[str]) -> None:
    assert shown(drafted(page)) == expected


DEN = "| Network | Subnet |\n|--|--|\n| Den | 10.77.1.0/24 |\n\n"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("```sh\nkubeadm init --pod-network-cidr=10.88.0.0/16\n```\n", id="a flag of a command"),
        pytest.param('```mermaid\ngraph TD\n  A["Node share 10.88.4.0/24"]\n```\n', id="a label of a drawing"),
        pytest.param("```\neth0: 10.88.5.0/24 up\n```\n", id="a screen"),
        pytest.param("- ISP hands out `10.88.0.0/16`\n", id="a provider's range"),
        pytest.param("- Allowed sources: `10.88.6.0/24`\n", id="an item about a rule"),
        pytest.param(
            "| Source | Action | Subnet |\n|--|--|--|\n| 10.88.7.0/24 | drop | 10.88.8.0/24 |\n", id="a table of rules"
        ),
        pytest.param("| Route | Subnet |\n|--|--|\n| office | 10.88.9.0/24 |\n", id="a table of routes"),
        pytest.param("| Port | Address |\n|--|--|\n| eth3 | 10.88.10.x/30 |\n", id="any address of a link"),
        pytest.param("| Service | Address |\n|--|--|\n| inner | 10.88.x.x |\n", id="letters for two octets"),
        pytest.param("Set both ranges to `10.88.0.0/16` and `10.89.0.0/16`.\n", id="a sentence"),
    ],
)
def test_a_prefix_that_nothing_calls_a_network_is_none(page: str) -> None:
    assert shown(drafted(DEN + page)) == ["Den 10.77.1.0/24"]


def test_a_facts_network_is_the_one_that_holds_it() -> None:
    page = f"{DEN}- **Gateway**: `10.77.1.1`\n- **DHCP range**: `10.77.1.100-10.77.1.150`\n- **Gateway**: `10.99.1.1`\n"
    assert shown(drafted(page)) == ["Den 10.77.1.0/24 gw=10.77.1.1 dhcp=10.77.1.100-10.77.1.150"]


def test_two_networks_never_get_one_vlan() -> None:
    page = "| Network | VLAN | Subnet |\n|--|--|--|\n| Den | 5 | 10.77.1.0/24 |\n| Attic | 5 | 10.77.2.0/24 |\n"
    assert shown(drafted(page)) == ["Den 10.77.1.0/24 vlan=5", "Attic 10.77.2.0/24"]


@pytest.mark.parametrize("label", ["Cluster CIDR", "Pod network", "Service CIDR"])
def test_a_range_that_holds_nodes_is_their_network(label: str) -> None:
    plan = drafted(f"- {label}: `10.77.3.0/24`\n", hosts=NODES)
    assert [(str(network.cidrs[0]), network.role) for network in plan.networks] == [("10.77.3.0/24", "servers")]
    assert [cluster.pods + cluster.services for cluster in plan.clusters] == [()]


def test_a_range_for_pods_that_holds_none_stays_theirs() -> None:
    plan = drafted("- Pod network: `10.88.0.0/16`\n- LAN: `10.77.3.0/24`\n", hosts=NODES)
    assert [cluster.pods for cluster in plan.clusters] == [("pod-network",)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            "| Host | IP | MAC |\n|--|--|--|\n| nas | 10.77.1.5 | 52:54:00:00:42:60 |\n",
            [("nas", "10.77.1.5", "52:54:00:00:42:60")],
            id="a machine with its card",
        ),
        pytest.param(
            "| Device | IP address | Notes |\n|--|--|--|\n| press (shared) | `10.77.1.6` | printer |\n",
            [("press", "10.77.1.6", "")],
            id="a name with words in brackets",
        ),
        pytest.param(
            "| Name | Static IP |\n|--|--|\n| cam-1 | 10.77.1.7 |\n| cam-2 | 10.77.1.8/24 |\n",
            [("cam-1", "10.77.1.7", ""), ("cam-2", "10.77.1.8", "")],
            id="an address with its mask",
        ),
        pytest.param("| Device | IP | Notes |\n|--|--|--|\n| fritz | 10.77.1.1 | Gateway |\n", [], id="the gateway"),
        pytest.param("| Service | IP |\n|--|--|\n| wiki | 10.77.1.9 |\n", [], id="a service"),
        pytest.param(
            "| IP | Service | Namespace |\n|--|--|--|\n| 10.77.1.9 | Wiki | tools |\n",
            [],
            id="of a namespace",
        ),
        pytest.param("| Name | IP |\n|--|--|\n| API VIP | 10.77.1.10 |\n", [], id="a virtual address"),
        pytest.param("| Name | IP |\n|--|--|\n| DHCP | 10.77.1.100-10.77.1.150 |\n", [], id="a range"),
        pytest.param("| Host | IP |\n|--|--|\n| far | 10.99.1.5 |\n", [], id="outside of all networks"),
        pytest.param("| Host | IP |\n|--|--|\n| oak | 10.77.3.11 |\n", [], id="a node"),
    ],
)
def test_a_machine_is_a_row_with_a_name_and_an_address(table: str, expected: list[tuple[str, ...]]) -> None:
    page = f"{DEN}- Farm: `10.77.3.0/24`\n\n{table}"
    hosts = [host for network in drafted(page, hosts=NODES).networks for host in network.hosts]
    cards = [str(host.mac).replace("-", ":").lower() if host.mac else "" for host in hosts]
    assert [(host.name, str(host.addresses[0]), card) for host, card in zip(hosts, cards, strict=True)] == expected


def test_a_gateways_row_is_the_gateway_of_its_network() -> None:
    page = f"{DEN}| Device | IP | Notes |\n|--|--|--|\n| fritz | 10.77.1.1 | Gateway |\n"
    assert shown(drafted(page)) == ["Den 10.77.1.0/24 gw=10.77.1.1"]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("zones/db.lan", "nas IN A 10.77.1.5\n", ["static"]),
        ("dnsmasq.conf", "dhcp-host=52:54:00:00:42:60,nas,10.77.1.5\n", ["reservation"]),
        ("zones/db.barn", "$TTL 60\noak IN A 10.77.1.9\nelm IN A 10.77.1.8\n", ["static", "static"]),
    ],
)
def test_a_reservation_is_what_a_dhcp_server_says(file: str, text: str, expected: list[str]) -> None:
    made = parse(draft(observe_files([Source(file, text)])).files)
    assert [host.assigned for network in made.networks for host in network.hosts] == expected


def test_a_record_of_a_container_is_in_the_network_of_containers() -> None:
    files = {
        "router/containers.sh": "set container network inner prefix '10.77.70.0/24'\n"
        "set container name bind network inner address '10.77.70.4'\n",
        "zones/db.barn.lan": "$ORIGIN barn.lan.\n@ IN SOA a. b. (1 1 1 1 1)\nbarn IN A 10.77.70.9\n",
    }
    made = parse(draft(observe_files([Source(name, text) for name, text in files.items()])).files)
    assert [(str(network.cidr), [host.name for host in network.hosts]) for network in made.networks] == [
        ("10.77.70.0/24", ["bind", "barn"])
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "## 🌐 Network Topology\n\n- **Attic VLAN** (VLAN 80): `10.77.80.0/21` - nodes\n",
            ["Attic VLAN 10.77.80.0/21 vlan=80"],
            id="an item below a heading that names nothing",
        ),
        pytest.param("## Attic\n\n- Subnet: 10.77.7.0/24\n", ["Attic 10.77.7.0/24"], id="an item of a section"),
        pytest.param("- ✓ Attic: 10.77.7.0/24\n", ["Attic 10.77.7.0/24"], id="marks before a name"),
        pytest.param(
            "- the gate, and attic subnet (10.77.7.0/24)\n", ["attic subnet 10.77.7.0/24"], id="the end of a sentence"
        ),
        pytest.param(
            "| CIDR | Network | Purpose |\n|--|--|--|\n| 10.77.7.0/24 | LAN | Access LAN devices from afar |\n",
            ["LAN 10.77.7.0/24"],
            id="the purpose of a network is no name",
        ),
        pytest.param("- ip prefix-list attic seq 11 permit 10.77.7.0/24\n", [], id="a command"),
        pytest.param("| Network | Subnet |\n|--|--|\n| attic.lab | 10.77.7.5/32 |\n", [], id="a single address"),
        pytest.param(
            "- Attic: 10.77.7.0/24\n- Cellar: 10.77.8.0/24\n",
            ["Attic 10.77.7.0/24", "Cellar 10.77.8.0/24"],
            id="several networks without a role",
        ),
        pytest.param("- **Source**: `10.77.7.0/24`\n- **Destination**: `10.77.8.0/24`\n", [], id="the ends of a rule"),
        pytest.param("## FRR configuration\n\nThe `network 10.77.7.0/24` is ours.\n", [], id="a section of a product"),
    ],
)
def test_names_of_networks_are_names(page: str, expected: list[str]) -> None:
    assert shown(drafted(page)) == expected


HOSTS = "barn:\n  hosts:\n{}"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("10.77.3.11", ["10.77.3.0/24"], id="a private address"),
        pytest.param("203.0.114.5", [], id="an address of the internet"),
        pytest.param("200:4021:796d:4326::1", ["200::/7"], id="Yggdrasil"),
        pytest.param("100.101.102.103", ["100.64.0.0/10"], id="Tailscale"),
    ],
)
def test_the_network_of_an_address_without_one(address: str, expected: list[str]) -> None:
    hosts = HOSTS.format(f"    oak: {{ansible_host: '{address}'}}\n    elm: {{ansible_host: 10.77.9.9}}\n")
    assert [str(network.cidr) for network in drafted("", hosts=hosts).networks] == [
        *(cidr for cidr in expected if cidr.startswith("10.77.3")),
        "10.77.9.0/24",
        *(cidr for cidr in expected if not cidr.startswith("10.77.3")),
    ]


POOL = """\
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: pool, namespace: metallb-system}
spec: {addresses: [10.77.3.192/27]}
"""


def test_a_pool_lies_in_the_network_that_is_guessed_around_it() -> None:
    made = drafted("", nodes=NODES, pool=POOL)
    assert [(str(network.cidr), network.parent) for network in made.networks] == [
        ("10.77.3.0/24", ""),
        ("10.77.3.192/27", "nodes"),
    ]


MACVLAN = """\
services: {hole: {image: a, networks: {lan: {ipv4_address: 10.77.3.53}}}}
networks:
  lan: {driver: macvlan, ipam: {config: [{subnet: 10.77.3.0/24, gateway: 10.77.3.1}]}}
"""


def test_containers_on_the_lan_are_on_the_lan() -> None:
    made = drafted("", nodes=NODES, compose=MACVLAN)
    assert shown(made) == ["10.77.3.0/24 10.77.3.0/24 gw=10.77.3.1"]
    assert [(network.vrf, [host.name for host in network.hosts]) for network in made.networks] == [("", ["hole"])]


def test_items_and_headings_declare_as_tables_do() -> None:
    made = drafted(
        "# Lab\n\n## VLAN 30 - Attic\n\n- Subnet: 10.77.30.0/24\n- Gateway: 10.77.30.1\n\n"
        "## Machines\n\n- **ox**: 10.77.30.5\n- elk (10.77.30.6) is off\n- Ingress VIP: 10.77.30.200\n"
        "- Primary DNS: 10.77.30.7\n- Forward host: 10.77.30.8\n- **Management IP**: 10.77.30.9\n"
    )
    assert shown(made) == ["Attic 10.77.30.0/24 vlan=30 gw=10.77.30.1"]
    assert [host.name for host in made.networks[0].hosts] == ["ox"]


@pytest.mark.parametrize(
    ("gateway", "dhcp", "expected"),
    [
        (".1", ".100-.199", "gw=10.77.7.1 dhcp=10.77.7.100-10.77.7.199"),
        ("`.254`", "10.77.7.100 - 199", "gw=10.77.7.254 dhcp=10.77.7.100-10.77.7.199"),
        ("-", "off", ""),
    ],
)
def test_last_octets_stand_for_addresses_of_the_row(gateway: str, dhcp: str, expected: str) -> None:
    page = f"| Name | Subnet | Gateway | DHCP range |\n|--|--|--|--|\n| Default | 10.77.7.0/24 | {gateway} | {dhcp} |\n"
    assert shown(drafted(page)) == [f"Default 10.77.7.0/24 {expected}".strip()]
