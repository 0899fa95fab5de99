"""Documents that say the same in other words, tables and spellings, and those that look so and are about others."""

from __future__ import annotations

import pytest
from lab import places

HOSTS = {
    "hosts.ini": "[pve]\noak ansible_host=10.5.0.2\nelm ansible_host=10.5.0.3\n[pihole]\nberry ansible_host=10.5.0.4\n"
    "[vms]\nmail-01 ansible_host=10.5.2.11\nweb-01 ansible_host=10.5.2.12\ndb-01 ansible_host=10.5.2.13\n"
}
TALOS = {
    "talconfig.yaml": "clusterName: alpha\nendpoint: https://10.1.0.10:6443\nclusterPodNets: [10.61.0.0/16]\n"
    "clusterSvcNets: [10.62.0.0/16]\nnodes:\n"
    "  - {hostname: kube-1, ipAddress: 10.1.0.11, controlPlane: true}\n"
    "  - {hostname: kube-2, ipAddress: 10.1.0.12, controlPlane: true}\n"
}
SIX = {"hosts.ini": "[k3s_cluster]\nkube-1 ansible_host=fd00:7::50\nkube-2 ansible_host=fd00:7::51\n"}
GATEWAYS = {
    f"apps/{name}.yaml": "apiVersion: v1\nkind: Service\n"
    f"metadata: {{name: {name}, annotations: {{lbipam.cilium.io/ips: {address}}}}}\nspec: {{type: LoadBalancer}}\n"
    for name, address in (("internal", "10.9.0.12"), ("external", "10.9.0.13"))
}
SPLIT_CHART = {
    "argocd/pihole.yaml": "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: pihole}\nspec:\n"
    "  source:\n    chart: pihole\n    helm:\n      values: |\n"
    "        serviceDns: {type: LoadBalancer, loadBalancerIP: 10.69.0.53}\n"
    "        serviceWeb: {type: LoadBalancer, loadBalancerIP: 10.69.0.53}\n"
}
VYOS = {
    "router/config.boot": "interfaces {\n    ethernet eth1 {\n        address 10.60.0.1/24\n    }\n}\nprotocols {\n"
    "    bgp {\n        neighbor 10.60.0.11 {\n            remote-as 65120\n        }\n        system-as 65100\n"
    "    }\n}\n"
    "system {\n    host-name edge\n}\n"
}
MAPPING = {"vyos.sh": "set system host-name gw\nset system static-host-mapping host-name berry.home inet 10.47.40.2\n"}
SETTINGS = {
    "settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata:\n  NFS_SERVER_IP: 10.1.0.36\n"
}
TUNNEL = {"wg0.conf": "[Interface]\nAddress = 10.101.0.1/24\n"}
PEERING = {
    "peer.yaml": "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: {name: tor}\n"
    "spec: {myASN: 65050, peerASN: 65020, peerAddress: 10.3.0.1}\n"
}
FRR = "hostname tor\nrouter bgp 65001\n neighbor 10.2.0.11 remote-as 65010\n neighbor 10.2.0.12 remote-as 65010\n"
OVERVIEW = {"overview.md": "# Overview\n\n| Network | Subnet |\n|---|---|\n| WireGuard | 10.101.0.0/24 |\n"}

