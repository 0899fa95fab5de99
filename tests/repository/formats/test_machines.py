"""Machines and clusters' own settings, as a tree holds them: Talos, k3s, kubeadm, Ansible, netplan, containers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab import cluster, hosts, nodes, spots, tree
from shared import shared

from cidrbook import rules
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_files, observe_folder
from cidrbook.repository.parts.variable_purpose import numbered, purpose
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source


def cidrs(plan: Observation, part: str, name: str = "cluster") -> list[str]:
    found = (plan.network(name) for name in getattr(cluster(plan, name), part))
    return [str(cidr) for network in found if network for cidr in network.cidrs]


def lan(plan: Observation) -> Network:
    """The network that nodes are on."""
    network = plan.network(cluster(plan).node_networks[0])
    assert network is not None
    return network


def virtual(plan: Observation, name: str = "cluster") -> list[str]:
    return [str(address) for vip in cluster(plan, name).virtual_addresses for address in vip.addresses]


def _at(finding: Finding) -> str:
    at = finding.problem.at
    return f"{at.file}:{at.line}:{at.column}"


MACHINE = """\
    machine:
      type: controlplane
      network:
        hostname: k8s-0.home.arpa
        interfaces:
          - interface: eno1
            addresses: [10.3.1.10/24]
            routes:
              - network: 0.0.0.0/0
                gateway: 10.3.1.1
            vip: {ip: 10.3.1.5}
            vlans:
              - vlanId: 20
                addresses: ["10.3.20.10/24"]
      kubelet:
        clusterDNS: [10.96.0.10]
        nodeIP:
          validSubnets: [10.3.1.0/24, "!10.3.1.5/32", 0.0.0.0/0]
    cluster:
      controlPlane: {endpoint: "https://10.3.1.5:6443"}
      network:
        podSubnets: [10.69.0.0/16]
        serviceSubnets: [10.96.0.0/16]
      etcd: {advertisedSubnets: [10.3.1.0/24]}
      apiServer: {certSANs: [10.9.9.9]}
    """


def test_a_machine_s_configuration() -> None:
    plan = tree({"talos/controlplane.yaml": MACHINE})
    assert cidrs(plan, "pods") == ["10.69.0.0/16"]
    assert cidrs(plan, "services") == ["10.96.0.0/16"]
    assert cidrs(plan, "node_networks") == ["10.3.1.0/24"]
    assert nodes(plan) == {"k8s-0": ["10.3.1.10", "10.3.20.10"]}
    assert virtual(plan) == ["10.3.1.5"]
    assert cluster(plan).distribution == "talos"
    api = cluster(plan).api
    assert api is not None
    assert [str(address) for address in api.addresses] == ["10.3.1.5"]
    at = cluster(plan).at("api", "address", 0)
    assert (at.line, at.column) == (20, 37)
    assert not spots(plan)


def test_the_network_of_the_nodes_has_their_gateway() -> None:
    plan = tree({"talos/controlplane.yaml": MACHINE})
    assert lan(plan).gateway == "10.3.1.1"
    assert lan(plan).at("gateway", 0).line == 10


def test_one_virtual_address_in_every_node_is_one() -> None:
    files = {
        f"talos/nodes/{name}.yaml": f"machine: {{type: controlplane, network: {{hostname: {name}.lab, interfaces: "
        "[{interface: bond0, dhcp: true, vip: {ip: 10.3.1.5}}]}}"
        for name in ("one", "two", "three")
    }
    plan = tree(files)
    assert virtual(plan) == ["10.3.1.5"]
    assert not spots(plan)


def test_a_service_on_the_virtual_address_is_found() -> None:
    service = "{apiVersion: v1, kind: Service, metadata: {name: dns}, spec: {loadBalancerIP: 10.3.1.5}}"
    plan = tree({"talos/controlplane.yaml": MACHINE, "kubernetes/apps/dns.yaml": service})
    assert spots(plan, ["H302"]) == ["H302 kubernetes/apps/dns.yaml:1:79"]


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("talos/kubelet.yaml", "machine: {kubelet: {nodeIP: {validSubnets: [10.3.7.0/16]}}}", "F108"),
        ("talos/etcd.yaml", "cluster: {etcd: {advertisedSubnets: [10.3.7.0/16]}}", "F108"),
        ("talos/net.yaml", "cluster: {network: {podSubnets: [10.69.7.0/16]}}", "F108"),
        ("talos/net.yaml", "machine: {network: {interfaces: [{addresses: [10.3.7.9/16]}]}}", ""),
        (
            "talos/net.yaml",
            "cluster: {network: {podSubnets: [10.64.0.0/10], serviceSubnets: [10.96.0.0/16]}}",
            "K801",
        ),
        ("k3s/config.yaml", "cluster-cidr: 10.42.0.0/16\nservice-cidr: 10.43.0.0/12", "F108 K801"),
        ("vars/settings.yaml", "{kind: ConfigMap, metadata: {name: x}, data: {STORAGE_CIDR: 10.3.7.0/16}}", "F108"),
        ("vars/settings.yaml", "{kind: ConfigMap, metadata: {name: x}, data: {ROUTER_CIDR: 10.3.7.1/16}}", ""),
    ],
)
def test_ranges_have_no_host_bits_and_do_not_overlap(path: str, text: str, code: str) -> None:
    assert " ".join(sorted({other_text.partition(" ")[0] for other_text in spots(tree({path: text}))})) == code


def test_the_address_of_the_cluster_s_dns() -> None:
    of_k3s = cluster(tree({"k3s/config.yaml": "service-cidr: 10.43.0.0/16\ncluster-dns: 10.43.0.10"}))
    assert [str(dn) for dn in of_k3s.dns] == ["10.43.0.10"]
    assert (of_k3s.at("dns", 0).line, of_k3s.at("services", 0).line) == (2, 1)


def test_each_place_with_host_bits_is_found() -> None:
    plan = tree(
        {
            "talos/a.yaml": "cluster: {etcd: {advertisedSubnets: [10.3.7.0/16]}}",
            "talos/b.yaml": "machine: {kubelet: {nodeIP: {validSubnets: [10.3.7.0/16]}}}",
        }
    )
    assert spots(plan, ["F108"]) == ["F108 talos/a.yaml:1:38", "F108 talos/b.yaml:1:45"]


def test_documents_of_many_kinds() -> None:
    plan = tree(
        {
            "talos/k8s-1.yaml": """\
            apiVersion: v1alpha1
            kind: HostnameConfig
            hostname: k8s-1
            ---
            apiVersion: v1alpha1
            kind: KubeNetworkConfig
            podSubnets: [10.69.0.0/16]
            serviceSubnets: [10.96.0.0/16]
            ---
            apiVersion: v1alpha1
            kind: BondConfig
            name: bond0
            addresses:
              - address: 10.3.1.11/24
            routes:
              - gateway: 10.3.1.1
            ---
            apiVersion: v1alpha1
            kind: VLANConfig
            vlanID: 20
            addresses: [{address: 10.3.20.11/24}]
            ---
            apiVersion: v1alpha1
            kind: Layer2VIPConfig
            name: 10.3.1.5
            link: bond0
            """
        }
    )
    assert nodes(plan) == {"k8s-1": ["10.3.1.11", "10.3.20.11"]}
    assert virtual(plan) == ["10.3.1.5"]
    assert (cidrs(plan, "pods"), cidrs(plan, "services")) == (["10.69.0.0/16"], ["10.96.0.0/16"])
    assert cidrs(plan, "node_networks") == ["10.3.1.0/24"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("talos/nodes/10.3.1.12.sops.yaml.j2", {"10-3-1-12": ["10.3.1.12"]}),
        ("talos/nodes/k8s-2.yaml", {"k8s-2": ["10.3.1.9"]}),
        ("talos/worker.yaml", {"10-3-1-9": ["10.3.1.9"]}),
        ("talos/clusterconfig/home-k8s-2.yaml", None),
    ],
)
def test_a_machine_without_a_name_is_called_as_its_file(path: str, expected: dict[str, list[str]] | None) -> None:
    own = "dhcp: true" if "10.3" in path else "addresses: [10.3.1.9/24]"
    plan = tree({path: f"machine: {{type: worker, network: {{interfaces: [{{{own}}}]}}}}"})
    assert (nodes(plan) if plan.clusters else None) == expected


def test_templates_that_are_no_yaml_are_read_line_by_line() -> None:
    text = """\
    cluster:
      network: {% if x %}
        # podSubnets: [10.1.0.0/16]
        podSubnets:
          - "10.69.0.0/16"
          - fd69::/56
        serviceSubnets: ["10.96.0.0/16"]
      {{ more
    """
    plan = tree({"talos/cluster.yaml.j2": text})
    assert cidrs(plan, "pods") == ["10.69.0.0/16", "fd69::/56"]
    assert cidrs(plan, "services") == ["10.96.0.0/16"]


def test_talhelper_with_its_variables_and_patches() -> None:
    plan = tree(
        {
            "talos/talenv.yaml": "VIP: 10.3.1.5\nPOD_CIDR: 10.69.0.0/16\n",
            "talos/talconfig.yaml": """\
            clusterName: home
            talosVersion: v1.9.0
            kubernetesVersion: v1.33.1
            endpoint: https://${VIP}:6443
            clusterPodNets: ["${POD_CIDR}"]
            clusterSvcNets: [10.96.0.0/16]
            nodes:
              - hostname: k8s-0.lab
                ipAddress: 10.3.1.10, fd03::10
                controlPlane: true
                networkInterfaces:
                  - interface: bond0
                    addresses: [10.3.1.10/24]
                    vip: {ip: "${VIP}"}
                    vlans: [{vlanId: 20, addresses: [10.3.20.10/24]}]
              - hostname: k8s-1
                ipAddress: ${UNKNOWN}
            controlPlane:
              patches:
                - |-
                  cluster:
                    etcd:
                      advertisedSubnets:
                        - 10.3.1.9/24
            """,
        }
    )
    assert nodes(plan) == {"k8s-0": ["10.3.1.10", "fd03::10", "10.3.20.10"]}
    assert virtual(plan) == ["10.3.1.5"]
    assert cidrs(plan, "pods") == ["10.69.0.0/16"]
    assert cluster(plan).version == "v1.33.1"
    assert cluster(plan).nodes[0].roles == ("control-plane",)
    assert spots(plan) == ["F108 talos/talconfig.yaml:24:15"]


def test_k3s_in_ansible() -> None:
    plan = tree(
        {
            "ansible/inventory/hosts.yml": """\
            kubernetes:
              children:
                master:
                  hosts:
                    k8s-0: {ansible_host: 10.3.1.10}
                worker:
                  hosts:
                    k8s-1: {ansible_host: 10.3.1.11}
                    k8s-2: {ansible_host: "{{ address }}"}
            storage:
              hosts:
                nas: {ansible_host: 10.3.1.60}
            """,
            "ansible/inventory/group_vars/master/k3s.yml": """\
            k3s_registration_address: 10.3.1.5
            k3s_server:
              node-ip: "{{ ansible_host }}"
              cluster-cidr: "10.42.0.0/16,fd42::/56"
              service-cidr: 10.43.0.0/16
              tls-san: [api.lab, "{{ vip }}"]
            """,
            "ansible/inventory/group_vars/all.yml": "calico_node_cidr: 10.3.1.0/24\ndefault_gateway: 10.3.1.1\n",
        }
    )
    assert nodes(plan) == {"k8s-0": ["10.3.1.10"], "k8s-1": ["10.3.1.11"]}
    assert [node.roles for node in cluster(plan).nodes] == [("control-plane",), ("worker",)]
    assert hosts(plan) == {"nas": ["10.3.1.60"]}
    assert cidrs(plan, "pods") == ["10.42.0.0/16", "fd42::/56"]
    assert cidrs(plan, "services") == ["10.43.0.0/16"]
    assert cidrs(plan, "node_networks") == ["10.3.1.0/24"]
    assert spots(plan) == [
        "K805 ansible/inventory/group_vars/master/k3s.yml:5:17"
    ]  # K3s wants the same families of both


def test_an_inventory_in_ini() -> None:
    plan = tree(
        {
            "ansible/inventory/hosts.ini": """\
            [all]
            pve01 ansible_host=10.3.1.1 ansible_user=root
            pve02 ansible_host=10.3.1.2  # the second
            #pve03 ansible_host=10.3.1.3
            [pve]
            pve01 ansible_host=10.3.1.1
            pve02
            [k3s_masters]
            10.3.1.20 ansible_user=pi
            [all:vars]
            ansible_host=10.3.1.99
            [new]
            pve04 ansible_host=10.3.1.4  # CHANGE_ME
            """
        }
    )
    assert hosts(plan) == {"pve01": ["10.3.1.1"], "pve02": ["10.3.1.2"]}
    assert nodes(plan) == {"10-3-1-20": ["10.3.1.20"]}
    assert not spots(plan)


def test_two_hosts_of_an_inventory_on_one_address_are_found() -> None:
    plan = tree({"ansible/hosts.ini": "[a]\none ansible_host=10.3.1.1\ntwo ansible_host=10.3.1.1\n"})
    assert spots(plan) == ["H302 ansible/hosts.ini:3:18"]


def test_a_node_called_by_its_address_or_otherwise_is_the_one_with_a_name() -> None:
    inventory = "[k3s_master]\n10.3.1.10\n[k3s_worker]\nworker01 ansible_host=10.3.20.10\n"
    plan = tree({"talos/controlplane.yaml": MACHINE, "inventory/hosts.ini": inventory})
    assert list(nodes(plan)) == ["k8s-0"]
    assert not spots(plan)


@pytest.mark.parametrize(
    ("path", "text", "pods", "services"),
    [
        ("install.sh", "k3s server --cluster-cidr 10.1.0.0/16 --service-cidr=10.2.0.0/16", ["10.1.0.0/16"], 1),
        ("install.sh", "# k3s server --cluster-cidr=10.1.0.0/16", None, 0),
        ("Taskfile.yaml", "args: [cluster-cidr=10.1.0.0/16, x]", ["10.1.0.0/16"], 0),
        ("README.md", "run `k3s server --cluster-cidr=10.1.0.0/16`", None, 0),
        (
            "kubeadm.yaml",
            "{kind: ClusterConfiguration, networking: {podSubnet: '10.1.0.0/16,fd1::/56'}}",
            ["10.1.0.0/16", "fd1::/56"],
            0,
        ),
        ("k0s.yaml", "{kind: ClusterConfig, spec: {network: {podCIDR: 10.1.0.0/16}}}", ["10.1.0.0/16"], 0),
        ("cluster.env", "export POD_CIDR='10.1.0.0/16'\nSVC_CIDR=10.2.0.0/16\n", ["10.1.0.0/16"], 1),
        ("config.sample.yaml", "bootstrap_pod_network: 10.1.0.0/16", None, 0),
    ],
)
def test_ranges_of_other_distributions(path: str, text: str, pods: list[str] | None, services: int) -> None:
    plan = tree({path: text})
    assert (cidrs(plan, "pods") if plan.clusters else None) == pods
    assert len(cidrs(plan, "services") if plan.clusters else []) == services


def test_the_api_and_a_node_of_kubeadm() -> None:
    plan = tree(
        {
            "kubeadm.yaml": """\
            kind: InitConfiguration
            apiVersion: kubeadm.k8s.io/v1beta4
            localAPIEndpoint: {advertiseAddress: 10.3.1.10}
            nodeRegistration: {name: k8s-0}
            ---
            kind: ClusterConfiguration
            apiVersion: kubeadm.k8s.io/v1beta4
            controlPlaneEndpoint: "[fd03::5]:6443"
            """
        }
    )
    assert nodes(plan) == {"k8s-0": ["10.3.1.10"]}
    api = cluster(plan).api
    assert api is not None
    assert [str(address) for address in api.addresses] == ["fd03::5"]


YAML_INPUTS = {
    "cluster.yaml": "node_cidr: 10.3.1.0/24\nnode_default_gateway: 10.3.1.1\ncluster_api_addr: 10.3.1.5\n"
    "cluster_pod_cidr: 10.42.0.0/16\ncluster_svc_cidr: 10.43.0.0/16\ncluster_gateway_addr: 10.3.1.6\n",
    "nodes.yaml": "nodes: [{name: k8s-0, address: 10.3.1.10, controller: true, mac_addr: '52:54:00:00:00:01'}]",
}
OLD_INPUTS = {
    "config.yaml": "bootstrap_node_network: 10.3.1.0/24\nbootstrap_node_default_gateway: 10.3.1.1\n"
    "bootstrap_controllers_vip: 10.3.1.5\nbootstrap_pod_network: 10.42.0.0/16\n"
    "bootstrap_service_network: 10.43.0.0/16\n"
    "bootstrap_node_inventory: [{name: k8s-0, address: 10.3.1.10, controller: true}]\n",
}
TOML_INPUTS = {
    "cluster.toml": '# node_cidr = "10.9.9.0/24"\n[network]\nnode_cidr = "10.3.1.0/24"\ndefault_gateway = "10.3.1.1"\n'
    '[kubernetes]\npod_cidr = "10.42.0.0/16"\nsvc_cidr = "10.43.0.0/16"\n[kubernetes.api]\naddr = "10.3.1.5"\n'
    '[[nodes]]\nname = "k8s-0"\naddress = "10.3.1.10"\ncontroller = true\n'
}


@pytest.mark.parametrize("files", [YAML_INPUTS, OLD_INPUTS, TOML_INPUTS], ids=["yaml", "config", "toml"])
def test_the_inputs_of_a_template(files: dict[str, str]) -> None:
    plan = tree(files)
    assert cidrs(plan, "pods") == ["10.42.0.0/16"]
    assert cidrs(plan, "services") == ["10.43.0.0/16"]
    assert cidrs(plan, "node_networks") == ["10.3.1.0/24"]
    assert lan(plan).gateway == "10.3.1.1"
    assert nodes(plan) == {"k8s-0": ["10.3.1.10"]}
    assert virtual(plan) == ["10.3.1.5"]


def test_places_in_toml() -> None:
    plan = tree(TOML_INPUTS)
    place = lan(plan).at("cidr", 0)
    assert (place.line, place.column, place.width) == (3, 14, 11)
    place = cluster(plan).nodes[0].place_of_address(0)
    assert (place.line, place.column) == (12, 12)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("servers/netsvr/99_config.yaml", "netsvr"),
        ("debian-test-1-netplan.yaml", "debian-test-1"),
        ("cloud-init/pi4/network-config", "pi4"),
        ("provision/pi4/network-config.yaml", "pi4"),
    ],
)
def test_netplan(path: str, name: str) -> None:
    text = """\
    network:
      version: 2
      ethernets:
        eth0: {addresses: [10.3.1.7/24], routes: [{to: default, via: 10.3.1.1}]}
        lo: {addresses: [127.0.0.1/8]}
      vlans:
        storage: {id: 20, addresses: [10.3.20.7/24]}
    """
    assert hosts(tree({path: text})) == ({name: ["10.3.1.7", "10.3.20.7"]} if name else {})


def test_cloud_init() -> None:
    text = "network: {version: 1, config: [{type: physical, subnets: [{type: static, address: 10.3.1.7/24}]}]}"
    assert hosts(tree({"pi4/user-data.yaml": f"hostname: pi5\n{text}"})) == {"pi5": ["10.3.1.7"]}


COMPOSE = """\
services:
  web: {image: a, networks: {front: {ipv4_address: 172.20.0.5}}}
  api: {image: b, networks: {front: {ipv4_address: %s}}}
networks:
  front: {ipam: {config: [{subnet: 172.20.0.0/24, gateway: 172.20.0.1}]}}
"""


def test_networks_of_containers_are_of_their_machine_alone() -> None:
    plan = tree({"a/compose.yaml": COMPOSE % "172.20.0.6", "b/docker-compose.yml": COMPOSE % "172.20.0.7"})
    assert [network.cidr for network in plan.networks] == ["172.20.0.0/24", "172.20.0.0/24"]
    assert len(plan.hosts) == 4
    assert not spots(plan)


def test_two_containers_on_one_address_are_found() -> None:
    assert spots(tree({"a/compose.yaml": COMPOSE % "172.20.0.5"})) == ["H302 a/compose.yaml:3:52"]


def test_macvlan_is_on_the_lan() -> None:
    text = "services: {dns: {networks: {lan: {ipv4_address: 10.3.1.53}}}}\nnetworks: {lan: {driver: macvlan}}"
    service = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {loadBalancerIP: 10.3.1.53}}"
    plan = tree({"dns/compose.yaml": text, "kubernetes/apps/web.yaml": service})
    assert hosts(plan) == {"dns": ["10.3.1.53"]}
    assert spots(plan) == ["H302 kubernetes/apps/web.yaml:1:79"]


def test_quadlets() -> None:
    plan = tree(
        {
            "quadlets/proxy.network": "[Network]\nSubnet=10.89.2.0/24\nGateway=10.89.2.1\n",
            "quadlets/one.container": "[Container]\nNetwork=systemd-proxy:ip=10.89.2.5\n",
            "quadlets/two.container": "[Container]\nNetwork=proxy.network\nIP=10.89.2.5\n",
        }
    )
    network = next(other_network for other_network in plan.networks if other_network.cidrs)
    assert (network.cidr, network.gateway) == ("10.89.2.0/24", "10.89.2.1")
    assert {host.id for host in network.hosts} == {"one", "two"}
    assert spots(plan) == ["H302 quadlets/two.container:3:4"]


def test_a_cluster_is_named_by_its_path() -> None:
    text = "clusterName: x\nnodes: [{hostname: n, ipAddress: 10.3.1.10}]\nclusterPodNets: [10.42.0.0/16]\n"
    plan = tree({"kubernetes/main/bootstrap/talconfig.yaml": text, "k3s.yaml": "cluster-cidr: 10.42.0.0/16"})
    assert [cluster.name for cluster in plan.clusters] == ["main"]
    assert cidrs(plan, "pods", "main") == ["10.42.0.0/16"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("NETWORK_K8S_CLUSTER_CIDR", "pods"),
        ("CLUSTER_0_POD_CIDR", "pods"),
        ("k3s_cluster_cidr", "pods"),
        ("podSubnets", "pods"),
        ("pod_cidr_v4", "pods"),
        ("pods_ipv6", "pods"),
        ("NET_SVC_CIDR", "services"),
        ("cluster_service_subnet", "services"),
        ("svc_subnet_ipv6", "services"),
        ("bootstrap_node_network", "nodes"),
        ("calico_node_cidr", "nodes"),
        ("LAN_CIDR", "network"),
        ("CEPH_CLUSTER_CIDR", ""),
        ("NETWORK_BGP_SVC_RANGE", ""),
        ("NETWORK_BGP_SVC_CIDR", ""),
        ("METALLB_SERVICE_CIDR", ""),
        ("SVC_PLEX_ADDR", ""),
        ("node_cidr_mask_size", ""),
        ("a" * 5000, ""),
    ],
)
def test_what_a_variable_s_name_says(name: str, part: str) -> None:
    assert purpose(name) == part


def test_a_variable_may_name_its_cluster() -> None:
    assert (numbered("CLUSTER_0_POD_CIDR"), numbered("POD_CIDR")) == ("cluster-0", "")


def test_a_wide_block_is_no_network_of_nodes() -> None:
    plan = tree({"talos/x.yaml": "machine: {kubelet: {nodeIP: {validSubnets: [10.0.0.0/8]}}}\n" + "cluster: {}"})
    assert cidrs(plan, "node_networks") == []


def test_encrypted_values_say_nothing() -> None:
    text = "clusterName: x\nendpoint: ENC[AES256_GCM,data:10.3.1.5]\nclusterPodNets: ['ENC[AES256_GCM,data:a/16]']\n"
    plan = tree({"talconfig.yaml": f"{text}nodes: [{{hostname: 'ENC[abc]', ipAddress: 10.3.1.5}}]"})
    assert cluster(plan).pods == ()
    assert nodes(plan) == {}


KEYS = [
    "machine",
    "cluster",
    "network",
    "interfaces",
    "addresses",
    "address",
    "vip",
    "ip",
    "vlans",
    "routes",
    "gateway",
    "kubelet",
    "nodeIP",
    "validSubnets",
    "nodes",
    "clusterName",
    "ipAddress",
    "hostname",
    "networkInterfaces",
    "networks",
    "services",
    "ipam",
    "config",
    "subnet",
    "version",
    "ethernets",
    "hosts",
    "ansible_host",
    "node-ip",
    "tls-san",
    "cluster-cidr",
    "cluster-dns",
    "kind",
    "name",
    "data",
    "spec",
    "controlPlane",
    "endpoint",
    "patches",
    "external",
]
VALUES = st.recursive(
    st.sampled_from(["10.3.1.1", "10.3.1.1/24", "fd00::/64", "x", "ConfigMap", "1", "v1alpha1", None, "[", ":6443"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


@given(
    VALUES, st.sampled_from(["talconfig.yaml", "ansible/hosts.yml", "cluster.yaml", "compose.yaml", "x/vars/a.yaml"])
)
def test_no_shape_raises(value: object, path: str) -> None:
    assert observe_files([Source(path, repr(value).replace("None", "null"))]).failures == ()


@pytest.mark.parametrize(
    "text", ["[" * 5000, "[[nodes]]\n" * 2000, "[nodes]\nname = 1\n[[nodes]]", "a" * 10**5, "\x7f=\n["]
)
def test_no_text_raises(text: str) -> None:
    for path in (
        "cluster.toml",
        "ansible/hosts.ini",
        "a.network",
        "a.container",
        "a.env",
        "a.yaml.j2",
        "inventory/hosts",
    ):
        assert observe_files([Source(path, text)]).failures == ()


def codes(path: str) -> dict[str, list[Finding]]:
    """The findings of a tree by code."""
    result: dict[str, list[Finding]] = {}
    for finding in rules.check_observation(observe_folder(shared(path))):
        result.setdefault(finding.code, []).append(finding)
    return result


def test_host_bits_in_a_real_lab() -> None:
    places = {_at(code) for code in codes("cases/B13/at")["F108"]}
    assert {place.rpartition("/")[2] for place in places} >= {
        "etcd.yaml:6:9",
        "kubelet.yaml:5:11",
        "cluster-settings.yaml:19:21",
    }


def test_overlapping_ranges_in_a_real_lab() -> None:
    before, after = codes("cases/B23/at"), codes("cases/B23/fixed")
    assert [finding.problem.at.line for finding in before["F108"]] == [10]
    assert before["K801"]
    assert not {"F108", "K801"} & set(after)


def test_a_virtual_address_in_every_node_of_a_real_lab() -> None:
    assert not any(
        "10.1.1.30" in finding.problem.message for found in codes("cases/N08/at").values() for finding in found
    )
    assert virtual(observe_folder(shared("cases/N08/at"))) == ["10.1.1.30"]
