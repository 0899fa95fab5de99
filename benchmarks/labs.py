"""What `drift` says of folders of labs, and how much of that is true.

    python benchmarks/labs.py FOLDER… [--verdicts FILE] [--list]

Each FOLDER is the repository of a lab. The table counts findings by lab and rule. A verdicts file is YAML, a mapping of
fingerprints to `true`, `false` or `arguable`; fingerprints stand beside the findings that `--list` prints. They do not
change when lines move. Findings without a verdict are counted as `open`. `verdicts.yaml` beside this file has those of
public labs that were judged by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from cidrbook import rules
from cidrbook.repository.observe import observe_folder
from cidrbook.text.finding import Finding

VERDICTS = ("true", "false", "arguable", "open")


class Judged(NamedTuple):
    """A finding in a lab, with its verdict."""

    lab: str
    finding: Finding
    fingerprint: str
    verdict: str


def fingerprint(lab: str, finding: Finding) -> str:
    """Twelve hexadecimal digits of what a finding says, and of which file; without its line."""
    said = re.sub(r":\d+(:\d+)?", "", finding.problem.message)
    text = f"{lab}\n{finding.code}\n{finding.problem.at.file}\n{said}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def judged(folders: Iterable[Path], verdicts: dict[str, str]) -> Iterator[Judged]:
    """The findings of all labs, in their order."""
    for folder in folders:
        for finding in rules.check_observation(observe_folder(folder)):
            if finding.severity != "info":
                mark = fingerprint(folder.name, finding)
                yield Judged(folder.name, finding, mark, verdicts.get(mark, "open"))


def table(found: list[Judged], key: str) -> None:
    """Print how many findings have which verdict, by `lab` or by the code of the `rule`."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        rows[item.lab if key == "lab" else f"{item.finding.code} {item.finding.severity}"][item.verdict] += 1
    print(f"{key:32}" + "".join(f"{name:>10}" for name in VERDICTS))
    for name, counts in sorted(rows.items()):
        print(f"{name:32}" + "".join(f"{counts[verdict] or '':>10}" for verdict in VERDICTS))


def main() -> None:
    """Read the arguments, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--verdicts", type=Path)
    parser.add_argument("--list", action="store_true", help="print each finding with its fingerprint")
    asked = parser.parse_args()
    written = yaml.safe_load(asked.verdicts.read_text(encoding="utf-8")) if asked.verdicts else {}
    verdicts = {str(mark): str(verdict).lower() for mark, verdict in written.items()}
    found = list(judged(asked.folders, verdicts))
    if asked.list:
        for item in found:
            place, problem = item.finding.problem.at, item.finding.problem
            print(
                f"{item.fingerprint} {item.verdict} {item.lab} {place.file}:{place.line} {item.finding.severity}"
                f" {item.finding.code} {problem.message}"
            )
            for related in problem.related:
                print(f"    {related.at.file}:{related.at.line} {related.message}")
    table(found, "lab")
    table(found, "rule")
    for severity in ("error", "warning"):
        of_it = Counter(item.verdict for item in found if item.finding.severity == severity)
        known = of_it["true"] + of_it["false"]
        print(f"{severity}s true: {of_it['true']} of {known}, {of_it['arguable']} arguable, {of_it['open']} open")


if __name__ == "__main__":
    main()
