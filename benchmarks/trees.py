"""How long a repository of 3,000 manifests takes, against `git grep` for addresses in it and yamllint of it.

Run by hand, on a machine that does nothing else: `python benchmarks/trees.py [manifests]`. yamllint is
measured where it is installed beside this.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
GIT = shutil.which("git") or "git"
MANIFESTS = 3_000
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


def main() -> None:
    """Make the tree, and print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANIFESTS
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        make(tree, count)
        drift = _best([str(BIN / "cidrbook"), "drift", str(tree)], tree)
        grep = _best([GIT, "grep", "-lE", PATTERN], tree)
        print(f"drift of {count:,} manifests {drift:.2f} s / git grep {grep:.3f} s = {drift / grep:.1f} (limit 15)")
        lint = shutil.which("yamllint", path=str(BIN)) or shutil.which("yamllint")
        if lint:
            linted = _best([lint, "-d", "relaxed", "."], tree, runs=1)
            print(f"drift {drift:.2f} s / yamllint {linted:.2f} s = {drift / linted:.3f} (limit 0.1)")


def make(tree: Path, count: int) -> None:
    """A repository with so many manifests, one in five of which asks for an address."""
    for number in range(count):
        service = (
            PINNED.format(number >> 16, number >> 8 & 255, number & 255)
            if number % 5 == 0
            else "        type: ClusterIP"
        )
        file = tree / f"kubernetes/apps/space-{number % 40}/app-{number}/helmrelease.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(RELEASE.format(number=number, space=number % 40, service=service), encoding="utf-8")
    (tree / "kubernetes/apps/pool.yaml").write_text(POOL, encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run([GIT, *command], cwd=tree, check=True)


def _best(command: list[str], folder: Path, runs: int = 3) -> float:
    """The shortest time of a command in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=False, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
