"""The plan as pages: one module a family of macros, one function a macro."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from cidrbook.pages.bgp import bgp_sessions, bgp_topology
from cidrbook.pages.findings import findings_table
from cidrbook.pages.links import external, repo_url
from cidrbook.pages.lookup import address, cidr, network
from cidrbook.pages.nuances import bgp_nuances, nuances_compared
from cidrbook.pages.reference import data_reference, rules_reference
from cidrbook.pages.tables import cidr_table

Macro = Callable[..., Any]
"""A macro: a function of a book and of what the page says."""

MACROS: Mapping[str, Macro] = MappingProxyType(
    {
        "address": address,
        "bgp_nuances": bgp_nuances,
        "bgp_sessions": bgp_sessions,
        "bgp_topology": bgp_topology,
        "cidr": cidr,
        "cidr_table": cidr_table,
        "data_reference": data_reference,
        "findings_table": findings_table,
        "network": network,
        "nuances_compared": nuances_compared,
        "rules_reference": rules_reference,
    }
)
"""The macros by the name that pages use."""

LINKS: Mapping[str, Macro] = MappingProxyType({"external": external, "repoUrl": repo_url})
"""The macros below `links`, by the names that the pages of the original had."""
