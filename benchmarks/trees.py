"""`drift` of a repository of the shape of a real lab, against `git grep` and yamllint: rows of `make bench`.

468 files, as a lab of that size has them: two in three are manifests of applications, the others small ones, of which
some have addresses; and documents, router configuration and inventories.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measures import CIDRBOOK, Row, best

GIT = shutil.which("git") or "git"
APPLICATIONS = 150
"""With three files each and a few others, these make the 468 files of a lab that was counted."""

PATTERN = r"[0-9]{1,3}(\.[0-9]{1,3}){3}"

RELEASE = """\
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: app-{number}
  namespace: space-{space}
spec:
  interval: 30m
  chart:
    spec:
      chart: app-template
      version: 3.5.1
      sourceRef: {{kind: HelmRepository, name: charts, namespace: flux-system}}
  values:
    controllers:
      app:
        replicas: 1
        containers:
          app:
            image: {{repository: registry.example/app-{number}, tag: 1.2.{number}}}
            env:
              TZ: Etc/UTC
              LOG_LEVEL: info
            probes:
              liveness: {{enabled: true}}
              readiness: {{enabled: true}}
            resources:
              requests: {{cpu: 10m, memory: 64Mi}}
              limits: {{memory: 256Mi}}
    service:
      app:
        controller: app
{service}
        ports:
          http: {{port: 8080}}
    persistence:
      config: {{existingClaim: app-{number}}}
      tmp: {{type: emptyDir}}
"""
PINNED = "        type: LoadBalancer\n        annotations:\n          lbipam.cilium.io/ips: 10.{}.{}.{}"
POOL = """\
apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec:
  blocks: [{cidr: 10.0.0.0/8}]
"""


KUSTOMIZATION = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [./helmrelease.yaml]
"""
FLUX = """\
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: app-{number}, namespace: flux-system}}
spec:
  targetNamespace: space-{space}
  path: ./kubernetes/apps/space-{space}/app-{number}
  prune: true
  sourceRef: {{kind: GitRepository, name: home}}
  wait: false
  interval: 30m
  postBuild: {{substitute: {{APP: app-{number}, ADDRESS: 10.0.{number}.9}}}}
"""
README = """\
# A lab

| Network | CIDR | VLAN |
| --- | --- | --- |
| LAN | 10.20.0.0/24 | 20 |
| Servers | 10.30.0.0/24 | 30 |

The router is `10.20.0.1`, and `app-{number}` is at 10.0.{number}.1. Nodes begin at 10.30.0.11.
"""
ROUTER = """\
set interfaces ethernet eth1 vif 20 address '10.20.0.1/24'
set interfaces ethernet eth1 vif 30 address '10.30.0.1/24'
set protocols bgp system-as '64512'
set protocols bgp neighbor 10.30.0.11 remote-as '64513'
"""


def drift(folder: Path) -> Iterator[Row]:
    """`drift` of the lab, without what it takes to start and with it."""
    lab, nothing = folder / "lab", folder / "nothing"
    make(lab)
    nothing.mkdir()
    (nothing / "pool.yaml").write_text(POOL, encoding="utf-8")
    commands = ([*CIDRBOOK, "drift", str(tree)] for tree in (lab, nothing))
    whole, start, grep = best(*commands, [GIT, "grep", "-lE", PATTERN], folder=lab, runs=4)
    files = sum(file.is_file() and ".git" not in file.parts for file in lab.rglob("*"))
    # 15 is aimed at, which is 0.13 s: reading the files and their YAML takes 0.04 s, objects 0.02 s, and compiling the
    # patterns that such a lab needs 0.04 s, which is no part of the start: that takes 0.1 s less instead
    yield Row(f"drift of a lab of {files} files, without start-up / git grep -lE", whole - start, grep, 32)
    if linter():
        # 0.25 is aimed at, which is 0.30 s: importing the libraries takes 0.16 s, what is ours as much again
        [linted] = best([linter(), "-d", "relaxed", "."], folder=lab, runs=2)
        yield Row(f"drift of a lab of {files} files, whole process / yamllint", whole, linted, 0.7)


GROWTH = 12
"""How much longer ten times as much may take; each row below is measured without start-up."""

