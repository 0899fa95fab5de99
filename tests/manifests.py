"""Files of a repository, as labs have them."""

from __future__ import annotations

from textwrap import dedent

from cidrbook.repository.observation import Observation

TALOS = """machine:
  kubelet: {nodeIP: {validSubnets: [10.31.5.0/24]}}
cluster:
  controlPlane: {endpoint: "https://10.31.5.9:6443"}
  apiServer: {certSANs: [10.31.5.9]}
  etcd: {advertisedSubnets: [10.31.5.0/24]}
  network:
    podSubnets: [10.71.0.0/16]
    serviceSubnets: [10.81.0.0/16]
"""


TALOS_RANGES = "cluster: {network: {podSubnets: [10.8.0.0/20], serviceSubnets: [10.9.0.0/16]}}\n"


CONTROL_PLANE = {
    "talos/controlplane.yaml": """
    machine: {type: controlplane, kubelet: {nodeIP: {validSubnets: [10.8.0.0/24]}}}
    cluster:
      network:
        podSubnets: [10.112.0.0/16]
        serviceSubnets: [10.113.0.0/16]
    """
}


TALCONFIG = """clusterName: barn
endpoint: https://10.31.5.9:6443
clusterPodNets: [10.71.0.0/16]
clusterSvcNets: [10.81.0.0/16]
nodes:
  - {hostname: ox, ipAddress: 10.31.5.10, networkInterfaces: [{interface: eth0, vip: {ip: 10.31.5.9}}]}
  - {hostname: hen, ipAddress: 10.31.5.11, networkInterfaces: [{interface: eth0, vip: {ip: 10.31.5.9}}]}
controlPlane:
  inlinePatch: {machine: {kubelet: {nodeIP: {validSubnets: [10.31.5.0/24]}}}}
"""


LOAD_BALANCER = """\
    apiVersion: v1
    kind: Service
    metadata:
      name: {name}
    spec:
      type: LoadBalancer
      loadBalancerIP: {address}
      ports: [{{port: 53}}]
    """


FIRST = """\
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata:
      name: first
    spec:
      addresses: [{pool}]
    """


TOPF = """clusterName: barn
clusterEndpoint: https://10.30.7.9:6443
kubernetesVersion: v1.36.1
nodes:
  - host: ox
    ip: 10.30.7.10
    role: control-plane
  - host: hen
    ip: 10.30.7.11
    role: worker
"""


CILIUM_SERVICE = """apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: home, annotations: {{lbipam.cilium.io/ips: {address}}}}}
spec: {{type: LoadBalancer, ports: [{{port: 80}}]}}
"""

CILIUM_POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec: {blocks: [{cidr: 10.8.40.0/24}]}
"""

INVENTORY = "kubernetes:\n  hosts:\n    alpha: {ansible_host: 10.8.42.10}\n    beta: {ansible_host: 10.8.42.11}\n"

SMALL = {
    "talos/controlplane.yaml": TALOS_RANGES,
    "k8s/pool.yaml": CILIUM_POOL,
    "k8s/blocky.yaml": CILIUM_SERVICE.format(name="blocky", address="10.8.40.53"),
    "k8s/outer.yaml": CILIUM_SERVICE.format(name="envoy-outer", address="10.8.40.80"),
    "k8s/inner.yaml": CILIUM_SERVICE.format(name="envoy-inner", address="10.8.40.81"),
    "ansible/inventory/hosts.yml": INVENTORY,
    "k8s/listed.yaml": (
        "apiVersion: v1\nkind: Service\nmetadata: {name: listed, namespace: home}\n"
        "spec: {externalIPs: [10.77.0.7], ports: [{port: 25}]}\n"
    ),
}
"""A small lab with a cluster."""


def release(name: str, values: str) -> str:
    """A HelmRelease with these values, of which the first is on line 6."""
    lines = "\n".join(f"    {line}" for line in values.splitlines())
    head = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
    return f"{head}metadata: {{name: {name}}}\nspec:\n  values:\n{lines}\n"


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


def leased(plan: Observation) -> dict[str, list[str]]:
    """The ranges for DHCP of networks by name."""
    return {network.name: [str(span) for span in network.dhcp] for network in plan.networks if network.dhcp}
