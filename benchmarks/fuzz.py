"""Whether any input makes an exception, or takes longer than its length says: `python benchmarks/fuzz.py TARGET`.

The targets are those of `tests/targets.py`. With atheris installed and `--corpus`, what a target has not run yet leads
the way; without, inputs are only changed at random. `--growth` looks for time that grows faster than the input.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from traceback import extract_tb, format_exception
from typing import Any

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS))

atheris: Any = import_module("atheris") if "--corpus" in sys.argv else None
with atheris.instrument_imports(include=["cidrbook"]) if atheris else nullcontext():
    from targets import FILES, PLAN, TARGETS, LostArgumentsError, repository

WORDS = (  # noqa: SIM905 (a list would take a line for each)
    "|¦[¦{¦- ¦ ¦\t¦#¦*¦_¦\"¦'¦`¦../¦<¦&a ¦*a¦\n¦\r\n¦\0¦\ufeff¦set interfaces ¦ a: ¦a: ¦- - ¦---\n¦"
    "10.0.0.1¦10.0.0.0/24¦fd00::1¦fd00::/64¦::¦,¦;¦${a}¦{{ a }}¦}¦]¦)¦(¦=¦:¦.¦-¦/¦0¦-1¦99999999999999999999¦"
    "1e9¦²¦\u0661¦null¦!!set ¦!!binary ¦<<: ¦2026-11-23¦0x1F¦1_0¦~¦|\n¦>\n¦\\¦%¦$¦!¦é¦\u202e"
).split("¦")
"""What formats are made of, and what programs trip over."""

REPEATED = (  # noqa: SIM905 (a list would take a line for each)
    "|¦|a¦[¦{¦- ¦ ¦\t¦#¦*¦_¦\"¦'¦`¦../¦a.¦10.0.0.1 ¦10.¦:¦1::¦<a>¦set interfaces ¦ a: ¦a: 1\n¦\n¦"
    "---\na: 1\n¦<!--¦${a¦{{ a¦=¦\\\n¦- a\n¦> ¦(¦,¦| a | 10.0.0.1 |\n¦10.0.0.1 a\n¦"
    "set interfaces ethernet eth0 address 10.0.0.1/24\n¦&a [*a] ¦a_¦a-¦"
    "<!-- cidrbook: cidr_table() -->\n\n<!-- /cidrbook -->\n¦- {name: a, cidr: 10.0.0.0/8}\n¦# A\n¦```\n¦/*"
).split("¦")
"""What is written again and again to see how time grows."""


BEGUN_WITH = 1_000
"""So many texts atheris begins with: all of them take it minutes, each time."""
LONGEST = 1_024
"""The bytes of an input that atheris makes: what goes wrong is short, and long texts take their time."""


def seeds(folders: Sequence[Path]) -> list[bytes]:
    """The texts to begin with: those of several words in the tests, each cut after half, and files of these folders."""
    found = [text.encode("utf-8", errors="replace") for file in sorted(TESTS.rglob("*.py")) for text in _texts(file)]
    found += [file.read_bytes()[:4096] for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    return sorted({*found, *(text[: len(text) // 2] for text in found), PLAN.encode()})


def _texts(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\S\s\S", node.value):
            yield node.value


def changed(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """An input with some of its words left out, doubled, swapped, or replaced by another input's or by a known one."""
    parts = re.split(rb"(\s+|[^\w\s])", data) or [b""]
    other = re.split(rb"(\s+|[^\w\s])", chance.choice(others))
    for _ in range(chance.randint(1, 4)):
        at, end = sorted((chance.randrange(len(parts) + 1), chance.randrange(len(parts) + 1)))
        end = min(end, at + chance.choice((1, 1, 2, 8, 64)))
        begin = chance.randrange(len(other))
        parts[at:end] = chance.choice(
            (
                [],
                parts[at:end] * 2,
                [chance.choice(WORDS).encode()],
                [*parts[at:end], chance.choice(WORDS).encode()],
                other[begin : begin + chance.choice((1, 2, 8, 64))],
                [bytes([chance.randrange(256)])],
            )
        )
        parts = parts or [b""]
    return b"".join(parts)


