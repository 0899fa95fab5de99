"""Inventories of Ansible: groups, hosts and their variables."""

from __future__ import annotations

from lab import cluster, hosts, nodes, places, spots, tree

from cidrbook.repository.formats.ansible import spread
from cidrbook.repository.observation import Observation


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
    assert len(places({"ansible/hosts.yml": inventory}, ["H302"])) == 1


def test_a_host_of_two_inventories_is_one_machine() -> None:
    first = "masters:\n  hosts:\n    alder: {ansible_host: 10.4.7.11}\n"
    second = "storage:\n  hosts:\n    alder-box: {ansible_host: 10.4.7.11}\n"
    assert not places({"ansible/hosts.yml": first, "storage/inventory/hosts.yml": second}, ["H302"])


def test_the_address_of_dns_in_an_inventory_belongs_to_the_services() -> None:
    inventory = (
        "all:\n  vars:\n    cluster_cidr: 10.52.0.0/16\n    service_cidr: 10.53.0.0/16\n    cluster_dns: {dns}\n"
    )
    assert places({"ansible/inventory/lab.yml": inventory.format(dns="10.43.0.10")}, ["K812"])
    assert not places({"ansible/inventory/lab.yml": inventory.format(dns="10.53.0.10")}, ["K812"])


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
    assert spots(plan) == ["H302 ansible/hosts.yml:4:71"]


def test_the_variables_of_one_host_stand_in_a_file_of_its_own() -> None:
    files = {
        "inventory/host_vars/core-a.yaml": "core_ipv4_address: 10.40.0.5\nvip_ip_address: 10.40.0.9\n",
        "inventory/host_vars/core-b.yaml": "core_ipv4_address: 10.40.0.5\nvip_ip_address: 10.40.0.9\n",
        "inventory/group_vars/core.yaml": "core_ipv4_address: 10.40.0.7\n",
    }
    assert spots(tree(files)) == ["H302 inventory/host_vars/core-b.yaml:1:20"]


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
