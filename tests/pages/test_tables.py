"""The tables: their rows, columns, order and ids, whatever is in them."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lab import some
from netaddr import IPAddress

from cidrbook import rules
from cidrbook.pages import MACROS
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.notation import amount, anchor
from cidrbook.plan.load import parse

LIMIT = 300_000
NAMES = ("cidr_table", "hosts_table", "vlan_table", "dhcp_table", "services_table", "pools_table")
VOID = frozenset({"br", "hr", "img", "wbr"})

PLAN = """\
networks:
  - {name: Home, cidr: 10.0.0.0/16, role: container}
  - name: Servers
    cidr: [10.0.10.0/24, "fd42::/64"]
    vlan: 42
    role: servers
    site: home
    purpose: nodes and storage
    tags: core
    dhcp: [10.0.10.100-10.0.10.149, 10.0.10.50-10.0.10.59]
    dhcp_server: edge
    dhcp_options: {router: edge, dns: [blocky, 1.1.1.1]}
    hosts:
      - {name: nas, address: [10.0.10.60, "fd42::60"], mac: 52:54:00:12:34:56, hostname: nas.lan, tags: core}
      - {name: tv, address: 10.0.10.101, assigned: reservation, vlan: 7}
      - {name: lamp, address: 10.0.10.9, assigned: reservation, description: not in a range}
  - {name: IoT, cidr: 10.0.2.0/24, role: iot, site: home, vrf: blue, hosts: {name: plug, address: 10.0.2.200}}
  - {name: Guest, cidr: 10.0.3.0/24, vlan: 9, site: cabin}
  - {name: Pool, cidr: 10.0.4.0/24, role: load-balancer, site: home}
vlans:
  - {id: 42, name: srv, site: home, description: the rack}
  - {id: 7, name: things, networks: iot}
  - {id: 100, name: spare}
routers:
  - {name: edge, site: home, addresses: [10.0.10.1, 10.99.0.1]}
clusters:
  - name: k3s
    site: home
    node_network: servers
    nodes: [{name: k8s-0, address: 10.0.10.10}]
    virtual_addresses: [{name: api, address: 10.0.10.5}]
    load_balancers: [{product: metallb, pools: [pool, 10.0.10.200-10.0.10.210]}]
    pinned_services:
      - {name: ingress, namespace: net, address: 10.0.4.10, ports: [80/tcp, 443/tcp], via: load-balancer-ip}
      - {name: blocky, namespace: dns, address: 10.0.4.9, ports: 53/udp, external_traffic_policy: Local}
      - {name: plex, address: 10.0.10.201, via: annotation, tags: media}
vpns:
  - {name: wg0, network: guest, ends: [{name: phone, address: 10.0.3.7}]}
"""


class Html(HTMLParser):
    """HTML that must be balanced: its rows as text, the keys of its cells, its ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.keys: list[list[str]] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
            self.keys.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.keys[-1].append(found.get("data-sort") or "")
        elif tag == "br":
            self.handle_data("/")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def book(text: str = PLAN, *, checked: bool = False) -> Book:
    plan, today = parse({"data/plan.yaml": text}), date(2026, 11, 23)
    return Book(plan, rules.check(plan, today) if checked else (), today)


def html(name: str, *args: Any, text: str = PLAN, **kwargs: Any) -> str:
    return str(MACROS[name](book(text), *args, **kwargs))


def rows(name: str, *args: Any, text: str = PLAN, **kwargs: Any) -> list[list[str]]:
    return Html(html(name, *args, text=text, **kwargs)).rows


def column(name: str, which: str, **kwargs: Any) -> list[str]:
    return [row[0] for row in rows(name, which, **kwargs)[1:]]


