"""Networks and what lies in them: hosts, VLANs, sites, delegated prefixes."""

from functools import cached_property
from typing import Annotated, Any, ClassVar, cast

from netaddr import IPAddress, IPNetwork
from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from cidrbook.net.ip import AddressRange, parse_range
from cidrbook.net.spans import PlainRun, Span, Spans, contains, has_address
from cidrbook.plan.entry import NO_VALUES, PUBLISH, STATUS, Entry, Machine, Named, OwnFields, Status, VirtualAddress
from cidrbook.plan.values import (
    RANGE_SCHEMA,
    Address,
    Boolean,
    Count,
    Many,
    Percent,
    Prefix,
    PrefixLength,
    Publish,
    Range,
    SubnetId,
    Text,
    VlanId,
)
from cidrbook.text.finding import Related
from cidrbook.text.names import slug
from cidrbook.text.refusal import wrong_type

_FEW = 8
"""Prefixes that are faster looked through one by one."""

ROLES = (
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
    "link",
    "container",
)
"""The roles of networks that the product knows. Others are words of the owner's own."""


class Host(Machine):
    """A machine, or anything else that has an address of its own."""

    virtual_addresses: Many[VirtualAddress] = Field(
        (), description="Addresses that it takes requests on for others, or shares with other machines."
    )


class DhcpOptions(Entry):
    """What a DHCP server tells its clients (RFC 2132): ids of things in the plan, or their addresses."""

    router: Many[Text] = Field((), description="The router (option 3).")
    dns: Many[Text] = Field((), description="The DNS servers (option 6).")
    ntp: Many[Text] = Field((), description="The time servers (option 42).")
    tftp: Many[Text] = Field((), description="The boot servers (options 66 and 150).")
    lease: Text = Field("", description="How long a lease lasts, as `12h`.")


class Delegated(Entry):
    """The subnet of a delegated prefix that a network uses."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("by", "subnet_id")

    by: Text = Field("", description="The id of the delegation.")
    subnet_id: SubnetId | None = Field(
        None, description="Which /64 of it, from 0: what routers call subnet id or prefix id."
    )

    @property
    def kind(self) -> str:
        """What messages call this kind of object."""
        return "delegated subnet"


class ReservedRange(Entry):
    """Addresses of a network that are kept for something; written as a range alone, nobody takes them."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("range",)

    range: Range | None = Field(None, description="Its addresses: `first-last`, or one address.")
    name: Text = Field("", description="What people call it. Hosts with a tag of this name belong inside.")
    purpose: Text = Field("", description="What it is kept for, in a few words.")
    for_: Many[Text] = Field(
        (),
        alias="for",
        description="What belongs inside and nowhere else in the network: `hosts`, `nodes`, `routers`, `virtual`,"
        " `services`, `pools`, `dhcp`, or a tag.",
    )
    custom: OwnFields = Field(NO_VALUES)

    @property
    def kind(self) -> str:
        """What messages call this kind of object."""
        return "reserved range"

    @property
    def first(self) -> IPAddress:
        """Its first address."""
        return self.whole.first

    @property
    def last(self) -> IPAddress:
        """Its last address."""
        return self.whole.last

    @property
    def whole(self) -> AddressRange:
        """Its addresses; a network has only those ranges among `reserved` that say them."""
        return cast("AddressRange", self.range)

    @property
    def words(self) -> frozenset[str]:
        """What belongs inside: kinds of objects, and tags."""
        return frozenset(map(slug, (*self.for_, *filter(None, (self.name,)))))

    @property
    def shown(self) -> str:
        """The range as messages name it."""
        what = self.name or self.purpose or ", ".join(self.for_)
        return f"{self} ({what})" if what else str(self)

    def __str__(self) -> str:
        return str(self.range)


def _as_reserved(value: object) -> object:
    """A range alone, as the mapping that it stands for."""
    return value if isinstance(value, dict | ReservedRange) else {"range": parse_range(value)}


