"""The names of a draft's networks, machines, services and routing tables: each is what people call the thing."""

from __future__ import annotations

import pytest
from lab import found

from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.repository.draft.plan import draft
from cidrbook.repository.observe import observe_files
from cidrbook.text.lines import machine_of
from cidrbook.text.source import Source

DEN = "| Network | Subnet |\n|--|--|\n| Den | 10.77.1.0/24 |\n\n"


def drafted(files: dict[str, str]) -> Plan:
    made = parse(draft(observe_files([Source(name, text) for name, text in files.items()])).files)
    assert [finding.code for finding in found(made) if finding.severity == "error"] == []
    return made


def networks(page: str) -> list[str]:
    return [f"{network.name} {network.cidrs[0]}" for network in drafted({"README.md": page}).networks]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "| Fact | Value |\n|--|--|\n| Peers of the router | `10.77.3.11`, `.12` (`bond0` on `10.77.3.0/24`) |\n",
            ["10.77.3.0/24 10.77.3.0/24"],
            id="a prefix in passing has not the name of its row",
        ),
        pytest.param(
            "| Node | Subnet | Purpose |\n|--|--|--|\n| ox-1 | 10.77.3.0/24 | Main barn network (VMs, NAS) |\n",
            ["Main barn network 10.77.3.0/24"],
            id="a column of machines names no network",
        ),
        pytest.param(
            "- Barn and attic networks (10.77.3.0/24, 10.77.4.0/24) may pass\n", [], id="one label of two prefixes"
        ),
        pytest.param(
            "### Share Update\n\nExported to both:\n\n```\n10.77.3.0/24(rw,async)\n10.77.4.0/24(rw)\n```\n",
            [],
            id="clients of an export",
        ),
        pytest.param("- /tank/media 10.77.3.0/24\n", [], id="a path"),
        pytest.param(
            "- **Main LAN:** 10.77.3.0/24 \u00b7 **VLANs:** 10.77.4.0/24, 10.77.5.0/24\n",
            ["Main LAN 10.77.3.0/24"],
            id="a list behind a network",
        ),
        pytest.param(
            "# What to know of the barn and its lab\n\n- **Subnet:** 10.77.3.0/24\n",
            ["10.77.3.0/24 10.77.3.0/24"],
            id="the title of a page",
        ),
        pytest.param(
            "| Interface | Subnet | Purpose |\n|--|--|--|\n| OPT1 | 10.77.3.0/24 | Isolated |\n",
            ["OPT1 10.77.3.0/24"],
            id="a firewall's own names",
        ),
        pytest.param("- LANs allowed: 10.77.3.0/24,10.77.4.0/24\n", [], id="a list"),
        pytest.param("- Check the middleware allowlist: 10.77.3.0/24\n", [], id="an allow list"),
        pytest.param("- APP_LOCAL_NETWORKS: 10.77.3.0/24\n", [], id="the key of an app"),
        pytest.param("## Key Details\n\n- **Subnet:** 10.77.3.0/24\n", ["10.77.3.0/24 10.77.3.0/24"], id="no name"),
        pytest.param(
            "| VLAN | Subnet | Purpose | Inter-VLAN |\n|--|--|--|--|\n"
            "| 3 | 10.77.3.0/24 | Barn | Isolated |\n| 4 | 10.77.4.0/24 | Loft | Isolated |\n",
            ["Barn 10.77.3.0/24", "Loft 10.77.4.0/24"],
            id="a column that tells none apart",
        ),
        pytest.param(
            "| Subnet | Server | Reservations |\n|--|--|--|\n| 10.77.3.0/24 (Barn) | dnsmasq | 3 (ox, elk, hen) |\n",
            ["Barn 10.77.3.0/24"],
            id="a name beside the prefix, and a list",
        ),
        pytest.param(
            "| Interface | Subnet | Description |\n|--|--|--|\n| bond0 (two ports) | 10.77.3.0/24 | Barn |\n",
            ["Barn 10.77.3.0/24"],
            id="an interface",
        ),
        pytest.param("## Phase 2\n\n- 10.77.3.0/24\n", [], id="a heading that names no network"),
        pytest.param("## Barn network\n\n- 10.77.3.0/24\n", ["Barn network 10.77.3.0/24"], id="one that does"),
        pytest.param(
            "### Barn (north)\n\n**Hardware**:\n\n- two machines\n\n**Network**: 10.77.3.0/24\n",
            ["Barn 10.77.3.0/24"],
            id="the heading above one that names nothing",
        ),
        pytest.param(f"{DEN}- three nodes at 10.77.1.20/21/22\n", ["Den 10.77.1.0/24"], id="three addresses"),
        pytest.param(
            "| Hosts | Network |\n|--|--|\n| 10.77.1.20/21/22/23 | Den |\n", [], id="addresses by their last octets"
        ),
        pytest.param(
            "| Network | Subnet |\n|--|--|\n| (Den) | 10.77.1.0/24 |\n", ["Den 10.77.1.0/24"], id="a name in brackets"
        ),
        pytest.param(
            "| Network | Subnet |\n|--|--|\n| Den — cameras only | 10.77.1.0/24 |\n",
            ["Den 10.77.1.0/24"],
            id="a remark behind a name",
        ),
        pytest.param(
            "| Variable | Range |\n|--|--|\n| barn_vars.ipam.own_pool | 10.77.1.0/24 |\n",
            ["10.77.1.0/24 10.77.1.0/24"],
            id="the key of a setting",
        ),
        pytest.param(
            "| Link | Subnet |\n|--|--|\n| Ox ↔ Elk | 10.77.1.0/30 |\n",
            ["10.77.1.0/30 10.77.1.0/30"],
            id="the two ends of a link",
        ),
    ],
)
def test_the_name_of_a_network_is_a_name(page: str, expected: list[str]) -> None:
    assert networks(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("- **ox IP:** 10.77.1.5/24\n", ["ox"], id="the word for an address"),
        pytest.param("| Host | IP |\n|--|--|\n| ox — management | 10.77.1.5 |\n", ["ox"], id="a remark"),
        pytest.param(
            "| Address | Purpose |\n|--|--|\n| `10.77.1.5` | Ox |\n| `10.77.1.6-10.77.1.9` | Free |\n",
            ["Ox"],
            id="the address first",
        ),
        pytest.param("| IP range | Use |\n|--|--|\n| 10.77.1.5 | Takes care of all the cows |\n", [], id="a sentence"),
        pytest.param("| Interface | IP |\n|--|--|\n| opt2 | 10.77.1.5 |\n", [], id="an interface"),
        pytest.param("- The client receives: 10.77.1.5\n", [], id="what happens"),
        pytest.param("- `export OX=10.77.1.5`\n- `set default=yes address=10.77.1.6`\n", [], id="commands"),
        pytest.param(
            "| Host | IP |\n|--|--|\n| ox | 10.77.1.5 |\n| ox — storage | 10.77.2.5 |\n",
            ["ox", "ox"],
            id="one machine in two networks",
        ),
    ],
)
def test_the_name_of_a_machine_is_a_name(page: str, expected: list[str]) -> None:
    attic = "| Network | Subnet |\n|--|--|\n| Den | 10.77.1.0/24 |\n| Attic | 10.77.2.0/24 |\n\n"
    made = drafted({"README.md": attic + page})
    assert [host.name for network in made.networks for host in network.hosts] == expected


