"""Labs of machines and containers without Kubernetes, or with little of it: Ansible, quadlets, a router in parts."""

from __future__ import annotations

from textwrap import dedent

from repository.test_machines import cluster, found, hosts, nodes, tree

from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.inventory_groups import spread

INVENTORY = """\
    all:
      children:
        racked:
          hosts:
            box1: {ansible_host: 10.40.0.11}
            box2: {ansible_host: 10.40.0.12}
            box3: {ansible_host: 10.40.0.13}
            attic: {ansible_host: 10.40.0.90}
        k3s_cluster:
          children:
            k3s_master: {hosts: {box1: null}}
            k3s_worker: {hosts: {"box[2:3]": null}}
    """

KUBESPRAY = """\
    [all]
    box1 ansible_host=10.40.0.11 ip=10.40.0.11
    box2 ansible_host=10.40.0.12
    attic ansible_host=10.40.0.90

    [masters]
    box1
    [others]
    box2
    [k8s_cluster:children]
    masters
    others
    """

RESERVED = """\
    dhcp_reservations:
      - {mac: "02:40:00:00:00:01", ip: 10.40.2.1, hostname: lamp}
      - {mac: "02:40:00:00:00:02", ip: 10.40.2.2, hostname: kettle}
    dhcp_hosts:
      switch: {mac: "02:40:00:00:00:03", ip: 10.40.2.3}
    """

POOL = """\
    apiVersion: cilium.io/v2
    kind: CiliumLoadBalancerIPPool
    metadata: {name: pool}
    spec:
      blocks: [{start: 10.40.0.100, stop: 10.40.0.150}]
    """

PROXY = "[Network]\nSubnet=10.88.4.0/24\nGateway=10.88.4.1\n"


def leased(plan: Observation) -> dict[str, list[str]]:
    """The ranges for DHCP of networks by name."""
    return {network.name: [str(span) for span in network.dhcp] for network in plan.networks if network.dhcp}


def test_the_hosts_that_groups_of_kubernetes_only_name_are_nodes() -> None:
    plan = tree({"ansible/inventory.yml": INVENTORY})
    assert nodes(plan) == {"box1": ["10.40.0.11"], "box2": ["10.40.0.12"], "box3": ["10.40.0.13"]}
    assert [node.roles for node in cluster(plan).nodes] == [("control-plane",), ("worker",), ("worker",)]
    assert hosts(plan) == {"attic": ["10.40.0.90"]}


def test_the_groups_of_an_inventory_in_ini_also_name_hosts() -> None:
    plan = tree({"inventory/home/hosts.ini": KUBESPRAY})
    assert sorted(nodes(plan, cluster_of(plan))) == ["box1", "box2"]
    assert hosts(plan) == {"attic": ["10.40.0.90"]}


def cluster_of(plan: Observation) -> str:
    """The name of the only cluster."""
    (one,) = plan.clusters
    return one.name


def test_a_name_with_a_range_of_numbers_is_many() -> None:
    assert list(spread("box[08:10].lan")) == ["box08.lan", "box09.lan", "box10.lan"]
    assert list(spread("box[1:2]x[1:2]")) == ["box[1:2]x[1:2]"]
    assert list(spread("box[3:1]")) == []


def test_variables_of_a_host_say_where_it_is_itself() -> None:
    inventory = """\
        all:
          hosts:
            one: {ansible_host: one.lan, ip: 10.40.0.5, ip_address_storage: 10.40.8.5, gateway_ip: 10.40.0.1}
            two: {ansible_host: localhost, ip: 10.40.0.6, ip_address_storage: 10.40.8.5, dns_ip_address: 10.40.0.1}
        """
    plan = tree({"ansible/hosts.yml": inventory})
    assert hosts(plan) == {"one": ["10.40.0.5", "10.40.8.5"], "two": ["10.40.0.6", "10.40.8.5"]}
    assert found(plan) == ["H302 ansible/hosts.yml:4:71"]


def test_the_variables_of_one_host_stand_in_a_file_of_its_own() -> None:
    files = {
        "inventory/host_vars/core-a.yaml": "core_ipv4_address: 10.40.0.5\nvip_ip_address: 10.40.0.9\n",
        "inventory/host_vars/core-b.yaml": "core_ipv4_address: 10.40.0.5\nvip_ip_address: 10.40.0.9\n",
        "inventory/group_vars/core.yaml": "core_ipv4_address: 10.40.0.7\n",
    }
    assert found(tree(files)) == ["H302 inventory/host_vars/core-b.yaml:1:20"]


def test_a_mapping_with_a_mac_address_is_a_reservation() -> None:
    plan = tree({"group_vars/dhcp.yaml": RESERVED})
    assert hosts(plan) == {"lamp": ["10.40.2.1"], "kettle": ["10.40.2.2"], "switch": ["10.40.2.3"]}
    assert not found(plan)
    assert found(tree({"group_vars/dhcp.yaml": RESERVED.replace("10.40.2.2", "10.40.2.1")})) == [
        "H302 group_vars/dhcp.yaml:3:36"
    ]
    assert found(tree({"group_vars/dhcp.yaml": RESERVED.replace("00:00:03", "00:00:02")}), "H308")


