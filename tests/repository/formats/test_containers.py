"""Containers, what leads to machines by name, and networks of variables: what is wrong is found, and nothing else."""

from __future__ import annotations

import pytest
from lab import hosts, places, tree

from cidrbook.repository.parts.variable_groups import is_near, stem

COMPOSE = """\
    services:
      web:
        networks: {inner: {ipv4_address: 172.30.1.10}}
    networks:
      inner:
        ipam:
          config:
            - {subnet: 172.30.1.0/24, gateway: 172.30.1.1, ip_range: 172.30.1.128/25}
      outer: {ipam: {config: [{subnet: 172.30.2.0/24}]}}
    """

NETWORK = "[Network]\nSubnet=10.88.4.0/24\nIPRange=10.88.4.2-10.88.4.60\n"
UNIT = "[Container]\nContainerName=web\nNetwork=proxy.network:ip={}\n"

INVENTORY = """\
    all:
      hosts:
        nas: {ansible_host: 10.40.0.5}
        media: {ansible_host: 10.40.0.6}
        edge: {ansible_host: 10.40.9.7}
    """

TARGETS = """\
    scrape_configs:
      - job_name: node
        static_configs:
          - targets: ["%s"]
            labels: {%s: %s}
    """


@pytest.mark.parametrize(("folder", "expected"), [("stacks/web", 2), ("templates", 0), ("docker/templates/web", 0)])
def test_a_template_of_a_compose_file_is_no_stack(folder: str, expected: int) -> None:
    assert len(tree({f"{folder}/compose.yaml": COMPOSE, "README.md": ""}).networks) == expected


def compose(old: str = "", new: str = "") -> list[str]:
    """What is found in the Compose file with one text for another."""
    return places(tree({"stacks/web/compose.yaml": COMPOSE.replace(old, new) if old else COMPOSE}))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((), []),
        (("1.10}}", "1.200}}\n      app: {networks: [inner]}"), ["H316 stacks/web/compose.yaml:3"]),
        (("1.10}}", "1.200}}\n      app: {networks: {inner: {}}}"), ["H316 stacks/web/compose.yaml:3"]),
        (("1.10}", "1.200}"), []),
        (("1.128/25", "3.128/25"), ["A223 stacks/web/compose.yaml:8"]),
        (("1.10}", "1.1}"), ["H305 stacks/web/compose.yaml:3"]),
        (("gateway: 172.30.1.1, ", ""), []),
        (("2.0/24", "1.0/24"), ["A201 stacks/web/compose.yaml:9"]),
        (("2.0/24", "0.0/16"), ["A201 stacks/web/compose.yaml:8"]),
        (("gateway: 172.30.1.1", "gateway: 172.30.4.1"), ["A204 stacks/web/compose.yaml:8"]),
        (("ip_range: 172.30.1.128/25", "aux_addresses: {router: 172.30.1.10}"), ["H302 stacks/web/compose.yaml:8"]),
        (("ip_range: 172.30.1.128/25", "aux_addresses: {router: 172.30.1.11}"), []),
    ],
    ids=str,
)
def test_a_network_of_containers_is_consistent(change: tuple[str, ...], expected: list[str]) -> None:
    assert compose(*change) == expected


def test_a_container_may_not_have_the_first_address_where_no_gateway_is_written() -> None:
    text = COMPOSE.replace("gateway: 172.30.1.1, ", "").replace("1.10}", "1.1}")
    assert places(tree({"compose.yaml": text})) == ["H305 compose.yaml:3"]
    on_lan = text.replace("      inner:\n", "      inner:\n        driver: macvlan\n")
    assert not places(tree({"compose.yaml": on_lan}))


def test_networks_on_the_lan_have_hosts_there() -> None:
    text = COMPOSE.replace("      inner:\n", "      inner:\n        driver: ipvlan\n")
    plan = tree({"compose.yaml": text, "ansible/hosts.yml": INVENTORY.replace("10.40.0.5", "172.30.1.10")})
    assert places(plan) == ["H302 ansible/hosts.yml:3"]
    twice = text.replace(
        "    networks:\n", "      too: {networks: {inner: {ipv4_address: 172.30.1.10}}}\n    networks:\n", 1
    )
    assert places(tree({"compose.yaml": twice})) == ["H302 compose.yaml:4"]


