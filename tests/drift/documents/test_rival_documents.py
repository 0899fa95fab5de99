"""Devices and networks that two documents give different addresses."""

from __future__ import annotations

import pytest
from lab import places

SETTING = "addresses:\n  - 10.31.1.0/24 # LAN\n  - 10.101.0.0/16 # Nebula overlay network\n"


SHOWN = {"a.md": "10.31.1.36", "b.md": "10.31.1.34"}


ROW = "| Name | Subnet |\n|-|-|\n"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param(
            {"a.md": "| Layer | Part | CIDR |\n|-|-|-|\n| L3 | Nebula | 10.42.0.0/16 |\n", "values.yaml": SETTING},
            ["R904 a.md:3"],
            id="a network that a setting calls by this name",
        ),
        pytest.param(
            {"a.md": "- **Nebula Mesh**: 10.42.0.0/16\n", "values.yaml": SETTING}, ["R904 a.md:1"], id="in an item"
        ),
        pytest.param({"a.md": "- **Nebula**: 10.101.0.0/16\n", "values.yaml": SETTING}, [], id="the right one"),
        pytest.param({"a.md": "- **Nebula**: 10.42.0.0/24\n", "values.yaml": SETTING}, [], id="a part of another size"),
        pytest.param({"a.md": "- **Zerotier**: 10.42.0.0/16\n", "values.yaml": SETTING}, [], id="another name"),
        pytest.param(
            {"a.md": "- **Nebula**: 10.42.0.0/16\n", "values.yaml": SETTING, "b.yaml": "pods: 10.42.0.0/16\n"},
            [],
            id="what a setting has is no mistake",
        ),
        pytest.param(
            {"a.md": "Synology NAS: 10.31.1.36\n", "b.md": "# B\n\n- **Synology NAS** -- storage at `10.31.1.34`\n"},
            ["R904 b.md:3"],
            id="a device in two documents",
        ),
        pytest.param(
            {
                "a.md": "Synology NAS: 10.31.1.36\n",
                "b.md": "Synology: 10.31.1.34\n",
                "c.md": "| Device | IP |\n|-|-|\n| Synology | 10.31.1.34 |\n",
            },
            ["R904 a.md:1"],
            id="most documents are right",
        ),
        pytest.param(
            {"a.md": "Synology: 10.31.1.36\n", "b.md": "Synology: 10.31.1.34\n", "c.yaml": "server: 10.31.1.34\n"},
            ["R904 a.md:1"],
            id="what a setting has is right",
        ),
        pytest.param(
            {
                "a.md": "# Switch\n\n- Hostname: 10.31.1.36\n- Auth server IP: 10.31.1.36\n",
                "b.md": "- Auth server IP: 10.31.1.34\n",
                "c.yaml": "server: 10.31.1.34\n",
            },
            ["R904 a.md:4"],
            id="an address that is also said by another word",
        ),
        pytest.param({"a.md": "Synology: 10.31.1.36\n", "b.md": "Synology: 10.31.2.36\n"}, [], id="two networks"),
        pytest.param(
            {page: f"```yaml\nhosts:\n  heron-01:\n    ansible_host: {at}\n```\n" for page, at in SHOWN.items()},
            [],
            id="settings that pages show",
        ),
        pytest.param(
            {
                page: f"- **Synology route:** `{page}.example.org` \u2192 `http://{at}:80`\n"
                for page, at in SHOWN.items()
            },
            [],
            id="two names that lead somewhere",
        ),
        *(
            pytest.param({"a.md": f"- {word}: 10.31.1.36\n", "b.md": f"- {word}: 10.31.1.34\n"}, [], id=word)
            for word in ("Adresse", "Rechner", "Bereich", "Subnetz", "Ger\u00e4t", "Passerelle", "Direcci\u00f3n")
        ),
        *(
            pytest.param({"a.md": f"- {word}: 10.31.1.36\n", "b.md": f"- {word}: 10.31.1.34\n"}, [], id=word)
            for word in ("Ubuntu", "Debian", "Caveat", "Warning")
        ),
        pytest.param({"a.md": "NAS: 10.31.1.36\n", "b.md": "NAS: 10.31.1.34\n"}, [], id="a word for a kind of device"),
        pytest.param(
            {"a.md": "Synology: 10.31.1.36\n\nSynology: 10.31.1.34\n", "b.md": "Synology: 10.31.1.34\n"},
            [],
            id="a device with two addresses",
        ),
        pytest.param(
            {"a.md": "VLAN 30 IoT: 10.31.30.0/25\n", "b.md": f"{ROW}| IoT | 10.31.30.0/24 |\n"},
            ["R904 a.md:1"],
            id="one network with two lengths",
        ),
        pytest.param(
            {"a.md": "Lab: 10.31.0.0/16\n", "b.md": "IoT: 10.31.0.0/24\n"}, [], id="two networks with one first address"
        ),
        pytest.param(
            {"a.md": "IoT: 10.31.0.0/16\n\nIoT: 10.31.0.0/24\n", "b.md": "IoT: 10.31.0.0/24\n"},
            [],
            id="a network and what it is a part of",
        ),
    ],
)
def test_documents_that_call_one_thing_by_one_name_agree(pages: dict[str, str], expected: list[str]) -> None:
    assert places(pages, ("R9",)) == expected