class _ReservedAsText:
    """Lets a range be written without the mapping around it, for pydantic and for the editor's schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_reserved, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [RANGE_SCHEMA, handler(schema)]}


def _not_two_ends(ranges: tuple[AddressRange, ...]) -> tuple[AddressRange, ...]:
    """Ranges as they are, unless they are two addresses: those are the ends of one, which nobody hands out alone."""
    if len(ranges) == 2 and all(span.first == span.last for span in ranges):
        first, last = (span.first for span in ranges)
        if first.version == last.version and first < last:
            raise wrong_type(f"`[{first}, {last}]` hands out two addresses only", f"write the range: `{first}-{last}`")
    return ranges


DhcpRanges = Annotated[Many[Range], AfterValidator(_not_two_ends)]
"""What a DHCP server hands out."""


class Network(Named):
    """A prefix with a purpose: a LAN, a VPN, the pods of a cluster, a pool of addresses."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "cidr")

    cidrs: Many[Prefix] = Field(
        (), alias="cidr", description="Its prefix in CIDR notation; one of each family for dual stack."
    )
    vlan: VlanId | None = Field(None, description="The id of the VLAN it is on.")
    ssids: Many[Text] = Field((), description="The Wi-Fi networks (SSIDs) that lead into it.")
    secondary: Boolean | None = Field(
        None, description="Whether it is a second prefix on its VLAN, where another network is the first."
    )
    gateways: Many[Address] = Field((), alias="gateway", description="The address hosts send everything else to.")
    role: Text = Field(
        "",
        description="What it is for: `lan`, `management`, `servers`, `guest`, `iot`, `storage`, `vpn`, `pods`,"
        " `services`, `load-balancer`, `link` (between two routers), `container` (only holds other networks),"
        " or a word of your own.",
        examples=list(ROLES),
    )
    purpose: Text = Field("", description="Who or what lives there, in a few words.")
    parent: Text = Field("", description="The id of the network it is meant to lie inside.")
    site: Text = Field("", description="The place it is at. Addresses may repeat between sites.")
    vrf: Text = Field("", description="The routing table it belongs to. Addresses may repeat between VRFs.")
    dhcp: DhcpRanges = Field((), description="The ranges that the DHCP server hands out freely.")
    reserved_ranges: Many[Annotated[ReservedRange, _ReservedAsText()]] = Field(
        (),
        alias="reserved",
        description="Ranges that are kept for something else, so nobody else takes them; with a name, a purpose, and"
        " what they are for, if you like.",
    )
    dhcp_servers: Many[Text] = Field(
        (), alias="dhcp_server", description="The id of what hands them out: a router, host or node; two for a pair."
    )
    dhcp_options: DhcpOptions | None = Field(None, description="What the DHCP server tells its clients.")
    clients: Count | None = Field(None, description="How many clients at once its DHCP ranges have to do for.")
    slaac: Boolean | None = Field(None, description="Whether hosts make their own IPv6 addresses (RFC 4862).")
    dual_stack: Boolean | None = Field(None, description="Whether it is meant to have IPv4 and IPv6 both.")
    delegated: Delegated | None = Field(None, description="The part of a delegated prefix that it gets its IPv6 from.")
    public: Boolean | None = Field(None, description="Whether its addresses are public ones of your own.")
    capacity: Percent | None = Field(
        None, description="The share of its addresses that may be taken before it counts as full, in percent."
    )
    hosts: Many[Host] = Field((), description="The hosts with fixed addresses in it.")

    @property
    def reserved(self) -> tuple[ReservedRange, ...]:
        """The ranges that are kept for something, as far as they are known."""
        return self._known_ranges if self.reserved_ranges else ()

    @cached_property
    def _known_ranges(self) -> tuple[ReservedRange, ...]:
        return tuple(part for part in self.reserved_ranges if part.range is not None)

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

    @cached_property
    def versions(self) -> frozenset[int]:
        """The IP versions, 4 and 6, that it has a prefix of."""
        return frozenset(cidr.version for cidr in self.cidrs)

    def holds(self, address: IPAddress) -> bool:
        """Whether the address lies in one of the prefixes."""
        return self.holds_all(address.version, int(address), int(address))

    def prefix_around(self, address: IPAddress) -> IPNetwork | None:
        """The longest of its prefixes that holds the address; of very many, one that does."""
        if len(self.cidrs) > _FEW:
            number = int(address)
            span = self._spans.holding((self.scope, address.version), number, number)
            return span.owner if span else None
        around = (cidr for cidr in self.cidrs if has_address(cidr, address))
        return max(around, key=lambda cidr: int(cidr.prefixlen), default=None)

    def holds_all(self, version: int, first: int, last: int) -> bool:
        """Whether one of the prefixes has all addresses from `first` to `last`."""
        if len(self.cidrs) > _FEW:
            return self._spans.holding((self.scope, version), first, last) is not None
        addresses = PlainRun(version, first, last)
        for cidr in self.cidrs:  # noqa: SIM110 (asked for every gateway and host; a generator takes twice the time)
            if contains(cidr, addresses):
                return True
        return False

    @cached_property
    def _spans(self) -> Spans[IPNetwork]:
        return Spans(Span((self.scope, cidr.version), cidr.first, cidr.last, cidr) for cidr in self.cidrs)

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
    networks: Many[Text] = Field((), description="The ids of the networks on it, where they do not say so themselves.")
    ssids: Many[Text] = Field((), description="The Wi-Fi networks (SSIDs) that lead into it.")
    status: Status = Field("", description=STATUS)
    description: Text = Field("", description="Anything worth knowing, for the reader.")
    custom: OwnFields = Field(NO_VALUES)
    publish: Publish = Field("", description=PUBLISH)


class Site(Named):
    """A place with addresses of its own."""

    cidrs: Many[Prefix] = Field((), alias="cidr", description="The block that all its networks lie in.")


class Delegation(Named):
    """An IPv6 prefix that a provider delegates (RFC 8415, section 6.3)."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "length")

    length: PrefixLength | None = Field(None, description="The length of the delegated prefix, as in `56`.")
    prefix: Prefix | None = Field(None, description="The prefix delegated at the moment.")
    dynamic: Boolean | None = Field(None, description="Whether the provider changes the prefix from time to time.")
