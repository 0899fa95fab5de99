"""What a document says of addresses: a literal of a README, and the words that say what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from netaddr import IPAddress

from cidrbook.net.spans import AddressRun, contains, overlap
from cidrbook.text.source import Place

if TYPE_CHECKING:  # who checks a plan alone reads no Markdown
    from cidrbook.text.markdown import Kind

Role = Literal["", "pods", "services", "load-balancers", "nodes", "vip"]
"""What a documented range or address is for; nothing where its words do not say so."""

Certainty = Literal["none", "guessed", "likely", "exact"]
"""How plainly words say the role: not at all; by a heading or in prose; by what has two meanings; by the own label."""


Topic = Literal["asn", "vlan", "gateway", "dhcp", "quoted", "api", "nodes"]
"""What a detail is: an AS number, the VLAN of a network, its gateway, its DHCP range; a value of what it quotes; where
commands and URLs reach the API, or nodes."""


class Statement(NamedTuple):
    """An address, a prefix or a range in a document, as written there.

    `labels` are what stands beside it: the other cells of its row, the words before or after it. `headings` are those
    above it, from the top. `address` is the one address meant, if it is one (`10.0.0.5`, `10.0.0.5/24`).
    """

    text: str
    place: Place
    version: int
    first: int
    last: int
    address: IPAddress | None = None
    labels: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    role: Role = ""
    certainty: Certainty = "none"
    remark: bool = False
    """Whether it is a comment of a configuration."""
    near: str = ""
    """The words right before it, in its own cell or sentence, where they may be a name."""
    sentence: bool = False
    """Whether only a name right before it makes it a claim, as in a sentence."""
    column: str = ""
    """What its column of a table is called."""
    name_column: str = ""
    """What the first other column of its table is called, in which its name stands."""
    whereabouts: tuple[str, ...] = ()
    """Those of its labels that only say where it runs: the column `Node` of a table of guests."""
    within: bool = False
    """Whether the line that it is below says a prefix that holds it: it is something in that network."""
    block: tuple[AddressRun, ...] = ()
    """What else the same block of settings sets to an address."""
    reasons: tuple[str, ...] = ()
    """Where it was read, and which words say its role."""
    kind: Kind | Literal[""] = ""
    """What kind of passage it was read in: a row, an item, prose, code, a drawing."""

    @property
    def has_host_bits(self) -> bool:
        """Whether it is written as a prefix, and is none: `10.0.3.0/16`. It may be an interface's address."""
        return self.address is not None and self.last > self.first and "/" in self.text

    @property
    def is_rough(self) -> bool:
        """Whether letters stand for a part of it: `10.42.x.x`."""
        return self.version == 4 and "x" in self.text.lower()

    @property
    def number(self) -> int:
        """The address that is meant, as a number; of a prefix or a range, the first."""
        return self.first if self.address is None else int(self.address)

    def meets(self, run: AddressRun) -> bool:
        """Whether it has an address in common with a run."""
        return overlap(self, run)

    def holds(self, run: AddressRun) -> bool:
        """Whether a run lies in it."""
        return contains(self, run)

    def lies_in(self, run: AddressRun) -> bool:
        """Whether it lies in a run."""
        return contains(run, self)

    @property
    def label(self) -> str:
        """What its document calls it."""
        return next(iter(self.labels), "") or next(iter(reversed(self.headings)), "")


class Detail(NamedTuple):
    """What a document says about something else than its address: its AS number, or of a network its VLAN, its gateway.

    `first` to `last` are the addresses, or twice the number, which has no IP `version`. `labels` and `headings` are as
    those of a statement. `beside` are the addresses and prefixes that the same row or line says. `plain` is whether it
    is a row or an item of its own, and no sentence; `bare`, whether nothing beside it says which network it is of.
    """

    topic: Topic
    text: str
    place: Place
    version: int
    first: int
    last: int
    labels: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    beside: tuple[Statement, ...] = ()
    plain: bool = True
    bare: bool = False
    reasons: tuple[str, ...] = ()
    """Which column, key or words say its topic."""

    @property
    def label(self) -> str:
        """What its document calls it."""
        return next(iter(self.labels), "") or next(iter(reversed(self.headings)), "")