VYOS = "set interfaces ethernet eth0 address '10.77.1.1/24'\nset interfaces ethernet eth0 description 'Den'\n"
BRIDGE = "set container network inner prefix '10.77.70.0/24'\nset container name bind network inner address '{}'\n"


def test_the_files_of_one_router_have_its_name() -> None:
    made = drafted(
        {
            "router-parts/interfaces.sh": VYOS,
            "router-parts/system.sh": "set system host-name 'gate'\n",
            "router-parts/interfaces-2.sh": "set interfaces ethernet eth0 mtu '1500'\n",
        }
    )
    assert [router.name for router in made.routers] == ["gate"]


def test_the_routing_table_of_containers_is_their_network() -> None:
    made = drafted({"setup/router/containers.sh": BRIDGE.format("10.77.70.4")})
    assert [(network.id, network.vrf) for network in made.networks] == [("containers-inner", "containers-inner")]


ZONE = "$ORIGIN barn.lan.\n@ IN SOA a. b. (1 1 1 1 1)\n{} IN A 10.77.70.4\n"


@pytest.mark.parametrize(
    ("record", "aliases"), [pytest.param("bind", (), id="of its name"), pytest.param("dns", ("dns",), id="of another")]
)
def test_a_container_and_its_name_in_dns_are_one(record: str, aliases: tuple[str, ...]) -> None:
    made = drafted({"router/containers.sh": BRIDGE.format("10.77.70.4"), "zones/db.barn.lan": ZONE.format(record)})
    [host] = made.networks[0].hosts
    assert (host.name, host.aliases) == ("bind", aliases)