class Runner:
    """A target with what was found: how often it ran, and the crashes by the place of each."""

    def __init__(self, target: Callable[[bytes], None], folder: Path | None) -> None:
        self.target = target
        self.folder = folder
        self.runs = 0
        self.crashes: dict[tuple[object, ...], bytes] = {}

    def __call__(self, data: bytes) -> None:
        """Run the target; a crash is printed once."""
        self.runs += 1
        begun = time.process_time()
        try:
            self.target(data)
        except (Exception, LostArgumentsError) as error:  # noqa: BLE001 (any is a crash)
            own = [frame for frame in extract_tb(error.__traceback__) if "cidrbook" in frame.filename]
            self._note((type(error), *((frame.filename, frame.lineno) for frame in own[-1:])), error, data)
        if time.process_time() - begun > 1 + len(data) / 20_000:
            self._note(("slow",), TimeoutError(f"{time.process_time() - begun:.1f} s for {len(data)} bytes"), data)

    def _note(self, kind: tuple[object, ...], error: BaseException, data: bytes) -> None:
        if kind in self.crashes:
            return
        self.crashes[kind] = data
        print(f"crash: {data[:400]!r}", *format_exception(error)[-4:], sep="\n", flush=True)
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{len(self.crashes)}-{time.time_ns()}").write_bytes(data)


def fuzz(run: Runner, found: Sequence[bytes], seconds: float, number: int) -> None:
    """Run a target on changed inputs for so many seconds."""
    chance = random.Random(number)  # noqa: S311 (to run the same again, not to keep a secret)
    end = time.monotonic() + seconds
    for text in chance.sample(found, len(found)):
        run(text)
        if time.monotonic() > end - seconds / 2:  # some targets take longer for all of them
            break
    while time.monotonic() < end:
        data = chance.choice(found)
        for _ in range(chance.randint(1, 3)):
            data = changed(data, found, chance)
        run(data[:4096])


def fuzz_by_coverage(run: Runner, found: Sequence[bytes], seconds: float, number: int, folder: Path) -> None:
    """The same, led by what has not been run yet. Ends the process."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, text in enumerate(random.Random(number).sample(found, min(len(found), BEGUN_WITH))):  # noqa: S311
        (folder / f"seed-{at}").write_bytes(text[:LONGEST])

    def custom(data: bytes, size: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 (as above)
        return atheris.Mutate(data, size) if chance.random() < 0.3 else changed(data, found, chance)[:size]

    options = [
        f"-max_total_time={seconds:.0f}",
        f"-seed={number}",
        f"-max_len={LONGEST}",
        "-timeout=60",
        "-verbosity=0",
    ]
    options.append(f"-artifact_prefix={folder}-")
    atheris.Setup([sys.argv[0], str(folder), *options, "-print_final_stats=1"], run, custom_mutator=custom)
    atheris.Fuzz()


def growth(name: str, limit: float) -> Iterator[str]:
    """The tokens whose repetition takes more than `limit` times as long for ten times as many."""
    targets = {file: partial(repository, (file,)) for file in FILES[name]} if name in FILES else {name: TARGETS[name]}
    for file, target in targets.items():
        for token, before in product(REPEATED, ("", "networks:\n  - name: a 10.0.0.1 ")):
            few, many = (before + token * (size // len(token)) for size in (2_000, 20_000))
            short, long = _seconds(target, few), _seconds(target, many)
            if long > 0.2 and long > limit * max(short, 0.005):
                yield f"{file}: {before!r} + {token!r}: {short:.3f} s, ten times as long {long:.2f} s"


def _seconds(target: Callable[[bytes], None], text: str) -> float:
    begun = time.process_time()
    target(text.encode())
    return time.process_time() - begun


def main() -> int:
    """Run what the command line asks for; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--seeds", type=Path, action="append", default=[], help="a folder of files to begin with, too")
    parser.add_argument("--number", type=int, default=1, help="the same number makes the same inputs")
    parser.add_argument("--crashes", type=Path, help="a folder for the inputs that crash")
    parser.add_argument("--corpus", type=Path, help="a folder for what atheris finds; without, it is not used")
    parser.add_argument("--growth", action="store_true", help="look for time that grows faster than the input")
    given = parser.parse_args()
    names = list(TARGETS) if given.target == "all" else [given.target]
    found = seeds(given.seeds)
    failed = False
    for name in names:
        if given.growth:
            for line in growth(name, 15):
                failed = True
                print(line, flush=True)
            continue
        run = Runner(TARGETS[name], given.crashes)
        if given.corpus:
            fuzz_by_coverage(run, found, given.seconds, given.number, given.corpus / name)
        fuzz(run, found, given.seconds, given.number)
        failed |= bool(run.crashes)
        print(f"{name}: {run.runs:,} runs, {len(run.crashes)} crashes", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
