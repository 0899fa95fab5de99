"""What Kubernetes objects say of a lab: services, pools, sessions, pods, and the variables and clusters around them."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from lab import codes, spots, tree
from shared import shared

from cidrbook import rules
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_folder


def seen(**files: str) -> Observation:
    """The plan of a tree; `__` in a name is a slash, and all files are YAML."""
    return tree({f"{name.replace('__', '/')}.yaml": text for name, text in files.items()})


def addresses(plan: Observation) -> dict[str, list[str]]:
    """The addresses of pinned services by their names."""
    return {
        service.name: [str(a) for a in service.addresses]
        for cluster in plan.clusters
        for service in cluster.pinned_services
    }


def pools(plan: Observation) -> list[tuple[str, str, str]]:
    """Each pool, with its product and how it is announced."""
    every = (balancer for cluster in plan.clusters for balancer in cluster.load_balancers)
    return [(balancer.product, balancer.mode, str(one)) for balancer in every for one in balancer.pools]


def sessions(plan: Observation) -> list[tuple[str, str, int | None, int | None]]:
    """Each session: its ends and their AS numbers."""
    return [(session.local, session.peer, session.local_asn, session.peer_asn) for session in plan.sessions]


def service(name: str, body: str, namespace: str = "") -> str:
    """A manifest of a service with a part that matters."""
    inside = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}{inside}}}\nspec:\n  {body}\n"


def release(name: str, values: str) -> str:
    """A HelmRelease with these values."""
    head = f"apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: {name}}}\nspec:\n  values:\n"
    return head + "".join(f"    {line}\n" for line in dedent(values).strip().splitlines())


POOL = """\
    apiVersion: cilium.io/v2
    kind: CiliumLoadBalancerIPPool
    metadata: {name: pool}
    spec: {blocks: [{start: 10.9.8.10, stop: 10.9.8.20}]}
"""

ASKING = {
    "a field": (service("web", "loadBalancerIP: 10.9.8.7"), {"web": ["10.9.8.7"]}),
    "listed addresses": (service("web", "externalIPs: [10.9.8.7, 10.9.8.6]"), {"web": ["10.9.8.7", "10.9.8.6"]}),
    "a value of a chart": (release("web", "service: {main: {loadBalancerIP: 10.9.8.7}}"), {"web": ["10.9.8.7"]}),
    "one service of several": (release("web", "service: {dns: {loadBalancerIP: 10.9.8.7}}"), {"web-dns": ["10.9.8.7"]}),
    "an annotation": (
        release("web", "controller: {service: {annotations: {lbipam.cilium.io/ips: 'fd09::7 , 10.9.8.7'}}}"),
        {"web": ["fd09::7", "10.9.8.7"]},
    ),
    "an alias": (
        release(
            "web",
            """
            service:
              main:
                annotations: {note: &ip 10.9.8.7, metallb.io/loadBalancerIPs: *ip}
            """,
        ),
        {"web": ["10.9.8.7"]},
    ),
    "JSON in an annotation": (
        release("web", """service: {annotations: {projectcalico.org/loadBalancerIPs: '["10.9.8.7"]'}}"""),
        {"web": ["10.9.8.7"]},
    ),
    "IPv4 in the clothes of IPv6": (
        service("web", "externalIPs: [10.9.8.7, '::ffff:10.9.8.7']"),
        {"web": ["10.9.8.7"]},
    ),
    "a Gateway": (
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: inner}
        spec: {addresses: [{value: 10.9.8.7}, {type: Hostname, value: example.org}]}
        """,
        {"inner": ["10.9.8.7"]},
    ),
    "a template with a name of its own": (
        """
        kind: Database
        metadata: {name: db}
        spec:
          managed:
            - serviceTemplate:
                metadata: {name: db-rw, annotations: {io.cilium/lb-ipam-ips: 10.9.8.7}}
                spec: {type: LoadBalancer}
        """,
        {"db-rw": ["10.9.8.7"]},
    ),
    "a k3s HelmChart": (
        """
        apiVersion: helm.cattle.io/v1
        kind: HelmChart
        metadata: {name: edge}
        spec:
          valuesContent: |-
            service:
              loadBalancerIP: 10.9.8.7
        """,
        {"edge": ["10.9.8.7"]},
    ),
    "a switch": (
        "kind: CiliumL2AnnouncementPolicy\nmetadata: {name: a}\nspec: {loadBalancerIPs: true, externalIPs: true}",
        {},
    ),
    "a type that gets none": (service("web", "{type: ClusterIP, loadBalancerIP: 10.9.8.7}"), {}),
    "a whole service of no type": (service("web", "{ports: [{port: 1}], loadBalancerIP: 10.9.8.7}"), {}),
    "a service of app-template of no type": (
        release(
            "web",
            """
            controllers: {main: {}}
            service:
              main: {ports: {a: {port: 1}}, annotations: {lbipam.cilium.io/ips: 10.9.8.7}}
            """,
        ),
        {},
    ),
    "what is switched off": (release("web", "sub: {enabled: false, service: {loadBalancerIP: 10.9.8.7}}"), {}),
    "what DHCP gives": (release("web", "annotations: {kube-vip.io/loadbalancerIPs: 0.0.0.0}"), {}),
    "an encrypted value": (service("web", "loadBalancerIP: 'ENC[AES256_GCM,data:1.2.3.4]'"), {}),
    "a template": (service("web", 'loadBalancerIP: "{{ .Values.ip }}"'), {}),
    "a definition": ("kind: CustomResourceDefinition\nmetadata: {name: x}\nspec: {loadBalancerIP: 10.9.8.7}", {}),
    "wrong types": ("kind: Service\nmetadata: {name: [1]}\nspec: {externalIPs: {a: [10.9.8.7.6, ~]}, ports: 3}", {}),
}


