"""Whether a preview lives through anything: random edits of a plan and a page under `serve`.

Run by hand: `python benchmarks/serve.py [engine…] [--edits 500]`. After each edit the page is asked for until it shows
what was written; some edits come in a burst, and only the last of them is awaited. In the end nothing may be left but
what was written.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from engines import ENGINES, ZENSICAL, Preview, Site

LONGEST = 60.0
"""Seconds until a page that does not show an edit counts as stale: a rebuild takes one, on a busy machine several."""

CALM = 1.0
"""Seconds for which Zensical is left alone before a file goes away."""

OWN = re.compile(r'File "[^"\n]*/cidrbook/')
"""A line of a traceback of this package. mkdocs-macros prints one of its own for a page that is no template."""

BOX = 'class="cidrbook-findings'
PLAN = "networks:\n  - name: Servers\n    cidr: 10.0.0.0/24\n    purpose: edit-{n}\n"
PAGE = "# Home\n\nThe servers: {{{{ network('servers').purpose }}}}, page-{n}.\n\n{{{{ cidr_table() }}}}\n"
OTHER = "links:\n  repository: https://example.org/lab\n"

KINDS = (
    *("good_plan", "renamed_plan", "overlapping_plan", "broken_plan", "unreadable_plan", "removed_plan"),
    *("good_page", "wrong_page", "misspelt_page", "unclosed_page"),
)
"""What an edit may be."""

Holds = Callable[[str], bool]


def shows(*words: str, box: bool = False) -> Holds:
    """Whether a page has these words, and the box of findings only where one is expected."""
    return lambda html: (BOX in html) is box and all(word in html for word in words)


class Lab:
    """A site that is edited at random: what its plan is now, and its page."""

    def __init__(self, site: Site, number: int) -> None:
        self.site = site
        self.chance = random.Random(number)  # noqa: S311 (to make the same edits again, not to keep a secret)
        self.count = 0
        self.file = "data/networks.yaml"
        self.kind = ""
        self.kinds: Counter[str] = Counter()
        site.configure()
        site.write("data/links.yaml", OTHER)
        self.plan, self.page = self.good_plan(), self.good_page()

    def choose(self) -> bool:
        """Choose the next edit; whether Zensical, that ends when a file goes while it looks, must be calm."""
        self.kind = self.chance.choice(KINDS)
        return self.site.engine == ZENSICAL and self.kind in ("renamed_plan", "removed_plan")

    def edit(self) -> None:
        """Make the edit that was chosen."""
        self.count += 1
        self.kinds[self.kind] += 1
        shown = getattr(self, self.kind)()
        if self.kind.endswith("plan"):
            self.plan = shown
        else:
            self.page = shown

    def is_shown(self, html: str) -> bool:
        """Whether the page shows the last edits; where it is broken itself, nothing of the plan."""
        return self.page(html) and ("page-" not in html or self.plan(html))

    def _write_plan(self, text: str) -> None:
        self.site.write(self.file, text)
        self.site.write("data/links.yaml", OTHER)  # Zensical notices a new file when a known one is saved

    def good_plan(self) -> Holds:
        """A plan that is right."""
        self._write_plan(PLAN.format(n=self.count))
        return shows(f"edit-{self.count},")

    def renamed_plan(self) -> Holds:
        """A plan in a file of another name."""
        before, self.file = self.site.folder / self.file, f"data/networks-{self.count}.yaml"
        if self.site.engine == ZENSICAL:  # it has to be calm between
            before.unlink(missing_ok=True)
        elif before.exists():
            before.rename(self.site.folder / self.file)
        return self.good_plan()

    def overlapping_plan(self) -> Holds:
        """A plan that is inconsistent."""
        more = f"  - {{name: IoT-{self.count}, cidr: 10.0.0.128/25}}\n"
        self._write_plan(PLAN.format(n=self.count) + more)
        return shows("overlapping-networks", f"IoT-{self.count}", box=True)

    def broken_plan(self) -> Holds:
        """A plan that is no YAML."""
        self._write_plan(PLAN.format(n=self.count) + f"  - {{name: IoT-{self.count}\n")
        return shows("yaml-syntax", box=True)

    def unreadable_plan(self) -> Holds:
        """A plan that is no UTF-8."""
        (self.site.folder / self.file).write_bytes(b"networks: \xff\xfe\n")
        self.site.write("data/links.yaml", OTHER)
        return shows("UTF-8", box=True)

    def removed_plan(self) -> Holds:
        """A plan without its file."""
        (self.site.folder / self.file).unlink(missing_ok=True)
        self.site.write("data/links.yaml", OTHER)
        return shows("there is no network")

    def good_page(self) -> Holds:
        """A page that is right."""
        self.site.write("docs/index.md", PAGE.format(n=self.count))
        return shows_only(f"page-{self.count}.")

    def wrong_page(self) -> Holds:
        """A page that asks for what is not there."""
        self.site.write("docs/index.md", f"# Home\n\n{{{{ cidr('sevrers') }}}} wrong-{self.count}.\n")
        return shows_only(f"wrong-{self.count}.")

    def misspelt_page(self) -> Holds:
        """A page with a macro that there is not."""
        self.site.write("docs/index.md", f"# Home\n\n{{{{ cdir_{self.count}('servers') }}}}\n")
        return shows_only(f"cdir_{self.count}")

    def unclosed_page(self) -> Holds:
        """A page that is no template."""
        self.site.write("docs/index.md", f"# Home\n\n{{% nosuch{self.count} %}}\n")
        return shows_only(f"nosuch{self.count}")


def shows_only(word: str) -> Holds:
    """Whether a page has a word, whatever else."""
    return lambda html: word in html


def resident(process: int) -> int:
    """The memory of a process and of those that it started, in MB."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return own // 1024 + sum(resident(int(child)) for child in children)