def test_networks_of_two_machines_may_overlap() -> None:
    assert not places(tree({"a/compose.yaml": COMPOSE, "b/compose.yaml": COMPOSE}))
    other = NETWORK.replace("10.88.4.0/24", "10.88.4.0/25")
    assert not places(tree({"a/one.network": NETWORK, "b/two.network": other}))
    assert places(tree({"a/one.network": NETWORK, "a/two.network": other})) == ["A201 a/two.network:2"]


def test_a_quadlet_hands_out_a_part_of_its_network() -> None:
    files = {"q/proxy.network": NETWORK, "q/web.container": UNIT.format("10.88.4.70")}
    assert not places(tree(files))
    within = files | {"q/web.container": UNIT.format("10.88.4.7")}
    assert not places(tree(within))
    shop = "[Container]\nNetwork=proxy.network\n"
    assert places(tree(within | {"q/shop.container": shop})) == ["H316 q/web.container:3"]
    assert places(tree(files | {"q/proxy.network": NETWORK.replace("=10.88.4.2-", "=10.88.3.2-")})) == [
        "A223 q/proxy.network:3"
    ]
    backwards = NETWORK.replace("4.2-10.88.4.60", "4.60-10.88.4.2")
    assert places(tree(files | {"q/proxy.network": backwards})) == ["F104 q/proxy.network:3"]


def test_the_networks_of_quadlets_may_be_in_a_folder_of_their_own() -> None:
    files = {"q/net/proxy.network": NETWORK, "q/web/web.container": UNIT.format("10.88.5.70")}
    assert places(tree(files)) == ["H301 q/web/web.container:3"]
    assert not places(tree(files | {"other/proxy.network": NETWORK}))  # one of two, who knows which


def test_containers_of_a_router_are_in_its_networks() -> None:
    text = (
        "set container network inner prefix '10.5.0.0/24'\n"
        "set container name relay network inner address '10.5.0.3'\n"
        "set container name dns network inner address '{}'\n"
    )
    assert not places(tree({"vyos/container.sh": text.format("10.5.0.4")}))
    assert places(tree({"vyos/container.sh": text.format("10.5.0.3")})) == ["H302 vyos/container.sh:3"]
    assert places(tree({"vyos/container.sh": text.format("10.6.0.3")})) == ["H301 vyos/container.sh:3"]


@pytest.mark.parametrize(
    ("target", "key", "name", "expected"),
    [
        ("10.40.0.5:9100", "host", "nas", []),
        ("10.40.0.15:9100", "host", "nas", ["H317"]),
        ("http://10.40.0.15/metrics", "instance", "nas.lan", ["H317"]),
        ("10.40.0.6:9100", "nodename", "nas", ["H317"]),
        ("10.40.0.6:9221", "instance", "nas", []),  # an exporter may run elsewhere
        ("10.40.0.15:9221", "instance", "nas", ["H317"]),
        ("10.40.9.5:9100", "host", "nas", []),  # another interface
        ("10.41.0.5:9100", "host", "nas", ["H317"]),  # nothing is in that network
        ("10.40.0.15:9100", "job", "nas", []),
        ("10.40.0.15:9100", "host", "nas box", []),
        ("nas.lan:9100", "host", "nas", []),
    ],
)
def test_a_target_leads_to_its_machine(target: str, key: str, name: str, expected: list[str]) -> None:
    plan = tree({"ansible/hosts.yml": INVENTORY, "prometheus.yml": TARGETS % (target, key, name)})
    assert [text[:4] for text in places(plan)] == expected


def test_a_list_of_targets_is_a_file_too() -> None:
    listed = '- targets: ["10.40.0.15:9100"]\n  labels: {host: nas}\n'
    assert places(tree({"ansible/hosts.yml": INVENTORY, "targets/nodes.yml": listed})) == ["H317 targets/nodes.yml:1"]


def test_what_watches_may_stand_in_a_configmap() -> None:
    written = """\
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: gatus}
        data:
          config.yaml: |
            endpoints:
              - name: nas
                url: tcp://10.40.0.15:22
        """
    assert places(tree({"ansible/hosts.yml": INVENTORY, "gatus.yaml": written})) == ["H317 gatus.yaml:8"]


