"""A plan and the trees that it names, checked together."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from cidrbook.checking import check, compare
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.text.finding import Finding

TODAY = date(2026, 11, 23)
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  annotations:
    lbipam.cilium.io/ips: {address}{comment}
spec:
  type: LoadBalancer
"""
PLAN = """\
networks: [{name: pool, cidr: 10.69.0.0/24}]
sources: [{path: .}]
"""


def checked(project: Path, plan: str = PLAN, **files: str) -> list[Finding]:
    """What is found in a project with this plan and these services, each `address` or `address # comment`."""
    (project / "data").mkdir(parents=True)
    (project / "data/plan.yaml").write_text(plan, encoding="utf-8")
    for name, written in files.items():
        folder, _, service = name.rpartition("__")
        path = project / folder / f"{service}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        address, _, comment = written.partition(" ")
        text = SERVICE.format(name=service, address=address, comment=f" {comment}" if comment else "")
        path.write_text(text, encoding="utf-8")
    return list(check(compare(load(project / "data", "data"), project, "data"), TODAY))


def shown(findings: list[Finding]) -> list[tuple[str, str, int, bool]]:
    return [
        (finding.code, finding.problem.at.file, finding.problem.at.line, bool(finding.waived)) for finding in findings
    ]


def test_rules_find_in_the_trees_what_they_find_in_the_plan(tmp_path: Path) -> None:
    assert shown(checked(tmp_path, apps__dns="10.69.0.53", apps__web="10.69.0.53")) == [
        ("H302", "apps/web.yaml", 6, False)
    ]


def test_a_plan_that_names_no_tree_reads_none(tmp_path: Path) -> None:
    assert checked(tmp_path, "networks: [{name: pool, cidr: 10.69.0.0/24}]\n", apps__a="10.9.9.9") == []


def test_a_waiver_of_the_plan_and_a_comment_in_a_manifest_exempt(tmp_path: Path) -> None:
    waiver = "waivers: [{rule: H302, between: [dns, web], reason: they take turns}]\n"
    files = {"apps__dns": "10.69.0.53", "apps__web": "10.69.0.53"}
    assert shown(checked(tmp_path / "a", PLAN + waiver, **files)) == [("H302", "apps/web.yaml", 6, True)]
    files["apps__web"] += " # cidrbook: allow H302 they take turns"
    assert shown(checked(tmp_path / "b", PLAN, **files)) == [("H302", "apps/web.yaml", 6, True)]


def test_an_exemption_that_exempts_nothing_in_plan_or_trees_is_found(tmp_path: Path) -> None:
    waiver = "waivers: [{rule: H302, between: [dns, web], reason: they take turns}]\n"
    assert [finding.code for finding in checked(tmp_path, PLAN + waiver, apps__dns="10.69.0.53")] == ["U102"]


def test_globs_choose_files_and_the_plan_itself_is_no_tree(tmp_path: Path) -> None:
    files = {"apps__dns": "10.69.0.53", "apps__web": "10.69.0.53", "data__other": "10.69.0.53"}
    plan = PLAN.replace("path: .", "path: ., exclude: web.yaml")
    findings = checked(tmp_path / "a", plan, **files)
    assert {(finding.rule, finding.problem.at.file) for finding in findings} == {("unknown-key", "data/other.yaml")}
    plan = PLAN.replace("path: .", 'path: ., include: "apps/d*"')
    files.pop("data__other")
    assert checked(tmp_path / "b", plan, **files) == []


def test_a_path_can_be_said_to_be_of_a_cluster(tmp_path: Path) -> None:
    clusters = "clusters: [{name: one, pinned_services: [{name: dns, address: 10.69.0.1}]}, {name: two}]\n"
    files = {"here__dns": "10.69.0.53"}
    assert checked(tmp_path / "a", PLAN + clusters, **files) == []  # which of the two it is of is not known
    plan = PLAN.replace("path: .", 'path: ., clusters: {"here/*": one}') + clusters
    [finding] = checked(tmp_path / "b", plan, **files)
    assert (finding.code, finding.problem.at.line) == ("R905", 3)
    assert "10.69.0.1 in the plan, and 10.69.0.53" in finding.problem.message


@pytest.mark.parametrize(("label", "codes"), [("", []), ("labels: {Things: pods}", ["R901"])])
def test_a_documents_own_word_can_be_given_a_meaning(tmp_path: Path, label: str, codes: list[str]) -> None:
    (tmp_path / "README.md").write_text("| Name | CIDR |\n| --- | --- |\n| Things | 10.1.0.0/16 |\n", encoding="utf-8")
    talos = "cluster: {network: {podSubnets: [10.69.0.0/16]}}\n"
    (tmp_path / "talos").mkdir()
    (tmp_path / "talos/controlplane.yaml").write_text(talos, encoding="utf-8")
    plan = f"sources: [{{path: ., {label}}}]\n"
    assert [finding.code for finding in checked(tmp_path, plan)] == codes


