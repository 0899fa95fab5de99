"""AS numbers that a router and a cluster do not agree on, whatever the two are written in; and trees where they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import lab
import pytest

from cidrbook import rules
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

ROUTER, CLUSTER, OTHER = 64830, 64831, 64999
AT = "10.83.4.1"
NODES = ("10.83.4.21", "10.83.4.22", "10.83.4.23")

Files = dict[str, str]

TALOS = "clusterName: kit\nnodes:\n" + "".join(
    f"  - {{hostname: kit-{which}, ipAddress: {node}, controlPlane: true}}\n" for which, node in enumerate(NODES)
)


def cilium(own: int, router: int) -> Files:
    return {
        "kubernetes/bgp.yaml": "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\nspec:\n"
        f"  bgpInstances:\n    - name: one\n      localASN: {own}\n      peers:\n        - name: router\n"
        f"          peerASN: {router}\n          peerAddress: {AT}\n"
    }


def cilium_policy(own: int, router: int) -> Files:
    return {
        "kubernetes/bgp.yaml": "apiVersion: cilium.io/v2alpha1\nkind: CiliumBGPPeeringPolicy\nmetadata: {name: bgp}\n"
        f"spec:\n  virtualRouters:\n    - localASN: {own}\n      neighbors:\n"
        f'        - peerAddress: "{AT}/32"\n          peerASN: {router}\n'
    }


def metallb(own: int, router: int) -> Files:
    return {
        "kubernetes/bgp.yaml": "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: {name: router}\nspec:\n"
        f"  myASN: {own}\n  peerASN: {router}\n  peerAddress: {AT}\n"
    }


def metallb_configmap(own: int, router: int) -> Files:
    return {
        "kubernetes/bgp.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata:\n  config: |\n"
        f"    peers:\n      - peer-address: {AT}\n        peer-asn: {router}\n        my-asn: {own}\n"
        "    address-pools:\n      - {name: d, protocol: bgp, addresses: [10.83.9.0/24]}\n"
    }


def calico(own: int, router: int) -> Files:
    return {
        "kubernetes/bgp.yaml": "apiVersion: projectcalico.org/v3\nkind: BGPConfiguration\nmetadata: {name: default}\n"
        f"spec: {{asNumber: {own}}}\n---\napiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: {{name: r}}\n"
        f"spec: {{peerIP: {AT}, asNumber: {router}}}\n"
    }


def calico_selected(own: int, router: int) -> Files:
    files = calico(own, router)
    return {file: text.replace("spec: {peerIP", "spec: {nodeSelector: all(), peerIP") for file, text in files.items()}


def calico_annotated(own: int, router: int) -> Files:
    """The cluster has a number that its nodes do not use: each has one of its own."""
    nodes = "".join(
        f"---\napiVersion: v1\nkind: Node\nmetadata:\n  name: kit-{which}\n  annotations:\n"
        f'    projectcalico.org/IPv4Address: {node}/24\n    projectcalico.org/ASNumber: "{own}"\n'
        for which, node in enumerate(NODES)
    )
    return {"kubernetes/bgp.yaml": calico(64512, router)["kubernetes/bgp.yaml"], "kubernetes/nodes.yaml": nodes}


def calico_nodes(own: int, router: int) -> Files:
    nodes = "".join(
        f"---\napiVersion: projectcalico.org/v3\nkind: Node\nmetadata: {{name: kit-{which}}}\n"
        f"spec: {{bgp: {{asNumber: {own}, ipv4Address: {node}/24}}}}\n"
        for which, node in enumerate(NODES)
    )
    return {"kubernetes/bgp.yaml": calico(64512, router)["kubernetes/bgp.yaml"], "kubernetes/nodes.yaml": nodes}


def kube_vip(own: int, router: int) -> Files:
    told = {"bgp_enable": "true", "bgp_as": own, "bgp_peeraddress": AT, "bgp_peeras": router}
    environment = "".join(f'            - {{name: {key}, value: "{value}"}}\n' for key, value in told.items())
    return {
        "kubernetes/vip.yaml": "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: kube-vip}\nspec:\n  template:\n"
        f"    spec:\n      containers:\n        - name: kube-vip\n          env:\n{environment}"
    }


def kube_vip_peers(own: int, router: int) -> Files:
    told = {"bgp_enable": "true", "bgp_as": own, "bgp_peers": f"{AT}:{router}::false"}
    environment = "".join(f'            - {{name: {key}, value: "{value}"}}\n' for key, value in told.items())
    return {
        "kubernetes/vip.yaml": "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: kube-vip}\nspec:\n  template:\n"
        f"    spec:\n      containers:\n        - name: kube-vip\n          env:\n{environment}"
    }


def frr(own: int, cluster: int) -> Files:
    neighbors = "".join(f" neighbor {node} remote-as {cluster}\n" for node in NODES)
    return {"router/frr.conf": f"router bgp {own}\n bgp router-id {AT}\n{neighbors}"}


def frr_group(own: int, cluster: int) -> Files:
    neighbors = "".join(f" neighbor {node} peer-group KIT\n" for node in NODES)
    return {
        "unifi/bgp.conf": f"router bgp {own}\n bgp router-id {AT}\n neighbor KIT peer-group\n"
        f" neighbor KIT remote-as {cluster}\n{neighbors}"
    }


def frr_range(own: int, cluster: int) -> Files:
    return {
        "router/frr.conf": f"router bgp {own}\n bgp router-id {AT}\n neighbor KIT peer-group\n"
        f" neighbor KIT remote-as {cluster}\n bgp listen range 10.83.4.0/26 peer-group KIT\n"
    }


def frr_nameless(own: int, cluster: int) -> Files:
    """The router says no address of its own."""
    return {"router/frr.conf": frr(own, cluster)["router/frr.conf"].replace(f" bgp router-id {AT}\n", "")}


def frr_configmap(own: int, cluster: int) -> Files:
    text = frr(own, cluster)["router/frr.conf"].replace("\n", "\n    ")
    return {"docker/frr.yaml": f"kind: ConfigMap\nmetadata: {{name: frr}}\ndata:\n  frr.conf: |\n    {text}"}


def frr_fence(own: int, cluster: int) -> Files:
    return {"docs/router.md": f"# Router\n\n```\n{frr(own, cluster)['router/frr.conf']}```\n"}


def frr_template(own: int, cluster: int) -> Files:
    text = frr(own, cluster)["router/frr.conf"]
    text = text.replace(f"bgp {own}", "bgp {{ bgp_own }}").replace(f"as {cluster}", "as {{ bgp_cluster }}")
    return {
        "ansible/roles/frr/templates/frr.conf.j2": text,
        "ansible/group_vars/all.yml": f"bgp_own: {own}\nbgp_cluster: {cluster}\n",
    }


def vyos(own: int, cluster: int) -> Files:
    neighbors = "".join(f"set protocols bgp neighbor {node} remote-as '{cluster}'\n" for node in NODES)
    return {
        "vyos/gate.sh": f"set interfaces ethernet eth1 address '{AT}/24'\nset protocols bgp system-as '{own}'\n"
        f"{neighbors}"
    }


def vyos_old(own: int, cluster: int) -> Files:
    neighbors = "".join(f"set protocols bgp {own} neighbor {node} remote-as {cluster}\n" for node in NODES)
    return {"vyos/gate.sh": f"set interfaces ethernet eth1 address {AT}/24\n{neighbors}"}


def vyos_braces(own: int, cluster: int) -> Files:
    neighbors = "".join(f'        neighbor {node} {{\n            peer-group "KIT"\n        }}\n' for node in NODES)
    return {
        "vyos/config.boot": f'interfaces {{\n    ethernet eth1 {{\n        address "{AT}/24"\n    }}\n}}\n'
        f'protocols {{\n    bgp {{\n        system-as "{own}"\n{neighbors}'
        f'        peer-group KIT {{\n            remote-as "{cluster}"\n        }}\n    }}\n}}\n'
    }


def routeros(own: int, cluster: int) -> Files:
    neighbors = "".join(
        f'add as={own} local.role=ebgp name="to {node}" remote.address={node}/32 \\\n    .as={cluster}\n'
        for node in NODES
    )
    return {
        "mikrotik/gate.rsc": f"/ip address\nadd address={AT}/24 interface=bridge\n/routing bgp connection\n{neighbors}"
    }


def routeros_template(own: int, cluster: int) -> Files:
    neighbors = "".join(
        f"add local.role=ebgp name=n{which} remote.address={node} remote.as={cluster} templates=kit\n"
        for which, node in enumerate(NODES)
    )
    return {
        "mikrotik/gate.rsc": f"/ip address\nadd address={AT}/24 interface=bridge\n/routing bgp template\n"
        f"add as={own} name=kit router-id={AT}\n/routing bgp connection\n{neighbors}"
    }


def routeros_old(own: int, cluster: int) -> Files:
    neighbors = "".join(
        f"add name=n{which} remote-address={node} remote-as={cluster}\n" for which, node in enumerate(NODES)
    )
    return {
        "mikrotik/gate.rsc": f"/ip address\nadd address={AT}/24 interface=bridge\n/routing bgp instance\n"
        f"set default as={own} router-id={AT}\n/routing bgp peer\n{neighbors}"
    }


def opnsense(own: int, cluster: int) -> Files:
    neighbors = "".join(
        f"<neighbor><enabled>1</enabled><address>{node}</address><remoteas>{cluster}</remoteas></neighbor>"
        for node in NODES
    )
    return {
        "opnsense/config.xml": "<opnsense><interfaces><lan><enable>1</enable><if>igb0</if>"
        f"<ipaddr>{AT}</ipaddr><subnet>24</subnet></lan></interfaces><OPNsense><quagga><general><enabled>1</enabled>"
        f"</general><bgp><enabled>1</enabled><asnumber>{own}</asnumber><neighbors>{neighbors}</neighbors></bgp></quagga>"
        "</OPNsense></opnsense>"
    }


def pfsense(own: int, cluster: int) -> Files:
    neighbors = "".join(f"<config><peer>{node}</peer><peergroup>kit</peergroup></config>" for node in NODES)
    return {
        "pfsense/config.xml": "<pfsense><interfaces><lan><enable></enable><if>igb0</if>"
        f"<ipaddr>{AT}</ipaddr><subnet>24</subnet></lan></interfaces><installedpackages>"
        "<frr><config><enable>on</enable></config></frr>"
        f"<frrbgp><config><enable>on</enable><asnum>{own}</asnum></config></frrbgp>"
        f"<frrbgpneighbors><config><peer>kit</peer><asnum>{cluster}</asnum></config>{neighbors}</frrbgpneighbors>"
        "</installedpackages></pfsense>"
    }


def bird(own: int, cluster: int) -> Files:
    neighbors = "".join(
        f"protocol bgp n{which} from kit {{ neighbor {node} as {cluster}; }}\n" for which, node in enumerate(NODES)
    )
    return {
        "bird/bird.conf": f"router id {AT};\ntemplate bgp kit {{\n  local as {own};\n  ipv4 {{ import all; }};\n}}\n"
        f"{neighbors}"
    }


def bird_range(own: int, cluster: int) -> Files:
    return {
        "bird/bird.conf": f"router id {AT};\nprotocol bgp kit {{\n  local {AT} as {own};\n"
        f"  neighbor range 10.83.4.0/26 as {cluster};\n  ipv4 {{ import all; }};\n}}\n"
    }


Format = Callable[[int, int], Files]

CLUSTERS: tuple[Format, ...] = (
    cilium,
    cilium_policy,
    metallb,
    metallb_configmap,
    calico,
    calico_selected,
    calico_annotated,
    calico_nodes,
    kube_vip,
    kube_vip_peers,
)
ROUTERS: tuple[Format, ...] = (
    frr,
    frr_group,
    frr_range,
    frr_nameless,
    frr_configmap,
    frr_fence,
    frr_template,
    vyos,
    vyos_old,
    vyos_braces,
    routeros,
    routeros_template,
    routeros_old,
    opnsense,
    pfsense,
    bird,
    bird_range,
)
MISTAKES = {
    "none": (ROUTER, CLUSTER, ROUTER, CLUSTER),
    "the cluster is another": (ROUTER, CLUSTER, ROUTER, OTHER),
    "the cluster is the router's": (ROUTER, CLUSTER, ROUTER, ROUTER),
    "the router is another": (ROUTER, CLUSTER, OTHER, CLUSTER),
    "both are iBGP": (ROUTER, ROUTER, ROUTER, ROUTER),
}

FINE = ("none", "both are iBGP")


def pairs(clusters: Sequence[Format], routers: Sequence[Format]) -> list[tuple[Format, Format]]:
    """Every format with some of the others, so that each pair of neighbours in the lists is met."""
    return [pair for which, pair in enumerate(product(clusters, routers)) if which % 4 == 0]


def named(value: object) -> str | None:
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("cluster", "router"), pairs(CLUSTERS, ROUTERS), ids=named)
def test_what_both_say_of_an_as(cluster: Format, router: Format) -> None:
    for mistake, (own, expected, of_router, of_cluster) in MISTAKES.items():
        files = {"talos/talconfig.yaml": TALOS, **router(own, expected), **cluster(of_cluster, of_router)}
        assert lab.codes(files, ("B",)) == ([] if mistake in FINE else ["B607"]), mistake


@pytest.mark.parametrize(("cluster", "router"), [*product(CLUSTERS, (frr_group, frr_range, bird))], ids=named)
def test_a_router_that_is_called_by_another_address_than_its_router_id(cluster: Format, router: Format) -> None:
    for mistake, (own, expected, of_router, of_cluster) in MISTAKES.items():
        told = {file: text.replace(f"id {AT}", "id 10.83.1.1") for file, text in router(own, expected).items()}
        files = {"talos/talconfig.yaml": TALOS, **told, **cluster(of_cluster, of_router)}
        assert lab.codes(files, ("B",)) == ([] if mistake in FINE else ["B607"]), mistake


def test_a_router_of_which_nothing_agrees_may_be_another_one() -> None:
    told = {file: text.replace(f"id {AT}", "id 10.83.1.1") for file, text in frr(64801, 64802).items()}
    assert lab.codes({"talos/talconfig.yaml": TALOS, **told, **cilium(CLUSTER, ROUTER)}, ("B",)) == []


WITHOUT_NODES = [function for function in CLUSTERS if function not in (calico_annotated, calico_nodes)]
WITH_ADDRESS = [function for function in ROUTERS if function is not frr_nameless]


@pytest.mark.parametrize(("cluster", "router"), pairs(WITHOUT_NODES, WITH_ADDRESS), ids=named)
def test_what_both_say_of_an_as_where_no_nodes_are_known(cluster: Format, router: Format) -> None:
    for mistake, (own, expected, of_router, of_cluster) in MISTAKES.items():
        files = {**router(own, expected), **cluster(of_cluster, of_router)}
        assert lab.codes(files, ("B",)) in ([[]] if mistake in FINE else [["B607"], ["B628"]]), mistake


def test_a_node_with_a_number_of_its_own_is_no_mistake() -> None:
    override = (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPNodeConfigOverride\nmetadata: {name: kit-1}\n"
        f"spec:\n  bgpInstances:\n    - {{name: one, localASN: {OTHER}}}\n"
    )
    pool = "---\napiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: p}\nspec:\n  blocks:\n"
    files = {
        "talos/talconfig.yaml": TALOS,
        "kubernetes/override.yaml": override,
        "kubernetes/bgp.yaml": f"{cilium(CLUSTER, ROUTER)['kubernetes/bgp.yaml']}{pool}    - cidr: 10.83.9.0/24\n",
    }
    lines = [f" neighbor {NODES[0]} remote-as {CLUSTER}", f" neighbor {NODES[2]} remote-as {CLUSTER}"]
    for expected, codes in ((OTHER, []), (CLUSTER, ["B607"])):
        frr_conf = "\n".join(
            [f"router bgp {ROUTER}", f" bgp router-id {AT}", *lines, f" neighbor {NODES[1]} remote-as {expected}"]
        )
        assert lab.codes({**files, "router/frr.conf": frr_conf}, ("B",)) == codes


def test_all_nodes_are_one_finding_with_the_places_of_both_numbers() -> None:
    files = {"talos/talconfig.yaml": TALOS, **frr(ROUTER, CLUSTER), **cilium(OTHER, ROUTER)}
    seen = observe_files([Source(file, text) for file, text in files.items()])
    (one,) = rules.check_observation(seen)
    assert one.problem.message == f"{AT} expects AS {CLUSTER} of kit-0, kit-1 and kit-2, which have AS {OTHER}"
    assert (one.problem.at.file, one.problem.at.line) == ("router/frr.conf", 3)
    assert [(related.at.file, related.at.line) for related in one.problem.related] == [
        ("kubernetes/bgp.yaml", 7),
        ("router/frr.conf", 4),
        ("router/frr.conf", 5),
    ]


@pytest.mark.parametrize(
    ("files", "code", "places"),
    [
        (frr(ROUTER, 4294967300), "B601", 3),
        (frr(ROUTER, 6500) | cilium(6500, ROUTER), "B604", 4),
        ({"frr.conf": frr(ROUTER, 1)["router/frr.conf"].replace("remote-as 1", "timers 9 9")}, "B618", 3),
        (
            {
                "frr.conf": "\n".join(
                    [f"router bgp {ROUTER}", *(f" neighbor {text} remote-as 43110000{text[-2:]}" for text in NODES)]
                )
            },
            "B601",
            3,
        ),
    ],
)
def test_what_is_wrong_of_each_node_is_said_once(files: Files, code: str, places: int) -> None:
    seen = observe_files([Source(file, text) for file, text in {"talos/talconfig.yaml": TALOS, **files}.items()])
    (one,) = [finding for finding in rules.check_observation(seen) if finding.code == code]
    assert len({related.at for related in one.problem.related} | {one.problem.at}) == places