def awaited(preview: Preview, lab: Lab) -> float:
    """The seconds until the page shows the last edits. Raises `TimeoutError` where it stays as it was."""
    begun = time.monotonic()
    while not lab.is_shown(html := preview.html()):
        if time.monotonic() > begun + LONGEST:
            raise TimeoutError(f"edit {lab.count}, {lab.kind}, is not shown:\n{html[-3000:]}\n{preview.output[-3000:]}")
        time.sleep(0.02)
    return time.monotonic() - begun


def stop(process: subprocess.Popen[bytes]) -> None:
    """End an engine as a user does; Zensical, that does not listen, as a machine does."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
        return
    process.terminate()
    process.wait(10)


def run(engine: str, edits: int, number: int) -> Iterator[str]:
    """What came of so many edits under an engine, line by line."""
    with tempfile.TemporaryDirectory() as scratch:
        lab = Lab(Site(engine, Path(scratch) / "lab"), number)
        with lab.site.serve() as preview:
            first, taken, memory = awaited(preview, lab), [], {0: resident(preview.process.pid)}
            for count in range(1, edits + 1):
                if lab.choose():
                    awaited(preview, lab)
                    time.sleep(CALM)
                lab.edit()
                if count % 100 == 0 or count == edits or lab.chance.random() < 0.8:
                    taken.append(awaited(preview, lab))
                if count % 100 == 0 or count == edits:
                    memory[count] = resident(preview.process.pid)
            kinds = ", ".join(f"{kind.replace('_', ' ')} {times}" for kind, times in sorted(lab.kinds.items()))
            yield f"{engine}: {edits} edits ({kinds})"
            yield f"  first build {first:.1f} s, edit to page {median(taken):.2f} s, at most {max(taken):.2f} s"
            yield "  memory after edits, MB: " + ", ".join(f"{count}: {size}" for count, size in memory.items())
            yield f"  lines of tracebacks through cidrbook: {len(OWN.findall(preview.output))}"
            stop(preview.process)
        left = {path.relative_to(scratch).parts[:2] for path in Path(scratch).rglob("*") if path.is_file()}
        known = {"docs", "data", "mkdocs.yml", "site", ".cache"}
        yield f"  left: {sorted('/'.join(parts) for parts in left if parts[0] != 'lab' or parts[1] not in known)}"


def main() -> int:
    """Edit under each engine that the command line names; 1 where a preview died or stayed old."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", default=ENGINES)
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--number", type=int, default=1, help="the same number makes the same edits")
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # engines started in the background would ignore it, too
    failed = False
    for engine in given.engines:
        try:
            for line in run(engine, given.edits, given.number):
                print(line, flush=True)
        except (AssertionError, TimeoutError) as error:
            failed = True
            print(f"{engine}: {error}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