def test_a_folder_that_is_not_there_is_found(tmp_path: Path) -> None:
    [finding] = checked(tmp_path, "sources: [{path: ../elsewhere}]\n")
    assert (finding.code, finding.problem.at.line, finding.problem.at.column) == ("F110", 1, 18)


def test_an_address_in_no_network_is_found_once_and_pools_count_as_networks(tmp_path: Path) -> None:
    clusters = "clusters: [{name: home, load_balancers: [{product: cilium, pools: 10.70.0.0/24}]}]\n"
    findings = checked(tmp_path, PLAN + clusters, apps__a="10.69.0.5", apps__b="10.70.0.5", apps__c="10.71.0.5")
    assert [(finding.code, finding.problem.at.file) for finding in findings if finding.code == "R906"] == [
        ("R906", "apps/c.yaml")
    ]


def test_without_a_path_the_repository_around_the_project_is_read_but_for_the_plan(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "apps").mkdir()
    for name in ("apps/dns", "apps/web", "book[1]/data/x", "book[1]/site/x", "data/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        text = SERVICE.format(name=Path(name).name, address=f"10.69.0.{len(name)}", comment="")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "book[1]/data/x.yaml").unlink()
    (tmp_path / "book[1]/data/plan.yaml").write_text("sources: [{}]\n", encoding="utf-8")
    project = tmp_path / "book[1]"
    [seen] = compare(load(project / "data", "data"), project, "data").observations
    assert [source.file for source in seen.sources] == ["apps/dns.yaml", "apps/web.yaml", "data/x.yaml"]
    assert seen.tree
    assert seen.tree.path == ".."


def test_without_a_path_and_a_repository_the_project_is_read(tmp_path: Path) -> None:
    same = {"apps__dns": "10.69.0.53", "apps__web": "10.69.0.53"}
    plan = "networks: [{name: pool, cidr: 10.69.0.0/24}]\nsources: [{}]\n"
    assert shown(checked(tmp_path, plan, **same)) == [("H302", "apps/web.yaml", 6, False)]


HOSTS = "kubernetes:\n  hosts:\n    alpha: {ansible_host: 10.69.1.10}\n    beta: {ansible_host: 10.69.1.11}\n"
POOL = "kind: CiliumLoadBalancerIPPool\nmetadata: {name: a}\nspec: {blocks: [{cidr: 10.69.0.0/26}]}\n"


@pytest.mark.parametrize(
    ("cluster", "files", "missing"),
    [
        ("nodes: [{name: gone, address: 10.69.1.12}, {name: alpha}]", {"hosts.yml": HOSTS}, ["has the node gone"]),
        ("nodes: [{name: renamed, address: 10.69.1.11}]", {"hosts.yml": HOSTS}, []),
        ("nodes: [{name: gone, address: 10.69.1.12}]", {"pool.yaml": POOL}, []),
        ("load_balancers: [{product: x, pools: [10.69.0.64/26]}]", {"pool.yaml": POOL}, ["of the pool 10.69.0.64/26"]),
        ("load_balancers: [{product: x, pools: [pool]}]", {"pool.yaml": POOL}, []),
        ("load_balancers: [{product: x, pools: [10.69.0.64/26]}]", {"hosts.yml": HOSTS}, []),
    ],
)  # fmt: skip
def test_what_is_declared_and_nowhere_seen_is_said_where_the_trees_show_others_of_its_kind(
    cluster: str, files: dict[str, str], missing: list[str], tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    plan = "networks: [{name: pool, cidr: 10.69.0.0/24}, {name: lan, cidr: 10.69.1.0/24}]\nsources: [{path: .}]\n"
    findings = checked(tmp_path, f"{plan}clusters: [{{name: home, {cluster}}}]\n")
    said = [finding.problem.message for finding in findings if finding.code == "R907"]
    assert len(said) == len(missing)
    assert all(words in message for words, message in zip(missing, said, strict=True))


BGP = (
    "kind: CiliumBGPClusterConfig\nmetadata: {{name: a}}\nspec: {{bgpInstances: [{{name: a, localASN: {local},"
    " peers: [{{name: gw, peerASN: {peer}, peerAddress: 10.69.1.1}}]}}]}}\n"
)


@pytest.mark.parametrize(("local", "peer", "said"), [(64514, 64513, 0), (64515, 64513, 1), (64514, 64520, 1)])
def test_as_numbers_of_a_session_that_the_trees_have_otherwise_are_found(
    local: int, peer: int, said: int, tmp_path: Path
) -> None:
    (tmp_path / "bgp.yaml").write_text(BGP.format(local=local, peer=peer), encoding="utf-8")
    nodes = "{name: a, address: 10.69.1.10}, {name: b, address: 10.69.1.11}"
    plan = (
        "networks: [{name: lan, cidr: 10.69.1.0/24}]\nsources: [{path: .}]\n"
        "routers: [{name: gw, addresses: 10.69.1.1, asn: 64513}]\n"
        f"clusters: [{{name: home, nodes: [{nodes}], cni: {{product: cilium, bgp: true, asn: 64514}}}}]\n"
        "bgp: {sessions: [{local: home, peer: gw}]}\n"
    )
    findings = [finding for finding in checked(tmp_path, plan) if finding.code == "R905"]
    assert [finding.problem.at.line for finding in findings] == [5] * said
    assert all(f"between AS {local} and AS {peer} in the repository" in finding.problem.message for finding in findings)


def boundary(folder: Path) -> Path:
    """A project in a Git repository, beside a folder with a service that is none of its."""
    (folder / "repo/.git").mkdir(parents=True)
    checked(folder / "elsewhere", apps__dns="10.69.0.53", apps__web="10.69.0.53")
    return folder / "repo"


@pytest.mark.parametrize(
    ("path", "read"),
    [("../elsewhere", False), ("{absolute}", False), ("link", False), ("../elsewhere/nowhere", False), (".", True)],
)
@pytest.mark.parametrize("allowed", [False, True])
def test_a_plan_reads_nothing_outside_of_its_repository_unless_that_is_allowed(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, read: bool, allowed: bool
) -> None:
    project = boundary(tmp_path)
    (project / "link").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("CIDRBOOK_ALLOW_OUTSIDE", "1" if allowed else "")
    plan = f"sources: [{{path: {path.format(absolute=(tmp_path / 'elsewhere').as_posix())}}}]\n"
    found = checked(project, PLAN.partition("sources")[0] + plan)
    codes = {finding.code for finding in found}
    if read:
        assert codes == set()
    elif allowed and "nowhere" not in path:
        assert codes == {"H302"}
    else:
        assert codes == {"F110"}
        assert ("is outside" in found[0].problem.message) is not allowed
    assert not any(finding.problem.at.file.startswith("/") for finding in found)


def test_the_configuration_of_a_site_allows_more(tmp_path: Path) -> None:
    project = boundary(tmp_path)
    (project / "data").mkdir()
    (project / "data/plan.yaml").write_text("sources: [{path: ../elsewhere}]\n", encoding="utf-8")
    plan = load(project / "data", "data")
    assert [len(compare(plan, project, "data", allow_outside=allowed).observations) for allowed in (False, True)] == [
        0,
        1,
    ]


@pytest.mark.parametrize(("target", "codes"), [("../../elsewhere/secret.yaml", ["F110"]), ("../other.yaml", [])])
def test_a_link_out_of_the_repository_is_no_part_of_the_plan(target: str, codes: list[str], tmp_path: Path) -> None:
    project = boundary(tmp_path)
    for name in ("elsewhere/secret.yaml", "repo/other.yaml"):
        (tmp_path / name).write_text("networks: [{name: a, cidr: 10.0.0.0/24}]\n", encoding="utf-8")
    (project / "data").mkdir()
    (project / "data/plan.yaml").write_text("vlans: [{id: 7}]\n", encoding="utf-8")
    (project / "data/linked.yaml").symlink_to(target)
    plan = load(project / "data", "data")
    assert [rule for rule, _ in plan.problems] == (["unreadable-file"] if codes else [])
    assert len(plan.networks) == (0 if codes else 1)


@pytest.mark.parametrize("allowed", [False, True])
def test_a_link_in_the_place_of_the_plans_folder_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, allowed: bool
) -> None:
    project = boundary(tmp_path)
    (project / "data").symlink_to(tmp_path / "elsewhere/data")
    monkeypatch.setenv("CIDRBOOK_ALLOW_OUTSIDE", "yes" if allowed else "no")
    if allowed:
        assert load(project / "data", "data").networks
    else:
        with pytest.raises(NoDataError, match="leads out of the Git repository"):
            load(project / "data", "data")


def test_what_nobody_may_look_at_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(PLAN.replace("path: .", "path: closed"), encoding="utf-8")
    stat = os.stat

    def closed(path: str | Path, *arguments: object, **named: bool) -> os.stat_result:
        if str(path).startswith(str(tmp_path)) and Path(path).name in ("closed", ".git"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return stat(path, *arguments, **named)

    monkeypatch.setattr(os, "stat", closed)
    findings = check(compare(load(tmp_path / "data", "data"), tmp_path, "data"), TODAY)
    assert [finding.problem.message for finding in findings if finding.code == "F110"] == [
        "there is no folder `closed` to read the lab's files from"
    ]
    with pytest.raises(NoDataError, match="there is no such folder"):
        load(tmp_path / "closed", "closed")
