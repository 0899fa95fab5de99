"""The plan as pages: one module a family of macros, one function a macro."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from cidrbook.pages import book_page
from cidrbook.pages.address_map import address_map
from cidrbook.pages.badge import badge
from cidrbook.pages.bgp import bgp_sessions, bgp_topology
from cidrbook.pages.findings import findings_table
from cidrbook.pages.free import free_space
from cidrbook.pages.grid import address_grid
from cidrbook.pages.history import changes
from cidrbook.pages.linked_addresses import linked
from cidrbook.pages.links import external, repo_url
from cidrbook.pages.lookup import address, cidr, network
from cidrbook.pages.network_page import network_page
from cidrbook.pages.nuances import bgp_nuances, nuances_compared
from cidrbook.pages.policies import conventions, policy_matrix, uplinks
from cidrbook.pages.pools import pools_table
from cidrbook.pages.reference import data_reference, rules_reference
from cidrbook.pages.tables import cidr_table, dhcp_table, hosts_table, services_table, vlan_table
from cidrbook.pages.tree import network_tree

Macro = Callable[..., Any]
"""A macro: a function of a book and of what the page says."""

MACROS: Mapping[str, Macro] = MappingProxyType(
    {
        "address": address,
        "address_grid": address_grid,
        "address_map": address_map,
        "badge": badge,
        "bgp_nuances": bgp_nuances,
        "bgp_sessions": bgp_sessions,
        "bgp_topology": bgp_topology,
        "book": book_page.book,
        "changes": changes,
        "cidr": cidr,
        "cidr_table": cidr_table,
        "conventions": conventions,
        "data_reference": data_reference,
        "dhcp_table": dhcp_table,
        "findings_table": findings_table,
        "free_space": free_space,
        "hosts_table": hosts_table,
        "linked": linked,
        "network": network,
        "network_page": network_page,
        "network_tree": network_tree,
        "nuances_compared": nuances_compared,
        "policy_matrix": policy_matrix,
        "pools_table": pools_table,
        "rules_reference": rules_reference,
        "services_table": services_table,
        "uplinks": uplinks,
        "vlan_table": vlan_table,
    }
)
"""The macros by the name that pages use."""

FILTERS: Mapping[str, Macro] = MappingProxyType({"linked": linked})
"""The macros that are filters too, which take a text: `{{ 'in 10.0.0.0/8' | linked }}`."""

LINKS: Mapping[str, Macro] = MappingProxyType({"external": external, "repoUrl": repo_url})
"""The macros below `links`, by the names that the pages of the original had."""