def test_what_is_watched_by_name_leads_to_what_is_called_so() -> None:
    gatus = "endpoints:\n  - {name: nas, url: 'icmp://10.40.0.15'}\n  - {name: media, url: 'http://10.40.0.5:8096'}\n"
    home = "- Storage:\n    - NAS: {href: 'https://10.40.0.16:5001', ping: 10.40.0.5}\n"
    assert places(tree({"ansible/hosts.yml": INVENTORY, "gatus/config.yaml": gatus})) == ["H317 gatus/config.yaml:2"]
    assert places(tree({"ansible/hosts.yml": INVENTORY, "homepage/services.yaml": home})) == [
        "H317 homepage/services.yaml:2"
    ]


RECORDS = {
    "pihole/custom.list": "{} nas.lab.lan\n",
    "etc/hosts": "127.0.0.1 localhost\n{} nas.lab.lan nas\n",
    "unbound.conf": 'server:\n  local-data: "nas.lab.lan. IN A {}"\n',
    "pihole.toml": '[dns]\nhosts = [\n  "{} nas.lab.lan"\n]\n',
    "dnsmasq.conf": "host-record=nas.lab.lan,{}\n",
    "adguard.yaml": "filtering:\n  rewrites:\n    - {{domain: nas.lab.lan, answer: {}}}\n",
    "blocky.yml": "customDNS:\n  mapping:\n    nas.lab.lan: {}\n",
    "vyos/hosts.sh": "set system static-host-mapping host-name nas.lab.lan inet {}\n",
    "compose.yaml": "services:\n  web:\n    extra_hosts: ['nas:{}']\n",
    "compose.yml": "services:\n  web:\n    extra_hosts: {{nas: {}}}\n",
    "web.container": "[Container]\nAddHost=nas:{}\n",
    "pod.yaml": "kind: Pod\nspec:\n  hostAliases:\n    - {{ip: {}, hostnames: [nas]}}\n",
    "group_vars/dns.yml": 'dns_overrides:\n  - {{ip: {}, custom_dns: "nas.lab.lan"}}\n',
    "docker/compose.yml": "services:\n  dns:\n    environment:\n      FTLCONF_dns_hosts: |\n        {} nas.lab.lan\n",
}


@pytest.mark.parametrize("file", RECORDS)
def test_a_record_leads_to_the_machine_of_its_name(file: str) -> None:
    right, wrong, other = (RECORDS[file].format(other_text) for other_text in ("10.40.0.5", "10.40.0.15", "10.40.0.6"))
    assert not places(tree({"ansible/hosts.yml": INVENTORY, file: right}))
    for text in (wrong, other):
        assert [each_text[:4] for each_text in places(tree({"ansible/hosts.yml": INVENTORY, file: text}))][:1] == [
            "H317"
        ]


def test_names_that_lead_to_a_proxy_are_right() -> None:
    several = "10.40.0.15 nas.lan\n10.40.0.15 media.lan\n10.40.0.15 photos.lan\n"
    assert not places(tree({"ansible/hosts.yml": INVENTORY, "custom.list": several}))
    any_name = "rewrites:\n  - {domain: '*.lan', answer: 10.40.0.15}\n  - {domain: nas.lan, answer: 10.40.0.15}\n"
    assert not places(tree({"ansible/hosts.yml": INVENTORY, "adguard.yaml": any_name}))
    called = INVENTORY.replace("media:", "traefik:")
    assert not places(tree({"ansible/hosts.yml": called, "custom.list": "10.40.0.6 nas.lan\n"}))
    virtual = {"ansible/hosts.yml": INVENTORY, "ansible/group_vars/all.yml": "dns_vip: 10.40.0.15/24\n"}
    assert not places(tree(virtual | {"custom.list": "10.40.0.15 nas.lan\n"}))


def test_a_name_of_a_service_leads_where_it_is() -> None:
    service = """\
        apiVersion: v1
        kind: Service
        metadata: {name: nas, annotations: {lbipam.cilium.io/ips: 10.40.0.60}}
        spec: {type: LoadBalancer}
        """
    assert not places(tree({"svc.yaml": service, "custom.list": "10.40.0.60 nas.lan\n"}))
    assert places(tree({"svc.yaml": service, "custom.list": "10.40.0.61 nas.lan\n"})) == ["H317 custom.list:1"]
    assert not places(tree({"svc.yaml": service, "ansible/hosts.yml": INVENTORY, "custom.list": "10.40.0.9 nas.lan\n"}))


