"""Networks of libvirt: files of XML, and texts that hold such XML."""

from __future__ import annotations

import pytest
from lab import codes, hosts, network, places, tree

NETWORK = """\
<network connections='1'>
  <name>attic</name>
  <forward mode='nat'/>
  <bridge name='virbr1' stp='on' delay='0'/>
  <mac address='52:54:00:00:00:00'/>
  <dns>
    <host ip='10.71.8.20'><hostname>oak.attic.lan</hostname></host>
  </dns>
  <ip address='10.71.8.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='10.71.8.100' end="10.71.8.199"/>
      <host mac='52:54:00:00:00:10' name='elm' ip='10.71.8.10'/>
    </dhcp>
  </ip>
  <ip family='ipv6' address='fd71:8::1' prefix='64'/>
</network>
"""
FILES = {"libvirt/attic.xml": NETWORK}


def test_a_network_with_its_leases_and_names() -> None:
    seen = tree(FILES)
    lan = network(seen, "10.71.8.0/24")
    assert (lan.name, str(lan.gateway), [*map(str, lan.dhcp)]) == ("attic", "10.71.8.1", ["10.71.8.100-10.71.8.199"])
    assert str(network(seen, "fd71:8::/64").gateway) == "fd71:8::1"
    assert hosts(seen) == {"elm": ["10.71.8.10"], "oak-attic-lan": ["10.71.8.20"]}
    assert codes(FILES) == []


@pytest.mark.parametrize(
    ("file", "text", "line", "column"),
    [
        pytest.param("attic.xml", NETWORK, 12, 52, id="a file"),
        pytest.param(
            "attic.xml", f"<?xml version='1.0'?>\n<!-- made by virsh -->\n{NETWORK}", 14, 52, id="behind others"
        ),
        pytest.param("attic.xml.j2", NETWORK.replace("attic<", "{{ name }}<"), 12, 52, id="a template"),
        pytest.param("up.sh", f"cat >net.xml <<EOF\n{NETWORK}EOF\nvirsh net-define net.xml\n", 13, 52, id="a script"),
        pytest.param("up.sh", f'virsh net-define <(echo "{" ".join(NETWORK.split())}")\n', 1, 396, id="one line"),
        pytest.param("two.xml", f"<networks>\n<network><name>x</name></network>{NETWORK}</networks>", 13, 52, id="two"),
    ],
)
def test_where_a_lease_stands(file: str, text: str, line: int, column: int) -> None:
    found = [one.place for one in tree({file: text}).named_addresses if one.name == "elm"]
    assert [(place.line, place.column, place.width) for place in found] == [(line, column, 10)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(("ip='10.71.8.10'", "ip='10.71.9.10'"), ["H301 :12"], id="a lease outside"),
        pytest.param(("ip='10.71.8.10'", "ip='10.71.8.300'"), ["F104 :12"], id="no address"),
        pytest.param(("00:10'", "00:1x'"), ["F104 :12"], id="no MAC address"),
        pytest.param(("8.199", "9.199"), ["D401 :11"], id="a range that reaches beyond"),
        pytest.param(("8.199", "8.99"), ["F104 :11"], id="a range that runs backwards"),
        pytest.param(("start='10.71.8.100'", "start='10.71.8.1'"), ["D404 :9"], id="the gateway in the range"),
        pytest.param(("address='10.71.8.1'", "address='{{ address }}'"), [], id="a variable"),
        pytest.param(("</network>", ""), [], id="no end"),
        pytest.param(("<dhcp>", "<dhcp"), [], id="no XML"),
    ],
)
def test_what_contradicts_itself(change: tuple[str, str], expected: list[str]) -> None:
    assert change[0] in NETWORK
    found = places({"attic.xml": NETWORK.replace(*change)})
    assert [text.replace("attic.xml", "") for text in found] == expected


def test_machines_may_have_the_same_network_behind_nat() -> None:
    other = NETWORK.replace("'elm'", "'ash'").replace("00:10'", "00:20'").replace("8.199", "8.150")
    assert codes({**FILES, "barn/attic.xml": other}) == []
    assert "ash" not in hosts(tree({**FILES, "barn/attic.xml": other}))
    routed = {file: text.replace("'nat'", "'route'") for file, text in {**FILES, "barn/attic.xml": other}.items()}
    assert "ash" in hosts(tree(routed))


def test_a_network_in_a_document() -> None:
    page = f"# Make it\n\n```xml\n{NETWORK}```\n"
    assert (hosts(tree({"README.md": page})), codes({"README.md": page})) == ({}, [])
    assert places({"README.md": page.replace("ip='10.71.8.10'", "ip='10.71.9.10'")}) == ["H301 README.md:15"]


def test_a_document_beside_a_network() -> None:
    row = "# Lab\n\n| Machine | IP |\n|---|---|\n| elm | 10.71.8.{} |\n"
    assert codes({**FILES, "README.md": row.format(10)}) == []
    assert codes({**FILES, "README.md": row.format(11)}) == ["R904"]
