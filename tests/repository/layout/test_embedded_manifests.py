"""Objects that stand inside of scripts, tasks and configuration of machines."""

from __future__ import annotations

from textwrap import indent

import pytest
from lab import places, tree

POOL = """apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: pool
spec:
  addresses:
    - 10.32.4.10-10.32.4.30
"""
POLICY = "apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata:\n  name: pool\n"


def pools(files: dict[str, str]) -> list[tuple[str, str, int, int]]:
    """The pools of a tree: what they hold, and where that is written."""
    return [
        (
            str(pool),
            balancer.at("pools", which).file,
            balancer.at("pools", which).line,
            balancer.at("pools", which).column,
        )
        for cluster in tree(files).clusters
        for balancer in cluster.load_balancers
        for which, pool in enumerate(balancer.pools)
    ]


RANGE = "10.32.4.10-10.32.4.30"
HERE = f"#!/bin/sh\nset -e\nkubectl apply -f - <<EOF\n{POOL}---\n{POLICY}EOF\necho done\n"
TASK = (
    "- name: a pool\n  ansible.builtin.shell: |\n    kubectl apply -f - <<'EOF'\n" + indent(POOL, " " * 4) + "    EOF\n"
)
OPEN = (
    "- name: a pool\n  shell: |\n    cat <<EOF | kubectl apply -f -\n"
    + indent(POOL, " " * 6)
    + "- name: next\n  debug: {}\n"
)
COPY = "- ansible.builtin.copy:\n    dest: /tmp/pool.yaml\n    content: |\n" + indent(f"{POLICY}---\n{POOL}", " " * 6)
BLOCK = "- hosts: all\n  tasks:\n    - blockinfile:\n        path: /tmp/pool.yaml\n        block: |\n" + indent(
    POOL, " " * 10
)
MODULE = "- kubernetes.core.k8s:\n    definition:\n" + indent(POOL, " " * 6)
MODULES = "- kubernetes.core.k8s:\n    state: present\n    definition:\n      - " + indent(POOL, " " * 8).lstrip()
INLINE = "cluster:\n  inlineManifests:\n    - name: pool\n      contents: |\n" + indent(POOL, " " * 8)
CLOUD = "#cloud-config\nwrite_files:\n  - path: /var/lib/x/pool.yaml\n    content: |\n" + indent(POOL, " " * 6)
CHART = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x}\nspec:\n"
CHART += "  values:\n    extraObjects:\n      - " + indent(POOL, " " * 8).lstrip()
LIST = "apiVersion: v1\nkind: List\nitems:\n  - " + indent(POOL, " " * 4).lstrip()
TERRAFORM = f'resource "kubectl_manifest" "pool" {{\n  yaml_body = <<-YAML\n{indent(POOL, "    ")}  YAML\n}}\n'


@pytest.mark.parametrize(
    ("file", "text", "line", "column"),
    [
        pytest.param("a.sh", HERE.replace("EOF", "END-2.x"), 10, 7, id="any delimiter"),
        pytest.param("a.yaml", LIST, 10, 11, id="the items of a list"),
        pytest.param("a.sh", HERE.replace("<<EOF", "<<'end of it'").replace("EOF", "end of it"), 10, 7, id="any text"),
        ("scripts/pool.sh", HERE, 10, 7),
        ("roles/pool/tasks/main.yml", TASK, 10, 11),
        ("roles/pool/tasks/main.yml", OPEN, 10, 13),
        ("roles/pool/tasks/main.yml", COPY, 15, 13),
        ("pool.yml", BLOCK, 12, 17),
        ("pool.yml", MODULE, 9, 13),
        ("pool.yml", MODULES, 10, 15),
        ("talos/controlplane.yaml", INLINE, 11, 15),
        ("cloud-init/node.yaml", CLOUD, 11, 13),
        ("apps/x.yaml", CHART, 13, 15),
        ("main.tf", TERRAFORM, 9, 11),
        ("justfile", "pool:\n  kubectl apply -f - <<EOF\n" + indent(POOL, "  ") + "  EOF\n", 9, 9),
    ],
)
def test_an_object_inside_of_a_file_is_read_where_it_stands(file: str, text: str, line: int, column: int) -> None:
    assert pools({file: text}) == [(RANGE, file, line, column)]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("scripts/pool.sh", HERE.replace("apply", "delete")),
        ("docs/pool.md", f"```sh\n{HERE}```\n"),
        ("examples/pool.sh", HERE),
        ("pool.yml", MODULE.replace("definition", "state: absent\n    definition")),
        ("pool.yml", MODULE.replace("definition", "something")),
        ("pool.yml", COPY.replace("copy", "template")),
        ("pool.sh", "cat <<EOF\nThe pool is 10.32.4.10, of kind: IPAddressPool.\nEOF\n"),
        ("pool.sh", "cat <<EOF\n" + POOL.replace("apiVersion", "version") + "EOF\n"),
        ("pool.sh", "a=$((1 << N))\n" + POOL.replace("apiVersion", "version")),
    ],
)
def test_what_is_no_object_that_is_applied_is_not_read(file: str, text: str) -> None:
    assert pools({file: text}) == []


@pytest.mark.parametrize(
    ("before", "written", "expected"),
    [
        (f"RANGE={RANGE}\n", "$RANGE", RANGE),
        (f'export RANGE="{RANGE}" # ours\n', "${RANGE}", RANGE),
        ("", f"${{RANGE:-{RANGE}}}", RANGE),
        (f"RANGE={RANGE}\nRANGE=10.1.0.0/24\n", "$RANGE", "unknown"),
        ("RANGE=$(cat range)\n", "$RANGE", "unknown"),
        ("", "$RANGE", "unknown"),
    ],
)
def test_a_script_s_own_variables_are_filled_in(before: str, written: str, expected: str) -> None:
    text = before + HERE.replace(RANGE, written)
    assert [pool[:3] for pool in pools({"pool.sh": text})] == [(expected, "pool.sh", 10 + before.count("\n"))]


def test_a_variable_of_a_script_is_none_of_flux() -> None:
    settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cluster-settings}\ndata: {LB_WEB: 10.32.4.12}\n"
    text = HERE.replace(RANGE, "${LB_RANGE}")
    assert places({"pool.sh": text, "flux/settings.yaml": settings}) == []


def test_a_configuration_that_a_script_writes_is_read() -> None:
    text = "cat > /etc/rancher/k3s/config.yaml <<EOF\ncluster-cidr: 10.32.0.0/16\nservice-cidr: 10.32.128.0/17\nEOF\n"
    assert places({"install.sh": text}) == ["K801 install.sh:3"]
    assert places({"install.sh": text.replace("config.yaml", "notes")}) == []


def test_a_service_outside_of_a_pool_of_a_script_is_found() -> None:
    service = "kind: Service\nmetadata: {name: web}\nspec: {type: LoadBalancer, loadBalancerIP: 10.32.5.1}\n"
    assert places({"pool.sh": HERE, "apps/web.yaml": service}) == ["K821 apps/web.yaml:3"]
    assert places({"pool.sh": HERE, "apps/web.yaml": service.replace("10.32.5.1", "10.32.4.11")}) == []
