"""Who owns an address: what may be one owner is said to be none of two, and what is proven to be two still is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lab import found, places

Files = Mapping[str, str]


def _service(name: str, spec: str, notes: str = "") -> str:
    meta = f"{{name: {name}, namespace: {name}" + (f", annotations: {{{notes}}}" if notes else "") + "}"
    return f"apiVersion: v1\nkind: Service\nmetadata: {meta}\nspec: {{{spec}}}\n"


def _release(name: str, values: str) -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        f"metadata: {{name: {name}, namespace: {name}}}\n"
        f"spec: {{chart: {{spec: {{chart: {name}}}}}, values: {values}}}\n"
    )


def _helper(*nodes: str, vip: str = "") -> str:
    link = f", networkInterfaces: [{{interface: eth0, vip: {{ip: {vip}}}}}]" if vip else ""
    listed = "".join(
        f"  - {{hostname: {node.partition('=')[0]}, ipAddress: {node.partition('=')[2]}, controlPlane: true{link}}}\n"
        for node in nodes
    )
    return f"clusterName: home\nendpoint: https://api.example.org:6443\nnodes:\n{listed}"


_PINNED = "io.cilium/lb-ipam-ips: 10.60.8.5"
_LISTED = "type: LoadBalancer, externalIPs: [10.60.8.5]"
_ASKED = "service: {type: LoadBalancer, annotations: {io.cilium/lb-ipam-ips: 10.60.8.5}}"

VALUES: dict[str, tuple[Files, list[str]]] = {
    "in a folder of the release": (
        {"apps/gate/release.yaml": _release("gate", f"{{{_ASKED}}}"), "boot/gate/values.yaml": f"{{{_ASKED}}}\n"},
        [],
    ),
    "in a file of its name": (
        {"apps/gate/release.yaml": _release("gate", f"{{{_ASKED}}}"), "boot/gate-values.yaml": f"{{{_ASKED}}}\n"},
        [],
    ),
    "in a folder of values, by the name of the file": (
        {"apps/gate/release.yaml": _release("gate", f"{{{_ASKED}}}"), "boot/values/gate.yaml": f"{{{_ASKED}}}\n"},
        [],
    ),
    "of another release": (
        {"apps/gate/release.yaml": _release("gate", f"{{{_ASKED}}}"), "boot/lamp/values.yaml": f"{{{_ASKED}}}\n"},
        ["H302 boot/lamp/values.yaml:1"],
    ),
    "of a release in its folder": (
        {
            "apps/gate-conf/release.yaml": _release("gate", f"{{{_ASKED}}}"),
            "apps/gate-conf/values.yaml": f"{{{_ASKED}}}\n",
        },
        [],
    ),
    "with a name of its own in the folder of another release": (
        {
            "apps/gate-conf/release.yaml": _release("gate", f"{{{_ASKED}}}"),
            "apps/gate-conf/lamp.yaml": f"{{{_ASKED}}}\n",
        },
        ["H302 apps/gate-conf/lamp.yaml:1"],
    ),
    "of two releases": (
        {"a.yaml": _release("gate", f"{{{_ASKED}}}"), "b.yaml": _release("lamp", f"{{{_ASKED}}}")},
        ["H302 b.yaml:4"],
    ),
}

EXTERNAL: dict[str, tuple[Files, list[str]]] = {
    "two ports that the chart sets": (
        {"a.yaml": _release("sink", f"{{tcp: {{{_LISTED}}}, udp: {{{_LISTED}}}}}")},
        [],
    ),
    "three ports, of which one is written": (
        {
            "a.yaml": _release(
                "sink", f"{{tcp: {{{_LISTED}}}, udp: {{{_LISTED}, ports: [{{port: 53}}]}}, x: {{{_LISTED}}}}}"
            )
        },
        [],
    ),
    "a chart with one port written twice": (
        {
            "a.yaml": _release(
                "sink", f"{{t: {{{_LISTED}, ports: [{{port: 53}}]}}, u: {{{_LISTED}, ports: [{{port: 53}}]}}}}"
            )
        },
        ["H302 a.yaml:4"],
    ),
    "two releases": (
        {"a.yaml": _release("sink", f"{{tcp: {{{_LISTED}}}}}"), "b.yaml": _release("tap", f"{{udp: {{{_LISTED}}}}}")},
        ["H302 b.yaml:4"],
    ),
    "the address of a node": (
        {"talos/talconfig.yaml": _helper("ox=10.60.8.5"), "a.yaml": _service("gate", _LISTED)},
        [],
    ),
    "the address of a machine, where no node is known": (
        {"ansible/hosts.yml": "all: {hosts: {ox: {ansible_host: 10.60.8.5}}}\n", "a.yaml": _service("gate", _LISTED)},
        [],
    ),
    "the address of a machine that is no node": (
        {
            "ansible/hosts.yml": "all: {hosts: {ox: {ansible_host: 10.60.8.5}}}\n",
            "talos/talconfig.yaml": _helper("hen=10.60.8.6"),
            "a.yaml": _service("gate", _LISTED),
        },
        ["H302 a.yaml:4"],
    ),
    "the address of a node, asked of a balancer": (
        {
            "talos/talconfig.yaml": _helper("ox=10.60.8.5"),
            "a.yaml": _service("gate", "type: LoadBalancer, loadBalancerIP: 10.60.8.5"),
        },
        ["H302 a.yaml:4"],
    ),
}

API: dict[str, tuple[Files, list[str]]] = {
    "by its pods": (
        {
            "talos/talconfig.yaml": _helper("ox=10.60.8.4", vip="10.60.8.5"),
            "a.yaml": _service("api", "type: LoadBalancer, selector: {component: kube-apiserver}", _PINNED),
        },
        [],
    ),
    "by its only port": (
        {
            "talos/talconfig.yaml": _helper("ox=10.60.8.4", vip="10.60.8.5"),
            "a.yaml": _service("api", "type: LoadBalancer, ports: [{port: 6443}]", _PINNED),
        },
        [],
    ),
    "another one beside it": (
        {
            "talos/talconfig.yaml": _helper("ox=10.60.8.4", vip="10.60.8.5"),
            "a.yaml": _service("gate", "type: LoadBalancer, ports: [{port: 443}]", _PINNED),
        },
        ["H302 a.yaml:3"],
    ),
    "at a machine": (
        {
            "talos/talconfig.yaml": _helper("ox=10.60.8.5"),
            "a.yaml": _service("api", "type: LoadBalancer, selector: {component: kube-apiserver}", _PINNED),
        },
        ["H302 a.yaml:3"],
    ),
    "of a variable, at a host in front": (
        {
            "ansible/hosts.yml": "all: {hosts: {gate: {ansible_host: 10.60.8.5}}}\n",
            "ansible/vars/lab.yml": "k8s_api_vip: 10.60.8.5\n",
        },
        [],
    ),
    "of a variable, at a node": (
        {
            "ansible/hosts.yml": "all: {children: {k3s: {hosts: {ox: {ansible_host: 10.60.8.5}}}}}\n",
            "ansible/vars/lab.yml": "k8s_api_vip: 10.60.8.5\n",
        },
        ["H302 ansible/hosts.yml:1"],
    ),
    "that Talos moves, at a host": (
        {
            "ansible/hosts.yml": "all: {hosts: {gate: {ansible_host: 10.60.8.5}}}\n",
            "talos/talconfig.yaml": _helper("ox=10.60.8.4", vip="10.60.8.5"),
        },
        ["H302 ansible/hosts.yml:1"],
    ),
    "of kube-vip's values and of a variable": (
        {
            "k/kube-vip/overlays/prod/values.yaml": 'config: {address: 10.60.8.5}\nenv: {cp_enable: "true"}\n',
            "ansible/vars/lab.yml": "k8s_api_vip: 10.60.8.5\n",
        },
        [],
    ),
}

_VM = 'resource "proxmox_vm_qemu" "{0}" {{\n  name = "{0}"\n  ipconfig0 = "ip={1}/24,gw=10.60.8.1"\n}}\n'


def _inventory(**hosts: str) -> str:
    listed = ", ".join(f"{name.replace('_', '-')}: {{ansible_host: {address}}}" for name, address in hosts.items())
    return f"all: {{hosts: {{{listed}}}}}\n"


MACHINES: dict[str, tuple[Files, list[str]]] = {
    "a number": ({"a.tf": _VM.format("web01", "10.60.8.9"), "ansible/hosts.yml": _inventory(web="10.60.8.9")}, []),
    "a hyphen": (
        {"a.tf": _VM.format("mail-box", "10.60.8.9"), "ansible/hosts.yml": _inventory(mailbox="10.60.8.9")},
        [],
    ),
    "zeros": ({"a.tf": _VM.format("db-01", "10.60.8.9"), "ansible/hosts.yml": _inventory(db1="10.60.8.9")}, []),
    "another number": (
        {"a.tf": _VM.format("web2", "10.60.8.9"), "ansible/hosts.yml": _inventory(web1="10.60.8.9")},
        ["H302 a.tf:3"],
    ),
    "another name": (
        {"a.tf": _VM.format("web", "10.60.8.9"), "ansible/hosts.yml": _inventory(mail="10.60.8.9")},
        ["H302 a.tf:3"],
    ),
    "two of one list": (
        {"ansible/hosts.yml": _inventory(web="10.60.8.9", web1="10.60.8.9")},
        ["H302 ansible/hosts.yml:1"],
    ),
    "a list that has both": (
        {
            "a.tf": _VM.format("web1", "10.60.8.9"),
            "ansible/hosts.yml": _inventory(web="10.60.8.9", web1="10.60.8.10"),
        },
        ["H302 a.tf:3", "H312 a.tf:3"],
    ),
}


def _cases(**tables: dict[str, tuple[Files, list[str]]]) -> list[object]:
    rows = ((f"{name}, {case}", *row) for name, table in tables.items() for case, row in table.items())
    return [pytest.param(files, expected, id=called) for called, files, expected in rows]


@pytest.mark.parametrize(
    ("files", "expected"),
    _cases(values=VALUES, external=EXTERNAL, api=API, machines=MACHINES),
)
def test_an_address_is_used_twice_only_by_two_that_are_proven_different(files: Files, expected: list[str]) -> None:
    assert [place for place in places(files) if place.startswith("H3")] == expected


_POOL = (
    "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {{name: {name}}}\n"
    "spec: {{blocks: [{blocks}]}}\n"
)
_CALICO = (
    "apiVersion: projectcalico.org/v3\nkind: BGPConfiguration\nmetadata: {name: default}\n"
    "spec: {serviceLoadBalancerIPs: [{cidr: 10.60.9.0/24}], serviceExternalIPs: [{cidr: 10.60.7.0/24}]}\n"
)
_IPAM = (
    "apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {name: lb}\n"
    "spec: {cidr: 10.60.9.0/24, allowedUses: [LoadBalancer]}\n"
)
_ARENA = _service("arena", "type: LoadBalancer, loadBalancerIP: 10.60.8.5")
_PODS = "clusterPodNets: [10.60.8.0/24]\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"c.yaml": _CALICO, "s.yaml": _ARENA}, [], id="what Calico announces is no pool"),
        pytest.param({"c.yaml": _IPAM, "s.yaml": _ARENA}, ["K821 s.yaml:4"], id="what Calico assigns is one"),
        pytest.param(
            {"c.yaml": _CALICO, "p.yaml": _POOL.format(name="a", blocks="{cidr: 10.60.6.0/24}"), "s.yaml": _ARENA},
            ["K821 s.yaml:4"],
            id="beside a pool",
        ),
        pytest.param(
            {
                "talos/talconfig.yaml": _helper("ox=10.60.4.4") + _PODS,
                "p.yaml": _POOL.format(name="a", blocks="{cidr: 10.60.6.0/24}"),
                "s.yaml": _ARENA,
            },
            ["K821 s.yaml:4"],
            id="in the pods' range",
        ),
        pytest.param(
            {
                "talos/talconfig.yaml": _helper("ox=10.60.8.4", vip="10.60.8.5"),
                "p.yaml": _POOL.format(name="a", blocks="{cidr: 10.60.8.5/32}, {start: 10.60.8.8, stop: 10.60.8.9}"),
            },
            [],
            id="a pool that is the virtual address",
        ),
        pytest.param(
            {
                "talos/talconfig.yaml": _helper("ox=10.60.8.4", vip="10.60.8.5"),
                "p.yaml": _POOL.format(name="a", blocks="{start: 10.60.8.5, stop: 10.60.8.9}"),
            },
            ["K813 talos/talconfig.yaml:4"],
            id="a pool that has it among others",
        ),
    ],
)
def test_a_pool_is_what_assigns_addresses_to_anybody(files: Files, expected: list[str]) -> None:
    assert places(files, ["K813", "K821"]) == expected


def _cilium(name: str, prefix: str) -> str:
    return _POOL.format(name=name, blocks=f"{{cidr: {prefix}}}")


def _metallb(name: str, addresses: str) -> str:
    return (
        f"apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {{name: {name}}}\n"
        f"spec: {{addresses: [{addresses}]}}\n"
    )


def _calico(name: str, cidr: str) -> str:
    return f"apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {{name: {name}}}\nspec: {{cidr: '{cidr}'}}\n"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (_metallb("a", "10.60.9.0/24"), _metallb("b", "10.60.9.0/24"), True),
        (_metallb("a", "10.60.9.0/24"), _metallb("a", "10.60.9.0/24"), False),
        (_metallb("a", "10.60.9.0/24"), _metallb("b", "10.60.10.0/24"), False),
        (_metallb("a", "10.60.9.0/24"), _metallb("a", "10.60.9.9-10.60.9.9"), False),
        (_metallb("a", "10.60.9.0/24"), _cilium("a", "10.60.9.0/28"), True),
        (_metallb("a", "10.60.9.0/24, 10.60.9.9-10.60.9.9"), _metallb("b", "10.60.10.0/24"), True),
        (_cilium("a", "10.60.9.0/28"), _cilium("b", "10.60.9.0/28"), True),
        (_cilium("a", "10.60.9.0/28"), _metallb("b", "10.60.9.0/24"), True),
        (_calico("a", "10.2.0.0/16"), _calico("b", "10.2.0.0/16"), True),
        (_calico("a", "10.2.9.0/24"), _calico("b", "10.2.0.0/16"), True),
        (_calico("a", "10.2.0.0/16"), _calico("a", "10.2.0.0/16"), False),
        (_calico("a", "10.2.0.0/16"), _calico("b", "10.3.0.0/16"), False),
        (_calico("a", "fd00::/48"), _calico("b", "fd00::/64"), True),
    ],
)
def test_two_objects_of_two_names_are_two_pools(first: str, second: str, expected: bool) -> None:  # noqa: FBT001
    both = found({"a.yaml": first, "b.yaml": second}, ["K819"])
    assert bool(both) is expected
    assert all(first == second or "pool a (" in one.problem.message for one in both)


_PEER = (
    "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: {{name: r}}\n"
    "spec: {{myASN: 64512, peerASN: 64513, peerAddress: 10.60.8.1, holdTime: {}, keepaliveTime: {}}}\n"
)


@pytest.mark.parametrize(
    ("hold", "keepalive", "expected"),
    [("30s", "90s", True), ("1m30s", "30s", False), ("1m", "1m", True), ("90", "30", False), ("3m", "200s", True)],
)
def test_the_timers_of_a_session_are_read_as_go_writes_them(hold: str, keepalive: str, expected: bool) -> None:  # noqa: FBT001
    assert bool(places({"p.yaml": _PEER.format(hold, keepalive)}, ["B618"])) is expected


_CLUSTER = "clusterName: home\nclusterPodNets: [10.42.0.0/16]\nnodes: [{hostname: ox, ipAddress: 10.60.8.4}]\n"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("{routingMode: native,\n  ipv4NativeRoutingCIDR: 10.44.0.0/16}", ["K822 a.yaml:5"]),
        ("{\n  ipam: {operator: {\n  clusterPoolIPv4PodCIDRList: [10.44.0.0/16]}}}", ["K822 a.yaml:6"]),
        ("{routingMode: native,\n  ipv4NativeRoutingCIDR: 10.42.0.0/16}", []),
    ],
)
def test_what_a_plugin_has_otherwise_is_said_where_it_stands(values: str, expected: list[str]) -> None:
    files = {"talos/talconfig.yaml": _CLUSTER, "a.yaml": _release("cilium", values)}
    assert places(files, ["K822"]) == expected
    ours = [related.at.line for one in found(files, ["K822"]) for related in one.problem.related]
    assert ours == [2] * len(expected)


_METAL = (
    "apiVersion: infrastructure.cluster.x-k8s.io/v1alpha3\nkind: KIND\nmetadata: {name: far}\n"
    "spec: {controlPlaneEndpoint: {host: 10.60.8.LAST, port: 6443}}\n"
)
_PLANE = (
    "apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: far-cp}\n"
    "spec: {controlPlaneConfig: {controlplane: {configPatches: [{op: add, path: PATH, value: VALUE}]}}}\n"
)
_OMNI = (
    "kind: Cluster\nname: far\n---\nkind: KIND\nname: m1\npatches:\n"
    "  - inline: {machine: {network: {interfaces: [{interface: eth0, vip: {ip: 10.60.8.LAST}}]}}}\n"
)
_LINKS = "{interfaces: [{vip: {ip: 10.60.8.LAST}}]}"


@pytest.mark.parametrize(
    "made",
    [
        _METAL.replace("KIND", "MetalCluster"),
        _METAL.replace("KIND", "ProxmoxCluster"),
        _PLANE.replace("PATH", "/machine/network/interfaces/0/vip").replace("VALUE", "{ip: 10.60.8.LAST}"),
        _PLANE.replace("PATH", "/machine/network").replace("VALUE", _LINKS),
        f"{_METAL}---\n{_PLANE}".replace("KIND", "MetalCluster")
        .replace("PATH", "/machine/network")
        .replace("VALUE", _LINKS),
        _OMNI.replace("KIND", "Machine"),
        _OMNI.replace("KIND", "ControlPlane"),
    ],
)
def test_the_address_of_a_cluster_that_is_made_elsewhere_is_its_own(made: str) -> None:
    [one] = found({"a/made.yaml": made.replace("LAST", "5"), "s.yaml": _ARENA}, ["H302"])
    assert {one.problem.at.file, one.problem.related[0].at.file} == {"a/made.yaml", "s.yaml"}
    assert places({"a/made.yaml": made.replace("LAST", "6"), "s.yaml": _ARENA}, ["H302"]) == []


_SHARED = {
    f"kubernetes/clusters/{name}/apps.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
    "metadata: {name: apps, namespace: flux-system}\nspec: {path: ./kubernetes/apps}\n"
    for name in ("attic", "barn", "coop")
}


def test_one_wrong_line_that_several_clusters_share_is_one_finding() -> None:
    apps = {"kubernetes/apps/a/p.yaml": _cilium("a", "10.60.9.0/24"), "kubernetes/apps/a/s.yaml": _ARENA}
    [one] = found({**_SHARED, **apps}, ["K821"])
    assert "is in no pool of attic, barn and coop (10.60.9.0/24)" in one.problem.message
    own = {"kubernetes/clusters/barn/s.yaml": _ARENA.replace("arena", "stage").replace("8.5", "8.6")}
    assert len(found({**_SHARED, **apps, **own}, ["K821"])) == 2


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("attic.speaker.home.arpa address=10.31.88.14", ["H317 r.rsc:5"]),
        ("attic.speaker.home.arpa address=10.31.88.5", ["H317 r.rsc:5"]),
        ("attic.speaker.home.arpa address=10.31.24.14", []),
        ("attic.lamp.home.arpa address=10.31.24.15", []),
    ],
)
def test_the_whole_name_of_a_record_is_its_name(record: str, expected: list[str]) -> None:
    router = (
        "/ip address add address=10.31.24.1/24 interface=iot\n/ip address add address=10.31.88.1/24 interface=mgmt\n"
        '/ip dhcp-server lease add address=10.31.24.14 mac-address=52:54:00:E8:02:B5 comment="attic.speaker"\n'
        '/ip dhcp-server lease add address=10.31.88.5 server=mgmt mac-address=52:54:00:AB:06:68 comment="attic.ap"\n'
        f"/ip dns static add name={record}\n"
    )
    both = found({"r.rsc": router}, ["H317"])
    assert [f"{one.code} {one.problem.at.file}:{one.problem.at.line}" for one in both] == expected
    assert all("10.31.24.14" in one.problem.message for one in both)


def _cluster_of(folder: str, pods: str, api: str, node: str) -> dict[str, str]:
    return {
        f"{folder}/inventory/hosts.yml": f"all: {{children: {{k3s: {{hosts: {{{node}}}}}}}}}\n",
        f"{folder}/inventory/group_vars/k3s.yml": f"k3s_registration_address: {api}\nk3s_cluster_cidr: {pods}\n",
    }


_ATTIC = _cluster_of("attic", "10.61.0.0/16", "10.60.8.1", "ox: {ansible_host: 10.60.8.11}")
_HELPER = _helper("hen=10.60.8.12") + "clusterPodNets: [10.62.0.0/16]\n"
_INSTALLED = "kind: Installation\nspec: {calicoNetwork: {ipPools: [{cidr: 10.65.0.0/16}]}}\n"
_CILIUM = "{{cluster: {{name: {}}}, ipam: {{operator: {{\n  clusterPoolIPv4PodCIDRList: [{}]}}}}, k8sServiceHost: {}}}"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {**_ATTIC, **_cluster_of("barn", "10.62.0.0/16", "10.60.8.2", "hen: {ansible_host: 10.60.8.12}")},
            [],
            id="two inventories",
        ),
        pytest.param(
            {**_ATTIC, **_cluster_of("barn", "10.62.0.0/16", "10.60.8.1", "hen: {ansible_host: 10.60.8.12}")},
            ["R902 barn/inventory/group_vars/k3s.yml:2"],
            id="two inventories with one API",
        ),
        pytest.param(
            {**_ATTIC, **_cluster_of("barn", "10.62.0.0/16", "10.60.8.2", "ox: {ansible_host: 10.60.8.11}")},
            ["R902 barn/inventory/group_vars/k3s.yml:2"],
            id="two inventories with one node",
        ),
        pytest.param(
            {"attic/talos/talconfig.yaml": _HELPER, "barn/k3s/config.yaml": "cluster-cidr: 10.61.0.0/16\n"},
            [],
            id="Talos and k3s",
        ),
        pytest.param(
            {
                "attic/rke2/config.yaml": "cluster-cidr: 10.62.0.0/16\n",
                "barn/k3s/config.yaml": "cluster-cidr: 10.61.0.0/16\n",
            },
            ["R902 barn/k3s/config.yaml:1"],
            id="RKE2 has the options of k3s",
        ),
        pytest.param(
            {
                "a/release.yaml": _release("cilium", _CILIUM.format("attic", "10.61.0.0/16", "10.60.8.1")),
                "a/cilium/test/values.yaml": _CILIUM.format("lab", "10.63.0.0/16", "10.60.9.1") + "\n",
            },
            [],
            id="values of a test",
        ),
        pytest.param(
            {
                "k/kubeadm/vars/main.yml": "cluster_pod_subnet: 10.63.0.0/16\n",
                "k/k3s/group_vars/all.yml": "k3s_cluster_cidr: 10.61.0.0/16\n",
                "k/k3s/tasks/calico.yml": _INSTALLED,
            },
            ["K822 k/k3s/tasks/calico.yml:2"],
            id="a second installer",
        ),
    ],
)
def test_copies_are_of_one_cluster_unless_that_is_disproved(files: Files, expected: list[str]) -> None:
    assert places(files, ["R902", "K822"]) == expected


def _applied(path: str) -> dict[str, str]:
    text = (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {{name: a}}\nspec: {{path: {}}}\n"
    )
    return {"flux/a.yaml": text.format(path)}


def _listed(folder: str, *files: str) -> dict[str, str]:
    text = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [{}]\n"
    return {f"{folder}/kustomization.yaml": text.format(", ".join(files))}


_PAIR = {
    **_listed("base/one", "s.yaml"),
    **_listed("base/two", "s.yaml"),
    "base/one/s.yaml": _service("one", "type: LoadBalancer, loadBalancerIP: 10.60.8.5"),
    "base/two/s.yaml": _service("two", "type: LoadBalancer, loadBalancerIP: 10.60.8.5"),
}


@pytest.mark.parametrize(
    ("more", "severities"),
    [
        pytest.param(_applied("./base/one"), ["warning"], id="one is applied"),
        pytest.param(_applied("./base"), ["error"], id="both are applied by the folder around them"),
        pytest.param(_applied("./base/one") | _listed("all", "../base/two"), ["error"], id="another list leads there"),
        pytest.param({}, ["error"], id="nothing says what is applied"),
        pytest.param(_applied("./elsewhere/one"), ["error"], id="what is applied is not beside them"),
    ],
)
def test_of_two_alternatives_only_the_applied_one_is_in_use(more: dict[str, str], severities: list[str]) -> None:
    assert [one.severity.name.lower() for one in found({**_PAIR, **more}, ["H302"])] == severities
