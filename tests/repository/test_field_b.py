"""What labs with k3s, MetalLB, Calico and Ansible showed: mistakes that are found, and what is left alone."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from cidrbook import rules
from cidrbook.repository.observe import observed
from cidrbook.text.source import Source

TODAY = date(2026, 1, 1)


def found(files: dict[str, str], *codes: str) -> list[str]:
    """The codes of what is found in a tree of texts by path, with files and lines."""
    problems = rules.check_observation(observed([Source(name, dedent(text)) for name, text in files.items()]))
    return sorted(
        f"{problem.code} {problem.problem.at.file}:{problem.problem.at.line}"
        for problem in problems
        if not codes or problem.code in codes
    )


def machine(name: str, address: str, vip: str = "", more: str = "") -> str:
    """A patch of one machine."""
    own = f"\n        vip: {{ip: {vip}}}" if vip else ""
    return (
        dedent(f"""\
        machine:
          network:
            hostname: {name}
            interfaces:
              - addresses: [{address}/24]
                routes: [{{network: 0.0.0.0/0, gateway: 10.4.7.1}}]
        """)
        + own
        + more
    )


SERVICE = """\
    apiVersion: v1
    kind: Service
    metadata:
      name: {name}
    spec:
      type: LoadBalancer
      loadBalancerIP: {address}
      ports: [{{port: 53}}]
    """

POOL = """\
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata:
      name: first
    spec:
      addresses: [{pool}]
    """


def test_two_hosts_of_one_inventory_with_one_address_are_found_whatever_their_groups() -> None:
    inventory = """\
        masters:
          hosts:
            alder: {ansible_host: 10.4.7.11}
        workers:
          hosts:
            birch: {ansible_host: 10.4.7.11}
        nfs:
          hosts:
            birch: {ansible_host: 10.4.7.11}
        """
    assert len(found({"ansible/hosts.yml": inventory}, "H302")) == 1


def test_a_host_of_two_inventories_is_one_machine() -> None:
    first = "masters:\n  hosts:\n    alder: {ansible_host: 10.4.7.11}\n"
    second = "storage:\n  hosts:\n    alder-box: {ansible_host: 10.4.7.11}\n"
    assert not found({"ansible/hosts.yml": first, "storage/inventory/hosts.yml": second}, "H302")


def test_control_planes_with_different_virtual_addresses_are_found() -> None:
    files = {
        "talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9"),
        "talos/patches/cp2.yaml": machine("cp2", "10.4.7.12", "10.4.7.8"),
    }
    assert found(files, "K826") == ["K826 talos/patches/cp2.yaml:8"]


def test_virtual_addresses_on_two_networks_are_two() -> None:
    files = {
        "talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9"),
        "talos/patches/cp2.yaml": machine("cp2", "10.4.8.12", "10.4.8.9"),
    }
    assert not found(files, "K826")


def test_a_variable_for_the_api_s_address_is_compared_with_the_nodes() -> None:
    settings = """\
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: cluster-settings
        data:
          CLUSTER_CONTROLPLANE_VIP: {vip}
        """
    files = {"talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9")}
    stale = dedent(settings).format(vip="10.4.7.90")
    assert found({**files, "kubernetes/settings.yaml": stale}, "K826") == ["K826 kubernetes/settings.yaml:6"]
    right = dedent(settings).format(vip="10.4.7.9")
    assert not found({**files, "kubernetes/settings.yaml": right}, "K826")


def test_a_variable_for_the_api_s_address_is_compared_with_documents() -> None:
    variables = "k3s_vip: 10.4.7.9\ncluster_cidr: 10.52.0.0/16\n"
    readme = "| Thing | Type | Address |\n| --- | --- | --- |\n| Control Plane | VIP | 10.4.7.99 |\n"
    assert found({"ansible/group_vars/all.yml": variables, "README.md": readme}, "R901", "R904")


def test_an_api_that_is_reached_at_a_node_is_no_second_address() -> None:
    helper = """\
        clusterName: attic
        talosVersion: v1.9.0
        endpoint: https://10.4.7.11:6443
        nodes:
          - hostname: cp1
            ipAddress: 10.4.7.11
            controlPlane: true
            networkInterfaces:
              - {interface: eth0, vip: {ip: 10.4.7.9}}
        """
    assert not found({"talos/talconfig.yaml": helper}, "K826")
    assert found({"talos/talconfig.yaml": dedent(helper).replace("//10.4.7.11", "//10.4.7.19")}, "K826")


def test_the_address_of_dns_in_an_inventory_belongs_to_the_services() -> None:
    inventory = (
        "all:\n  vars:\n    cluster_cidr: 10.52.0.0/16\n    service_cidr: 10.53.0.0/16\n    cluster_dns: {dns}\n"
    )
    assert found({"ansible/inventory/lab.yml": inventory.format(dns="10.43.0.10")}, "K812")
    assert not found({"ansible/inventory/lab.yml": inventory.format(dns="10.53.0.10")}, "K812")


def test_a_chosen_pool_that_holds_a_node_or_a_virtual_address_is_found() -> None:
    files = {"talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9")}
    assert found({**files, "pool.yaml": POOL.format(pool="10.4.7.10-10.4.7.60")}, "K816") == ["K816 pool.yaml:6"]
    assert found({**files, "pool.yaml": POOL.format(pool="10.4.7.2-10.4.7.10")}, "K813")
    assert not found({**files, "pool.yaml": POOL.format(pool="10.4.7.60-10.4.7.90")}, "K813", "K816")


def test_a_pool_of_a_whole_network_is_left_alone() -> None:
    files = {"talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9")}
    assert not found({**files, "pool.yaml": POOL.format(pool="10.4.7.0/24")}, "K813", "K816")


def test_a_service_with_the_gateway_s_address_is_found() -> None:
    files = {
        "talos/patches/cp1.yaml": machine("cp1", "10.4.7.11"),
        "dns.yaml": SERVICE.format(name="dns", address="10.4.7.1"),
    }
    assert found(files, "H305") == ["H305 dns.yaml:7"]


def test_a_pool_inside_of_the_pods_range_is_found() -> None:
    files = {
        "talos/patches/common.yaml": "cluster:\n  network:\n    podSubnets: [10.52.0.0/16]\nmachine:\n  kubelet: {}\n",
        "pool.yaml": POOL.format(pool="10.52.255.0/24"),
    }
    assert found(files, "K827") == ["K827 pool.yaml:6"]


def test_a_node_that_is_not_where_the_others_are_is_found() -> None:
    helper = """\
        clusterName: attic
        talosVersion: v1.9.0
        nodes:
          - {hostname: cp1, ipAddress: 10.4.7.11}
          - {hostname: cp2, ipAddress: 10.4.70.12}
        patches:
          - |-
            machine:
              kubelet:
                nodeIP:
                  validSubnets: [10.4.7.0/24]
        """
    assert found({"talos/talconfig.yaml": helper}, "K814") == ["K814 talos/talconfig.yaml:5"]


def test_a_network_of_nodes_that_holds_none_is_found() -> None:
    common = """\
        machine:
          kubelet:
            nodeIP:
              validSubnets: [{network}]
        """
    helper = """\
        clusterName: attic
        talosVersion: v1.9.0
        nodes:
          - hostname: cp1
            ipAddress: 10.4.7.11
            networkInterfaces: [{addresses: [10.4.7.11/24], routes: [{gateway: 10.4.7.1}]}]
          - {hostname: cp2, ipAddress: 10.4.7.12}
        """
    nodes = {"talos/talconfig.yaml": helper}
    stale = dedent(common).format(network="10.4.6.0/24")
    assert found({**nodes, "talos/patches/common.yaml": stale}, "K814") == ["K814 talos/patches/common.yaml:4"]
    right = dedent(common).format(network="10.4.7.0/24, 10.4.9.0/24")
    assert not found({**nodes, "talos/patches/common.yaml": right}, "K814")


def test_nodes_of_which_only_a_second_address_is_known_are_left_alone() -> None:
    common = "machine:\n  kubelet:\n    nodeIP:\n      validSubnets: [10.4.6.0/24]\n"
    nodes = {f"talos/cp{number}.yaml": machine(f"cp{number}", f"10.4.7.1{number}") for number in (1, 2)}
    assert not found({**nodes, "talos/patches/common.yaml": common}, "K814")


def test_what_looks_like_an_address_and_is_none_is_found() -> None:
    assert found({"dns.yaml": SERVICE.format(name="dns", address="10.4.7.353")}, "F104") == ["F104 dns.yaml:7"]
    assert not found({"dns.yaml": SERVICE.format(name="dns", address="10.4.7.53")}, "F104")
    assert not found({"dns.yaml": SERVICE.format(name="dns", address="${DNS_ADDR}")}, "F104")


def test_a_pool_that_ends_before_it_begins_is_found() -> None:
    assert found({"pool.yaml": POOL.format(pool="10.4.7.60-10.4.7.20")}, "F104") == ["F104 pool.yaml:6"]
    assert found({"pool.yaml": POOL.format(pool="10.4.7.20-10.4.7.260")}, "F104") == ["F104 pool.yaml:6"]
    cilium = """\
        apiVersion: cilium.io/v2
        kind: CiliumLoadBalancerIPPool
        metadata:
          name: first
        spec:
          blocks:
            - {start: 10.4.7.60, stop: 10.4.7.20}
        """
    assert found({"pool.yaml": cilium}, "F104") == ["F104 pool.yaml:7"]


def test_an_external_address_that_calico_does_not_announce_is_found_where_others_are() -> None:
    announced = """\
        apiVersion: crd.projectcalico.org/v1
        kind: BGPConfiguration
        metadata:
          name: default
        spec:
          asNumber: 64540
          serviceExternalIPs: [{cidr: 10.59.0.0/16}]
        """
    external = """\
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
        spec:
          externalIPs: [{address}]
          ports: [{{port: 53}}]
        """
    first = dedent(external).format(name="dns", address="10.59.0.5")
    other = dedent(external).format(name="mail", address="10.95.0.6")
    assert found({"bgp.yaml": announced, "dns.yaml": first, "mail.yaml": other}, "K821") == ["K821 mail.yaml:6"]
    assert not found({"bgp.yaml": announced, "mail.yaml": other}, "K821")


LINK = """\
    machine:
      network:
        hostname: rowan
        interfaces:
          - dhcp: {dhcp}
            addresses: [{address}]
            routes: [{routes}]
    """


def test_a_gateway_that_an_interface_cannot_reach_is_found() -> None:
    gateway = "{network: 0.0.0.0/0, gateway: 10.4.8.1}"
    beside = "{network: 10.4.8.1/32}, "
    cases: tuple[tuple[str, str, str, list[str]], ...] = (
        ("false", "10.4.7.11/24", gateway, ["A204 talos/rowan.yaml:7"]),
        ("false", "10.4.8.11/24", gateway, []),
        ("true", "10.4.7.11/24", gateway, []),  # it may get another address
        ("false", "10.4.7.11/32", gateway, []),  # an address of no network
        ("false", "10.4.7.11/24", beside + gateway, []),  # there is a way to the gateway
    )
    for dhcp, address, routes, expected in cases:
        patch = LINK.format(dhcp=dhcp, address=address, routes=routes)
        assert found({"talos/rowan.yaml": patch}) == expected, (dhcp, address, routes)


HELPER = """\
    clusterName: rowan
    nodes:
      - hostname: rowan-1
        ipAddress: {reached}
        controlPlane: true
        networkInterfaces:
          - interface: eth0
            dhcp: {dhcp}
            addresses: [{address}]
    """


def test_a_node_that_is_reached_where_it_is_not_is_found() -> None:
    cases: tuple[tuple[str, str, str, list[str]], ...] = (
        ("10.4.7.11", "10.4.7.11/24", "false", []),
        ("10.4.7.11", "10.4.7.21/24", "false", ["H312 talos/talconfig.yaml:4"]),
        ("10.4.7.11", "10.4.7.21/24", "true", []),  # the other one is a lease
        ("10.4.6.11", "10.4.7.21/24", "false", []),  # by another interface
    )
    for reached, address, dhcp, expected in cases:
        helper = HELPER.format(reached=reached, address=address, dhcp=dhcp)
        assert found({"talos/talconfig.yaml": helper}) == expected, (reached, address, dhcp)


def test_the_network_of_a_vlan_is_known_by_its_number() -> None:
    link = """\
        apiVersion: v1alpha1
        kind: VLANConfig
        name: bond0.57
        vlanID: 57
        addresses: [{address: 10.4.57.11/24}]
        """
    seen = observed([Source("talos/rowan.yaml", dedent(link))])
    assert [(network.vlan, network.cidr) for network in seen.networks if network.cidrs] == [(57, "10.4.57.0/24")]
    page = "| Name | VLAN | CIDR |\n| --- | --- | --- |\n| Storage | {vlan} | 10.4.57.0/24 |\n"
    for vlan, expected in (("57", []), ("75", ["R901 README.md:3"])):
        assert found({"talos/rowan.yaml": link, "README.md": page.format(vlan=vlan)}) == expected


def test_a_machine_without_a_name_has_that_of_another_file() -> None:
    inventory = """\
        all:
          children:
            k3s:
              hosts:
                rowan: {ansible_host: 10.4.7.11}
                alder: {ansible_host: 10.4.7.12}
        """
    nameless = machine("", "10.4.7.11").replace("    hostname: \n", "")
    files = {"ansible/inventory/hosts.yml": inventory, "talos/controlplane-1.yaml": nameless}
    assert found(files) == []
    seen = observed([Source(name, dedent(text)) for name, text in files.items()])
    assert [node.name for cluster in seen.clusters for node in cluster.nodes] == ["rowan", "alder"]


def test_machines_beside_the_one_cluster_with_a_name_are_its_own() -> None:
    balancer = POOL.format(pool="10.4.9.0/24")
    files = {"talos/rowan.yaml": machine("rowan", "10.4.7.11"), "kubernetes/main/apps/pool.yaml": balancer}
    seen = observed([Source(name, dedent(text)) for name, text in files.items()])
    assert [(cluster.id, [node.id for node in cluster.nodes]) for cluster in seen.clusters] == [("main", ["rowan"])]
    other = {**files, "kubernetes/staging/apps/pool.yaml": balancer}
    seen = observed([Source(name, dedent(text)) for name, text in other.items()])
    assert sorted(cluster.id for cluster in seen.clusters) == ["cluster", "main", "staging"]