@pytest.mark.parametrize(("text", "expected"), ASKING.values(), ids=ASKING.keys())
def test_services_ask_for_addresses(text: str, expected: dict[str, list[str]]) -> None:
    """Whatever the place, the address is read; and what asks for none is silent."""
    assert addresses(seen(a=text)) == expected


def test_two_services_on_one_address_are_found() -> None:
    """The second one is reported, at its own place, in the middle of a list."""
    plan = seen(
        a=service("one", "externalIPs: [10.9.8.7]"),
        b=release("two", "service: {annotations: {lbipam.cilium.io/ips: 'fd09::1,10.9.8.7'}}"),
    )
    assert spots(plan) == ["H302 b.yaml:6:60"]


def test_an_alias_stands_where_its_anchor_does() -> None:
    """At the value itself, behind the anchor's name."""
    text = release("two", "{note: &ip 10.9.8.7, annotations: {metallb.io/loadBalancerIPs: *ip}}")
    assert spots(seen(a=service("one", "loadBalancerIP: 10.9.8.7"), b=text)) == ["H302 b.yaml:6:16"]


SILENT = {
    "field and annotation of one service": """
        kind: Service
        metadata: {name: web, annotations: {metallb.io/loadBalancerIPs: 10.9.8.7}}
        spec: {loadBalancerIP: 10.9.8.7}
    """,
    "one key, other ports": "\n---\n".join(
        release(
            name,
            f"""
            service:
              annotations: {{lbipam.cilium.io/ips: 10.9.8.7, lbipam.cilium.io/sharing-key: a}}
              ports: {{a: {{port: {port}}}}}
            """,
        )
        for name, port in (("one", 53), ("two", 80))
    ),
    "one Gateway, with and without its namespace": "\n---\n".join(
        f"apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: inner{space}}}\n"
        "spec: {addresses: [{value: 10.9.8.7}]}"
        for space in ("", ", namespace: network")
    ),
    "a Gateway and what its parameters make": """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: inner}
        spec:
          addresses: [{value: 10.9.8.7}]
          infrastructure: {parametersRef: {kind: EnvoyProxy, name: small}}
        ---
        kind: EnvoyProxy
        metadata: {name: small}
        spec: {provider: {kubernetes: {envoyService: {loadBalancerIP: 10.9.8.7}}}}
    """,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_one_service_may_say_its_address_twice(text: str) -> None:
    """What is one service, or shares its address on purpose, is no mistake."""
    plan = seen(a=text)
    assert "10.9.8.7" in str(addresses(plan))
    assert spots(plan) == []


def test_one_sharing_key_and_one_port_is_a_mistake() -> None:
    """A sharing key does not let two services have one port."""
    body = "{type: LoadBalancer, ports: [{port: 53, protocol: UDP}], loadBalancerIP: 10.9.8.7}"
    note = "metadata: {{name: {}, annotations: {{metallb.io/allow-shared-ip: a}}}}"
    text = "\n---\n".join(f"kind: Service\n{note.format(name)}\nspec: {body}" for name in ("one", "two"))
    assert spots(seen(a=text)) == ["H302 a.yaml:7:80"]


POOLS = {
    "a run": (POOL, [("cilium", "", "10.9.8.10-10.9.8.20")]),
    "the older cidrs": (
        "kind: CiliumLoadBalancerIPPool\nmetadata: {name: a}\nspec: {cidrs: [{cidr: 10.9.8.0/24}]}",
        [("cilium", "", "10.9.8.0/24")],
    ),
    "one that is off": (
        "kind: CiliumLoadBalancerIPPool\nmetadata: {name: a}\nspec: {disabled: true, blocks: [{cidr: 10.9.8.0/24}]}",
        [("cilium", "", "10.9.8.0/24")],
    ),
    "IPv4 in the clothes of IPv6": (
        "kind: CiliumLoadBalancerIPPool\nmetadata: {name: a}\nspec: {blocks: [{cidr: '::ffff:10.9.8.0/120'}]}",
        [],
    ),
    "announced on the link": (
        f"{dedent(POOL)}---\nkind: CiliumL2AnnouncementPolicy\nmetadata: {{name: a}}\nspec: {{loadBalancerIPs: true}}",
        [("cilium", "l2", "10.9.8.10-10.9.8.20")],
    ),
    "MetalLB": (
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: a}
        spec: {addresses: [10.9.8.0/24, 10.9.7.1 - 10.9.7.9]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: b}
        spec: {addresses: [10.9.6.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: a}
        spec: {ipAddressPools: [a]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: b}
        spec: {ipAddressPools: [b]}
        """,
        [("metallb", "l2", "10.9.8.0/24"), ("metallb", "l2", "10.9.7.1-10.9.7.9"), ("metallb", "bgp", "10.9.6.0/24")],
    ),
    "MetalLB's AddressPool": (
        (
            "apiVersion: metallb.io/v1beta1\nkind: AddressPool\nmetadata: {name: a}\n"
            "spec: {protocol: layer2, addresses: [10.9.8.0/24]}"
        ),
        [("metallb", "l2", "10.9.8.0/24")],
    ),
    "a chart's configInline": (
        release("metallb", "configInline: {address-pools: [{protocol: bgp, addresses: [10.9.8.0/24]}]}"),
        [("metallb", "bgp", "10.9.8.0/24")],
    ),
    "a ConfigMap": (
        """
        kind: ConfigMap
        metadata: {name: config}
        data:
          config: |
            address-pools:
              - name: a
                protocol: layer2
                addresses: ["10.9.8.0/24"]
        """,
        [("metallb", "l2", "10.9.8.0/24")],
    ),
    "kube-vip's cloud provider": (
        "kind: ConfigMap\nmetadata: {name: kubevip}\ndata: {range-global: '10.9.8.1-10.9.8.9,10.9.7.1-10.9.7.2'}",
        [("kube-vip", "", "10.9.8.1-10.9.8.9"), ("kube-vip", "", "10.9.7.1-10.9.7.2")],
    ),
    "what Calico announces": (
        (
            "apiVersion: projectcalico.org/v3\nkind: BGPConfiguration\nmetadata: {name: default}\n"
            "spec: {asNumber: 64512, serviceLoadBalancerIPs: [{cidr: 10.9.8.0/24}]}"
        ),
        [("calico", "bgp", "10.9.8.0/24")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), POOLS.values(), ids=POOLS.keys())
def test_pools(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Where services get addresses from, and how these are announced."""
    assert pools(seen(a=text)) == expected


def test_what_calico_announces_may_be_what_another_hands_out() -> None:
    """Then it is no pool of its own."""
    metallb = release("metallb", "configInline: {address-pools: [{protocol: bgp, addresses: [10.9.8.0/25]}]}")
    plan = seen(a=metallb, b=POOLS["what Calico announces"][0])
    assert pools(plan) == [("metallb", "bgp", "10.9.8.0/25")]
    assert spots(plan) == []


def test_a_service_outside_of_its_pool_is_found() -> None:
    """Only in the cluster of the pool; not where one of the pools is not known; not where the address is listed."""
    outside = service("web", "loadBalancerIP: 10.9.7.7")
    dark = "---\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: dark}\nspec: {blocks: [{cidr: '${DARK}'}]}"
    assert spots(seen(a=POOL, b=outside)) == ["K821 b.yaml:5:19"]
    assert spots(seen(a=dedent(POOL) + dark, b=outside)) == []
    assert spots(seen(a=POOL, b=service("web", "externalIPs: [10.9.7.7]"))) == []
    assert spots(seen(clusters__one__a=POOL, clusters__two__b=outside)) == []


def test_the_place_of_a_pool_in_a_text_of_a_config_map() -> None:
    """YAML in YAML knows its lines and columns."""
    text = """
        kind: ConfigMap
        metadata: {name: config}
        data:
          config: |
            # a comment

            address-pools:
              - addresses: ["10.9.8.5/24"]
    """
    assert spots(seen(a=text)) == ["F108 a.yaml:9:21"]


SESSIONS = {
    "Cilium": (
        """
        kind: CiliumBGPClusterConfig
        metadata: {name: a}
        spec:
          bgpInstances:
            - {localASN: 64513, peers: [{peerASN: 64512, peerAddress: 10.9.8.1, peerConfigRef: {name: c}}]}
        """,
        [("cluster", "10.9.8.1", 64513, 64512)],
    ),
    "Cilium's older policy": (
        """
        kind: CiliumBGPPeeringPolicy
        metadata: {name: a}
        spec: {virtualRouters: [{localASN: 64513, neighbors: [{peerAddress: 10.9.8.1/32, peerASN: 64512}]}]}
        """,
        [("cluster", "10.9.8.1", 64513, 64512)],
    ),
    "a node's override in quotes": (
        """
        "kind": "CiliumBGPNodeConfigOverride"
        "metadata": {"name": "one"}
        "spec": {"bgpInstances": [{"localASN": 64513, "peers": [{"peerASN": 0, "peerAddress": "fd09::1"}]}]}
        """,
        [("cluster", "fd09::1", 64513, None)],
    ),
    "MetalLB": (
        (
            "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: {name: a}\n"
            "spec: {myASN: 64513, peerASN: 64512, peerAddress: 10.9.8.1, holdTime: 90s}"
        ),
        [("cluster", "10.9.8.1", 64513, 64512)],
    ),
    "MetalLB before": (
        release("metallb", "configInline: {peers: [{peer-address: 10.9.8.1, peer-asn: 64512, my-asn: 64513}]}"),
        [("cluster", "10.9.8.1", 64513, 64512)],
    ),
    "Calico": (
        (
            "apiVersion: crd.projectcalico.org/v1\nkind: BGPPeer\nmetadata: {name: a}\n"
            "spec: {peerIP: '10.9.8.1:1790', asNumber: 64512}"
        ),
        [("cluster", "10.9.8.1", None, 64512)],
    ),
    "kube-vip": (
        """
        kind: DaemonSet
        metadata: {name: kube-vip}
        spec:
          template:
            spec:
              containers:
                - image: ghcr.io/kube-vip/kube-vip:v0.8.0
                  env:
                    - {name: address, value: 10.9.8.9}
                    - {name: bgp_enable, value: "true"}
                    - {name: bgp_as, value: "64513"}
                    - {name: bgp_peers, value: "10.9.8.1:64512::false,10.9.8.2:64512:secret:true"}
        """,
        [("cluster", "10.9.8.1", 64513, 64512), ("cluster", "10.9.8.2", 64513, 64512)],
    ),
    "an address that is not known": (
        "kind: CiliumBGPClusterConfig\nmetadata: {name: a}\nspec: {bgpInstances: [{peers: [{peerAddress: '${X}'}]}]}",
        [],
    ),
    "wrong types": ("kind: CiliumBGPClusterConfig\nmetadata: []\nspec: {bgpInstances: [3, {peers: {a: [b]}}]}", []),
}


@pytest.mark.parametrize(("text", "expected"), SESSIONS.values(), ids=SESSIONS.keys())
def test_sessions(text: str, expected: list[tuple[str, str, int | None, int | None]]) -> None:
    """Who a cluster speaks BGP with."""
    assert sessions(seen(a=text)) == expected


def test_a_session_knows_its_timers_and_never_a_password() -> None:
    """Those of its peer configuration; of a password that there is one."""
    plan = seen(
        a=SESSIONS["Cilium"][0],
        b="kind: CiliumBGPPeerConfig\nmetadata: {name: c}\nspec: {timers: {holdTimeSeconds: 9}, authSecretRef: s}",
    )
    (session,) = plan.sessions
    assert (session.hold_time, session.password) == (9, True)
    assert "secret" not in repr(seen(a=SESSIONS["kube-vip"][0]))


@pytest.mark.parametrize(("asn", "code"), [("4311000011", "B601"), ("422010011", "B604"), ("4220101011", None)])
def test_as_numbers_of_an_agent_on_the_node(asn: str, code: str | None) -> None:
    """A number that is none is found, whoever the peer is; and a public one."""
    text = f"""
        kind: CiliumBGPClusterConfig
        metadata: {{name: a}}
        spec:
          bgpInstances:
            - localASN: {asn}
              peers: [{{peerAddress: 127.0.0.1, peerASN: 64512}}]
    """
    assert spots(seen(a=text)) == ([f"{code} a.yaml:6:17"] if code else [])


def test_sessions_inside_a_node_are_no_ibgp_with_a_router() -> None:
    """An agent speaks with another one on its own node, by the node's address."""
    peers = "[{peerAddress: 10.9.8.7, localAddress: 10.9.8.7, peerASN: 64512}]"
    head = "kind: CiliumBGPNodeConfig\nmetadata: {name: a}\n"
    assert spots(seen(a=f"{head}spec: {{bgpInstances: [{{localASN: 64512, peers: {peers}}}]}}")) == []


def attached(name: str, *ips: str, mac: str = "") -> str:
    """A release whose pod is attached to a network, with these addresses."""
    entry = {"name": "iot", "ips": list(ips)} | ({"mac": mac} if mac else {})
    listed = json.dumps([entry], indent=2).replace("\n", "\n          ")
    return release(name, f"pod:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: |\n          {listed}")


def test_pods_with_one_static_address_are_found() -> None:
    """JSON in a text of YAML has exact places."""
    plan = seen(a=attached("one", "10.9.8.7/24"), b=attached("two", "fd09::1/64", "10.9.8.7/24"))
    assert spots(plan) == ["H302 b.yaml:14:22"]
    assert spots(seen(a=attached("one", "10.9.8.7/24"), b=attached("two", "10.9.8.8/24"))) == []


@pytest.mark.parametrize("value", ["iot@net1", "[", '[{"ips": 3}, 4]', '[{"name": "a"}]', '{"ips": ["10.9.8.7"]}'])
def test_networks_without_addresses(value: str) -> None:
    """The short form, and what is no list of networks."""
    assert (
        seen(a=f"kind: Pod\nmetadata: {{name: a, annotations: {{k8s.v1.cni.cncf.io/networks: '{value}'}}}}").hosts == ()
    )


def test_attachments_are_networks() -> None:
    """Their prefix, VLAN and gateway; and the static addresses of whoever is attached."""
    config = {
        "plugins": [
            {
                "master": "bond0.30",
                "ipam": {
                    "subnet": "10.9.8.0/24",
                    "gateway": "10.9.8.1",
                    "addresses": [{"address": "10.9.8.253/24"}, 7],
                },
            },
            8,
        ]
    }
    plan = seen(
        a=f"kind: NetworkAttachmentDefinition\nmetadata: {{name: iot}}\nspec:\n  config: '{json.dumps(config)}'",
        b='kind: NetworkAttachmentDefinition\nmetadata: {name: x}\nspec: {config: \'{"ipam": {"subnet": [1]}}\'}',
    )
    assert [
        (network.name, network.cidr, network.vlan, network.gateway) for network in plan.networks if network.cidrs
    ] == [("iot", "10.9.8.0/24", 30, "10.9.8.1")]
    assert [str(host.addresses[0]) for host in plan.hosts] == ["10.9.8.253"]


def test_calico_gives_pods() -> None:
    """By its Installation, by the same in a chart, and by its pools; a node network is one."""
    inside = "calicoNetwork: {bgp: Enabled, ipPools: [{cidr: 10.42.0.0/16, encapsulation: VXLANCrossSubnet}]}"
    for text in (
        f"apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: {{name: default}}\nspec: {{{inside}}}",
        release("calico", f"installation: {{{inside}}}"),
        "apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {name: a}\nspec: {cidr: 10.42.0.0/16}",
    ):
        plan = seen(a=text)
        assert [network.cidr for network in plan.networks] == ["10.42.0.0/16"]
        assert plan.clusters[0].pods == (plan.networks[0].id,)
        assert plan.clusters[0].cni is not None
        assert plan.clusters[0].cni.product == "calico"


CNI = {
    "a release": (
        release("cilium", "{ipv4NativeRoutingCIDR: 10.42.0.0/16, ipam: {mode: kubernetes}}"),
        ["10.42.0.0/16"],
        [],
    ),
    "everything is no range": (release("cilium", "{ipv4NativeRoutingCIDR: 0.0.0.0/0}"), [], []),
    "its own pool": (
        release("cilium", "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.42.0.0/16]}}"),
        [],
        ["10.42.0.0/16"],
    ),
    "a pool that is not used": (
        release("cilium", "ipam: {mode: kubernetes, operator: {clusterPoolIPv4PodCIDRList: 10.42.0.0/16}}"),
        [],
        [],
    ),
    "a ConfigMap": (
        "kind: ConfigMap\nmetadata: {name: cilium-config}\ndata: {ipv4-native-routing-cidr: 10.42.0.0/16}",
        ["10.42.0.0/16"],
        [],
    ),
    "values in a ConfigMap": (
        """
        kind: ConfigMap
        metadata: {name: cilium-values}
        data:
          values.yaml: |
            ipv4NativeRoutingCIDR: 10.42.0.0/16
        """,
        ["10.42.0.0/16"],
        [],
    ),
}


@pytest.mark.parametrize(("text", "routed", "pods"), CNI.values(), ids=CNI.keys())
def test_cilium_routes_and_gives(text: str, routed: list[str], pods: list[str]) -> None:
    """What the chart's values say of the pods."""
    cni = seen(a=text).clusters[0].cni
    assert cni is not None
    assert ([*map(str, cni.native_routing)], [*map(str, cni.pods)]) == (routed, pods)


def test_where_the_api_is_reached() -> None:
    """The address that Cilium uses for it, unless it is that of the node itself."""
    for host, expected in (("10.9.8.9", ["10.9.8.9"]), ("localhost", None), ("127.0.0.1", None)):
        api = seen(a=release("cilium", f"k8sServiceHost: {host}")).clusters[0].api
        assert (api and [*map(str, api.addresses)]) == expected


def test_kube_vip_has_a_virtual_address() -> None:
    """Of a DaemonSet's environment, and of the chart's values."""
    for text in (
        SESSIONS["kube-vip"][0],
        release("kube-vip", "{config: {address: 10.9.8.9}, env: {bgp_enable: 'true'}}"),
    ):
        (virtual,) = seen(a=text).clusters[0].virtual_addresses
        assert ([*map(str, virtual.addresses)], virtual.product, virtual.mode) == (["10.9.8.9"], "kube-vip", "bgp")


def test_endpoints_count_where_nothing_else_is_known() -> None:
    """Several services may lead to one machine, and to one that has another name."""
    ends = "kind: Endpoints\nmetadata: {{name: {}}}\nsubsets: [{{addresses: [{{ip: 10.9.8.{}}}]}}]"
    piece = "kind: EndpointSlice\nmetadata: {name: c}\nendpoints: [{addresses: [10.9.8.8]}]"
    plan = seen(a=ends.format("a", 7), b=ends.format("b", 7), c=piece, d=attached("pod", "10.9.8.8"))
    assert sorted((host.name, str(host.addresses[0])) for host in plan.hosts) == [
        ("a", "10.9.8.7"),
        ("pod", "10.9.8.8"),
    ]
    assert spots(plan) == []


SETTINGS = "kind: ConfigMap\nmetadata: {{name: cluster-settings}}\ndata: {{{}}}"


def test_variables_are_filled_in() -> None:
    """Of ConfigMaps, inline, with a default; the escaped and the switched off are none."""
    plan = tree(
        {
            "config/settings.yaml": SETTINGS.format("A: 10.9.8.1, B: 10.9.8.2, F: 10.9.8.6"),
            "ks.yaml": "kind: Kustomization\nspec: {path: ./apps/b, postBuild: {substitute: {B: 10.9.8.3}}}",
            "apps/a.yaml": service("a", "loadBalancerIP: ${A}"),
            "apps/b/b.yaml": service("b", "loadBalancerIP: ${B}"),
            "apps/c.yaml": service("c", "loadBalancerIP: ${C:-10.9.8.4}"),
            "apps/d.yaml": service("d", "loadBalancerIP: $${A}"),
            "apps/e.yaml": service("e", "loadBalancerIP: ${E}"),
            "apps/f.yaml": "kind: Service\n"
            "metadata: {name: f, labels: {kustomize.toolkit.fluxcd.io/substitute: disabled}}\n"
            "spec: {loadBalancerIP: '${F}'}",
        }
    )
    assert addresses(plan) == {"a": ["10.9.8.1"], "b": ["10.9.8.3"], "c": ["10.9.8.4"]}


def test_settings_of_one_cluster_are_for_what_names_none() -> None:
    """Shared folders beside one cluster's settings; with two clusters nobody knows."""
    files = {
        "clusters/one/secrets/config.yaml": SETTINGS.format("LB_A: 10.9.8.1"),
        "base/a.yaml": service("a", "loadBalancerIP: ${LB_A}"),
    }
    plan = tree(files)
    assert [cluster.name for cluster in plan.clusters if cluster.pinned_services] == ["one"]
    assert addresses(tree(files | {"clusters/two/c.yaml": SETTINGS.format("LB_A: 10.9.8.2")})) == {}


def test_shared_folders_are_each_clusters_that_applies_them() -> None:
    """By `spec.path`, by the entries of kustomizations, and each with its own settings."""
    files = {"apps/a/a.yaml": service("a", "loadBalancerIP: ${LB_A}")}
    for number, name in enumerate(("one", "two"), 1):
        files[f"clusters/{name}/settings.yaml"] = SETTINGS.format(f"LB_A: 10.9.8.{number}")
        files[f"clusters/{name}/ks.yaml"] = f"kind: Kustomization\nspec: {{path: ./overlays-{name}}}"
        files[f"overlays-{name}/kustomization.yaml"] = "resources: [../apps/a]"
    plan = tree(files)
    assert {cluster.name: str(cluster.pinned_services[0].addresses[0]) for cluster in plan.clusters} == {
        "one": "10.9.8.1",
        "two": "10.9.8.2",
    }
    assert spots(plan) == []


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("resources: [a.yaml, b/ks.yaml]", {"a", "b"}),
        ("resources: [a.yaml]", {"a"}),
        ("resources:\n  - a.yaml\n  # - b/ks.yaml", {"a"}),
        ("resources: [./b/ks.yaml]", {"b"}),
        ("namespace: x", {"a", "b"}),
    ],
)
def test_what_a_kustomization_leaves_out_is_silent(listed: str, expected: set[str]) -> None:
    """A file or folder beside a list that is not in it, and that nothing else names."""
    plan = tree(
        {
            "apps/kustomization.yaml": listed,
            "apps/a.yaml": service("a", "loadBalancerIP: 10.9.8.1"),
            "apps/b/ks.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
            "spec: {path: ./apps/b/app}",
            "apps/b/app/b.yaml": service("b", "loadBalancerIP: 10.9.8.2"),
        }
    )
    assert set(addresses(plan)) == expected


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("apps/backup/a.yaml", True),
        ("apps/archivebox/a.yaml", True),
        ("apps/web (deprecated)/a.yaml", False),
        ("apps/web-old/a.yaml", False),
        ("apps/.archive/a.yaml", False),
        ("_archive/a.yaml", False),
        ("deprecated-k8s/a.yaml", False),
        ("staging.old/a.yaml", False),
        ("backup/a.yaml", False),
        ("apps/plex.disabled/a.yaml", False),
    ],
)
def test_archives_are_silent(tmp_path: Path, path: str, *, kept: bool) -> None:
    """What is kept, and not in use, by the names of folders."""
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(service("a", "loadBalancerIP: 10.9.8.1"), "utf-8")
    assert (addresses(observe_folder(tmp_path)) == {"a": ["10.9.8.1"]}) is kept


