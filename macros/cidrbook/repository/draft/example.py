"""A small plan to begin with, for whoever has none and no repository to read."""

from __future__ import annotations

from cidrbook.repository.draft.files import MODELINE

EXAMPLE = {
    "networks.yaml": f"""{MODELINE}
# A small plan to begin with. Put your own names and addresses here, then: cidrbook check
networks:
  - name: Management
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    role: management
    purpose: router and switches

  - name: Servers
    cidr: 192.168.42.0/24
    gateway: 192.168.42.1
    role: servers
    # What the DHCP server hands out freely. Fixed addresses lie outside of it.
    dhcp: 192.168.42.200-192.168.42.249
    hosts:
      - name: nas
        address: 192.168.42.60

  # Where Kubernetes takes its addresses from; no machine is in these.
  - name: k8s pods
    cidr: 10.69.0.0/16
    role: pods
  - name: k8s services
    cidr: 10.96.0.0/16
    role: services
  - name: k8s external
    cidr: 192.168.69.0/24
    role: load-balancer
""",
    "clusters.yaml": f"""{MODELINE}
# Without Kubernetes, delete this file, and the last three networks.
clusters:
  - name: home
    # Networks are named by their ids: by default the name in lower case, with dashes.
    pods: k8s-pods
    services: k8s-services
    node_network: servers
    nodes:
      - name: k8s-0
        address: 192.168.42.10
    load_balancers:
      - product: cilium
        pools: k8s-external
    # Services that always get the same address. Two with one address are a mistake, and found.
    pinned_services:
      - name: ingress-nginx
        namespace: network
        address: 192.168.69.101
""",
    "routers.yaml": f"""{MODELINE}
routers:
  - name: gateway
    product: opnsense
    addresses: [192.168.1.1, 192.168.42.1]
""",
}
