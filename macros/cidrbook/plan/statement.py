"""What a document says of addresses: a literal of a README, and the words that say what it is for."""

from __future__ import annotations

from typing import Literal, NamedTuple

from netaddr import IPAddress

from cidrbook.plan.source import Place

Role = Literal["", "pods", "services", "load-balancers", "nodes", "vip"]
"""What a documented range or address is for; nothing where its words do not say so."""

Certainty = Literal["none", "guessed", "likely", "exact"]
"""How plainly words say the role: not at all; by a heading or in prose; by what has two meanings; by the own label."""


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

    @property
    def label(self) -> str:
        """What its document calls it."""
        return next(iter(self.labels), "") or next(iter(reversed(self.headings)), "")