def settings(*values: str, used: str = "") -> Observation:
    """Settings, and a text in which some of the variables stand."""
    return seen(
        a=SETTINGS.format(", ".join(values)), b=f"kind: ConfigMap\nmetadata: {{name: b}}\ndata: {{a: '{used}'}}"
    )


def test_variables_of_services_with_one_address() -> None:
    """Both used, or both not: a mistake; one of two, two names of one service, what is no service: none."""
    both = ("LB_ONE: 10.9.8.1", "CLUSTER_LB_TWO: 10.9.8.1")
    assert spots(settings(*both)) == ["H302 a.yaml:3:42"]
    assert spots(settings(*both, used="${LB_ONE} ${CLUSTER_LB_TWO}")) == ["H302 a.yaml:3:42"]
    assert spots(settings(*both, used="${LB_ONE}")) == []
    assert spots(settings("LB_ONE: 10.9.8.1", "SVC_ONE_ADDR: 10.9.8.1")) == []
    assert spots(settings("NAS_ADDR: 10.9.8.1", "GATEWAY_ADDR: 10.9.8.1")) == []
    pinned = service("one", "loadBalancerIP: ${LB_ONE}")
    assert spots(seen(a=SETTINGS.format(", ".join(both)), b=pinned)) == []
    two = service("two", "loadBalancerIP: ${CLUSTER_LB_TWO}")
    assert spots(seen(a=SETTINGS.format(", ".join(both)), b=pinned, c=two)) == ["H302 c.yaml:5:19"]


