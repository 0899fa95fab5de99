"""How documents and comments are read, in all the shapes in which people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab import some

from cidrbook.repository.documents.comments import remarks
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.documents.details import details
from cidrbook.repository.documents.statements import statements
from cidrbook.repository.statement import Statement
from cidrbook.text.source import Source

SUBNETS = "| Name | Subnet | VLAN |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Component | IP | ASN |\n|--|--|--|\n| gate | 10.1.0.1 | 64513 |", ["asn 64513 gate @10.1.0.1"]),
        ("| ASN | Who |\n|--|--|\n| `AS64513` | gate |", ["asn 64513 gate"]),
        ("| Setting | Value |\n|--|--|\n| Router ASN | 64513 |", ["asn 64513 Router ASN"]),
        (
            "| | Router | Cluster |\n|--|--|--|\n| ASN | 64513 | 64514 |",
            ["asn 64513 router/ASN", "asn 64514 cluster/ASN"],
        ),
        ("| What | How |\n|--|--|\n| gate | BGP, AS 64513 |", ["asn 64513 BGP/gate"]),
        ("- gate: AS 64513", ["asn 64513 gate"]),
        ("- gate (AS64513)", ["asn 64513 gate"]),
        ("- AS 64513 - gate", ["asn 64513 gate"]),
        ("- **ASN**: `64513`", ["asn 64513 "]),
        ("local ASN 64514, peer ASN: 64513", ["asn 64514 local", "asn 64513 peer"]),
        ("Cilium has AS number 64514.", ["asn 64514 Cilium has"]),
        ("gate: AS 64512.7", ["asn 64512.7 gate"]),
        (
            "```\nrouter bgp 64513\n neighbor 10.1.0.7 remote-as 64514\n```",
            ["asn 64513 router bgp", "asn 64514 neighbor remote-as @10.1.0.7"],
        ),
        ("```yaml\n- localASN: 64514\n  peerASN: 64513\n```", ["asn 64514 local", "asn 64513 peer"]),
        ('```mermaid\nA["gate<br/>AS 64513"]\n```', ["asn 64513 gate"]),
        (f"{SUBNETS}| Things | 10.1.20.0/24 | 20 |", ["vlan 20 Things @10.1.20.0/24"]),
        (f"{SUBNETS}| Things | 10.1.20.0/24 | VLAN 20 (tagged) |", ["vlan 20 Things @10.1.20.0/24"]),
        (f"{SUBNETS}| Things | 10.1.20.0/24 | native |", []),
        (f"{SUBNETS}| Things | 10.1.20.0/24 | 10, 20 |", []),
        (f"{SUBNETS}| Things | 10.1.20.0/24 | 4095 |", []),
        ("- `10.1.20.0/24` > Things (VLAN20)", ["vlan 20 Things @10.1.20.0/24"]),
        ("- VLAN 20: 10.1.20.0/24, 10.1.21.0/24", []),
        ("VLAN 20 and VLAN 30 share 10.1.20.0/24", []),
        ("| Net | GW |\n|--|--|\n| 10.1.20.0/24 | 10.1.20.1 |", ["gateway 10.1.20.1  @10.1.20.0/24"]),
        ("| Name | Gateway / Subnet |\n|--|--|\n| Home | 10.1.20.1/24 |", ["gateway 10.1.20.1/24 Home @10.1.20.1/24"]),
        ("- 10.1.20.0/24 (gateway: 10.1.20.1)", ["gateway 10.1.20.1  @10.1.20.0/24"]),
        ("- Internal gateway: 10.1.20.1", []),
        ("| Net | DHCP Range |\n|--|--|\n| 10.1.2.0/24 | .5-.9 |", ["dhcp .5-.9  @10.1.2.0/24"]),
        ("| Net | DHCP Range |\n|--|--|\n| 10.1.2.0/23 | .5-.9 |", []),
        ("| SSID | VLAN |\n|--|--|\n| Home | 20 |", []),
        ("| Name | VLAN |\n|--|--|\n| Home | 20 |", ["vlan 20 Home"]),
        ("| Port | What |\n|--|--|\n| 3 | VLAN 20, things |", []),
        ("| Net | DHCP Range |\n|--|--|\n| 10.1.2.0/24 | 10.1.2.5\u20139 |", ["dhcp 10.1.2.5\u20139  @10.1.2.0/24"]),
        ("- 10.1.2.0/24, DHCP 10.1.2.5 - 10.1.2.9", ["dhcp 10.1.2.5 - 10.1.2.9  @10.1.2.0/24"]),
        ("The AS is 12 years old, as 64513 others; see ASN.1 and RFC 64513.", []),
        ("~~- gate: AS 64513~~", []),
        ("## Old\n- gate: AS 64513", []),
    ],
)
def test_details_are_read_however_they_are_written(text: str, expected: list[str]) -> None:
    found = details(Source("README.md", text))
    shown = [(detail, " ".join(f"@{one.text}" for one in detail.beside)) for detail in found]
    assert [
        f"{detail.topic} {detail.text} {'/'.join(detail.labels)}{' ' if near else ''}{near}" for detail, near in shown
    ] == expected


def test_a_number_with_a_dot_is_one_number() -> None:
    [detail] = details(Source("README.md", "gate: AS 64512.7"))
    assert (detail.first, detail.place.line, detail.place.column, detail.place.width) == ((64512 << 16) + 7, 1, 10, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- cidr: 10.1.0.0/16 # pods", ["10.1.0.0/16 pods pods likely 1:9"]),
        ("# Pod CIDR\n- 10.1.0.0/16", ["10.1.0.0/16 Pod CIDR pods likely 2:3"]),
        (
            "x: 1\n# LB pool: 10.1.0.0/24 (fd00::/64)",
            ["10.1.0.0/24 LB pool load-balancers likely 2:12", "fd00::/64 LB pool load-balancers likely 2:25"],
        ),
        ("# 10.1.0.0/16 pods", ["10.1.0.0/16 pods pods likely 1:3"]),
        ("x: 10.1.0.7 # oak", ["10.1.0.7 oak  none 1:4"]),
        ('x: "a # 10.1.0.0/16 pods"', []),
        ("x: 10.1.0.0/16 # pods, as of 2024, and some more words than that", []),
        ("# pods: 10.1.0.0/16", []),
    ],
)
def test_comments_are_read_where_they_name_something_plainly(text: str, expected: list[str]) -> None:
    found = remarks(Source("apps/policy.yaml", text))
    shown = [
        f"{statement.text} {statement.label} {statement.role} {statement.certainty}"
        f" {statement.place.line}:{statement.place.column}"
        for statement in found
    ]
    assert shown == expected


@pytest.mark.parametrize("file", ["README.md", "examples/values.yaml", "app.py", "docs/migration/pods.yaml"])
def test_comments_of_other_files_are_not_read(file: str) -> None:
    assert not list(remarks(Source(file, "- 10.1.0.0/16 # pods\n")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n├── 10.1.0.5 oak\n│   └── 10.1.0.6 elm\n```", ["10.1.0.5 oak", "10.1.0.6 elm"]),
        ("├── oak (10.1.0.5)\n└── elm (10.1.0.6)", ["10.1.0.5 oak", "10.1.0.6 elm"]),
        ("VLAN | Name | IPv4\n--- | --- | ---\n7 | oak | 10.1.0.0/24", ["10.1.0.0/24 oak"]),
        ("| oak | 10.1.0.5 |\n| elm | 10.1.0.6 |", ["10.1.0.5 oak", "10.1.0.6 elm"]),
        ("| Name | IP |\n|--|--|\n| **oak**<br/>(attic) | <br/>`10.1.0.5` |", ["10.1.0.5 oak (attic)"]),
        (
            "| Name | IP |\n|--|--|\n| [oak](https://oak.example) | [10.1.0.5](http://10.1.0.5) |",
            ["10.1.0.5 oak", "10.1.0.5 oak"],
        ),
        ("| Name | IP |\n|--|--|\n| ~~oak~~ | ~~10.1.0.5~~ |\n| elm | 10.1.0.6 |", ["10.1.0.6 elm"]),
        ("| Name | IP |\n|--|--|\n| oak | ~~10.1.0.5~~ 10.1.0.6 |", ["10.1.0.6 oak"]),
        ("| Name | IPs |\n|--|--|\n| oak | 10.1.0.5<br/>10.1.0.6 |", ["10.1.0.5 oak", "10.1.0.6 oak"]),
        ("| Name | Subnet / Gateway |\n|--|--|\n| oak | 10.1.0.1/24 |", ["10.1.0.1/24 oak"]),
        ("```sh\nkubeadm init --pod-network-cidr 10.1.0.0/16\n```", ["10.1.0.0/16 --pod-network-cidr"]),
        ("```sh\nk3s server --cluster-cidr='10.1.0.0/16'\n```", ["10.1.0.0/16 --cluster-cidr"]),
        ("> - oak: 10.1.0.5", ["10.1.0.5 oak"]),
        ("* [x] oak: 10.1.0.5", ["10.1.0.5 oak"]),
    ],
)
def test_statements_are_read_however_they_are_written(text: str, expected: list[str]) -> None:
    assert [f"{statement.text} {statement.label}" for statement in statements(Source("README.md", text))] == expected


@given(st.text(alphabet="|-`~<>!*#[]() \n10.24:/ASNVLgw,\u2013", max_size=400))
def test_no_text_makes_reading_fail(text: str) -> None:
    lines = text.count("\n") + 2
    for detail in some(details(Source("README.md", f"- gate: AS 64513\n{text}"))):
        assert detail.place.line <= lines
    for remark in some(remarks(Source("a.yaml", f"- 10.1.0.0/16  # pods\n{text}"))):
        assert remark.place.line <= lines


@pytest.mark.parametrize(
    "part",
    ["AS 64513 ", "| AS 64513 ", "VLAN 20 ", "gateway ", "# ", "# a: 10.0.0.1 ", "router bgp 1\n", "x: 1 # 10.0.0.1\n"],
)
def test_what_is_repeated_endlessly_takes_no_longer_than_it_is_long(part: str) -> None:
    text = "ASN\n" + part * 20_000
    assert len([*details(Source("README.md", text)), *remarks(Source("a.yaml", text))]) <= 40_000


def said(text: str, file: str = "README.md") -> list[Statement]:
    return list(statements(Source(file, text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Name | CIDR |\n|---|---|\n| Pods | `10.1.0.0/16` |", [("10.1.0.0/16", "pods", "Pods")]),
        (
            "| Pods | 10.1.0.0/16 |\n| LAN | 10.2.0.0/24 |",
            [("10.1.0.0/16", "pods", "Pods"), ("10.2.0.0/24", "", "LAN")],
        ),
        ("IP | Host\n--------\n10.2.0.9 | dns.lan", [("10.2.0.9", "", "dns.lan")]),
        ("| Pod CIDR | Name |\n|-|-|\n| 10.1.0.0/16 | home |", [("10.1.0.0/16", "pods", "home")]),
        ("| Net | Gateway |\n|-|-|\n| Pods 10.1.0.0/16 | 10.1.0.1 |", [("10.1.0.0/16", "pods", "Pods")]),
        ("| ~~Pods~~ | ~~10.1.0.0/16~~ |\n| a | b |", []),
        ("- 10.1.0.0/24 - LoadBalancer pool", [("10.1.0.0/24", "load-balancers", "LoadBalancer pool")]),
        (
            "- Pods: 10.1.0.0/16, services: 10.2.0.0/16",
            [("10.1.0.0/16", "pods", "Pods"), ("10.2.0.0/16", "services", "services")],
        ),
        ("- 10.1.0.0/16 (pods)", [("10.1.0.0/16", "pods", "pods")]),
        ("## k8s-0\n\n* IP: 10.2.0.50", [("10.2.0.50", "", "k8s-0")]),
        ("The pod CIDR is 10.1.0.0/16.", [("10.1.0.0/16", "pods", "The pod CIDR is")]),
        ("Reach it at 10.1.0.7 from there, if you like, or from here.", []),
        ("```sh\nk3s server --cluster-cidr=10.1.0.0/16\n```", [("10.1.0.0/16", "pods", "--cluster-cidr")]),
        ("```yaml\npodSubnets:\n  - 10.1.0.0/16\n```", [("10.1.0.0/16", "pods", "podSubnets")]),
        ("```yaml\nallowed:\n  - 10.1.0.0/16\n```", []),
        ('```mermaid\n A["Pods<br/>(10.1.0.0/16)"] --> B\n```', [("10.1.0.0/16", "pods", "Pods")]),
        ("```\n\u251c\u2500\u2500 k8s nodes 10.1.0.0/24\n```", [("10.1.0.0/24", "nodes", "k8s nodes")]),
        ("<!-- cidrbook: ignore -->\n- Pods: 10.1.0.0/16\n", []),
        ("<!-- cidrbook: ignore -->\n- Pods: 10.1.0.0/16\n# B\n- Pods: 10.1.0.0/16", [("10.1.0.0/16", "pods", "Pods")]),
        ("- Pods: 10.1.0.0/16 <!-- cidrbook: ignore -->", []),
        ("<!--\n- Pods: 10.1.0.0/16\n-->", []),
        ("## Proposed\n- Pods: 10.1.0.0/16\n", []),
        ("- Pods (formerly 10.1.0.0/16)\n", []),
        ("---\nstatus: superseded\n---\n- Pods: 10.1.0.0/16\n", []),
    ],
)
def test_documents_are_read_however_they_are_written(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(statement.text, statement.role, statement.label) for statement in said(text)] == expected


def test_a_statement_knows_its_place() -> None:
    [statement] = said("# Lab\r\n\r\n| a | b |\r\n|---|---|\r\n| Pods | `10.1.0.0/16` |\r\n")
    assert (statement.place.line, statement.place.column, statement.place.width, statement.headings) == (
        5,
        11,
        11,
        ("Lab",),
    )


@pytest.mark.parametrize(
    ("file", "document"),
    [
        ("README.md", True),
        ("docs/networking.mdx", True),
        ("README", True),
        ("docs/adr/0001-pods.md", False),
        ("CHANGELOG.md", False),
        ("docs/dump-2026-05-04.md", False),
        ("docs/migrations/talos.md", False),
        ("notes.yaml", False),
    ],
)
def test_what_tells_of_other_times_is_not_read(file: str, document: bool) -> None:  # noqa: FBT001
    assert is_document(file) is document


@given(st.text(alphabet="|-`~<>!*#[]() \n10.24:/fdxX\u2013ab", max_size=400))
def test_no_text_makes_a_document_fail(text: str) -> None:
    for statement in some(said(f"- oak: 10.1.0.5\n{text}")):
        assert statement.place.line <= text.count("\n") + 2


@pytest.mark.parametrize(
    "part", ["<!--", "~~a", "| 10.0.0.1 ", "10.0.0.1-", "fd00:", "[", "```\n", "- 10.0.0.1\n", "a|b\n", "# 10.0.0.1\n"]
)
def test_what_is_repeated_endlessly_says_no_more_than_it_repeats(part: str) -> None:
    assert len(said(part * 5_000)) <= 10_000