INVENTORY = "all:\n  hosts:\n    ox-host: {ansible_host: 10.77.1.5}\n    elk: {ansible_host: 10.77.1.6}\n"
MACHINES = "machines:\n  - {name: ox, ip: 10.77.1.5}\n  - {name: elk, ip: 10.77.1.6}\n"


def test_a_machine_of_two_lists_is_one() -> None:
    made = drafted({"ansible/inventory.yml": INVENTORY, "lists/machines.yaml": MACHINES})
    assert [(host.name, host.aliases) for network in made.networks for host in network.hosts] == [
        ("ox", ()),
        ("elk", ()),
    ]


def test_two_things_at_a_contested_address_stay_two() -> None:
    lists = MACHINES.replace("name: ox", "name: bull")
    seen = observe_files([Source("ansible/inventory.yml", INVENTORY), Source("lists/machines.yaml", lists)])
    contested = {host.place_of_address(0) for network in seen.networks for host in network.hosts}
    made = parse(draft(seen, contested).files)
    assert {"bull", "ox-host"} <= {host.name for network in made.networks for host in network.hosts}


def test_two_connections_to_one_machine_are_one() -> None:
    text = INVENTORY.replace("10.77.1.6", "10.77.1.5")
    seen = observe_files([Source("ansible/inventory.yml", text)])
    contested = {host.place_of_address(0) for network in seen.networks for host in network.hosts}
    [host] = [host for network in parse(draft(seen, contested).files).networks for host in network.hosts]
    assert (host.name, host.aliases) == ("ox-host", ("elk",))


def test_a_host_of_which_only_an_address_is_known_is_left_out() -> None:
    text = "[barn]\n10.77.1.5\n10.77.1.6\n\n[loft]\nox ansible_host=10.77.1.7\n"
    assert [host.name for network in drafted({"hosts.ini": text}).networks for host in network.hosts] == ["ox"]


def test_an_example_is_no_part_of_the_lab() -> None:
    made = drafted({"dns/dnsmasq.conf.example": "host-record=cow.example.lab,10.77.8.9\n", "README.md": DEN})
    assert [str(network.cidrs[0]) for network in made.networks] == ["10.77.1.0/24"]


@pytest.mark.parametrize(("count", "expected"), [(2, []), (3, ["10.77.6.0/24"])])
def test_three_documented_machines_show_a_network(count: int, expected: list[str]) -> None:
    rows = "".join(f"| ox-{number} | 10.77.6.{number} |\n" for number in range(1, count + 1))
    files = {"README.md": f"| Host | IP |\n|--|--|\n{rows}"}
    sources = [Source(name, text) for name, text in files.items()]
    made = draft(observe_files(sources)).files
    assert [str(network.cidrs[0]) for network in parse(made).networks] == expected
    assert [name for name, text in made.items() if "guessed" not in text] == []


def test_a_host_is_named_as_the_group_that_only_it_is_in() -> None:
    made = drafted({"hosts.ini": "[barn]\n10.77.1.5\n\n[loft]\n10.77.1.6\n\n[all:children]\nbarn\nloft\n"})
    assert [host.name for network in made.networks for host in network.hosts] == ["barn", "loft"]


RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: mail, namespace: post}}
spec:
  values:
    {key}: {{lbipam.cilium.io/ips: 10.77.9.5}}
