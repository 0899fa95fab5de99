"""What each format of an export has of a plan, and what of a plan means nothing in it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
import yaml
from lab import TODAY, hosts, messages, planned, tree

from cidrbook.drift.comparison import Comparison
from cidrbook.exports import FOLDERS, FORMATS, TEXTS, exported
from cidrbook.exports.extract import ExportError, extract
from cidrbook.repository.observation import Observation

PLAN = """
sites: [{name: Home}]
networks:
- name: LAN
  cidr: [10.0.1.0/24, "fd00:0:0:1::/64"]
  vlan: 10
  site: home
  role: lan
  gateway: [10.0.1.1, "fd00:0:0:1::1"]
  dhcp: [10.0.1.100-10.0.1.149, "fd00:0:0:1::100-fd00:0:0:1::1ff"]
  reserved: {range: 10.0.1.2-10.0.1.9, name: switches, purpose: to come}
  dhcp_options: {lease: 12h, dns: [nas, 10.0.1.1], ntp: router}
  custom: {owner: me}
  hosts:
  - name: nas
    address: [10.0.1.20, "fd00:0:0:1::20"]
    hostname: nas.home.arpa
    aliases: [files.home.arpa, "*.apps.home.arpa", git.example.org]
    tags: storage
    custom: {owner: you}
  - {name: TV, address: 10.0.1.101, mac: "52:54:00:00:00:01", assigned: reservation}
- {name: Pool, cidr: 10.0.2.0/24, site: home, role: load-balancer}
- {name: Things, cidr: 10.0.3.0/24, vlan: 30, site: home, status: planned, tags: [a b]}
routers: [{name: router, addresses: [10.0.1.1, "fd00:0:0:1::1"], site: home}]
vlans: [{id: 10, name: lan, site: home}]
clusters:
- name: k3s
  site: home
  nodes: [{name: k3s-0, address: 10.0.1.30}]
  virtual_addresses: [{name: api, address: 10.0.1.5, mode: vrrp}]
  load_balancers: [{product: metallb, pools: [pool, 10.0.3.10-10.0.3.19]}]
  pinned_services: [{name: web, namespace: net, address: 10.0.2.10}]
bgp:
  sessions:
  - {local: router, peer: k3s-0, local_asn: 64512, peer_asn: 64513, peer_announces: pool, custom: {since: May}}
