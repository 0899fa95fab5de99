"""Which sightings are one machine."""

from __future__ import annotations

from lab import places, tree
from manifests import FIRST, TOPF, machine

LAN = """resource "unifi_network" "lan" {
  name         = "lan"
  subnet       = "10.30.7.1/24"
  dhcp_enabled = true
  dhcp_start   = "10.30.7.6"
  dhcp_stop    = "10.30.7.200"
}
"""
LEASE = 'resource "unifi_user" "ox" {\n  name = "ox"\n  mac = "02:00:5e:00:00:01"\n  fixed_ip = "10.30.7.10"\n}\n'


def test_where_nodes_are_reached_may_be_reserved_unless_the_reservations_are_shown() -> None:
    only_nodes = TOPF.replace("clusterEndpoint: https://10.30.7.9:6443\n", "")
    assert places({"topf.yaml": only_nodes, "lan.tf": LAN}) == []
    assert places({"topf.yaml": only_nodes, "lan.tf": LAN + LEASE}) == ["D402 topf.yaml:8"]
    link = "machine: {network: {hostname: ox, interfaces: [{addresses: [10.30.7.10/24]}]}}\n"
    assert places({"ox.yaml": link, "lan.tf": LAN}) == ["D402 ox.yaml:1"]


FRR = """router bgp 64512
 bgp router-id 10.30.7.1
 neighbor 10.30.7.10 remote-as {asn}
 neighbor 10.30.7.11 remote-as {asn}
"""
BGP = """apiVersion: cilium.io/v2
kind: CiliumBGPClusterConfig
metadata: {name: bgp}
spec: {bgpInstances: [{name: a, localASN: 64513, peers: [{name: r, peerAddress: 10.30.7.1, peerASN: 64512}]}]}
"""


def test_a_node_with_a_reservation_is_the_node_that_a_router_speaks_bgp_with() -> None:
    leases = LEASE + LEASE.replace("ox", "hen").replace("00:01", "00:02").replace("7.10", "7.11")
    files = {"topf.yaml": TOPF, "leases.tf": leases, "bgp.yaml": BGP}
    assert places(files | {"frr.conf": FRR.format(asn=64513)}) == []
    assert places(files | {"frr.conf": FRR.format(asn=64514)}) == ["B607 frr.conf:3"]


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
    assert places(files) == []
    seen = tree(files)
    assert [node.name for cluster in seen.clusters for node in cluster.nodes] == ["rowan", "alder"]


def test_machines_beside_the_one_cluster_with_a_name_are_its_own() -> None:
    balancer = FIRST.format(pool="10.4.9.0/24")
    files = {"talos/rowan.yaml": machine("rowan", "10.4.7.11"), "kubernetes/main/apps/pool.yaml": balancer}
    seen = tree(files)
    assert [(cluster.id, [node.id for node in cluster.nodes]) for cluster in seen.clusters] == [("main", ["rowan"])]
    other = {**files, "kubernetes/staging/apps/pool.yaml": balancer}
    seen = tree(other)
    assert sorted(cluster.id for cluster in seen.clusters) == ["cluster", "main", "staging"]