def test_an_interface_with_a_mac_address_is_its_machines() -> None:
    machine = """\
        control_plane:
          cp0:
            ifaces:
              data: {ip: 10.40.8.21, macaddr: "02:40:00:01:00:00"}
              mgmt: {ip: 10.40.9.21, macaddr: "02:40:00:01:10:00"}
        """
    plan = tree({"ansible/inventory/host_vars/prod.yml": machine})
    assert hosts(plan) == {"cp0": ["10.40.8.21", "10.40.9.21"]}


def test_what_two_files_lease_to_one_network_card_is_one_machine() -> None:
    leases = (
        "set service dhcp-server shared-network-name IOT subnet 10.40.2.0/24 static-mapping iot-lamp ip-address "
        "'10.40.2.1'\nset service dhcp-server shared-network-name IOT subnet 10.40.2.0/24 static-mapping iot-lamp "
        "mac-address '02:40:00:00:00:01'\n"
    )
    assert not found(tree({"group_vars/dhcp.yaml": RESERVED, "vyos/config-parts/dhcp.sh": leases}))
    other = leases.replace("00:00:01'\n", "00:00:09'\n")
    assert found(tree({"group_vars/dhcp.yaml": RESERVED, "vyos/config-parts/dhcp.sh": other}), "H302")


def test_one_network_card_has_an_address_in_each_of_its_networks() -> None:
    assert not found(tree({"group_vars/dhcp.yaml": RESERVED.replace("00:02, ", "00:01, ").replace(".2.2", ".3.2")}))


def test_ranges_for_dhcp_are_read_of_variables() -> None:
    ranges = """\
        pihole_dhcp_range: '10.40.0.32,10.40.0.120,12h'
        dhcp_range_start: 10.40.3.10
        dhcp_range_end: 10.40.3.20
        lan_dhcp_start_ip: 10.40.4.10
        lan_dhcp_end_ip: 10.40.4.20
        dhcp_range: "{{ lan | first }}"
        dhcp_pool_name: 10.40.5.1-10.40.5.9
        """
    plan = tree({"ansible/host_vars/gate.yml": ranges, "kubernetes/pool.yaml": POOL})
    assert leased(plan) == {
        "DHCP pihole_dhcp_range": ["10.40.0.32-10.40.0.120"],
        "DHCP dhcp_range": ["10.40.3.10-10.40.3.20"],
        "DHCP lan_dhcp": ["10.40.4.10-10.40.4.20"],
    }
    assert found(plan) == ["K820 kubernetes/pool.yaml:5:20"]


def test_parts_of_a_router_in_several_files_keep_their_ranges() -> None:
    vif = "set interfaces ethernet eth1 vif 5"
    interfaces = f"{vif} address '10.40.5.1/24'\n{vif} description 'IOT'\n"
    subnet = "set service dhcp-server shared-network-name IOT subnet 10.40.5.0/24"
    leases = f"{subnet} default-router '10.40.5.1'\n{subnet} range 0 start '10.40.5.100'\n{subnet} range 0 stop "
    files = {
        "vyos/config-parts/interfaces.sh": interfaces,
        "vyos/config-parts/service.sh": f"{leases}'10.40.5.200'\n",
    }
    assert leased(tree(files)) == {"IOT": ["10.40.5.100-10.40.5.200"]}
    files["vyos/config-parts/service.sh"] = f"{leases}'10.40.6.200'\n"
    assert found(tree(files)) == ["D401 vyos/config-parts/service.sh:2:84"]


def test_a_container_outside_its_network_cannot_start() -> None:
    unit = "[Container]\nContainerName=web\nNetwork=systemd-proxy:ip={}\n"
    files = {"quadlets/proxy.network": PROXY, "quadlets/web.container": unit.format("10.88.4.70")}
    assert not found(tree(files))
    files["quadlets/web.container"] = unit.format("10.88.5.70")
    assert found(tree(files)) == ["H301 quadlets/web.container:3:26"]
    compose = """\
        services:
          web: {networks: {inner: {ipv4_address: 172.30.2.10}}}
        networks:
          inner: {ipam: {config: [{subnet: 172.30.1.0/24}]}}
        """
    assert found(tree({"compose.yaml": compose})) == ["H301 compose.yaml:2:42"]


def test_variables_of_load_balancers_are_of_services() -> None:
    settings = """\
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cluster-settings}
        data:
          PROXY_LOAD_BALANCER_IP: 10.40.0.65
          LOGS_LOAD_BALANCER_IP: 10.40.0.65
        ---
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: apps}
        spec: {path: ./apps, postBuild: {substituteFrom: [{kind: ConfigMap, name: cluster-settings}]}}
        """
    assert found(tree({"clusters/home/settings.yaml": dedent(settings)})) == ["H302 clusters/home/settings.yaml:6:26"]
