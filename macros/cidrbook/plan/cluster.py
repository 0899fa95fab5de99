"""A Kubernetes cluster, as far as addresses and BGP go."""

from typing import ClassVar, Literal

from pydantic import Field

from cidrbook.plan.entry import NO_VALUES, Addressed, Entry, Machine, Named, OwnFields, VirtualAddress
from cidrbook.plan.values import Address, Asn, Boolean, Count, Many, Pool, Prefix, Table, Text


class Node(Machine):
    """A machine of a Kubernetes cluster."""

    roles: Many[Text] = Field((), description="`control-plane`, `worker`.")


class Api(Entry):
    """Where the Kubernetes API is reached, and what carries that address."""

    addresses: Many[Address] = Field((), alias="address", description="The address that clients and nodes use.")
    through: Text = Field("", description="What carries it: `haproxy`, `kube-vip`, `keepalived`, `talos`, `node`…")
    version: Text = Field("", description="The release of what carries it.")
    custom: OwnFields = Field(NO_VALUES)


class Cni(Entry):
    """The network plugin of a cluster."""

    product: Text = Field("", description="`calico`, `cilium`, `flannel`, `kube-router`…")
    version: Text = Field("", description="Its release.")
    bgp: Boolean | None = Field(None, description="Whether it speaks BGP to the router.")
    asn: Asn | None = Field(None, description="The AS number it speaks BGP with.")
    encapsulation: Text = Field("", description="`none`, `ipip`, `vxlan`…")
    pods: Many[Prefix] = Field((), description="The pod ranges as the plugin itself is configured.")
    native_routing: Many[Prefix] = Field(
        (),
        description="The ranges it routes as they are, not encapsulated: Cilium's `ipv4NativeRoutingCIDR`.",
    )
    node_masks: Many[Count] = Field(
        (), alias="node_mask", description="The prefix length of each node's share of the pods, as the plugin has it."
    )
    options: Table[Text] = Field(
        NO_VALUES, description="Its other settings, by the product's own names; what is left out counts as not set."
    )
    custom: OwnFields = Field(NO_VALUES)


class LoadBalancer(Entry):
    """What gives services of type LoadBalancer their addresses, and how it announces them."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("product",)

    product: Text = Field("", description="`calico`, `metallb`, `cilium`, `kube-vip`…")
    name: Text = Field("", description="What the object of its pools is called, as `kubectl get` shows it.")
    version: Text = Field("", description="Its release.")
    mode: Literal["", "bgp", "l2"] = Field("", description="`bgp`, or `l2` (ARP and NDP).")
    asn: Asn | None = Field(None, description="The AS number it speaks BGP with.")
    backend: Text = Field("", description="What speaks BGP for MetalLB: `native`, `frr` or `frr-k8s`.")
    announces: Text = Field("", description="Which services it announces, as a label: `bgp=advertise`.")
    pools: Many[Pool] = Field((), description="Where its addresses come from: ids of networks, CIDRs or ranges.")
    options: Table[Text] = Field(
        NO_VALUES, description="Its other settings, by the product's own names; what is left out counts as not set."
    )
    custom: OwnFields = Field(NO_VALUES)


class Service(Addressed):
    """A service pinned to an address of its own."""

    namespace: Text = Field("", description="The namespace it is in.")
    hostname: Text = Field("", description="Its name in DNS, with or without a domain.")
    ports: Many[Text] = Field((), description="What it listens on, as `53/udp`.")
    via: Literal["", "external-ips", "load-balancer-ip", "annotation", "cluster-ip"] = Field(
        "",
        description="How it is pinned: `external-ips`, `load-balancer-ip`, `cluster-ip` (the service's fields) or"
        " `annotation`.",
    )
    sharing_key: Text = Field(
        "",
        description="The key that services need to share an address: MetalLB's `allow-shared-ip`, Cilium's"
        " `sharing-key`.",
    )
    sharing_namespaces: Many[Text] = Field(
        (),
        alias="sharing_namespace",
        description="The other namespaces whose services may share its address, `*` for all: Cilium's"
        " `sharing-cross-namespace`.",
    )
    selector: Table[Text] = Field({}, description="The labels of the pods that it leads to.")
    type: Literal["", "ClusterIP", "LoadBalancer", "NodePort"] = Field("", description="The service's `type`.")
    external_traffic_policy: Literal["", "Cluster", "Local"] = Field(
        "", description="The service's `externalTrafficPolicy`."
    )

    @property
    def mixed_protocols(self) -> bool:
        """Whether it listens on TCP and UDP both."""
        return len({port.partition("/")[2].lower() or "tcp" for port in self.ports}) > 1


class Cluster(Named):
    """A Kubernetes cluster, as far as addresses and BGP go."""

    distribution: Text = Field("", description="`k3s`, `talos`, `kubeadm`…")
    version: Text = Field("", description="Its Kubernetes version.")
    kube_proxy: Literal["", "iptables", "ipvs", "nftables", "none"] = Field(
        "", description="The mode of kube-proxy; `none` where the network plugin replaces it."
    )
    options: Table[Text] = Field(
        NO_VALUES, description="Its other settings, by the product's own names; what is left out counts as not set."
    )
    site: Text = Field("", description="The place it is at.")
    vrf: Text = Field("", description="The routing table its addresses belong to.")
    dual_stack: Boolean | None = Field(None, description="Whether it is meant to have IPv4 and IPv6 both.")
    pods: Many[Text] = Field((), description="The ids of the networks that pods get addresses from.")
    services: Many[Text] = Field((), description="The ids of the networks that services get cluster addresses from.")
    dns: Many[Address] = Field((), description="The address of its DNS service, of each family.")
    node_masks: Many[Count] = Field(
        (), alias="node_mask", description="The prefix length of each node's share of the pods; IPv4's, then IPv6's."
    )
    max_pods: Count | None = Field(None, description="How many pods a node may run; the kubelet's default is 110.")
    node_networks: Many[Text] = Field(
        (), alias="node_network", description="The ids of the networks that its nodes are on."
    )
    nodes: Many[Node] = Field((), description="Its machines.")
    api: Api | None = Field(None, description="Where its API is reached.")
    virtual_addresses: Many[VirtualAddress] = Field((), description="Addresses that move between its nodes.")
    cni: Cni | None = Field(None, description="Its network plugin.")
    load_balancers: Many[LoadBalancer] = Field((), description="What gives its services addresses.")
    feature_gates: Table[Boolean] = Field({}, description="Kubernetes feature gates, on or off.")
    pinned_services: Many[Service] = Field((), description="Services pinned to addresses of their own.")

    @property
    def scope(self) -> tuple[str, str]:
        """The VRF and the site its addresses are in."""
        return self.vrf, self.site