def test_two_files_lead_a_name_to_one_address() -> None:
    files = {"prometheus.yml": TARGETS % ("10.40.0.30:9100", "host", "attic"), "hosts": "10.40.0.30 attic\n"}
    assert not places(tree(files))
    assert places(tree(files | {"hosts": "10.40.0.31 attic\n"})) == ["H317 prometheus.yml:4"] or places(
        tree(files | {"hosts": "10.40.0.31 attic\n"})
    ) == ["H317 hosts:1"]


def test_ports_are_published_on_an_address_of_the_machine() -> None:
    published = "services:\n  dns: {ports: ['%s:53:53/udp']}\n"
    files = {"ansible/hosts.yml": INVENTORY, "docker/nas/dns/compose.yaml": published % "10.40.0.5"}
    assert not places(tree(files))
    files["docker/nas/dns/compose.yaml"] = published % "10.40.0.15"
    assert places(tree(files)) == ["H317 docker/nas/dns/compose.yaml:2"]
    assert not places(tree(files | {"ansible/group_vars/all.yml": "dns_vip: 10.40.0.15\n"}))


def test_two_files_give_a_machine_one_address() -> None:
    lease = "dhcp-range=10.40.0.100,10.40.0.199\ndhcp-host=52:54:00:12:34:56,{},{}\n"
    files = {"ansible/hosts.yml": INVENTORY}
    assert not places(tree(files | {"dnsmasq.conf": lease.format("nas", "10.40.0.5")}))
    assert not places(tree(files | {"dnsmasq.conf": lease.format("nas", "10.40.9.5")}))  # another interface
    assert places(tree(files | {"dnsmasq.conf": lease.format("nas", "10.40.0.50")})) == ["H312 dnsmasq.conf:2"]
    both = INVENTORY.replace("10.40.0.5}", "10.40.0.5, ip_address_lan: 10.40.0.51}")
    assert not places(tree({"ansible/hosts.yml": both, "dnsmasq.conf": lease.format("nas", "10.40.0.50")}))


def test_environments_have_machines_of_one_name() -> None:
    other = INVENTORY.replace("10.40.0.", "10.40.0.1")
    assert not places(tree({"inventories/one/hosts.yml": INVENTORY, "inventories/two/hosts.yml": other}))


def test_a_network_card_has_one_address_in_a_network() -> None:
    variables = "nodes:\n  box: {ip: 10.40.0.21, macaddr: '02:40:00:00:00:01'}\n"
    lease = "dhcp-range=10.40.0.100,10.40.0.199\ndhcp-host=02:40:00:00:00:01,lab-box,{}\n"
    files = {"ansible/group_vars/all.yml": variables}
    assert not places(tree(files | {"dnsmasq.conf": lease.format("10.40.0.21")}))
    assert "H312 dnsmasq.conf:2" in places(tree(files | {"dnsmasq.conf": lease.format("10.40.0.22")}))


def test_leases_called_after_a_machine_and_its_network_have_its_address() -> None:
    leases = "dhcp-range=10.40.0.100,10.40.0.199\n" + "".join(
        f"dhcp-host=02:40:00:00:00:0{which},{name}-lan,10.40.0.{number}\n"
        for which, (name, number) in enumerate((("nas", 5), ("media", 6), ("third", "{}")))
    )
    inventory = INVENTORY.replace("edge: {ansible_host: 10.40.9.7}", "third: {ansible_host: 10.40.0.7}")
    assert not places(tree({"ansible/hosts.yml": inventory, "dnsmasq.conf": leases.format(7)}))
    assert places(tree({"ansible/hosts.yml": inventory, "dnsmasq.conf": leases.format(8)})) == ["H312 dnsmasq.conf:4"]
    alone = "\n".join(leases.format(8).splitlines()[::3]) + "\n"
    assert not places(tree({"ansible/hosts.yml": inventory, "dnsmasq.conf": alone}))  # its controller, perhaps


def test_two_variables_say_how_a_host_is_reached() -> None:
    both = INVENTORY.replace("10.40.0.5}", "10.40.0.5, ip: {}}")
    assert not places(tree({"ansible/hosts.yml": both.replace("{}}", "10.40.0.5}")}))
    assert not places(tree({"ansible/hosts.yml": both.replace("{}}", "10.90.0.5}")}))
    assert places(tree({"ansible/hosts.yml": both.replace("{}}", "10.40.0.15}")})) == ["H312 ansible/hosts.yml:3"]


