"""One storage server that several settings name."""

from __future__ import annotations

import pytest
from lab import short

DRIVER = """\
driver:
  config:
    httpConnection: {{host: {}}}
    sshConnection:
      host: {}
    nfs:
      shareHost: {}
"""


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (("10.73.1.5", "10.73.1.5", "10.73.1.5"), []),
        (("10.73.1.5", "10.73.1.6", "10.73.1.5"), ["R902 values.yaml:5"]),
        (("10.73.1.5", "10.73.1.5", "10.73.1.6"), ["R902 values.yaml:7"]),
        (("10.73.1.5", "10.73.1.5", "10.73.9.5"), []),
        (("10.73.1.5", "nas.example", "10.73.1.5"), []),
        (("10.73.1.5", "${NAS}", "nas.example"), []),
    ],
    ids=["one", "another shell", "another share", "a storage network", "a name", "one alone"],
)
def test_the_one_setting_that_names_another_server(addresses: tuple[str, ...], expected: list[str]) -> None:
    assert short({"apps/csi/values.yaml": DRIVER.format(*addresses)}) == expected
