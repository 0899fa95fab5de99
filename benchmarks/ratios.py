"""Speed as ratios, each measured in one run on one machine: `make bench`.

Whole processes are timed against whole processes, alternately, and the best of
several runs of each is compared, so that what else the machine does counts for
as little as possible.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import yaml

SECTION = """## A section

A paragraph of the length that people write, with `code` and a [link](https://example.org/) in it, so that a page costs
what a page of documentation costs and not what an empty one does.

- one thing, and **another**
- a second one

| Name | CIDR | Purpose |
| --- | --- | --- |
| lan | `10.0.0.0/24` | people |
| iot | `10.0.1.0/24` | lamps |

"""
"""What the pages of the site are made of, beside the one line with the macro."""

LAB = """\
routers:
  - {name: edge, product: opnsense, version: "26.7", asn: 64512, addresses: 10.0.1.1}
clusters:
  - name: home
    version: v1.36.1
    nodes: [{name: n1, address: 10.0.1.11, roles: control-plane}, {name: n2, address: 10.0.1.12}]
    cni: {product: calico, version: "3.32", bgp: true}
    load_balancers: {product: calico, version: "3.32", mode: bgp, asn: 64513, pools: 10.69.0.0/24}
bgp:
  sessions: [{local: home, peer: edge, peer_asn: 64512, peer_address: 10.0.1.1, announces: 10.69.0.0/24}]
"""
"""What a lab has beside networks, so that nothing of the product is left out of a build."""

KEEP = """\
from pathlib import Path

def on_page_markdown(markdown, page, **_):
    (Path("{docs}") / page.file.src_uri).write_text(markdown, encoding="utf-8")
"""
"""A hook of MkDocs that writes down what the macros made of each page."""

NETWORKS = 100_000
PAGES = 200
ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # a package that pip installed is compiled; so is this one, then
BOOK = """
import pathlib, sys, time
from cidrbook.pages import MACROS
from cidrbook.pages.book import Book
from cidrbook.plan.load import load
book = Book(load(pathlib.Path(sys.argv[1]), "data"))
start = time.perf_counter()
MACROS["book"](book)
print(time.perf_counter() - start)
"""
LOAD = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), Loader=yaml.CSafeLoader)"


def plan(count: int, start: int = 0, hosts: int = 0) -> str:
    """So many networks with name, CIDR, VLAN, gateway and so many hosts, none of which overlap.

    Those that are too many for private addresses say that they are public ones of their owner.
    """
    return "networks:\n" + "".join(_network(number, hosts) for number in range(start, start + count))


def _network(number: int, hosts: int) -> str:
    prefix = f"{10 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
    public = "    public: true\n" if number >> 16 else ""
    listed = "".join(
        f"      - {{name: host-{number}-{other_number}, address: {prefix}.{other_number + 2}}}\n"
        for other_number in range(hosts)
    )
    return (
        f"  - name: net-{number}\n    cidr: {prefix}.0/24\n    vlan: {number % 900 + 2}\n"
        f"    gateway: {prefix}.1\n{public}" + (f"    hosts:\n{listed}" if hosts else "")
    )


def best(*commands: list[str], folder: Path, runs: int = 5) -> list[float]:
    """The shortest time of each command in seconds, of runs that take turns."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(runs):
        for command, taken in zip(commands, times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


def check_against_load(folder: Path) -> Iterator[str]:
    """`cidrbook check` against `yaml.load` alone, and ten times the networks against once."""
    one, ten = folder / "one", folder / "ten"
    one.mkdir()
    ten.mkdir()
    (one / "plan.yaml").write_text(plan(NETWORKS), encoding="utf-8")
    for part in range(10):
        (ten / f"plan-{part}.yaml").write_text(plan(NETWORKS, part * NETWORKS), encoding="utf-8")
    check = [str(BIN / "cidrbook"), "check"]
    checked, loaded = best([*check, str(one)], [sys.executable, "-c", LOAD, str(one / "plan.yaml")], folder=folder)
    yield _line(f"check {NETWORKS:,} networks / yaml.load of the same file", checked, loaded, 0.5)
    small, large = best([*check, str(one)], [*check, str(ten)], folder=folder, runs=2)
    yield _line("check ten times the networks / check once", large, small, 12)


def growth(folder: Path) -> Iterator[str]:
    """`cidrbook check` on a thousand networks, and on ten times as many, and so on; then on a million hosts."""
    before = 0.0
    for count in (1_000, 10_000, 100_000, 1_000_000):
        before = yield from _measured(_plans(folder / str(count), count, hosts=0), f"{count:,} networks", before)
    for networks, hosts in ((1_000, 100), (10_000, 100)):
        plans = _plans(folder / f"hosts-{networks}", networks, hosts)
        what = f"{networks:,} networks with {networks * hosts:,} hosts"
        before = yield from _measured(plans, what, 0.0 if networks == 1_000 else before)


def _plans(folder: Path, count: int, hosts: int) -> Path:
    folder.mkdir()
    step = 100_000 if not hosts else 1_000
    for start in range(0, count, step):
        text = plan(min(step, count), start, hosts)
        (folder / f"plan-{start // step}.yaml").write_text(text, encoding="utf-8")
    return folder


def _measured(folder: Path, what: str, before: float) -> Generator[str, None, float]:
    """One line: seconds, how many times those of `before`, and the most memory that the process had."""
    start = time.perf_counter()
    with subprocess.Popen([str(BIN / "cidrbook"), "check", str(folder)], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    times = f"{seconds / before:5.1f} times" if before else " " * 11
    yield f"check {what:<60} {seconds:7.2f} s  {times}  {usage.ru_maxrss / 1024:7,.0f} MB  (exit {process.returncode})"
    return seconds


def build_against_twin(folder: Path) -> Iterator[str]:
    """A site of pages with a macro each, against the same pages typed in and one trivial macro."""
    ours = _site(folder / "ours", "cidrbook", "{{ cidr('net-1') }}")
    twin = _site(folder / "twin", "trivial", "{{ one() }} 10.0.1.0/24")
    trivial = folder / "trivial.py"
    trivial.write_text("def define_env(env):\n    env.macro(lambda: '', 'one')\n", encoding="utf-8")
    ENVIRONMENT["PYTHONPATH"] = str(folder)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    built, typed = best([*command, f"{ours}/mkdocs.yml"], [*command, f"{twin}/mkdocs.yml"], folder=folder)
    yield _line(f"build {PAGES} pages with a macro each / the same typed in", built, typed, 1.1)


def _site(folder: Path, module: str, text: str) -> Path:
    (folder / "docs").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "data/plan.yaml").write_text(plan(10) + LAB, encoding="utf-8")
    config = f"site_name: bench\ntheme: {{name: material}}\nplugins:\n  - search\n  - macros: {{modules: [{module}]}}\n"
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    for number in range(PAGES):
        page = folder / f"docs/page-{number}.md"
        page.write_text(f"# Page {number}\n\nThe network is {text}.\n\n{SECTION * 4}", encoding="utf-8")
    (folder / "docs/index.md").write_text("# Index\n", encoding="utf-8")
    return folder


def documentation_against_twin(folder: Path) -> Iterator[str]:
    """The documentation of this repository, against the same pages with what its macros made of them typed in."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    ours, twin = folder / "ours", folder / "twin"
    for site in (ours, twin):
        shutil.copytree(ROOT / "docs", site / "docs")
    shutil.copytree(ROOT / "data", ours / "data")
    (folder / "keep.py").write_text(KEEP.format(docs=twin / "docs"), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    _configure(ours, {**config, "hooks": [str(folder / "keep.py")]})
    best([*command, f"{ours}/mkdocs.yml"], folder=ours, runs=1)
    _configure(ours, config)
    _configure(twin, {**config, "plugins": ["search"], "watch": []})
    built, typed = best([*command, "mkdocs.yml"], [*command, f"{twin}/mkdocs.yml"], folder=ours)
    yield _line("build this documentation / the same typed in, without a macro", built, typed, 1.15)


def _configure(site: Path, config: dict[str, Any]) -> None:
    (site / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def the_book(folder: Path) -> Iterator[str]:
    """The book of a /16 of 256 networks with 20,000 hosts, against that of a quarter of them."""
    seconds = []
    for networks in (64, 256):
        data = _plans(folder / str(networks), networks, hosts=79)
        taken = [subprocess.check_output([sys.executable, "-c", BOOK, str(data)], env=ENVIRONMENT) for _ in range(3)]
        seconds.append(min(map(float, taken)))
    yield _line("book of 256 networks with 20,224 hosts / of 64 with 5,056", seconds[1], seconds[0], 5)


def _line(what: str, ours: float, theirs: float, limit: float) -> str:
    ratio = ours / theirs
    verdict = "within" if ratio <= limit else "OVER"
    return f"{what:<66} {ours:7.2f} s / {theirs:6.2f} s = {ratio:5.2f}  ({verdict} {limit})"


def main() -> None:
    """Print every ratio, as soon as it is known."""
    for measure in (check_against_load, build_against_twin, documentation_against_twin, the_book, growth):
        with tempfile.TemporaryDirectory() as folder:
            for line in measure(Path(folder)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