def test_the_hosts_are_all_that_have_addresses_in_numeric_order() -> None:
    assert rows("hosts_table", ["address", "name", "kind", "network"]) == [
        ["Address", "Name", "Type", "Network"],
        ["10.0.2.200", "plug", "host", "IoT"],
        ["10.0.3.7", "phone", "VPN end of wg0", "Guest"],
        ["10.0.10.1", "edge", "router", "Servers"],
        ["10.0.10.5", "api", "virtual address of k3s", "Servers"],
        ["10.0.10.9", "lamp", "host", "Servers"],
        ["10.0.10.10", "k8s-0", "node of k3s", "Servers"],
        ["10.0.10.60/ fd42::60", "nas", "host", "Servers"],
        ["10.0.10.101", "tv", "host", "Servers"],
        ["10.99.0.1", "edge", "router", ""],
    ]


def test_a_host_is_shown_with_all_that_is_known_of_it() -> None:
    [head, nas] = rows("hosts_table", tag="core")
    assert dict(zip(head, nas, strict=True)) == {
        "Address": "10.0.10.60/ fd42::60",
        "Name": "nas",
        "Type": "host",
        "MAC": "52:54:00:12:34:56",
        "Network": "Servers",
    }


@pytest.mark.parametrize(
    ("name", "arguments", "names"),
    [
        ("hosts_table", {"network": "iot"}, ["plug"]),
        ("hosts_table", {"network": ["IoT", "Guest"]}, ["plug", "phone"]),
        ("hosts_table", {"site": "cabin"}, ["phone"]),
        ("hosts_table", {"vrf": "blue"}, ["plug"]),
        ("hosts_table", {"role": "iot"}, ["plug"]),
        ("hosts_table", {"role": ""}, ["phone", "edge"]),
        ("hosts_table", {"cluster": "k3s"}, ["api", "k8s-0"]),
        ("hosts_table", {"network": "pool"}, []),
        ("hosts_table", {"network": "pool", "services": True}, ["blocky", "ingress"]),
        ("hosts_table", {"network": "servers", "sort": "name"}, ["api", "edge", "k8s-0", "lamp", "nas", "tv"]),
        ("hosts_table", {"network": "servers", "sort": "data"}, ["nas", "tv", "lamp", "edge", "k8s-0", "api"]),
        ("hosts_table", {"site": ["home", "cabin"], "sort": "network", "role": ["iot", ""]}, ["plug", "phone", "edge"]),
        ("cidr_table", {"cluster": "k3s"}, ["Servers", "Pool"]),
        ("cidr_table", {"network": "Guest"}, ["Guest"]),
        ("cidr_table", {"sort": "vlan"}, ["IoT", "Guest", "Servers", "Home", "Pool"]),
        ("cidr_table", {"sort": "data", "site": "home"}, ["Servers", "IoT", "Pool"]),
        ("cidr_table", {"vlan": 42}, ["Servers"]),
        ("cidr_table", {"vlan": ["7", 9]}, ["IoT", "Guest"]),
        ("hosts_table", {"vlan": 7}, ["plug", "tv"]),
        ("vlan_table", {"vlan": [100, 9]}, ["", "spare"]),
        ("vlan_table", {}, ["things", "", "srv", "spare"]),
        ("vlan_table", {"site": "home"}, ["srv"]),
        ("vlan_table", {"network": "guest"}, [""]),
        ("vlan_table", {"role": ["iot", "servers"]}, ["things", "srv"]),
        ("vlan_table", {"vrf": "blue"}, ["things"]),
        ("vlan_table", {"cluster": "k3s"}, ["srv"]),
        ("vlan_table", {"sort": "name"}, ["", "spare", "srv", "things"]),
        ("vlan_table", {"sort": "address"}, ["things", "", "srv", "spare"]),
        ("vlan_table", {"sort": "data"}, ["srv", "things", "spare", ""]),
        ("services_table", {}, ["blocky", "ingress", "plex"]),
        ("services_table", {"namespace": "net"}, ["ingress"]),
        ("services_table", {"namespace": ["dns", ""]}, ["blocky", "plex"]),
        ("services_table", {"network": "servers"}, ["plex"]),
        ("services_table", {"tag": "media"}, ["plex"]),
        ("services_table", {"sort": "namespace"}, ["plex", "blocky", "ingress"]),
    ],
)
def test_rows_are_chosen_and_ordered(name: str, arguments: dict[str, Any], names: list[str]) -> None:
    assert column(name, "name", **arguments) == names