FEW = 100
"""Applications of the smaller tree, with an eighth as many pages; objects of the smaller file, rows of the page."""

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {{name: app-{number}, annotations: {{lbipam.cilium.io/ips: 10.1.{high}.{low}}}}}
spec: {{type: LoadBalancer, ports: [{{port: 80}}]}}
"""


SETTINGS = "NAS{number}_HOME_IP={net}.9\nIOT{number}_VLAN_ID={vlan}\nGATEWAY={net}.1\nDNS_SERVERS={net}.2,{net}.3\n"
LISTS = """\
nas{number}_home_ip: {net}.19
gateway: {net}.7
monitors: [{net}.3, {net}.44]
hosts: {{ox{number}: {net}.5, elk{number}: {net}.6}}
"""
PAGE = """\
# App {number}

| Host | IP | VLAN |
| --- | --- | --- |
| ox{number} | {net}.5 | {vlan} |
| elk{number} | {net}.6 | {vlan} |

- VLAN {vlan} (net{number}): {net}.0/24, gateway {net}.1
"""
"""Three files about one app, which say nearly everything differently."""


def trees_of(folder: Path, count: int) -> Iterator[tuple[str, Path]]:
    """Trees with so much of one thing: files, objects in one file, mappings in one object, rows in one page, names."""
    many, one, variables, page = (folder / f"{what}-{count}" for what in ("files", "objects", "mappings", "rows"))
    make(many, count)
    yield "files of a tree", many
    for tree in (one, variables, page):
        make(tree, 1)
    objects = (SERVICE.format(number=n, high=n >> 8, low=n & 255) for n in range(10 * count))
    (one / "all.yaml").write_text("---\n".join(objects), encoding="utf-8")
    yield "documents of a file", one
    apps = (f"  - {{name: app-{n}, address: 10.1.{n >> 8}.{n & 255}}}\n" for n in range(10 * count))
    (variables / "group_vars").mkdir()
    (variables / "group_vars/all.yaml").write_text("apps:\n" + "".join(apps), encoding="utf-8")
    yield "mappings of a file", variables
    rows = (f"| app-{n} | 10.1.{n >> 8}.{n & 255} | VLAN {n % 4000} |\n" for n in range(10 * count))
    head = "# Addresses\n\n| App | Address | VLAN |\n| --- | --- | --- |\n"
    (page / "addresses.md").write_text(head + "".join(rows), encoding="utf-8")
    yield "rows of a page", page
    names = folder / f"names-{count}"
    for number in range(count):
        app = names / f"apps/app-{number}"
        app.mkdir(parents=True)
        for file, text in (("x.env", SETTINGS), ("y.yaml", LISTS), ("README.md", PAGE)):
            said = text.format(number=number, net=f"10.{number // 250}.{number % 250}", vlan=number % 4000 + 1)
            (app / file).write_text(said, encoding="utf-8")
    yield "files that contradict each other", names


def drift_growth(folder: Path) -> Iterator[Row]:
    """`drift` on ten times as much of each, without start-up."""
    nothing = folder / "nothing"
    nothing.mkdir()
    (nothing / "pool.yaml").write_text(POOL, encoding="utf-8")
    for (what, few), (_, many) in zip(trees_of(folder, FEW), trees_of(folder, 10 * FEW), strict=True):
        start, before, after = best(
            *([*CIDRBOOK, "drift", str(tree)] for tree in (nothing, few, many)), folder=folder, runs=2
        )
        yield Row(f"drift, without start-up, 10 times the {what}", after - start, before - start, GROWTH)


def linter() -> str:
    """The command yamllint, beside this Python or elsewhere; empty where there is none."""
    return shutil.which("yamllint", path=str(Path(sys.executable).parent)) or shutil.which("yamllint") or ""


def make(tree: Path, count: int = APPLICATIONS) -> None:
    """A repository with so many applications, one in five of which asks for an address, and with documents."""
    for number in range(count):
        service = (
            PINNED.format(number >> 16, number >> 8 & 255, number & 255)
            if number % 5 == 0
            else "        type: ClusterIP"
        )
        space = number % 12
        application = tree / f"kubernetes/apps/space-{space}/app-{number}"
        application.mkdir(parents=True)
        release = RELEASE.format(number=number, space=space, service=service)
        (application / "helmrelease.yaml").write_text(release, encoding="utf-8")
        (application / "kustomization.yaml").write_text(KUSTOMIZATION, encoding="utf-8")
        (application / "ks.yaml").write_text(FLUX.format(number=number % 250, space=space), encoding="utf-8")
    (tree / "kubernetes/apps/pool.yaml").write_text(POOL, encoding="utf-8")
    for number in range(16):
        (tree / f"docs/{number}.md").parent.mkdir(exist_ok=True)
        (tree / f"docs/{number}.md").write_text(README.format(number=number), encoding="utf-8")
    (tree / "router.conf").write_text(ROUTER, encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run([GIT, *command], cwd=tree, check=True)
