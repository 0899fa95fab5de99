"""Entries of a plan, as they are written."""

from __future__ import annotations


def networks(*entries: str, rest: str = "") -> str:
    """Networks, one an entry."""
    return "networks:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries) + rest


def named(*fields: str) -> str:
    """Networks of these fields, named a, b, c…"""
    return networks(*(f"name: {name}, {field}" for name, field in zip("abcdefgh", fields, strict=False)))


def network(cidr: str, more: str = "") -> str:
    """The one network `lan`."""
    return f"networks: [{{name: lan, cidr: {cidr}{more}}}]\n"


def hosts(*entries: str, cidr: str = "10.3.1.0/24", more: str = "") -> str:
    """The one network `lan`, and what is in it."""
    return f"networks:\n  - {{name: lan, cidr: {cidr}{more}, hosts: [{', '.join(entries)}]}}\n"


def nodes(*entries: str, more: str = "") -> str:
    """The one cluster `home` and its nodes."""
    return f"clusters: [{{name: home{more}, nodes: [{', '.join(entries)}]}}]\n"


def services(*entries: str) -> str:
    """The one cluster `home` and its pinned services."""
    return f"clusters: [{{name: home, pinned_services: [{', '.join(entries)}]}}]\n"


def virtual(more: str, address: str = "10.3.1.1") -> str:
    """The one cluster `home` and its virtual address."""
    return f"clusters: [{{name: home, virtual_addresses: [{{name: v, address: {address}{more}}}]}}]\n"


def router(address: str, more: str = "") -> str:
    """The one router `edge`."""
    return f"routers: [{{name: edge, addresses: {address}{more}}}]\n"
