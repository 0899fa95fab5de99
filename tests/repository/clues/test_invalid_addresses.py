"""What looks like an address and is none."""

from __future__ import annotations

import pytest
from lab import places, short, the
from manifests import FIRST, LOAD_BALANCER


def test_what_looks_like_an_address_and_is_none_is_found() -> None:
    assert places({"dns.yaml": LOAD_BALANCER.format(name="dns", address="10.4.7.353")}, ["F104"]) == ["F104 dns.yaml:7"]
    assert not places({"dns.yaml": LOAD_BALANCER.format(name="dns", address="10.4.7.53")}, ["F104"])
    assert not places({"dns.yaml": LOAD_BALANCER.format(name="dns", address="${DNS_ADDR}")}, ["F104"])


def test_a_pool_that_ends_before_it_begins_is_found() -> None:
    assert places({"pool.yaml": FIRST.format(pool="10.4.7.60-10.4.7.20")}, ["F104"]) == ["F104 pool.yaml:6"]
    assert places({"pool.yaml": FIRST.format(pool="10.4.7.20-10.4.7.260")}, ["F104"]) == ["F104 pool.yaml:6"]
    cilium = """\
        apiVersion: cilium.io/v2
        kind: CiliumLoadBalancerIPPool
        metadata:
          name: first
        spec:
          blocks:
            - {start: 10.4.7.60, stop: 10.4.7.20}
        """
    assert places({"pool.yaml": cilium}, ["F104"]) == ["F104 pool.yaml:7"]


# What is no address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all: {hosts: {ox: {ansible_host: 192.168.31.300}}}", ["F104 hosts.yml:1"]),
        ("gateway: 10.31.256.1", ["F104 hosts.yml:1"]),
        ("lan_cidr: 10.31.0.0/33", ["F104 hosts.yml:1"]),
        ("endpoint: https://10.31.5.256:6443", ["F104 hosts.yml:1"]),
        ("version: 10.31.300.1", []),
        ("gateway: 10.31.255.1", []),
        ("gateway: 8.8.8.888", []),
    ],
)
def test_numbers_that_are_too_large_for_an_address(text: str, expected: list[str]) -> None:
    assert short({"ansible/hosts.yml": f"{text}\n"}) == expected


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param("frr.conf", "router bgp 64512\n neighbor 10.2.3.256 remote-as 64513\n", [2], id="FRR"),
        pytest.param("vyos.sh", "set interfaces ethernet eth1 address '10.2.3.1/33'\n", [1], id="VyOS"),
        pytest.param("x.rsc", "/ip address\nadd address=10.2.3.256/24 interface=lan\n", [2], id="RouterOS"),
        pytest.param("dnsmasq.conf", "dhcp-range=10.2.3.10,10.2.3.299,12h\n", [1], id="dnsmasq"),
        pytest.param("wg0.conf", "[Interface]\nAddress = 10.2.3.1/24, 10.2.300.1/24\n", [2], id="WireGuard"),
        pytest.param("kea.json", '{"Dhcp4": {"subnet4": [{"id": 1, "subnet": "10.2.3.0/40"}]}}\n', [1], id="Kea"),
        pytest.param("a.nix", '{ ip.addresses = [{ address = "10.2.3.256"; }]; }\n', [1], id="Nix"),
        pytest.param("a.tf", 'resource "unifi_network" "a" {\n  subnet = "10.2.3.1/33"\n}\n', [2], id="Terraform"),
        pytest.param("lab.env", "KUBE_VIP_ADDR=10.2.3.256\n", [1], id="variables"),
        pytest.param("a.py", 'address = "10.2.3.256"\n', [], id="a program"),
        pytest.param("frr.conf", "router bgp 64512\n! neighbor 10.2.3.256 remote-as 64513\n", [], id="a comment"),
        pytest.param("frr.conf", "router bgp 64512\n description release 10.2.3.256\n", [], id="a text"),
        pytest.param("notes.log", "kernel 10.2.3.256 and 10.2.3.1/33\n", [], id="no configuration"),
    ],
)
def test_private_addresses_that_cannot_be_in_configurations(file: str, text: str, expected: list[int]) -> None:
    assert short({f"lab/{file}": text}, ["F104"]) == [f"F104 {file}:{line}" for line in expected]


