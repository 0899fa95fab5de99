"""The site's own data says what the lab's own files say, and its page is the page it began as."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from fake_engine import FakeEngine
from netaddr import IPAddress, IPNetwork
from pages.test_pages import rows
from shared import shared

from cidrbook import engine, rules
from cidrbook.net.ip import AddressRange
from cidrbook.nuances.match import matches
from cidrbook.pages.markup import prose
from cidrbook.plan.load import load, parse
from cidrbook.plan.plan import Plan
from cidrbook.text.source import Source

ROOT = Path(__file__).resolve().parents[1]

PRIVATE = IPNetwork("192.168.0.0/16"), IPNetwork("10.0.0.0/8")
ADDRESS = re.compile(r"\b\d+\.\d+\.\d+\.\d+(?:/\d+)?\b")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(ROOT / "data", "data")


@pytest.fixture(scope="module")
def page() -> str:
    return networking(ROOT)


def networking(project: Path) -> str:
    fake = FakeEngine(project)
    engine.attach(fake)
    return fake.render(ROOT / "docs/networking/index.md")


def known(plan: Plan) -> set[str]:
    """Every prefix, address and end of a range that the plan holds."""
    values = [cidr for network in plan.networks for cidr in network.cidrs]
    values += [claim.address for claim in plan.claims]
    values += [gateway for network in plan.networks for gateway in network.gateways]
    values += [session.peer_address for session in plan.sessions if session.peer_address]
    pools = [pool for cluster in plan.clusters for balancer in cluster.load_balancers for pool in balancer.pools]
    return {*map(str, values)} | {str(end) for pool in pools if isinstance(pool, AddressRange) for end in pool}


def test_every_private_address_of_the_labs_files_is_in_the_plan(plan: Plan) -> None:
    written = {
        literal
        for file in sorted(shared("lab-2021").rglob("*.y*ml"))
        for literal in ADDRESS.findall(file.read_text(encoding="utf-8"))
        if any(IPAddress(literal.split("/")[0]) in network for network in PRIVATE)
    }
    assert len(written) >= 30
    assert written - known(plan) == set()


def test_every_as_number_and_version_of_the_labs_files_is_in_the_plan(plan: Plan) -> None:
    calico = yaml.safe_load(
        shared("lab-2021/ansible/kubernetes/inventory/group_vars/all/calico.yml").read_text("utf-8")
    )
    k3s = yaml.safe_load(shared("lab-2021/ansible/kubernetes/inventory/group_vars/all/k3s.yml").read_text("utf-8"))
    vip = yaml.safe_load(
        shared("lab-2021/ansible/kubernetes/inventory/group_vars/all/kube-vip.yaml").read_text("utf-8")
    )
    [cluster], [session, prepared] = plan.clusters, plan.sessions
    assert {session.local_asn, session.peer_asn} == {calico["calico_bgp_as_number"]}
    assert str(session.peer_address) == calico["calico_bgp_peer_ip"]
    assert prepared.local_asn == vip["kubevip_bgp_as_number"]
    assert prepared.peer_asn == vip["kubevip_bgp_peer_as_number"]
    assert str(prepared.peer_address) == vip["kubevip_bgp_peer_ip"]
    assert cluster.version == k3s["k3s_release_version"]
    assert cluster.cni is not None
    assert f"v{cluster.cni.version}" in str(k3s["k3s_server_manifests_urls"])
    assert str(cluster.api.addresses[0]) == k3s["k3s_registration_address"] if cluster.api else False


def test_every_service_with_an_address_is_in_the_plan(plan: Plan) -> None:
    settings = yaml.safe_load(shared("lab-2021/cluster/base/cluster-settings.yaml").read_text("utf-8"))["data"]
    expected = {
        key.removeprefix("SVC_").removesuffix("_ADDR").lower().replace("_", "-"): value
        for key, value in settings.items()
        if key.startswith("SVC_")
    }
    names = {"nginx": "ingress-nginx"}
    services = {service.id: str(service.addresses[0]) for service in plan.clusters[0].pinned_services}
    assert services == {names.get(name, name): address for name, address in expected.items()}


def test_a_plan_without_findings_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"data/{name}": (ROOT / "data" / name).read_text("utf-8") for name in ("networks.yaml", "links.yaml")}
    texts["data/settings.yaml"] = "settings: {rules: {A201: warning, H302: info}}\n"
    read_again: list[str] = []
    monkeypatch.setattr(Source, "place", lambda self, *_, **__: read_again.append(self.file))
    assert rules.check(parse(texts), date(2026, 11, 23)) == ()
    assert read_again == []


def test_the_contradictions_of_the_lab_are_found_and_waived_with_a_reason(plan: Plan) -> None:
    findings = rules.check(plan, date(2026, 11, 23))
    assert [(finding.rule, bool(finding.waived)) for finding in findings] == [
        ("duplicate-name", True),
        ("duplicate-address", True),
        ("duplicate-address", True),
        ("accidental-ibgp", False),
        ("duplicate-session", True),
    ]
    assert not any(finding.fails for finding in findings)


def test_the_table_is_the_originals_cell_by_cell_and_in_order(page: str) -> None:
    original = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in shared("seed/networking.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("| -")
    ]
    assert len(original) == 6
    assert rows(page[: page.index("</table>")]) == original


def test_the_three_nuances_apply_to_this_lab_and_are_on_the_page(plan: Plan, page: str) -> None:
    found = {match.nuance.id: match for match in matches(plan) if match.verdict == "applies"}
    for name in ("kube-vip-bgp-without-ecmp", "bgp-duplicate-session-pair", "opnsense-kernel-without-ecmp"):
        match = found[name]
        assert str(prose(match.nuance.name)) in page
        assert match.because
        assert all(source in page for source in match.nuance.sources)
    assert ">router OPNsense 21.7, kube-vip (BGP)<" in page


def test_every_link_of_the_original_registry_gives_the_same_link(plan: Plan) -> None:
    original = yaml.safe_load(shared("seed/links.yaml").read_text(encoding="utf-8"))
    assert plan.repository == original["repository"]
    ours = {name: (link.url, link.label or name) for name, link in plan.links.items()}
    assert ours == {name: (link["url"], link.get("label", name)) for name, link in original["external"].items()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("192.168.42.0/24", "192.168.40.0/21"),
        ("192.168.69.0/24", "192.168.70.0/24"),
        ("192.168.1.1", "192.168.1.254"),
        ("192.168.69.102", "192.168.69.112"),
        ("v1.22.4+k3s1", "v1.23.0+k3s1"),
    ],
)
def test_a_value_changed_in_the_data_changes_everywhere_on_the_page(
    old: str, new: str, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    (tmp_path / "data").mkdir()
    for file in (ROOT / "data").glob("*.yaml"):
        text = re.sub(rf"\b{re.escape(old)}(?![\d/])", new, file.read_text(encoding="utf-8"))
        (tmp_path / "data" / file.name).write_text(text, encoding="utf-8")
    changed = networking(tmp_path)
    assert page.count(old) > 0
    assert re.search(rf"{re.escape(old)}(?!\d)", changed) is None
    assert changed.count(new) >= len(re.findall(rf"{re.escape(old)}(?!\d)", page))


FREE = re.compile(r"name|description|purpose|reason|statement|instead|label|url|repository|sources|namespace|ports")
"""Keys under which any text is right."""

VOCABULARY = re.compile(r"(\w+\.)?product|version|distribution|encapsulation|through|roles?|tags|id|rule|between")
"""Keys whose words are the user's; a wrong one is a word of its own, or shows elsewhere."""


