"""`cidrbook init --from`: what only the gaps of a draft make wrong is allowed there, and noted."""

from __future__ import annotations

from pathlib import Path

from command import run

NODES = "clusterName: barn\nnodes:\n  - {hostname: ox-1, ipAddress: 10.31.2.53, controlPlane: true}\n"
POOL = """\
apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec: {blocks: [{cidr: 10.31.2.224/27}]}
---
apiVersion: cilium.io/v2alpha1
kind: CiliumL2AnnouncementPolicy
metadata: {name: policy}
spec: {loadBalancerIPs: true}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: barn, annotations: {{lbipam.cilium.io/ips: 10.31.2.230}}}}
spec: {{type: LoadBalancer, ports: [{{port: 80}}]}}
"""


def test_an_error_that_no_file_proves_is_allowed_in_the_draft(tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    lab.mkdir()
    (lab / "talconfig.yaml").write_text(NODES)
    (lab / "pool.yaml").write_text(POOL)
    drafted = run("init", "--from", "lab", "draft", folder=tmp_path)
    assert "K816 is allowed, as no file proves it" in drafted.output
    assert "# cidrbook: allow K816 no file proves it" in (tmp_path / "draft/clusters.yaml").read_text()
    assert run("check", "draft", folder=tmp_path).exit_code == 0


def test_an_error_of_the_repository_is_one_of_the_draft(tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    lab.mkdir()
    (lab / "talconfig.yaml").write_text(NODES)
    for name in ("apples", "pears"):
        (lab / f"{name}.yaml").write_text(SERVICE.format(name=name))
    run("init", "--from", "lab", "draft", folder=tmp_path)
    checked = run("check", "draft", folder=tmp_path)
    assert (checked.exit_code, "H302" in checked.output) == (1, True)
