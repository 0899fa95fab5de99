"""What a network plan is: networks, hosts, VLANs, routers, clusters, sessions, links, nuances.

The names are the field's own. Every field has a default, so that one wrong
value never takes a whole object out of the plan; what must be written is named
in `REQUIRED`, and the rule missing-value asks for it. Objects are frozen, and
know where they were written: `network.at("cidr")`.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, WithJsonSchema

from cidrbook.plan.bgp import Bgp
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.convention import Convention
from cidrbook.plan.entry import NO_VALUES, Entry, Machine, Named, VirtualAddress
from cidrbook.plan.network import Delegation, Network, Site, Vlan
from cidrbook.plan.policy import Policy, Uplink
from cidrbook.plan.publication import Profile
from cidrbook.plan.values import Asn, Day, Interface, Many, Month, Percent, Table, Text, Url
from cidrbook.plan.vpn import Vpn
from cidrbook.text.finding import Severity

if TYPE_CHECKING:
    SeverityOrOff = str
else:
    SeverityOrOff = Literal[(*(severity.value for severity in Severity), "off")]

_SEVERITY_SCHEMA = {"enum": list(Severity), "title": "Severity", "type": "string"}
_SEVERITIES = ", ".join(f"`{severity}`" for severity in Severity)


class Router(Machine):
    """A router or firewall: what it runs, its addresses, its AS."""

    product: Text = Field(
        "", description="What it runs: `opnsense`, `pfsense-ce`, `vyos`, `routeros`, `unifi-gateway`, `linux`…"
    )
    version: Text = Field("", description="The release it runs.")
    plugins: Table[Text] = Field({}, description="The releases of its packages or plugins, by name: `os-frr: 1.48`.")
    sysctl: Table[Text] = Field(
        NO_VALUES, description="Kernel settings or tunables that were set, by name; what is left out counts as not set."
    )
    options: Table[Text] = Field(
        NO_VALUES, description="Its other settings, by the product's own names; what is left out counts as not set."
    )
    asn: Asn | None = Field(None, description="Its AS number, asplain or asdot.")
    virtual_addresses: Many[VirtualAddress] = Field(
        (), description="Addresses that it takes requests on for others, as a proxy, or shares with other routers."
    )
    addresses: Many[Interface] = Field((), description="The addresses of its interfaces.")
    site: Text = Field("", description="The place it is at.")
    vrf: Text = Field("", description="The routing table its addresses belong to.")

    @property
    def scope(self) -> tuple[str, str]:
        """The VRF and the site its addresses are in."""
        return self.vrf, self.site


class Link(Entry):
    """A link that pages use by name."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("url",)

    url: Url = Field("", description="Where it leads.")
    label: Text = Field("", description="Its text; by default its name.")


class Links(Entry):
    """The registry of links."""

    repository: Url = Field("", description="The address of the lab's repository, for `links.repoUrl`.")
    external: Table[Link] = Field({}, description="Links by name, for `links.external`.")