def unresolved(**files: str) -> list[str]:
    """The lines of variables that are defined nowhere."""
    return [f"{problem.at.file}:{problem.at.line}" for problem in seen(**files).problems_of("unresolved-variable")]


def test_a_variable_that_is_defined_nowhere() -> None:
    """Where an address belongs, and its family is known; encrypted, secret and unseen ones are somewhere."""
    known, asking = SETTINGS.format("LB_ONE: 10.9.8.1"), service("web", "loadBalancerIP: ${LB_WEB}")
    assert unresolved(a=known, b=asking) == ["b.yaml:5"]
    assert unresolved(a=known, b=POOL.replace("10.9.8.20", "'${LB_END}'")) == ["b.yaml:4"]
    assert unresolved(b=asking) == []
    assert unresolved(a=SETTINGS.format("NAS: 10.9.8.1"), b=asking) == []
    assert unresolved(a=known, b=asking.replace("LB_WEB", "LB_SECRET_WEB")) == []
    encrypted = "kind: Secret\nmetadata: {name: cluster-secrets}\nstringData: {LB_WEB: 'ENC[AES256_GCM,data:x]'}"
    assert unresolved(a=known, b=asking, c=encrypted) == []
    unseen = "kind: Kustomization\nspec: {path: ./b, postBuild: {substituteFrom: [{name: elsewhere}]}}"
    assert unresolved(a=known, b=asking, c=unseen) == []