"""


def files(form: str, text: str = PLAN, domain: str = "", port: int | None = None, **choices: str) -> dict[str, str]:
    comparison = Comparison(planned(text))
    asked = {name: [word] for name, word in choices.items()}
    return exported(form, extract(comparison, TODAY, asked, domain, port))


def machines(*values: dict[str, str]) -> str:
    """A plan of one network with machines of these keys, each with the next address."""
    hosts = [{"address": f"10.0.0.{at}"} | one for at, one in enumerate(values, start=1)]
    return json.dumps({"networks": [{"name": "n", "cidr": "10.0.0.0/24", "hosts": hosts}]})


def headings(**choices: str) -> list[str]:
    return [line.removeprefix("## ") for line in lines("markdown", **choices) if line.startswith("#")]


def lines(form: str, text: str = PLAN, **arguments: Any) -> list[str]:
    [written] = files(form, text, **arguments).values()
    return written.splitlines()


def rows(name: str, text: str = PLAN, **arguments: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files("csv", text, **arguments)[name])))


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_the_same_each_time_and_ends_with_a_line(form: str) -> None:
    once = files(form)
    assert once == files(form)
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in once.values())
    assert (list(once) == [form]) == (form in TEXTS)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "kea"])
def test_a_plan_of_next_to_nothing_is_exported_too(form: str) -> None:
    assert all(files(form, "networks: [{name: a, cidr: 10.0.0.0/24}]").values())


def test_without_dhcp_there_is_nothing_for_kea() -> None:
    with pytest.raises(ExportError, match="no DHCP range and no reservation"):
        files("kea", "networks: [{name: a, cidr: 10.0.0.0/24}]")


def test_json_has_a_version_and_every_field_of_every_object() -> None:
    document = json.loads(files("json")["json"])
    assert (list(document), document["version"]) == (["version", *FIELDS], 1)
    for name, fields in FIELDS.items():
        assert {tuple(one) for one in document[name]} == {tuple(fields.split())}
    assert [one["id"] for one in document["networks"]] == ["lan", "pool", "things"]
    assert document["networks"][0]["custom"] == {"owner": "me"}
    assert [one["custom"] for one in document["addresses"] if one["id"] == "nas"] == [{"owner": "you"}] * 2
    assert [(one["kind"], one["first"], one["network"]) for one in document["ranges"]] == [
        ("dhcp", "10.0.1.100", "lan"),
        ("dhcp", "fd00:0:0:1::100", "lan"),
        ("reserved", "10.0.1.2", "lan"),
        ("pool", "10.0.2.0", "pool"),
        ("pool", "10.0.3.10", "things"),
    ]
    assert [(one["id"], one["nodes"], one["load_balancers"]) for one in document["clusters"]] == [
        ("k3s", ["k3s-0"], ["metallb"])
    ]
    assert document["sessions"][0]["custom"] == {"since": "May"}
    assert document["sessions"][0]["ends"] == [
        {"name": "router", "asn": 64512, "address": None, "announces": []},
        {"name": "k3s-0", "asn": 64513, "address": "10.0.1.30", "announces": ["10.0.2.0/24"]},
    ]
    assert {one["kind"] for one in document["addresses"]} == {"host", "router", "node", "virtual address", "service"}


@pytest.mark.parametrize(
    ("network", "clusters", "sessions"), [("lan", ["k3s"], 1), ("pool", ["k3s"], 0), ("things", ["k3s"], 0)]
)
def test_json_of_one_network_has_the_clusters_and_sessions_of_it(
    network: str, clusters: list[str], sessions: int
) -> None:
    document = json.loads(files("json", network=network)["json"])
    assert ([one["id"] for one in document["clusters"]], len(document["sessions"])) == (clusters, sessions)


FIELDS = {
    "networks": "id name prefixes vlans gateways role purpose parent site vrf ssids status description tags custom",
    "vlans": "id name site networks status description custom",
    "ranges": "kind first last network cluster name purpose for custom",
    "addresses": "address prefix_length network kind id name hostname aliases mac assigned cluster vpn namespace"
    " site vrf status description tags custom",
    "clusters": "id name distribution release node_networks pods services nodes load_balancers site vrf description"
    " tags custom",
    "sessions": "ends families interface description custom",
}
"""The fields of version 1: none may go, and a new one stands at no end of a line here."""


def test_a_hosts_file_has_a_line_for_each_address_with_all_names() -> None:
    assert lines("hosts", domain="home.arpa") == [
        "# written by `cidrbook export hosts`",
        "10.0.1.1 router.home.arpa router",
        "10.0.1.5 api.home.arpa api",
        "10.0.1.20 nas.home.arpa files.home.arpa git.example.org nas",
        "10.0.1.30 k3s-0.home.arpa k3s-0",
        "10.0.1.101 tv.home.arpa tv",
        "10.0.2.10 web.home.arpa web",
        "fd00:0:0:1::1 router.home.arpa router",
        "fd00:0:0:1::20 nas.home.arpa files.home.arpa git.example.org nas",
    ]


def test_an_address_of_a_link_alone_is_in_no_format_for_names() -> None:
    plan = 'routers: [{name: r, addresses: ["fe80::1", 169.254.0.1, 10.0.0.1]}, {name: s, addresses: "fe80::2"}]'
    assert lines("hosts", plan)[1:] == ["10.0.0.1 r"]
    assert list(files("zone", plan)) == ["db.home.arpa", "db.0.0.10.in-addr.arpa"]
    assert [group["targets"] for group in json.loads(files("prometheus", plan)["prometheus"])] == [["10.0.0.1"]]


def test_dnsmasq_has_names_ranges_options_and_reservations() -> None:
    assert [line for line in lines("dnsmasq") if "record" not in line or "nas" in line] == [
        "# written by `cidrbook export dnsmasq`",
        "host-record=nas.home.arpa,files.home.arpa,git.example.org,10.0.1.20",
        "address=/apps.home.arpa/10.0.1.20",
        "host-record=nas.home.arpa,files.home.arpa,git.example.org,fd00:0:0:1::20",
        "address=/apps.home.arpa/fd00:0:0:1::20",
        "dhcp-range=set:lan,10.0.1.100,10.0.1.149,255.255.255.0,43200",
        "dhcp-option=tag:lan,option:router,10.0.1.1",
        "dhcp-option=tag:lan,option:dns-server,10.0.1.20,10.0.1.1",
        "dhcp-option=tag:lan,option:ntp-server,10.0.1.1",
        "dhcp-host=52:54:00:00:00:01,10.0.1.101,tv",
        "dhcp-range=set:lan-v6,fd00:0:0:1::100,fd00:0:0:1::1ff,64,43200",
        "dhcp-option=tag:lan-v6,option6:dns-server,[fd00:0:0:1::20]",
        "dhcp-option=tag:lan-v6,option6:sntp-server,[fd00:0:0:1::1]",
    ]


def test_kea_has_a_file_for_each_ip_version() -> None:
    found = {name: json.loads(text) for name, text in files("kea").items()}
    assert list(found) == ["kea-dhcp4.conf", "kea-dhcp6.conf"]
    [subnet] = found["kea-dhcp4.conf"]["Dhcp4"]["subnet4"]
    assert subnet.pop("id") in range(1, 2**32 - 1)
    assert subnet == {
        "subnet": "10.0.1.0/24",
        "user-context": {"name": "LAN"},
        "valid-lifetime": 43200,
        "pools": [{"pool": "10.0.1.100 - 10.0.1.149"}],
        "option-data": [
            {"name": "routers", "data": "10.0.1.1"},
            {"name": "domain-name-servers", "data": "10.0.1.20, 10.0.1.1"},
            {"name": "ntp-servers", "data": "10.0.1.1"},
        ],
        "reservations": [{"hw-address": "52:54:00:00:00:01", "ip-address": "10.0.1.101", "hostname": "tv"}],
    }


def test_a_subnets_id_follows_from_its_prefix_alone() -> None:
    def ids(text: str) -> dict[str, int]:
        found = json.loads(files("kea", text)["kea-dhcp4.conf"])["Dhcp4"]["subnet4"]
        return {subnet["subnet"]: subnet["id"] for subnet in found}

    one, two = ("{{name: {0}, cidr: 10.0.{1}.0/24, dhcp: 10.0.{1}.9}}".format(*pair) for pair in (("a", 1), ("b", 2)))
    assert ids(f"networks: [{one}, {two}]")["10.0.2.0/24"] == ids(f"networks: [{two}]")["10.0.2.0/24"]


TWINS = """
networks:
- {name: a, site: x, cidr: 10.0.0.0/24, dhcp: 10.0.0.10-10.0.0.20}
- {name: b, site: y, cidr: 10.0.0.0/24, dhcp: 10.0.0.10-10.0.0.20}
"""


@pytest.mark.parametrize("form", ["dnsmasq", "kea"])
def test_a_dhcp_server_takes_no_prefix_twice(form: str) -> None:
    with pytest.raises(ExportError, match=r"10.0.0.0/24 is there twice.*--site"):
        files(form, TWINS)
    assert "10.0.0.20" in "".join(files(form, TWINS, site="y").values())


def test_no_address_and_no_machine_is_reserved_twice() -> None:
    many = ", ".join(
        f"{{name: h{index}, address: 10.0.0.{address}, mac: '52:54:00:00:00:0{mac}', assigned: reservation}}"
        for index, (address, mac) in enumerate(((5, 1), (5, 2), (6, 1), (7, 3)))
    )
    plan = f"networks: [{{name: a, cidr: 10.0.0.0/24, hosts: [{many}]}}]"
    assert [line for line in lines("dnsmasq", plan) if line.startswith("dhcp-")] == [
        "dhcp-range=set:a,10.0.0.0,static,255.255.255.0",
        "dhcp-host=52:54:00:00:00:01,10.0.0.5,h0",
        "dhcp-host=52:54:00:00:00:03,10.0.0.7,h3",
    ]


def test_zones_are_forward_and_reverse() -> None:
    found = files("zone")
    assert list(found) == [
        "db.home.arpa",
        "db.1.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa",
        "db.1.0.10.in-addr.arpa",
        "db.2.0.10.in-addr.arpa",
    ]
    forward = found["db.home.arpa"].splitlines()
    assert forward[1:3] == ["$ORIGIN home.arpa.", "$TTL 3600"]
    assert [line for line in forward[5:] if re.match(r"nas|files|\*|git", line)] == [
        "nas IN A 10.0.1.20",
        "files IN A 10.0.1.20",
        "*.apps IN A 10.0.1.20",
        "nas IN AAAA fd00:0:0:1::20",
        "files IN AAAA fd00:0:0:1::20",
        "*.apps IN AAAA fd00:0:0:1::20",
    ]
    assert found["db.2.0.10.in-addr.arpa"].splitlines()[5:] == ["10 IN PTR web.home.arpa."]


@pytest.mark.parametrize(
    ("hostnames", "domain", "zone"),
    [
        (["a", "b"], "", "home.arpa"),
        (["a.lab.example.org", "b.example.org", "c"], "", "example.org"),
        (["a.example.org", "b.example.com"], "", "home.arpa"),
        (["a.lan", "b.lan"], "", "home.arpa"),
        (["a.lan", "b.lan"], "lan", "lan"),
        (["a.example.org"], "Home.Example.org.", "home.example.org"),
    ],
)
def test_the_domain_is_asked_for_or_that_of_the_host_names(hostnames: list[str], domain: str, zone: str) -> None:
    plan = machines(*({"name": f"h{at}", "hostname": name} for at, name in enumerate(hostnames)))
    assert next(iter(files("zone", plan, domain=domain))) == f"db.{zone}"


def test_a_serial_follows_from_the_records_alone() -> None:
    def serial(name: str, text: str) -> str:
        return files("zone", text)[name].splitlines()[3].split()[5]

    other = PLAN.replace("10.0.1.30", "10.0.1.31").replace("name: LAN", "name: LAN here")
    assert serial("db.2.0.10.in-addr.arpa", PLAN) == serial("db.2.0.10.in-addr.arpa", other)
    assert serial("db.1.0.10.in-addr.arpa", PLAN) != serial("db.1.0.10.in-addr.arpa", other)


def test_prometheus_has_a_target_for_each_machine() -> None:
    found = json.loads(files("prometheus", port=9100)["prometheus"])
    assert [group["targets"] for group in found] == [[f"10.0.1.{last}:9100"] for last in (20, 101, 1, 30)]
    assert found[3]["labels"] == {
        "name": "k3s-0",
        "kind": "node",
        "network": "lan",
        "role": "lan",
        "vlan": "10",
        "site": "home",
        "cluster": "k3s",
    }
    bare = json.loads(
        files("prometheus", 'networks: [{name: a, cidr: "fd00::/64", hosts: {name: b, address: "fd00::1"}}]')[
            "prometheus"
        ]
    )
    assert bare[0]["targets"] == ["[fd00::1]"]


def test_ansible_has_machines_and_groups() -> None:
    found = yaml.safe_load(files("ansible")["ansible"])["all"]
    assert found["hosts"]["tv"] == {"ansible_host": "10.0.1.101", "mac": "52:54:00:00:00:01"}
    assert {name: list(group["hosts"]) for name, group in found["children"].items()} == {
        "cluster_k3s": ["k3s-0"],
        "kind_host": ["nas", "tv"],
        "kind_node": ["k3s-0"],
        "kind_router": ["router"],
        "network_lan": ["nas", "tv", "router", "k3s-0"],
        "role_lan": ["nas", "tv", "router", "k3s-0"],
        "site_home": ["nas", "tv", "router", "k3s-0"],
        "tag_storage": ["nas"],
        "vlan_10": ["nas", "tv", "router", "k3s-0"],
    }


def test_no_two_machines_of_an_inventory_have_one_name() -> None:
    plan = machines(*({"name": "x", "id": name} for name in ("all", "a", "A", "a-2")))
    found = yaml.safe_load(files("ansible", plan)["ansible"])
    assert list(found["all"]["hosts"]) == ["all-2", "a", "a-2", "a-2-2"]


def test_markdown_has_a_table_for_whatever_there_is() -> None:
    cells = [cell.strip() for cell in lines("markdown")[4].split("|")[1:4]]
    assert cells == ["LAN", "10", "`10.0.1.0/24`<br>`fd00:0:0:1::/64`"]
    assert headings() == ["Networks", "VLANs", "DHCP ranges", "Hosts", "Services"]
    assert headings(role="load-balancer") == ["Networks", "Services"]


def test_the_book_is_one_file_that_needs_no_other() -> None:
    text = files("html")["html"]
    assert text.startswith("<!doctype html>\n")
    assert "<h2>Networks</h2>" in text
    assert "<h3>Things</h3>" in text
    assert re.findall(r"<(?:script|link|img|iframe)|src=|url\((?!\"data:)", text) == []


def test_the_book_is_whole_however_long_it_is() -> None:
    many = ({"name": f"machine-{at}", "description": "x" * 900} for at in range(250))
    text = files("html", machines(*many))["html"]
    assert len(text) > 290_000
    assert "machine-249" in text
    assert "left out" not in text


def test_a_gateway_of_no_router_is_an_address_of_netbox() -> None:
    plan = "networks: [{name: a, cidr: 10.0.0.0/24, gateway: 10.0.0.1}]"
    assert rows("addresses.csv", plan)[0]["description"] == "gateway of a"
    assert "gateway of LAN" not in {row["description"] for row in rows("addresses.csv")}


def test_csv_has_the_columns_of_netbox() -> None:
    assert rows("prefixes.csv")[0] == {
        "prefix": "10.0.1.0/24",
        "status": "active",
        "vlan_site": "Home",
        "vlan": "10",
        "role": "lan",
        "scope_type": "dcim.site",
        "scope_name": "Home",
        "is_pool": "",
        "description": "LAN",
        "tags": "",
        "cf_owner": "me",
    }
    assert [(row["description"], row["is_pool"], row["status"], row["tags"]) for row in rows("prefixes.csv")[2:]] == [
        ("Pool", "true", "active", ""),
        ("Things", "", "reserved", "a-b"),
    ]
    assert [tuple(row.values()) for row in rows("ranges.csv")] == [
        ("10.0.1.100/24", "10.0.1.149/24", "active", "DHCP", ""),
        ("fd00:0:0:1::100/64", "fd00:0:0:1::1ff/64", "active", "DHCP", ""),
        ("10.0.1.2/24", "10.0.1.9/24", "reserved", "switches", "reserved\n\nto come"),
        ("10.0.3.10/24", "10.0.3.19/24", "active", "Things", "pool of k3s"),
    ]
    by_name = {row["description"]: row for row in rows("addresses.csv")}
    assert (by_name["TV"]["status"], by_name["api"]["role"], by_name["nas"]["dns_name"]) == (
        "dhcp",
        "vrrp",
        "nas.home.arpa",
    )
    assert [tuple(row.values()) for row in rows("vlans.csv")] == [
        ("10", "lan", "active", "Home"),
        ("30", "Things", "active", "Home"),
    ]


def test_netbox_gets_everything_and_gives_it_back() -> None:
    plan = planned(PLAN)
    seen = tree(files("csv"))
    assert {(one.name, one.vlan, one.status): {*map(str, one.cidrs)} for one in prefixes(seen)} == {
        (one.name, one.vlan, one.status): {*map(str, one.cidrs)} for one in plan.networks
    }
    assert sorted(str(part) for one in seen.networks for part in one.dhcp) == sorted(
        str(part) for one in plan.networks for part in one.dhcp
    )
    assert {(one.id, one.name) for one in seen.vlans} >= {(10, "lan")}
    owned = {str(claim.address) for claim in plan.claims}
    assert {address for addresses in hosts(seen).values() for address in addresses} == owned


def test_a_repository_of_all_exports_contradicts_itself_nowhere() -> None:
    names = {"ansible": "ansible/hosts.yml", "dnsmasq": "dnsmasq.d/lab.conf", "hosts": "etc/hosts"}
    names |= {"markdown": "README.md", "json": "plan.json", "prometheus": "prometheus/targets.json"}
    one = {name: files(form)[form] for form, name in names.items()}
    several = {f"{form}/{name}": text for form in FOLDERS for name, text in files(form).items()}
    assert messages(tree(one | several)) == []
    other = PLAN.replace("10.0.1.101", "10.0.1.201")
    assert messages(tree(one | several | {"netbox/addresses.csv": files("csv", other)["addresses.csv"]})) != []


def prefixes(seen: Observation) -> list[Any]:
    """The networks of a register, those of one name as one, as a plan has those of two families."""
    named: dict[str, Any] = {}
    for one in seen.networks:
        if one.cidrs:
            before = named.get(one.name)
            cidrs = (*before.cidrs, *one.cidrs) if before else one.cidrs
            named[one.name] = one.model_copy(update={"cidrs": cidrs})
    return list(named.values())


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1", "\uff1d1", '-- quoted " and, more')


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_a_reader_gets_what_was_written(text: str) -> None:
    plan = f"networks: [{{name: {json.dumps(text)}, id: a, cidr: 10.0.0.0/24, custom: {{a: {json.dumps(text)}}}}}]"
    [row] = rows("prefixes.csv", plan)
    assert row["description"] == row["cf_a"] == f"'{text.strip()}"
    [network] = tree({"prefixes.csv": files("csv", plan)["prefixes.csv"]}).networks
    assert network.name == text.strip()


HOSTILE = (
    "a\"b'c`d|e;f\\g",
    "x\n* IN A 1.2.3.4\nport=0",
    "{{ lookup('pipe', 'id') }} {% raw %}",
    "<script>alert(1)</script>",
    "[1:3],set:x",
    "\u202eevil\u0000".replace("\u0000", ""),
)


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("form", FORMATS)
def test_no_name_means_anything_to_a_format(form: str, word: str) -> None:
    text = json.dumps(word)
    plan = f"""