def test_vlans_are_shown_with_their_networks() -> None:
    assert rows("vlan_table") == [
        ["VLAN", "Name", "Networks", "CIDR", "Site", "Used for", "Notes"],
        ["7", "things", "IoT", "10.0.2.0/24", "", "", ""],
        ["9", "", "Guest", "10.0.3.0/24", "cabin", "", ""],
        ["42", "srv", "Servers", "10.0.10.0/24/ fd42::/64", "home", "nodes and storage", "the rack"],
        ["100", "spare", "", "", "", "", ""],
    ]


def test_dhcp_ranges_are_shown_with_server_options_and_reservations() -> None:
    options = "router: edge (10.0.10.1)/ DNS: blocky (10.0.4.9), 1.1.1.1"
    assert rows("dhcp_table", ["network", "range", "size", "server", "options", "reservations"])[1:] == [
        ["Servers", "10.0.10.50-10.0.10.59", "10", "edge (10.0.10.1)", options, ""],
        ["Servers", "10.0.10.100-10.0.10.149", "50", "edge (10.0.10.1)", options, "tv (10.0.10.101)"],
    ]
    assert column("dhcp_table", "size", sort="size") == ["50", "10"]


def test_services_are_shown_with_their_pools() -> None:
    shown = ["name", "cluster", "address", "ports", "pool", "via", "policy"]
    assert rows("services_table", shown)[1:] == [
        ["blocky", "k3s", "10.0.4.9", "53/udp", "Pool", "", "Local"],
        ["ingress", "k3s", "10.0.4.10", "80/tcp/ 443/tcp", "Pool", "loadBalancerIP", ""],
        ["plex", "k3s", "10.0.10.201", "", "10.0.10.200-10.0.10.210", "annotation", ""],
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_of_nothing_says_so(name: str) -> None:
    assert re.fullmatch(r"<p>[\w ]+: none\.</p>", html(name, text="{}"))


@pytest.mark.parametrize(
    ("name", "arguments", "hint"),
    [
        ("hosts_table", {"netwrok": "iot"}, "network"),
        ("hosts_table", {"network": "iotx"}, ""),
        ("hosts_table", {"network": "servres"}, "servers"),
        ("hosts_table", {"columns": "adress"}, "address"),
        ("vlan_table", {"sort": "vlna"}, "vlan"),
        ("services_table", {"namespace": "nte"}, "net"),
        ("dhcp_table", {"site": 5}, ""),
        ("cidr_table", {"namespace": "net"}, ""),
    ],
)
def test_a_wrong_argument_is_a_finding(name: str, arguments: dict[str, Any], hint: str) -> None:
    with pytest.raises(WrongCallError) as found:
        html(name, **arguments)
    assert (found.value.rule, hint in found.value.hint) == ("wrong-argument", True)


def tablesort(name: str, which: int, arguments: dict[str, Any]) -> list[str]:
    """The texts of a column as tablesort orders them: by `data-sort`, or else by the text, whatever the case."""
    found = Html(html(name, **arguments))
    cells = zip(found.keys[1:], found.rows[1:], strict=True)
    pairs = sorted(((keys[which] or row[which]).strip().lower(), row[which]) for keys, row in cells)
    return [text for _, text in pairs]


addresses = st.one_of(
    st.integers(0, 255).map(lambda other_number: f"10.0.{other_number}.{255 - other_number}"),
    st.integers(1, 2**64 - 1).map(lambda number: str(IPAddress((0xFD << 120) + number, 6))),
)


@given(st.lists(addresses, min_size=1, max_size=12, unique=True))
def test_scripts_and_we_put_addresses_into_numeric_order(written: list[str]) -> None:
    hosts = [{"name": f"h{index}", "address": other_text} for index, other_text in enumerate(written)]
    text = yaml.safe_dump({"networks": [{"name": "all", "cidr": ["10.0.0.0/8", "fd00::/8"], "hosts": hosts}]})
    expected = [str(address) for address in sorted(map(IPAddress, written))]
    assert column("hosts_table", "address", text=text) == expected
    assert tablesort("hosts_table", 0, {"text": text, "columns": ["address"], "sort": "data"}) == expected


@given(st.lists(st.integers(1, 4094), min_size=1, max_size=12, unique=True))
def test_scripts_and_we_put_vlans_into_numeric_order(numbers: list[int]) -> None:
    text = yaml.safe_dump({"vlans": [{"id": number} for number in numbers]})
    assert column("vlan_table", "vlan", text=text) == [str(number) for number in sorted(numbers)]
    assert tablesort("vlan_table", 0, {"text": text, "columns": ["vlan"], "sort": "data"}) == [
        str(number) for number in sorted(numbers)
    ]


def test_rows_have_ids_to_link_to_and_each_stands_once() -> None:
    assert Html(html("cidr_table")).ids == [
        "cidrbook-network-home",
        "cidrbook-network-servers",
        "cidrbook-network-iot",
        "cidrbook-network-guest",
        "cidrbook-network-pool",
    ]
    ids = Html(html("hosts_table")).ids
    assert ids.count("cidrbook-host-edge") == 1
    assert len(ids) == len(set(ids)) == len({row[0] for row in rows("hosts_table")[1:]})


@given(st.lists(st.text(min_size=1, max_size=6), min_size=2, max_size=2, unique=True))
def test_ids_of_two_names_differ_and_have_no_spaces(names: list[str]) -> None:
    one, other = (anchor("host", name) for name in names)
    assert one != other
    assert not re.search(r"\s|[\"'<>&#%]", one + other)


HOSTILE = (
    "<script>alert(1)</script>",
    "a | b `c` **d**",
    "]]> --> </td></table>",
    '" onmouseover="x',
    "\u202eevil\u2066",
    "🖥️" * 20,
    "x" * 300,
    "line\n\n# heading",
    "{{ 7 * 7 }}",
)


def hostile(name: str) -> str:
    """A plan in which everything is called so."""
    plan = {
        "networks": [
            {
                **dict.fromkeys(("name", "purpose", "description", "role", "site", "vrf", "tags"), name),
                "cidr": "10.0.0.0/24",
                "vlan": 5,
                "dhcp": "10.0.0.100-10.0.0.200",
                "dhcp_server": name,
                "hosts": [{"name": name, "hostname": name, "address": "10.0.0.101", "assigned": "reservation"}],
            }
        ],
        "vlans": [{"id": 5, "name": name, "description": name}],
        "clusters": [
            {
                "name": name,
                "site": name,
                "vrf": name,
                "load_balancers": [{"product": name, "version": name, "pools": ["10.0.0.64/28"]}],
                "pinned_services": [{"name": name, "namespace": name, "address": "10.0.0.7", "ports": name}],
            }
        ],
    }
    return yaml.safe_dump(plan, allow_unicode=True)


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("name", NAMES)
def test_no_value_becomes_markup(name: str, word: str) -> None:
    shown = html(name, text=hostile(word))
    assert "\n" not in shown
    found = Html(shown)
    assert len(found.rows) == 2
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", unescape(shown))
    assert set(re.findall(r"<(\w+)", shown)) <= {
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "strong",
        "br",
    }
    assert set(re.findall(r' ([\w-]+)="', shown)) <= {
        *("class", "role", "aria-label", "tabindex", "style", "scope", "id", "data-sort", "data-h")
    }


def large(networks: int, hosts: int) -> str:
    """A plan with so many networks, each with so many hosts."""
    return yaml.dump(
        {
            "networks": [
                {
                    "name": f"net {number}",
                    "cidr": f"10.{number // 256}.{number % 256}.0/24" if networks > 1 else "10.0.0.0/8",
                    "vlan": number % 4000 + 1,
                    "dhcp": f"10.{number // 256}.{number % 256}.250-10.{number // 256}.{number % 256}.254",
                    "hosts": [
                        {
                            "name": f"host-{number}-{other_number}",
                            "address": f"10.{number // 256}.{other_number // 256 if networks == 1 else number % 256}"
                            f".{other_number % 256}",
                            "description": "網路" * 20,
                        }
                        for other_number in range(hosts)
                    ],
                }
                for number in range(networks)
            ]
        },
        Dumper=yaml.CSafeDumper,
    )


@pytest.mark.parametrize(("networks", "hosts"), [(2000, 1), (1, 5000), (1, 0)])
def test_a_macro_gives_at_most_300_kb_and_says_how_many_rows_are_left_out(networks: int, hosts: int) -> None:
    found = book(large(networks, hosts))
    total = {"hosts_table": networks * hosts}
    for name in some(NAMES[:4]):
        shown = str(MACROS[name](found))
        assert len(shown.encode()) <= LIMIT
        rest = re.search(r"and ([\d,]+) rows? more, left out here", shown)
        many = len(Html(shown).rows) - 1 + (int(rest[1].replace(",", "")) if rest else 0)
        assert many == total.get(name, networks) or "none." in shown


def test_of_very_many_values_in_a_cell_the_rest_is_counted() -> None:
    text = yaml.safe_dump(
        {"vlans": [{"id": 5}], "networks": [{"name": f"n{number}", "vlan": 5} for number in range(100)]}
    )
    [[cell]] = rows("vlan_table", "networks", text=text)[1:]
    assert cell.endswith("n39/ and 60 more")


def test_of_very_many_reservations_the_rest_is_counted() -> None:
    hosts = [
        {"name": f"h{number}", "address": f"10.0.0.{number}", "assigned": "reservation"} for number in range(10, 30)
    ]
    network = {"name": "lan", "cidr": "10.0.0.0/24", "dhcp": "10.0.0.12-10.0.0.99", "hosts": hosts}
    [[cell]] = rows("dhcp_table", "reservations", text=yaml.safe_dump({"networks": [network]}))[1:]
    assert cell.startswith("h12 (10.0.0.12)/ h13")
    assert cell.endswith("h19 (10.0.0.19)/ and 10 more")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (65536, "65,536"), (2**32 - 1, "4,294,967,295"), (2**64, "2⁶⁴"), (2**64 - 3, "about 2⁶⁴")],
)
def test_numbers_are_told_as_people_can_read_them(number: int, words: str) -> None:
    assert amount(number) == words


everything = partial(st.sampled_from, ["", "a", "b"])


@given(st.lists(st.tuples(everything(), everything(), everything()), max_size=6), everything(), everything())
def test_the_choice_of_rows_against_the_obvious(networks: list[tuple[str, str, str]], site: str, vrf: str) -> None:
    listed = [
        {"name": f"n{index}", "cidr": f"10.0.{index}.0/24", "site": one, "vrf": two, "role": three}
        for index, (one, two, three) in enumerate(networks)
    ]
    sites = [{"name": name} for name in "ab"]
    text = yaml.safe_dump({"networks": [*listed, {"name": "z", "vrf": "a"}, {"name": "y", "vrf": "b"}], "sites": sites})
    shown = rows("cidr_table", "name", text=text, site=site, vrf=vrf)[1:]
    expected = [[mapping["name"]] for mapping in listed if (mapping["site"], mapping["vrf"]) == (site, vrf)]
    assert shown == expected + ([[name] for name, own in (("z", "a"), ("y", "b")) if (site, vrf) == ("", own)])