@pytest.mark.parametrize(
    "inside",
    [
        "box: {ansible_host: 10.40.0.5, ansible_connection: community.general.lxd}",
        "box: {ansible_host: 10.40.0.5, ansible_port: 2222}",
    ],
)
def test_what_is_reached_through_a_machine_has_no_address_of_that(inside: str) -> None:
    assert not places(tree({"ansible/hosts.yml": INVENTORY.replace("media: {ansible_host: 10.40.0.6}", inside)}))


def test_a_group_of_what_is_reached_through_a_machine() -> None:
    inventory = """\
        all:
          hosts: {nas: {ansible_host: 10.40.0.5}}
          children:
            boxes:
              vars: {ansible_connection: community.docker.docker}
              hosts: {box: {ansible_host: 10.40.0.5}}
        """
    assert not places(tree({"ansible/hosts.yml": inventory}))
    assert places(tree({"ansible/hosts.yml": inventory.replace("community.docker.docker", "ssh")})) == [
        "H302 ansible/hosts.yml:6"
    ]
    lines = "[all]\nnas ansible_host=10.40.0.5\nbox ansible_host=10.40.0.5 ansible_connection=lxc\n"
    assert not places(tree({"inventory/hosts.ini": lines}))
    assert places(tree({"inventory/hosts.ini": lines.replace(" ansible_connection=lxc", "")})) == [
        "H302 inventory/hosts.ini:3"
    ]


def test_a_virtual_address_is_no_machines_own() -> None:
    files = {
        "inventory/host_vars/one.yml": "core_ipv4_address: 10.40.0.5\n",
        "inventory/group_vars/core.yml": "core_vip_cidr: 10.40.0.53/24\ncore_gateway: 10.40.0.1\n",
    }
    assert not places(tree(files))
    taken = files | {"inventory/group_vars/core.yml": "core_vip_cidr: 10.40.0.5/24\n"}
    assert places(tree(taken)) == ["H302 inventory/host_vars/one.yml:1"]
    keepalived = "vrrp_instance dns {\n  virtual_ipaddress {\n    10.40.0.5/24 dev eth0\n  }\n}\n"
    assert places(tree(files | {"keepalived.conf": keepalived})) == ["H302 inventory/host_vars/one.yml:1"]
    assert not places(tree({"ansible/hosts.yml": INVENTORY.replace("nas:", "dns-vip:"), "keepalived.conf": keepalived}))


VARIABLES = """\
    network_cidr: 10.40.0.0/24
    dhcp_router: 10.40.0.1
    dhcp_range_start: 10.40.0.100
    dhcp_range_end: 10.40.0.199
    iot_subnet: 10.40.1.0/24
    iot_gateway: 10.40.1.1
    vpn_gateway: 10.40.7.1
    """


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((), []),
        (("router: 10.40.0.1", "router: 10.40.2.1"), ["A204 group_vars/all.yml:2"]),
        (("end: 10.40.0.199", "end: 10.40.0.299"), []),
        (("start: 10.40.0.100", "start: 10.40.2.100"), ["F104 group_vars/all.yml:3"]),
        (
            ("start: 10.40.0.100\n    dhcp_range_end: 10.40.0.199", "start: 10.40.2.9\n    dhcp_range_end: 10.40.2.99"),
            ["D401 group_vars/all.yml:3"],
        ),
        (("end: 10.40.0.199", "end: 10.40.0.19"), ["F104 group_vars/all.yml:3"]),
        (("iot_gateway: 10.40.1.1", "iot_gateway: 10.40.0.1"), ["A204 group_vars/all.yml:6"]),
        (("iot_gateway: 10.40.1.1", "iot_gateway: 192.168.1.1"), []),
        (("network_cidr: 10.40.0.0/24", "network_cidr: 10.40.0.0/24\n    lan_ip: 10.40.8.5/24"), []),
    ],
    ids=str,
)
def test_variables_about_one_network_belong_together(change: tuple[str, str] | tuple[()], expected: list[str]) -> None:
    text = VARIABLES.replace(*change) if change else VARIABLES
    assert places(tree({"group_vars/all.yml": text})) == expected


