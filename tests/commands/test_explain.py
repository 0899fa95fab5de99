"""`--explain FILE:LINE`: what was read on a line, what it was compared with, and what is reported, as users see it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cidrbook.commands import main

POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata:
  name: pool
spec:
  blocks:
    - cidr: 10.69.0.0/24
"""

SERVICE = """apiVersion: v1
kind: Service
metadata:
  name: blocky
  annotations:
    lbipam.cilium.io/ips: 10.69.0.53
spec:
  type: LoadBalancer
"""

README = """# Home lab

| Network        | CIDR         |
| -------------- | ------------ |
| Load balancers | 10.70.0.0/24 |
| blocky         | 10.69.0.53   |
| Staging LB     | 10.71.0.0/24 |

Formerly the pool was 10.60.0.0/24.

The resolver of the internet is 1.1.1.1.

<!-- cidrbook: ignore -->
The printer (10.69.0.99) is elsewhere.

## Proposed

- blocky: 10.69.0.54
"""

FILES = {
    "README.md": README,
    "kubernetes/apps/pool.yaml": POOL,
    "kubernetes/apps/blocky.yaml": SERVICE + "# the pool is maybe 10.99.0.0/24\n",
    "kubernetes/apps/kustomization.yaml": "resources: [pool.yaml, blocky.yaml]\n",
    "kubernetes/apps/forgotten.yaml": SERVICE.replace("blocky", "forgotten").replace("53", "54"),
    "kubernetes/emptied/kustomization.yaml": "resources: []\n",
    "kubernetes/emptied/pool.yaml": POOL,
    "old/README.md": README,
    "docs/changelog.md": "- blocky moved to 10.69.0.53\n",
    "notes.txt": "nothing\n",
    ".git/HEAD": "ref: refs/heads/main\n",
    ".gitignore": "built/\n",
    "built/pool.yaml": POOL,
    "node_modules/pool.yaml": POOL,
    "large.yaml": POOL + "# long\n" * 300_000,
    "picture.png": "\0 10.0.0.1",
}


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def explained(line: str, *args: str) -> str:
    result = run("drift", "--explain", line, *args)
    assert result.exit_code == 0, result.output
    return result.output


REPORTED = """README.md:5
   | | Load balancers | 10.70.0.0/24 |

In use: yes.

`10.70.0.0/24` in column 20 was read as the pool of the load balancers, plainly named.
  why: a cell below `CIDR`
  why: the name of the row `Load balancers` names load balancers
  labels: Load balancers
  headings: Home lab

Compared by these checks:
  ranges of the cluster: `10.70.0.0/24` differs
    why: it was taken for the pool of the load balancers, and nothing of that role matches
    compared with 10.69.0.0/24 (kubernetes/apps/pool.yaml:7:13)

Reported about this line:
  error R901 document-disagrees: `Load balancers` is documented as 10.70.0.0/24; the pool of the load balancers is \
10.69.0.0/24
"""

AGREES = """README.md:6
   | | blocky         | 10.69.0.53   |

In use: yes.

`10.69.0.53` in column 20 was read as an address of what its labels name.
  why: a cell below `CIDR`
  labels: blocky
  headings: Home lab

Compared by these checks:
  addresses by name: `10.69.0.53` agrees
    why: blocky has that address
    compared with blocky 10.69.0.53 (kubernetes/apps/blocky.yaml:6:27)

Reported about this line: nothing.
"""

DROPPED = """README.md:7
   | | Staging LB     | 10.71.0.0/24 |

In use: yes.

`10.71.0.0/24` in column 20 was read as the pool of the load balancers, plainly named.
  why: a cell below `CIDR`
  why: the name of the row `Staging LB` names load balancers
  labels: Staging LB
  headings: Home lab

Compared by these checks:
  ranges of the cluster: `10.71.0.0/24` not reported
    why: it may be about another cluster: staging

Reported about this line: nothing.
"""

NOT_BELIEVED = """README.md:9
   | Formerly the pool was 10.60.0.0/24.

In use: yes.
Read on this line: nothing.
  The line says that something is not so, or not now: `Formerly`.

Reported about this line: nothing.
"""

MANIFEST = """kubernetes/apps/blocky.yaml:6
   | lbipam.cilium.io/ips: 10.69.0.53

In use: yes.

`10.69.0.53` in column 27 was read as service `blocky`: address.
  why: read by the reader `service_addresses`

Documents that were compared with it:
  README.md:6:20: `10.69.0.53` agrees (addresses by name)

Reported about this line: nothing.
"""