def scalars(text: str) -> Iterator[tuple[yaml.ScalarNode, str]]:
    """Every value of a file, with the key it stands under."""
    key = ""
    for node in walk(yaml.compose(text)):
        if isinstance(node, tuple):
            key = node[0].value
        elif isinstance(node, yaml.ScalarNode):
            yield node, key


def walk(node: yaml.Node | None) -> Iterator[yaml.Node | tuple[yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (key,)
            yield from walk(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from walk(item)
    elif node is not None:
        yield node


def breakable() -> list[tuple[str, int, int, str]]:
    return [
        (file.name, node.start_mark.index, node.end_mark.index, key)
        for file in sorted((ROOT / "data").glob("*.yaml"))
        for node, key in scalars(file.read_text(encoding="utf-8"))
        if not FREE.fullmatch(key) and not VOCABULARY.fullmatch(key)
    ]


@pytest.mark.parametrize(("name", "start", "end", "key"), breakable(), ids=str)
def test_breaking_any_one_value_is_found_on_its_line(name: str, start: int, end: int, key: str) -> None:
    texts = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "data").glob("*.yaml")}
    line = texts[name].count("\n", 0, start) + 1
    texts[name] = f"{texts[name][:start]}nonsense{texts[name][end:]}"
    findings = [finding for finding in rules.check(parse(texts), date(2026, 11, 23)) if finding.fails]
    assert (name, line) in {(finding.problem.at.file, finding.problem.at.line) for finding in findings}, key