"""


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("serviceAnnotations", "mail"),
        ("imap: {serviceAnnotations", "mail-imap"),
        ("imapServiceTemplate: {metadata: {annotations", "mail-imap"),
    ],
)
def test_a_service_is_not_named_after_a_key(key: str, name: str) -> None:
    text = RELEASE.format(key=key) if "{" not in key else ""
    text = text or RELEASE.format(key=key).rstrip() + "}" * key.count("{") + "\n"
    made = drafted({"apps/mail.yaml": text})
    assert [service.name for cluster in made.clusters for service in cluster.pinned_services] == [name]


BIRD = "log syslog all;\ndefine OWN = 4242420999;\n"


def test_a_name_alone_makes_no_router() -> None:
    assert drafted({"bird/peers.conf": BIRD, "README.md": DEN}).routers == ()


IFUPDOWN = "iface eth0 inet static\n    address 10.77.1.{}/24\n"


def test_a_numbered_folder_names_its_machine() -> None:
    made = drafted({f"files/vm-host-0{number}/interfaces": IFUPDOWN.format(number) for number in (1, 2)})
    assert [host.name for network in made.networks for host in network.hosts] == ["vm-host-01", "vm-host-02"]


@pytest.mark.parametrize(("last", "cidr"), [("5", "10.77.9.0/24"), ("0", "10.77.9.0/32"), ("255", "10.77.9.255/32")])
def test_no_network_is_guessed_around_its_own_first_or_last_address(last: str, cidr: str) -> None:
    made = drafted({"hosts.ini": f"[barn]\nox ansible_host=10.77.9.{last}\n"})
    assert [str(network.cidrs[0]) for network in made.networks] == [cidr]


def test_an_expression_names_no_network() -> None:
    address = 'resource "routeros_ip_address" "den" {{\n  address = "10.77.1.1/24"\n  interface = {}\n}}\n'
    names = [
        [network.name for network in drafted({"net/router.tf": address.format(interface)}).networks]
        for interface in ("routeros_interface_bridge.barn.name", '"barn"')
    ]
    assert names == [["10.77.1.0/24"], ["barn"]]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param(
            "barn_subnets:\n"
            "  - {subnet: 10.77.1.0/24, router: 10.77.1.1}\n"
            "  - {subnet: 10.77.2.0/24, router: 10.77.2.1}\n",
            ["10.77.1.0/24", "10.77.2.0/24"],
            id="several networks",
        ),
        pytest.param(
            "barns:\n  - {subnet: 10.77.1.0/24, router: 10.77.1.1}\n  - {subnet: 10.77.2.0/24, router: 10.77.2.1}\n",
            ["10.77.1.0/24", "10.77.2.0/24"],
            id="several networks in a list of one word",
        ),
        pytest.param(
            "barn_subnet:\n  {subnet: 10.77.1.0/24, router: 10.77.1.1}\n"
            "loft_subnet:\n  {subnet: 10.77.2.0/24, router: 10.77.2.1}\n",
            ["barn_subnet", "loft_subnet"],
            id="one each",
        ),
    ],
)
def test_a_variable_of_several_networks_names_none(variables: str, expected: list[str]) -> None:
    made = drafted({"ansible/group_vars/all.yml": variables})
    assert [network.name for network in made.networks] == expected


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        (["Kept by hand - ox", "Kept by hand - elk", "Kept by hand - hen", "cow"], ["ox", "elk", "hen", "cow"]),
        (["Loft - ox", "Loft - elk", "hen", "cow"], ["Loft - ox", "Loft - elk", "hen", "cow"]),
        (
            ["Loft - ox", "Loft - elk", "Loft - hen", "cow", "cat", "rat", "bat"],
            ["Loft - ox", "Loft - elk", "Loft - hen", "cow", "cat", "rat", "bat"],
        ),
    ],
    ids=["most", "few", "some of many"],
)
def test_what_most_comments_begin_with_is_no_name(comments: list[str], expected: list[str]) -> None:
    leases = "".join(
        f'add address=10.77.1.{at} mac-address=52:54:00:00:00:{at:02} comment="{comment}"\n'
        for at, comment in enumerate(comments, 10)
    )
    router = f"/ip address\nadd address=10.77.1.1/24 interface=den\n/ip dhcp-server lease\n{leases}"
    made = drafted({"net/router.rsc": router})
    assert [host.name for network in made.networks for host in network.hosts] == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("edge/install-script.sh", "edge"),
        ("attic-installation-script.sh", "attic"),
        ("terraform/network/setup.sh", "router"),
        ("config-parts/setup-elk.sh", "router"),
        ("elk/config-parts/bgp.sh", "elk"),
    ],
)
def test_a_file_names_its_machine_and_not_what_it_does(file: str, expected: str) -> None:
    assert machine_of(file) == expected


def test_a_router_has_no_loopback_and_no_network_of_it() -> None:
    lines = (
        "set interfaces loopback lo address 127.0.0.1/8\nset interfaces loopback lo address ::1/128\n"
        "set interfaces ethernet eth1 address 10.77.1.1/24\n"
    )
    made = drafted({"vyos.conf": lines})
    assert [str(network.cidrs[0]) for network in made.networks] == ["10.77.1.0/24"]
    assert [str(address) for router in made.routers for address in router.addresses] == ["10.77.1.1"]


def test_a_cluster_of_which_only_a_product_is_known_is_left_out() -> None:
    release = "kind: HelmRelease\nmetadata: {name: cilium}\nspec: {chart: {spec: {chart: cilium}}, values: %s}\n"
    nodes = "clusterName: attic\nnodes: [{hostname: oak, controlPlane: true, ipAddress: 10.77.1.5}]\n"
    made = drafted(
        {"clusters/barn/cilium.yaml": release % "{routingMode: native}", "clusters/attic/talos/talconfig.yaml": nodes}
    )
    assert [cluster.name for cluster in made.clusters] == ["attic"]
