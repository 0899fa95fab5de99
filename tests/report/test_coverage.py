"""What a check of a repository says that it read."""

from __future__ import annotations

import json

import pytest

from cidrbook.report.coverage import coverage
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

POOL = "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: a}\nspec: {addresses: [10.0.9.0/24]}\n"

CASES = {
    "objects": ({"k/p.yaml": POOL}, "read 1 file that may hold addresses: 1 cluster, 1 pool"),
    "nothing": ({"x.nix": "# none\n"}, "read 1 file that may hold addresses: nothing was recognised"),
    "some": (
        {"k/p.yaml": POOL, "a.sh": "ping 10.0.9.1\n", "b.sh": "ping 10.0.9.2\n", "x": "ping 10.0.9.3\n"},
        "read 4 files that may hold addresses: 1 cluster, 1 pool; in 3 of them no address was recognised (.sh 2, x 1)",
    ),
    "no address of a lab": (
        {"k/p.yaml": POOL, "a.sh": "listen 0.0.0.0 127.0.0.1 255.255.255.0\n", "b.svg": "<path d='10.1.2.3'/>\n"},
        "read 3 files that may hold addresses: 1 cluster, 1 pool",
    ),
}


@pytest.mark.parametrize(("files", "text"), CASES.values(), ids=CASES)
def test_the_files_and_objects_are_counted(files: dict[str, str], text: str) -> None:
    seen = [observe_files([Source(name, content) for name, content in files.items()])]
    assert coverage(seen).in_words() == text


def test_programs_get_all_counts_and_twice_the_same_is_twice() -> None:
    seen = observe_files([Source("k/p.yaml", POOL), Source("a.sh", "ping 10.0.9.1\n")])
    once, twice = (json.loads(json.dumps(coverage([seen] * times).as_json())) for times in (1, 2))
    assert (once["files"], once["objects"]["pools"], once["unrecognised"]) == (2, 1, {".sh": 1})
    assert (twice["files"], twice["objects"]["pools"], twice["unrecognised"]) == (4, 2, {".sh": 2})