_METALLB = "{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: a}, spec: {addresses: [%s]}}"
_METALLB_PEER = "{apiVersion: metallb.io/v1beta2, kind: BGPPeer, spec: {peerAddress: 10.8.0.1, %s}}"
_CALICO = "{apiVersion: projectcalico.org/v3, kind: IPPool, metadata: {name: a}, spec: {cidr: %s}}"
_CALICO_PEER = "{apiVersion: projectcalico.org/v3, kind: BGPPeer, spec: {peerIP: %s, asNumber: 64513}}"
_CILIUM = "{apiVersion: cilium.io/v2, kind: CiliumLoadBalancerIPPool, spec: {blocks: [{%s}]}}"
_KUBEADM = "{apiVersion: kubeadm.k8s.io/v1beta4, kind: ClusterConfiguration, networking: {%s}}"
_TALHELPER = "{clusterName: barn, nodes: [{hostname: n1, ipAddress: %s}]}"
_K3S = "{cluster-cidr: %s}"
_NETPLAN = "{network: {version: 2, ethernets: {e0: {addresses: [%s]}}}}"
_TALOS = "{machine: {type: worker}, cluster: {network: {podSubnets: [%s]}}}"


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (_METALLB, "8.8.0.0/33"),
        (_METALLB, "fd00::/129"),
        (_METALLB, "10.9.0.10-fd00::1"),
        (_METALLB, "10.9.0.20-10.9.0.10"),
        (_METALLB, "10.9.0.10"),
        (_METALLB_PEER, "routerID: 10.0.0.300"),
        (_METALLB_PEER, "sourceAddress: gateway"),
        (_CALICO, "fd00:bb::/129"),
        (_CALICO, "10.2.3.4"),
        (_CALICO_PEER, "10.2.3.400"),
        (_CALICO_PEER, "'192.168.0.330:170'"),
        (_CALICO_PEER, "'[fd00::zz]:179'"),
        (_CILIUM, "cidr: 10.7.0.0/40"),
        (_CILIUM, "start: 10.7.0.1, stop: 10.7.0"),
        (_KUBEADM, "podSubnet: 10.0.1.15"),
        (_KUBEADM, "serviceSubnet: abc"),
        (_KUBEADM, "podSubnet: '10.0.0.0/16,fd00::/200'"),
        (_TALOS, "10.244.0.0"),
        (_TALHELPER, "10.8.1.1l"),
        (_K3S, "10.42.0.0"),
        (_NETPLAN, "10.2.3.0.4/24"),
    ],
)
def test_what_a_product_refuses_is_found_whatever_it_looks_like(form: str, value: str) -> None:
    assert short({"k/a.yaml": (form % value) + "\n# 10.8.0.1"}, ["F104"]) == ["F104 a.yaml:1"]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (_METALLB, "8.8.0.0/30"),
        (_METALLB, "10.9.0.10-10.9.0.20"),
        (_METALLB, "'fd00:10::/112'"),
        (_METALLB, "'${POOL}'"),
        (_METALLB, "'{{ pool }}'"),
        (_METALLB, "$POOL"),
        (_METALLB, "10.9.0.x/24"),
        (_METALLB, "<your-range>"),
        (_METALLB_PEER, "routerID: 10.0.0.30"),
        (_CALICO, "fd00:bb::/64"),
        (_CALICO_PEER, "'192.168.0.33:170'"),
        (_CALICO_PEER, "'[fd00::1]:179'"),
        (_CALICO_PEER, "'fd00::1'"),
        (_CILIUM, "start: 10.7.0.1"),
        (_KUBEADM, "podSubnet: '10.0.0.0/16,fd00:1::/56'"),
        (_KUBEADM, "podSubnet: ''"),
        (_TALOS, "10.244.0.0/16"),
        (_TALHELPER, "n1.home.arpa"),
        (_TALHELPER, "'10.8.1.1,fd00::1'"),
        (_K3S, "'10.42.0.0/16,fd00:1::/56'"),
        (_NETPLAN, "10.2.3.4/24"),
        (_NETPLAN, "{10.2.3.4/24: {label: 'e0:1'}}"),
    ],
)
def test_what_a_product_takes_or_what_is_still_open_is_none(form: str, value: str) -> None:
    assert not short({"k/a.yaml": (form % value) + "\n# 10.8.0.1"}, ["F104"])


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (_METALLB % "10.20.30.40/24", "warning"),
        (_KUBEADM % "podSubnet: 10.0.1.15/16", "warning"),
        (_CILIUM % "cidr: 10.7.0.9/24", "warning"),
        (_CALICO % "10.2.3.4/26", "error"),
        ("{services: {a: {}}, networks: {b: {ipam: {config: [{subnet: 172.30.1.0/16}]}}}}", "error"),
    ],
)
def test_host_bits_are_an_error_where_the_product_refuses_them(text: str, severity: str) -> None:
    assert the({"compose.yaml": text}, ["F108"]).severity == severity


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("vars/all.yml", "pod_cidr: 10.83.0.0/166\n", ["F104 vars/all.yml:1"]),
        ("vars/all.yml", "pod_cidr: 10.83.0.0/16\n", []),
        ("main.tf", 'locals { pod_cidr = "10.83.0.0/166" }\n', ["F104 main.tf:1"]),
        ("r.sh", "set interfaces ethernet eth1 address '10.83.0.1/244'\n", ["F104 r.sh:1"]),
    ],
)
def test_a_length_of_three_digits_is_none(file: str, text: str, expected: list[str]) -> None:
    assert places({file: text}, ["F104"]) == expected
