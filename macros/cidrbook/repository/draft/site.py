"""A site around a plan: its configuration, two pages and, on request, the workflow that publishes it."""

from __future__ import annotations

from collections import Counter

from cidrbook import __version__
from cidrbook.plan.cluster import Node
from cidrbook.plan.network import Host
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
    sections = (
        *(_GRID % name for name in _fullest_network(plan)),
        _POOLS if any(balancer.pools for cluster in plan.clusters for balancer in cluster.load_balancers) else "",
        _SERVICES if any(cluster.pinned_services for cluster in plan.clusters) else "",
        _BGP if plan.sessions else "",
    )
    files = {
        "mkdocs.yml": CONFIGURATION,
        "docs/index.md": _HOME,
        "docs/network.md": "".join((_NETWORK, *sections, _FINDINGS)),
    }
    return files | {".github/workflows/pages.yml": WORKFLOW} if workflow else files


def _fullest_network(plan: Plan) -> list[str]:
    """The network in which most hosts and nodes have an address, the first of several; empty where none has any."""
    machines = (claim for claim in plan.claims if isinstance(claim.owner, Host | Node))
    networks = (plan.space.covering(claim.scope, claim.address) for claim in machines)
    counts = Counter(network.id for network in networks if network and "'" not in network.id)
    return [name for name, _ in counts.most_common(1)]