class Conditions(Entry):
    """What must be so, all of it. The keys are facts of the plan, as `router.product`.

    A list means any of its values. A version or a number is a constraint, as `"<22.1"`.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Many[Text]]

    any: Many["Conditions"] = Field((), description="Alternatives, one of which must be so.")

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """What is asked of each fact; any of the values will do."""
        return self.__pydantic_extra__


class Nuance(Named):
    """Something that bites under conditions, and what to do about it."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "statement")

    statement: Text = Field("", description="What happens, in a sentence or two.")
    when: Conditions = Field(
        Conditions.model_construct(),
        description="The conditions, all of which must hold, as `router.product: opnsense`. A list means any of its"
        ' values; a version or a number is a constraint, as `"<22.1"`; `any` holds alternatives.',
    )
    severity: Annotated[Severity, WithJsonSchema(_SEVERITY_SCHEMA)] = Field(
        Severity.WARNING,
        description="`error`: this plan will not work. `warning`: it works badly. `info`: worth knowing.",
    )
    instead: Text = Field("", description="What to do instead.")
    sources: Many[Url] = Field((), description="Where this is known from.")
    rule: Text = Field("", description="The rule that finds it, by its code, where there is one.")
    confidence: Literal["", "verified", "documented", "reported", "unverified"] = Field(
        "",
        description="How well it is known: `verified` in the source code that does it, `documented` by the product,"
        " `reported` by users, or `unverified`.",
    )
    checked: Month = Field("", description="The month in which its sources were last read, as `2026-11`.")


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

    rules: Table[SeverityOrOff] = Field(
        NO_VALUES, description=f"The severity of a rule, by its code or its name: {_SEVERITIES} or `off`."
    )
    nuances: Table[SeverityOrOff] = Field(
        NO_VALUES, description=f"The severity of a nuance of the catalogue, by its id: {_SEVERITIES} or `off`."
    )
    own_asns: Many[Asn] = Field((), description="Public AS numbers that are your own.")
    capacity: Percent | None = Field(
        None,
        description="The share of a network's addresses that may be taken before it counts as full, in percent;"
        " 90 where nothing is said.",
    )
    vlan_numbering: Convention | None = Field(
        None, description="How VLANs are numbered, where all follow one rule: the first of the conventions."
    )
    conventions: Many[Convention] = Field((), description="What parts of addresses and host names follow from.")
    publish: Text = Field(
        "",
        description="What pages and exports show: `full` (all of it, the default), `redacted`, or one of your"
        " `profiles`.",
    )
    profiles: Table[Profile] = Field({}, description="Profiles of your own by name, for `publish`.")


class Tree(Entry):
    """A tree of files that the lab runs from: manifests, machine and router configuration, documents."""

    path: Text = Field(
        "",
        description="Its folder, as seen from the one that `data/` is in, as `../home-ops` for another checkout; by"
        " default the Git repository that `data/` is in.",
    )
    include: Many[Text] = Field(
        (), description="Only files whose path in the tree matches one of these globs, as in `.gitignore`."
    )
    exclude: Many[Text] = Field(
        (), description="No files whose path in the tree matches one of these globs, as in `.gitignore`."
    )
    clusters: Table[Text] = Field(
        NO_VALUES,
        description="The id of the cluster that files belong to, by a glob of their paths, where it is guessed wrong.",
    )
    sites: Table[Text] = Field(
        NO_VALUES,
        description="The id of the site that what files hold is at, by a glob of their paths: `sites/cabin/*: cabin`.",
    )
    url: Url = Field(
        "",
        description="The address under which its files can be seen, for links of pages:"
        " `https://github.com/me/home-ops/blob/main`.",
    )
    labels: Table[Literal["pods", "services", "load-balancers", "nodes", "vip"]] = Field(
        NO_VALUES,
        description="What a document's own words mean, where that is guessed wrong: `K8s Services: load-balancers`.",
    )


class PlanFile(Entry):
    """What one file of `data/` may hold. All files together are one plan."""

    networks: Many[Network] = Field((), description="The networks, in the order in which tables show them.")
    vlans: Many[Vlan] = Field((), description="The VLANs.")
    sites: Many[Site] = Field((), description="The sites. Where some are listed, all that are named must be.")
    delegations: Many[Delegation] = Field((), description="The IPv6 prefixes that providers delegate.")
    routers: Many[Router] = Field((), description="The routers and firewalls.")
    clusters: Many[Cluster] = Field((), description="The Kubernetes clusters.")
    vpns: Many[Vpn] = Field((), description="The virtual private networks.")
    policies: Many[Policy] = Field((), description="Who may reach whom.")
    uplinks: Many[Uplink] = Field((), description="The connections to providers.")
    bgp: Bgp | None = Field(None, description="The BGP design.")
    links: Links | None = Field(None, description="Links that pages use by name.")
    nuances: Many[Nuance] = Field((), description="What bites under which conditions.")
    settings: Settings | None = Field(None, description="What the plan asks of the checks.")
    waivers: Many[Waiver] = Field((), description="Inconsistencies that are meant, with the reason.")
    sources: Many[Tree] = Field((), description="Trees of files that are read and compared with the plan.")