def test_a_list_of_networks_says_each_with_its_gateway() -> None:
    listed = (
        "vlans:\n  - {name: iot, subnet: 10.40.20.0/24, gateway: 10.40.21.1, dhcp_range: '10.40.20.9-10.40.20.99'}\n"
    )
    assert places(tree({"data/networks.yml": listed})) == ["A204 data/networks.yml:2"]
    routes = "routes:\n  - {subnet: 10.40.20.0/24, gateway: 10.40.21.1}\n"
    assert not places(tree({"data/networks.yml": routes}))
    static = "static:\n  - {network: 10.40.20.0/24, gateway: 10.40.21.1, metric: 5}\n"
    assert not places(tree({"data/networks.yml": static}))


def test_one_odd_reservation_is_outside_of_the_only_network() -> None:
    leases = "dhcp_reservations:\n" + "".join(
        f"  - {{mac: '02:40:00:00:00:0{number}', ip: 10.4{int(number == 3)}.0.2{number}, hostname: h{number}}}\n"
        for number in range(6)
    )
    text = "network_cidr: 10.40.0.0/24\ndhcp_range: 10.40.0.100,10.40.0.150\n" + leases
    assert places(tree({"group_vars/dhcp.yml": text})) == ["H301 group_vars/dhcp.yml:7"]
    assert not places(tree({"group_vars/dhcp.yml": text.replace("10.40.0.24", "10.41.0.24")}))


def test_a_network_has_one_length_whoever_says_it() -> None:
    vif = "set interfaces ethernet eth1 vif 5"
    router = f"{vif} address '10.40.5.1/24'\n{vif} description LAN\n"
    variables = "lan_net_cidr: 10.40.{}\nlan_net_gateway: 10.40.5.1\n"
    files = {"vyos/config.sh": router}
    assert not places(tree(files | {"group_vars/all.yml": variables.format("5.0/24")}))
    assert "H306" in [text[:4] for text in places(tree(files | {"group_vars/all.yml": variables.format("4.0/23")}))]
    netplan = "network:\n  version: 2\n  ethernets: {{eth0: {{addresses: [10.40.5.9/{}]}}}}\nhostname: box\n"
    assert not places(tree(files | {"box/netplan.yaml": netplan.format(24)}))
    assert places(tree(files | {"box/netplan.yaml": netplan.format(16)})) == ["H306 box/netplan.yaml:3"]
    assert not places(tree(files | {"box/netplan.yaml": netplan.format(32)}))


def test_a_pool_that_only_a_variable_names_is_one() -> None:
    files = {"ansible/group_vars/all.yml": "metal_lb_ip_range: 10.40.0.1-10.40.0.9\n", "ansible/hosts.yml": INVENTORY}
    assert [str(pool) for cluster in tree(files).clusters for own in cluster.load_balancers for pool in own.pools] == [
        "10.40.0.1-10.40.0.9"
    ]


def test_hosts_of_an_inventory_keep_their_masks() -> None:
    assert hosts(
        tree({"ansible/hosts.yml": "all:\n  hosts:\n    box: {lan_cidr: 10.40.0.5/24, net_cidr: 10.40.0.0/24}\n"})
    ) == {"box": ["10.40.0.5"]}


def test_words_that_say_what_a_variable_is_are_no_part_of_its_stem() -> None:
    assert stem("iot_dhcp_range_start") == stem("iot_cidr") == ("iot",)
    assert stem("dhcp_router") == stem("network_cidr") == ()
    assert is_near("10.40.9.9", "10.40.0.0/24")
    assert not is_near("10.41.0.9", "10.40.0.0/24")
    assert not is_near("fd00::1", "10.40.0.0/24")


POOLED = """\
    apiVersion: cilium.io/v2
    kind: CiliumLoadBalancerIPPool
    metadata: {name: pool}
    spec: {blocks: [{start: 10.40.0.100, stop: 10.40.0.150}]}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings}
    data: {ONE_LB_IP: 10.40.0.101, TWO_LB_IP: 10.40.0.102, THREE_LB_IP: "%s", NAS_IP: 10.40.0.5}
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: apps}
    spec: {path: ./apps, postBuild: {substituteFrom: [{kind: ConfigMap, name: settings}]}}
    """


@pytest.mark.parametrize(("address", "expected"), [("10.40.0.103", []), ("10.40.0.65", ["K821 settings.yaml:9"])])
def test_one_variable_of_several_is_of_no_pool(address: str, expected: list[str]) -> None:
    assert places(tree({"settings.yaml": POOLED % address})) == expected
