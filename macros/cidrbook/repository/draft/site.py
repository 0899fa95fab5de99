"""A site around a plan: its configuration, two pages and, on request, the workflow that publishes it."""

from __future__ import annotations

from cidrbook import __version__
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan

CONFIGURATION = """\
site_name: Home lab
theme:
  name: material
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {icon: material/weather-night, name: Dark}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {icon: material/weather-sunny, name: Light}
plugins:
  - search
  - macros:
      modules: [cidrbook]
      on_undefined: strict # a misspelt name is an error,
      on_error_fail: !ENV [GITHUB_ACTIONS, GITLAB_CI, false] # and fails a build, never a preview
watch: [data]
markdown_extensions:
  - attr_list
  - tables
  - toc: {permalink: true}
"""

WORKFLOW = """\
name: Pages
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions: {}
concurrency: {group: pages, cancel-in-progress: false}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions: {contents: read}
    steps:
      - uses: actions/checkout@v7
        with: {persist-credentials: false}
      - uses: actions/setup-python@v7
        with: {python-version: "3.14"}
      - run: pip install 'cidrbook[mkdocs]==VERSION'
      - run: mkdocs build --strict
      - uses: actions/upload-pages-artifact@v5
        with: {path: site}
  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions: {pages: write, id-token: write}
    environment: {name: github-pages, url: "${{ steps.deployment.outputs.page_url }}"}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v5
""".replace("VERSION", __version__)
"""Publishes the site; with the release that wrote it, so that no other one is installed unseen."""

_HOME = """\
# Home lab

{{ cidr_table() }}

More on the [network](network.md): its address space, its hosts, and what is free.
"""

_NETWORK = """\
# Network

## Address space

{{ network_tree() }}

## Hosts

{{ hosts_table() }}
"""

_GRID = """
## Addresses

{{ address_grid('%s') }}
"""

_POOLS = """
## Load balancers

{{ pools_table() }}
"""

_SERVICES = """
## Services

{{ services_table() }}
"""

_BGP = """
## BGP

{{ bgp_topology() }}

{{ bgp_sessions() }}
"""

_FINDINGS = """
## Findings

{{ findings_table() }}
"""


def site(plan: Plan, *, workflow: bool) -> dict[str, str]:
    """The files of a site for a plan, by path. The grid shows the network with most machines.

    What the plan has none of has no section.
    """
    fullest = max(plan.networks, key=lambda network: _machines_in(network, plan), default=None)
    can_show = fullest is not None and _machines_in(fullest, plan) and "'" not in fullest.id
    sections = (
        (_GRID % (fullest.id if fullest else ""), can_show),
        (_POOLS, any(balancer.pools for cluster in plan.clusters for balancer in cluster.load_balancers)),
        (_SERVICES, any(cluster.pinned_services for cluster in plan.clusters)),
        (_BGP, plan.sessions),
        (_FINDINGS, True),
    )
    files = {
        "mkdocs.yml": CONFIGURATION,
        "docs/index.md": _HOME,
        "docs/network.md": _NETWORK + "".join(text for text, is_there in sections if is_there),
    }
    return files | {".github/workflows/pages.yml": WORKFLOW} if workflow else files


def _machines_in(network: Network, plan: Plan) -> int:
    """How many hosts and nodes have an address in a network."""
    nodes = (node for cluster in plan.clusters for node in cluster.nodes)
    inside = (any(at in cidr for at in node.addresses for cidr in network.cidrs) for node in nodes)
    return len(network.hosts) + sum(inside)