CASES = [
    ("B07", "H302", "music-assistant"),
    ("B08", "H302", "mosquitto"),
    ("B09", "K821", "plex"),
    ("B42", "H302", "qbittorrent"),
    ("B43", "B601", "4311000011"),
    ("B44", "B604", "422010011"),
    ("C01", "B607", "64514"),
]


@pytest.mark.parametrize(("case", "code", "word"), CASES)
def test_a_real_mistake_is_found_and_gone_when_mended(case: str, code: str, word: str) -> None:
    """In the tree of a lab that had it, and in the same tree after the repair."""
    root = shared(f"cases/{case}")
    before, after = (
        [
            finding.problem.message
            for finding in rules.check_observation(observe_folder(root / state))
            if finding.code == code
        ]
        for state in ("at", "fixed")
    )
    assert any(word in message for message in before)
    assert not any(message in before for message in after)


@pytest.mark.parametrize(
    ("pools", "expected"),
    [
        ("[{name: a, cidr: 10.2.0.0/16}, {name: b, cidr: 10.2.0.0/17}]", ["K819"]),
        ("[{cidr: 10.2.0.0/16}, {cidr: 10.3.0.0/16}]", []),
    ],
    ids=["one inside of the other", "apart"],
)
def test_pools_of_one_installation_of_calico(pools: str, expected: list[str]) -> None:
    text = f"apiVersion: operator.tigera.io/v1\nkind: Installation\nspec: {{calicoNetwork: {{ipPools: {pools}}}}}\n"
    assert codes({"calico.yaml": text}, ["K819"]) == expected