WRONG = {
    "a role behind a range": (TALOS, "It uses 10.66.0.0/16 as pod CIDR and 10.62.0.0/16 for services.", 1),
    "the kind of thing before its name": (
        TALOS,
        (
            "## Node `kube-1` (control plane)\n\n| Property | Value |\n|---|---|\n| IP address | 10.28.0.11 |\n\n"
            "## Node `kube-2` (worker)\n\n- **Address:** 10.28.0.12"
        ),
        5,
        9,
    ),
    "nodes by IPv6": (SIX, "## kube-1\n\nIPv6: fd00:28::50\n\n## kube-2\n\nIPv6: fd00:28::51", 3, 7),
    "machines that moved as a whole": (
        HOSTS,
        "| Server | IP |\n|---|---|\n| mail-01 | 192.168.1.11 |\n| web-01 | 192.168.1.12 |\n| db-01 | 192.168.1.13 |",
        3,
        4,
        5,
    ),
    "a product in another spelling": (
        HOSTS,
        "| What | IP |\n|---|---|\n| oak | 10.5.0.2 |\n| Pi-hole v6 | 10.4.0.4 |",
        4,
    ),
    "a product of a chart in another spelling": (SPLIT_CHART, "| IP | App |\n|---|---|\n| 10.42.0.53 | Pi-hole |", 3),
    "a node that is gone, in bold": (
        TALOS,
        "**kube-1**: server, IP 10.1.0.11\n\n**kube-2**: server, IP 10.1.0.12\n\n**kube-3**: agent, IP 10.1.0.13",
        5,
    ),
    "a machine that is gone": (
        HOSTS,
        "| Hostname | IP |\n|---|---|\n| oak | 10.5.0.2 |\n| elm | 10.5.0.3 |\n| wiki | 10.5.2.11 |",
        5,
    ),
    "an address twice in a list": (
        {},
        "# Static addresses\n\n- router: 10.6.0.1\n- nas: 10.6.0.2\n- switch: 10.6.0.3\n- printer: 10.6.0.3",
        6,
    ),
    "an address twice in HTML": (
        {},
        (
            "<table>\n<tr><th>Device</th><th>IP</th></tr>\n<tr><td>nvr</td><td>10.6.0.1</td></tr>\n"
            "<tr><td>nas</td><td>10.6.0.2</td></tr>\n<tr>\n  <td>camera-1</td>\n"
            "  <td><code>10.6.0.3</code></td>\n</tr>\n"
            "<tr><td>camera-2</td><td>10.6.0.3</td></tr>\n</table>"
        ),
        9,
    ),
    "a DHCP range outside of its row": (
        {},
        "| VLAN | Subnet | DHCP range |\n|---|---|---|\n| 20 | 10.4.20.0/24 | 10.4.21.10-10.4.21.99 |",
        3,
    ),
    "a name of a mapping": (MAPPING, "- `berry.home`: 10.47.40.3", 1),
    "a variable in a sentence": (SETTINGS, "Set `NFS_SERVER_IP: 10.1.0.234` in the ConfigMap.", 1),
    "a network that another document and a setting have": (
        TUNNEL | OVERVIEW,
        "The WireGuard network is 10.100.0.0/24.",
        1,
    ),
    "a column of numbers": (PEERING, "# BGP\n\n| Speaker | AS |\n|---|---|\n| MetalLB | 64999 |", 5),
}
WRONG |= {
    "nodes that a list of machines has as well": (
        TALOS | {"hosts.ini": "[all]\nkube-1 ansible_host=10.1.0.11\nkube-2 ansible_host=10.1.0.12\n"},
        "| Node | IP |\n|---|---|\n| kube-1 | 192.168.0.201 |\n| kube-2 | 192.168.0.202 |",
        3,
        4,
    ),
    "the number of one neighbour": (
        {"tor.conf": FRR},
        "# tor\n\n```\nrouter bgp 65001\n neighbor 10.2.0.11 remote-as 65020\n neighbor 10.2.0.12 remote-as 65010\n```",
        5,
    ),
    "a name below `Router`": (PEERING, "# BGP\n\n| Router | ASN |\n|---|---|\n| Cluster | 65300 |", 5),
    "a range in the cell behind its prefix": (
        {},
        "| Name | CIDR | Range |\n|---|---|---|\n| Pool | 10.4.20.0/26 | 10.4.20.10 - 10.4.20.100 |",
        3,
    ),
}
RIGHT = {
    "what a machine peers with, and where it sends": (
        HOSTS,
        (
            "- oak peers with 10.5.0.254\n- elm: NTP from 10.5.0.53, syslog to 10.5.0.40\n\n"
            "elm sends its logs to 10.5.0.41."
        ),
    ),
    "columns of what machines reach": (
        HOSTS,
        "| Host | Syslog server | Peer |\n|---|---|---|\n| oak | 10.5.0.40 | 10.5.0.41 |",
    ),
    "where a service is placed": (
        HOSTS,
        "| Service | Placed on | Endpoint |\n|---|---|---|\n| wiki | oak | 10.5.0.81 |",
    ),
    "a route": ({}, "| On | Destination | Gateway |\n|---|---|---|\n| oak | 10.50.0.0/16 | 10.5.0.254 |"),
    "a cluster whose name goes on": (TALOS, "### alpha2\n\nPod CIDR: 10.73.0.0/16"),
    "roles behind ranges": (TALOS, "It uses 10.61.0.0/16 as pod CIDR and 10.62.0.0/16 for services."),
    "what a machine reaches": (HOSTS, "- web-01: 10.5.2.12\n- mail-01 uses 10.5.2.53 for DNS"),
    "a guest and its host": (HOSTS, "- **vault** (VM on oak): 10.5.0.80"),
    "the host before its guest": (
        HOSTS,
        "| Hypervisor | Guest | Address |\n|---|---|---|\n| oak | win11 | 10.5.0.70 |",
    ),
    "a column of qualities": (
        GATEWAYS,
        "| Direction | Source | Destination |\n|---|---|---|\n| external | any | 10.9.0.2 |",
    ),
    "a router that nothing names": (
        VYOS,
        (
            "# Router\n\nFor a test:\n\n```\nset protocols bgp system-as 65222\n"
            "set protocols bgp neighbor 10.77.0.1 remote-as '65111'\n```"
        ),
    ),
    "clusters of other purposes": (
        PEERING,
        "- Hypervisor cluster (Proxmox): AS 65041\n\nThe storage cluster announces its loopbacks with ASN 65042.",
    ),
    "second addresses of machines": (
        HOSTS,
        "| Server | IPMI |\n|---|---|\n| mail-01 | 192.168.1.11 |\n| web-01 | 192.168.1.12 |\n| db-01 | 192.168.1.13 |",
    ),
    "services of one machine": (
        {},
        "# Services\n\n- wiki: 10.6.0.3\n- git: 10.6.0.3\n- nas: 10.6.0.2\n- web: 10.6.0.4",
    ),
    "another value for once": (SETTINGS, "For one run, `export NFS_SERVER_IP=10.1.0.99` before the command."),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_other_words_for_a_stale_value_are_found(case: tuple[object, ...]) -> None:
    files, readme, *lines = case
    assert isinstance(files, dict)
    said = [place.partition(" ")[2] for place in places({**files, "README.md": f"{readme}\n"}, ["R9"])]
    assert sorted(said) == sorted(f"README.md:{line}" for line in lines)


@pytest.mark.parametrize("case", RIGHT.values(), ids=RIGHT)
def test_words_about_something_else_are_no_fault(case: tuple[dict[str, str], str]) -> None:
    files, readme = case
    assert places({**files, "README.md": f"{readme}\n"}, ["R9"]) == []


CABIN = "- Pod CIDR: 10.71.0.0/16\n"


@pytest.mark.parametrize(
    "pages",
    [
        {"docs/clusters/cabin.md": f"# Cabin\n\n{CABIN}"},
        {
            "docs/cabin.md": f"# The cabin's cluster\n\n{CABIN}",
            "docs/all.md": "| Cluster | Pods |\n|---|---|\n| alpha | 10.61.0.0/16 |\n| cabin | 10.71.0.0/16 |\n",
        },
    ],
    ids=["by its folder", "by a table of clusters"],
)
def test_a_page_of_another_cluster_is_of_that(pages: dict[str, str]) -> None:
    assert places(TALOS | pages, ["R9"]) == []
