"""What a network plan is: networks, hosts, VLANs, routers, clusters, sessions, links, nuances.

The names are the field's own. Every field has a default, so that one wrong
value never takes a whole object out of the plan; what must be written is named
in `REQUIRED`, and the rule missing-value asks for it. Objects are frozen, and
know where they were written: `network.at("cidr")`.
"""

from typing import ClassVar, Literal

from netaddr import IPAddress, IPNetwork
from pydantic import Field

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed, Entry, Named
from cidrbook.plan.finding import Related, Severity
from cidrbook.plan.values import Address, Asn, Day, Mac, Many, Prefix, Range, Table, Text, Url, VlanId


class Host(Addressed):
    """A machine, or anything else that has an address of its own."""

    mac: Mac | None = Field(None, description="Its MAC address.")
    assigned: Literal["static", "reservation"] = Field(
        "static",
        description="`static`: set on the host itself. `reservation`: always handed out by the DHCP server, so it may"
        " lie inside a DHCP range.",
    )


class Network(Named):
    """A prefix with a purpose: a LAN, a VPN, the pods of a cluster, a pool of addresses."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "cidr")

    cidrs: Many[Prefix] = Field(
        (), alias="cidr", description="Its prefix in CIDR notation; one of each family for dual stack."
    )
    vlan: VlanId | None = Field(None, description="The id of the VLAN it is on.")
    gateways: Many[Address] = Field((), alias="gateway", description="The address hosts send everything else to.")
    role: Text = Field(
        "",
        description="What it is for: `lan`, `management`, `servers`, `guest`, `iot`, `storage`, `vpn`, `pods`,"
        " `services`, `load-balancer`, `container` (only holds other networks), or a word of your own.",
        examples=[
            "lan",
            "management",
            "servers",
            "guest",
            "iot",
            "storage",
            "vpn",
            "pods",
            "services",
            "load-balancer",
            "container",
        ],
    )
    purpose: Text = Field("", description="Who or what lives there, in a few words.")
    parent: Text = Field("", description="The id of the network it is meant to lie inside.")
    site: Text = Field("", description="The place it is at. Addresses may repeat between sites.")
    vrf: Text = Field("", description="The routing table it belongs to. Addresses may repeat between VRFs.")
    dhcp: Many[Range] = Field((), description="The ranges that the DHCP server hands out freely.")
    hosts: Many[Host] = Field((), description="The hosts with fixed addresses in it.")

    @property
    def cidr(self) -> str:
        """The prefixes as text, in the order written."""
        return ", ".join(map(str, self.cidrs))

    @property
    def gateway(self) -> str:
        """The gateways as text."""
        return ", ".join(map(str, self.gateways))

    def family(self, version: int) -> tuple[IPNetwork, ...]:
        """The prefixes of one IP version, 4 or 6."""
        return tuple(cidr for cidr in self.cidrs if cidr.version == version)

    def holds(self, address: IPAddress) -> bool:
        """Whether the address lies in one of the prefixes."""
        return any(cidr.version == address.version and cidr.first <= int(address) <= cidr.last for cidr in self.cidrs)

    def related(self, *which: int) -> Related:
        """The place of its prefixes, or of one of them, for a problem that the network is a party to."""
        return Related(at=self.at("cidr", *which), message=f"{self.name} is written here")

    @property
    def scope(self) -> tuple[str, str]:
        """The VRF and the site: addresses must be unique inside one scope only."""
        return self.vrf, self.site


class Vlan(Entry):
    """A VLAN (IEEE 802.1Q)."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("id",)

    id: VlanId | None = Field(None, description="Its number, 1 to 4094.")
    name: Text = Field("", description="What people call it.")
    site: Text = Field("", description="The place it is at. VLAN ids may repeat between sites.")
    description: Text = Field("", description="Anything worth knowing, for the reader.")


class Router(Addressed):
    """A router or firewall: what it runs, its addresses, its AS."""

    product: Text = Field(
        "", description="What it runs: `opnsense`, `pfsense-ce`, `vyos`, `routeros`, `unifi-gateway`, `linux`…"
    )
    version: Text = Field("", description="The release it runs.")
    asn: Asn | None = Field(None, description="Its AS number, asplain or asdot.")
    addresses: Many[Address] = Field((), description="The addresses of its interfaces.")
    site: Text = Field("", description="The place it is at.")
    vrf: Text = Field("", description="The routing table its addresses belong to.")


class Session(Entry):
    """A BGP session (RFC 4271) between two ends: a router, a cluster, a node, or an address."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("local", "peer")

    local: Text = Field("", description="One end: the id of a router, a cluster (all its nodes) or a node.")
    peer: Text = Field("", description="The other end, in the same way.")
    local_asn: Asn | None = Field(
        None, description="The AS number of the local end, where it is not the one its object has."
    )
    peer_asn: Asn | None = Field(None, description="The AS number that the local end expects of the peer.")
    peer_address: Address | None = Field(None, description="The address that the local end connects to.")
    announces: Many[Text] = Field((), description="The ids of the networks that the local end announces.")
    description: Text = Field("", description="Anything worth knowing, for the reader.")


class Bgp(Entry):
    """The BGP design of the lab."""

    sessions: Many[Session] = Field((), description="The sessions.")


class Link(Entry):
    """A link that pages use by name."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("url",)

    url: Url = Field("", description="Where it leads.")
    label: Text = Field("", description="Its text; by default its name.")


class Links(Entry):
    """The registry of links."""

    repository: Url = Field("", description="The address of the lab's repository, for `links.repoUrl`.")
    external: Table[Link] = Field({}, description="Links by name, for `links.external`.")


class Nuance(Named):
    """Something that bites under conditions, and what to do about it."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "statement")

    statement: Text = Field("", description="What happens, in a sentence or two.")
    when: Table[Many[Text]] = Field(
        {},
        description="The conditions, all of which must hold, as `router.product: opnsense`. A list means any of its"
        ' values; a version is a constraint, as `"<22.1"`.',
    )
    severity: Severity = Field(
        "warning", description="`error`: this plan will not work. `warning`: it works badly. `info`: worth knowing."
    )
    instead: Text = Field("", description="What to do instead.")
    sources: Many[Url] = Field((), description="Where this is known from.")


class Waiver(Entry):
    """An inconsistency that is meant, or known and left, with the reason."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("rule", "between", "reason")

    rule: Text = Field("", description="The rule, by its code or its name.")
    between: Many[Text] = Field(
        (), description="The ids of the objects it is about; all of them must be parties to the finding."
    )
    reason: Text = Field("", description="Why it is so.")
    until: Day | None = Field(None, description="The last day on which it holds, in UTC.")


class Settings(Entry):
    """What the plan asks of the checks."""

    rules: Table[Literal["error", "warning", "info", "off"]] = Field(
        {}, description="The severity of a rule, by its code or its name: `error`, `warning`, `info` or `off`."
    )


class Document(Entry):
    """What one file of `data/` may hold. All files together are one plan."""

    networks: Many[Network] = Field((), description="The networks, in the order in which tables show them.")
    vlans: Many[Vlan] = Field((), description="The VLANs.")
    routers: Many[Router] = Field((), description="The routers and firewalls.")
    clusters: Many[Cluster] = Field((), description="The Kubernetes clusters.")
    bgp: Bgp | None = Field(None, description="The BGP design.")
    links: Links | None = Field(None, description="Links that pages use by name.")
    nuances: Many[Nuance] = Field((), description="What bites under which conditions.")
    settings: Settings | None = Field(None, description="What the plan asks of the checks.")
    waivers: Many[Waiver] = Field((), description="Inconsistencies that are meant, with the reason.")
