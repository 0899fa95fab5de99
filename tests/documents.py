"""A lab in many formats, for what its documents say of it."""

from __future__ import annotations

from datetime import date

from cidrbook import rules
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

TODAY = date(2026, 11, 23)

SERVICE = """apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: home, annotations: {{lbipam.cilium.io/ips: {address}}}}}
spec: {{type: LoadBalancer, ports: [{{port: 80}}]}}
"""

CLUSTER = {
    "talos/controlplane.yaml": (
        "machine: {network: {interfaces: [{interface: eth0, vip: {ip: 10.31.40.5}}]}}\n"
        "cluster: {controlPlane: {endpoint: 'https://10.31.40.5:6443'},"
        " network: {podSubnets: [10.64.0.0/16], serviceSubnets: [10.65.0.0/16]}}\n"
    ),
    "ansible/inventory/hosts.yml": (
        "kubernetes:\n  hosts:\n    birch: {ansible_host: 10.31.40.11}\n    cedar: {ansible_host: 10.31.40.12}\n"
        "storage:\n  hosts:\n    oak: {ansible_host: 10.31.10.20}\n"
    ),
    "kubernetes/apps/pool.yaml": (
        "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\n"
        "spec: {blocks: [{cidr: 10.31.50.0/24}]}\n"
    ),
    "kubernetes/apps/bgp.yaml": (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\nspec:\n  bgpInstances:\n"
        "    - name: main\n      localASN: 64720\n      peers:\n"
        "        - {name: gate, peerASN: 64710, peerAddress: 10.31.40.1}\n"
    ),
    "kubernetes/apps/jellyfin.yaml": SERVICE.format(name="jellyfin", address="10.31.50.20"),
    "kubernetes/apps/adguard.yaml": SERVICE.format(name="adguard", address="10.31.50.53"),
}
"""A cluster with an inventory; its router is somewhere else."""

ROUTER = {
    "vyos/config.sh": "".join(
        f"set {line}\n"
        for line in (
            "system host-name 'gate'",
            "protocols bgp system-as 64710",
            "protocols bgp neighbor 10.31.40.11 remote-as 64720",
            "interfaces ethernet eth1 vif 10 address '10.31.10.1/24'",
            "interfaces ethernet eth1 vif 10 description 'HOME'",
            "interfaces ethernet eth1 vif 20 address '10.31.20.1/24'",
            "interfaces ethernet eth1 vif 20 description 'THINGS'",
            "interfaces ethernet eth1 vif 40 address '10.31.40.1/24'",
            "interfaces ethernet eth1 vif 40 description 'SERVERS'",
            "service dhcp-server shared-network-name THINGS subnet 10.31.20.0/24 range 0 start '10.31.20.100'",
            "service dhcp-server shared-network-name THINGS subnet 10.31.20.0/24 range 0 stop '10.31.20.199'",
        )
    )
}

LAB = CLUSTER | ROUTER

TWO = {
    "kubernetes/alpha/apps/pool.yaml": CLUSTER["kubernetes/apps/pool.yaml"],
    "kubernetes/alpha/talos/node.yaml": CLUSTER["talos/controlplane.yaml"],
    "kubernetes/omega/apps/pool.yaml": CLUSTER["kubernetes/apps/pool.yaml"].replace("10.31.50.0", "10.32.50.0"),
    "kubernetes/omega/talos/node.yaml": CLUSTER["talos/controlplane.yaml"].replace("10.6", "10.7").replace("31", "32"),
}
"""Two clusters."""

FIREWALL = {
    "firewall/zones.yaml": "".join(
        f"- {{zone: {zone}, net: {net}}}\n"
        for zone, net in (
            ("home", "10.31.10.0/24"),
            ("things", "10.31.20.0/24"),
            ("cameras", "10.31.130.0/24"),
            ("servers", "10.31.40.0/24"),
            ("lab", "10.31.60.0/24"),
        )
    )
}
"""Prefixes in a format that nothing reads."""


def table(header: str, *rows: str) -> str:
    """A table of cells that are parted by bars."""
    columns = header.count("|") + 1
    return "".join(f"| {row} |\n" for row in (header, "|".join(["---"] * columns), *rows))


def codes(files: dict[str, str], readme: str, name: str = "README.md") -> list[str]:
    """What is found in a document, and what in anything else, by its rule; with its severity's first letter."""
    plan = observe_files([Source(file, text) for file, text in (files | {name: readme}).items()])
    return [f"{finding.code}{finding.severity[0]}" for finding in rules.check_observation(plan)]


def messages(files: dict[str, str], readme: str, name: str = "README.md") -> list[str]:
    """What is said of a document, and of anything else."""
    plan = observe_files([Source(file, text) for file, text in (files | {name: readme}).items()])
    return [finding.problem.message for finding in rules.check_observation(plan)]