UNREAD = """old/README.md:5

In use: no. The file is not read: its path says that it is kept, and not in use: `old`.

Reported about this line: nothing.
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("README.md:5", REPORTED, id="a row that is reported"),
        pytest.param("README.md:6", AGREES, id="a row that agrees"),
        pytest.param("README.md:7", DROPPED, id="a row that is dropped"),
        pytest.param("README.md:9", NOT_BELIEVED, id="a line of which nothing is read"),
        pytest.param("kubernetes/apps/blocky.yaml:6", MANIFEST, id="a line of a manifest"),
        pytest.param("old/README.md:5", UNREAD, id="a file that is not read"),
    ],
)
@pytest.mark.usefixtures("lab")
def test_a_line_is_explained(line: str, expected: str) -> None:
    assert explained(line) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("README.md:2", "The line is empty."),
        ("README.md:99", "The file has no such line."),
        ("README.md:11", "Its addresses are public"),
        ("README.md:14", "left out by `<!-- cidrbook: ignore -->`"),
        ("README.md:18", "The heading `Proposed` is about another time or an example: `Proposed`."),
        ("docs/changelog.md:1", "Its path says that it tells of other times or of examples: `changelog`."),
        ("kubernetes/apps/blocky.yaml:2", "No reader found an object on the line."),
        ("kubernetes/apps/blocky.yaml:9", "The comment tells of something else than what is so: `maybe`."),
        ("kubernetes/apps/forgotten.yaml:6", "In use: no. A `kustomization.yaml` beside it lists other files"),
        ("kubernetes/emptied/pool.yaml:6", "In use: no. A `kustomization.yaml` beside it lists nothing, and nothing"),
        ("missing.md:1", "In use: no. The file is not read: there is no such file."),
        ("notes.txt:1", "nothing in it looks like an address, an AS number or a variable."),
        ("built/pool.yaml:7", "a `.gitignore` leaves it out."),
        ("node_modules/pool.yaml:7", "the folder `node_modules` is not the lab's own."),
        ("large.yaml:7", "files of more than 2,000,000 bytes are generated."),
        ("picture.png:1", "it is no text, is kept elsewhere (Git LFS), or cannot be opened."),
    ],
)
@pytest.mark.usefixtures("lab")
def test_why_nothing_was_read_is_said(line: str, reason: str) -> None:
    assert reason in explained(line)


@pytest.mark.usefixtures("lab")
def test_a_file_that_is_excluded_is_explained() -> None:
    assert "not read: it is excluded by a glob." in explained("README.md:5", "--exclude", "*.md")


def test_a_line_is_named_from_the_repository_or_from_this_folder(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("drift", "kubernetes", "--explain", "kubernetes/apps/pool.yaml:7").output == (
        run("drift", "kubernetes", "--explain", "apps/pool.yaml:7").output
    )
    monkeypatch.chdir(lab / "kubernetes")
    assert "was read as" in run("drift", "..", "--explain", f"..{os.sep}README.md:5").output


@pytest.mark.usefixtures("lab")
def test_an_explanation_is_json_for_programs() -> None:
    found = json.loads(explained("README.md:5", "--format", "json"))
    assert found["in_use"] is True
    assert [reading["text"] for reading in found["readings"]] == ["10.70.0.0/24"]
    assert [(one["check"], one["verdict"], one["certain"]) for one in found["conclusions"]] == [
        ("ranges of the cluster", "differs", True)
    ]
    assert found["conclusions"][0]["known"] == [
        {"value": "10.69.0.0/24", "file": "kubernetes/apps/pool.yaml", "line": 7, "column": 13}
    ]
    assert [finding["code"] for finding in found["findings"]] == ["R901"]


@pytest.mark.parametrize("line", ["README.md", "README.md:", ":5", "README.md:0", "README.md:x", "README.md:²", ""])
@pytest.mark.usefixtures("lab")
def test_what_names_no_line_is_refused(line: str) -> None:
    result = run("drift", "--explain", line)
    assert result.exit_code == 2
    assert "write FILE:LINE" in result.output


PLAN = """sources:
  - path: .
networks:
  - name: lan
    cidr: 10.0.0.0/24
    hosts:
      - name: nas
        address: 10.0.0.5
      - name: box
        address: 10.0.0.5
"""


@pytest.fixture
def planned(lab: Path) -> Path:
    (lab / "data").mkdir()
    (lab / "data" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return lab


@pytest.mark.usefixtures("planned")
def test_a_line_of_a_plan_is_explained() -> None:
    result = run("check", "--explain", "data/plan.yaml:8")
    assert result.exit_code == 0
    assert "`10.0.0.5` in column 18 was read as host `nas`: address." in result.output
    assert "error H302" in result.output


@pytest.mark.usefixtures("planned")
def test_a_line_of_a_plans_repository_is_explained() -> None:
    output = run("check", "--explain", "README.md:5").output
    assert "ranges of the cluster: `10.70.0.0/24` differs" in output
    assert "error R901" in output
    assert "its path says that it is kept" in run("check", "--explain", "old/README.md:5").output


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_secret_is_not_explained(lab: Path, form: str) -> None:
    plan = "networks:\n- {name: lan, cidr: 10.0.0.0/24, custom: {snmp_community: hunter2, secrets: [hunter3]}}\n"
    (lab / "data").mkdir()
    (lab / "data/plan.yaml").write_text(plan, encoding="utf-8")
    (lab / "README.md").write_text("- redis: 10.0.0.53, password for it is hunter2\n", encoding="utf-8")
    for command, line in (("check", "data/plan.yaml:2"), ("drift", "README.md:1")):
        output = run(command, "--explain", line, "--format", form).output
        assert "10.0.0." in output
        assert "********" in output
        assert "hunter" not in output