networks:
- name: {text}
  id: {text}
  cidr: 10.0.0.0/24
  role: {text}
  purpose: {text}
  description: {text}
  tags: [{text}]
  custom: {{{text}: {text}}}
  dhcp: 10.0.0.10-10.0.0.20
  dhcp_options: {{lease: {text}, router: {text}, dns: {text}}}
  hosts: [{{name: {text}, address: 10.0.0.5, hostname: {text}, aliases: [{text}], tags: [{text}]}}]
"""
    found = files(form, plan)
    assert found.keys() == files(form, plan.replace(text, '"a"')).keys()
    whole = "".join(found.values())
    if form in LINES:
        assert len(whole.splitlines()) == len("".join(files(form, plan.replace(text, '"a"')).values()).splitlines())
        assert "{{" not in whole
    if form == "html":
        assert "<script" not in whole
    if form in ("json", "kea", "prometheus"):
        for one in found.values():
            json.loads(one)


LINES = ("ansible", "dnsmasq", "hosts", "markdown", "zone")
"""The formats of which each thing is a line, whatever it is called."""


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Living Room TV", "living-room-tv"),
        ("B\u00fcro_PC", "buro-pc"),
        ("\u96ea", "xn--gp5a"),
        ("a" * 80, "a" * 63),
        ("!!!", "h"),
        ("3000", "host-3000"),
        ("localhost", "host-localhost"),
        ("10.0.0.9", "10-0-0-9"),
        ("nas.example.org", "nas.example.org"),
    ],
)
def test_whatever_something_is_called_it_has_a_name_in_dns(name: str, written: str) -> None:
    assert lines("hosts", machines({"name": name, "id": "h"}))[1:] == [f"10.0.0.1 {written}"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"role": "lan"}, ["10.0.1.1", "10.0.1.5", "10.0.1.20", "10.0.1.30", "10.0.1.101"]),
        ({"vlan": "10", "cluster": "k3s"}, ["10.0.1.5", "10.0.1.30"]),
        ({"network": "Pool"}, ["10.0.2.10"]),
        ({"tag": "storage"}, ["10.0.1.20"]),
    ],
)
def test_rows_are_chosen_as_those_of_tables(choices: dict[str, str], expected: list[str]) -> None:
    found = [line.partition(" ")[0] for line in lines("hosts", **choices)[1:]]
    assert [address for address in found if ":" not in address] == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"role": "lam"}, "did you mean `lan`?"),
        ({"domain": "a b\nc"}, "is not the name of a domain"),
        ({"domain": "*.lan"}, "is not the name of a domain"),
        ({"domain": ".".join(["a" * 63] * 3)}, "is not the name of a domain"),
        ({"text": "networks: [{name: a, cidr: 10.0.0.0/24, gateway: 10.0.0.300}]"}, "cannot be read"),
        ({"text": "networks: ["}, "cannot be read"),
    ],
)
def test_what_cannot_be_exported_is_said(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ExportError, match=re.escape(said)):
        files("hosts", **arguments)


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_what_the_profile_hides(form: str) -> None:
    pytest.importorskip("cryptography")
    comparison = Comparison(planned(f"{PLAN}\nsettings: {{publish: redacted}}"))
    found = exported(form, extract(comparison, TODAY, key="k" * 32))
    whole = "".join((*found, *found.values()))
    assert [word for word in ("10.0.1", "fd00:0:0:1", "git.example.org", "52:54:00", "1.0.10") if word in whole] == []
    full = exported(form, extract(comparison, TODAY, profile_name="full"))
    assert full == files(form)


def test_names_are_chosen_by_what_they_are_and_shown_by_their_masks() -> None:
    pytest.importorskip("cryptography")
    comparison = Comparison(planned(f"{PLAN}\nsettings: {{publish: redacted}}"))
    rows = extract(comparison, TODAY, {"network": ["pool"]}, key="k" * 32).networks
    assert [row.network.role for row in rows] == ["load-balancer"]
    assert rows[0].network.name != "Pool"


def test_without_a_key_there_are_no_masks_and_the_way_out_is_said() -> None:
    with pytest.raises(ExportError, match=r"CIDRBOOK_KEY is not set.*--profile full"):
        extract(Comparison(planned(PLAN)), TODAY, profile_name="redacted")


@pytest.mark.parametrize("form", ["html", "mermaid"])
def test_what_shows_the_whole_plan_takes_no_choice(form: str) -> None:
    with pytest.raises(ExportError, match="the whole plan"):
        files(form, role="lan")
