"""The matrix of policies, the legend of conventions, and columns of own fields."""

from __future__ import annotations

import re

import pytest
from lab import planned

from cidrbook.pages.book import Book
from cidrbook.pages.markup import note
from cidrbook.pages.policies import conventions, policy_matrix, uplinks
from cidrbook.pages.tables import cidr_table, hosts_table

PLAN = """
networks:
  - {name: Things, id: iot, cidr: 10.3.30.0/24, status: planned, custom: {owner: "<me>"}}
  - {name: servers, cidr: 10.3.42.0/24, hosts: [{name: hub, address: 10.3.42.10, on: rack, interface: eth1}]}
routers: [{name: rack, addresses: 10.3.42.1}]
policies:
  - {from: iot, to: hub, ports: [80/tcp, 443/tcp]}
  - {from: any, to: [hub, internet], action: deny}
uplinks: [{name: "<fibre>", router: rack, interface: eth0, address: dhcp, provider: a provider, speed: 1000/500 Mbit/s}]
bgp: {sessions: [{local: rack, peer: hub, custom: {owner: me}}]}
settings: {conventions: [{octet: 3, from: role, values: {servers: 42}, description: "the **role**"}]}
"""


def test_the_matrix_has_a_row_for_each_from_and_a_column_for_each_to() -> None:
    html = str(policy_matrix(Book(planned(PLAN))))
    assert html.count('<th scope="row">') == 2
    assert '<th scope="col">hub</th> <th scope="col">internet</th>' in html
    assert '<th scope="row">Things</th> <td>allow <code>80/tcp</code> <code>443/tcp</code></td>' in html
    assert "\n" not in html


def test_a_plan_without_policies_says_so() -> None:
    assert "Policies: none." in policy_matrix(Book(planned("networks: []")))
    assert "Conventions: none." in conventions(Book(planned("networks: []")))
    assert "Uplinks: none." in uplinks(Book(planned("networks: []")))


def test_columns_that_are_empty_in_every_row_are_left_out() -> None:
    plan = "uplinks: [{name: fibre, address: dhcp}]\nsettings: {conventions: [{octet: 3, from: vlan}]}\nnetworks: []"
    for macro, heads in ((uplinks, ["Uplink", "Address"]), (conventions, ["Where", "Follows from"])):
        assert re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", str(macro(Book(planned(plan))))) == heads


def test_uplinks_say_where_they_end() -> None:
    html = str(uplinks(Book(planned(PLAN))))
    assert '<th scope="row">&#60;fibre&#62;</th> <td>a provider</td> <td>rack<br> eth0</td> <td>dhcp</td>' in html
    assert "\n" not in html


def test_every_object_of_the_lab_takes_own_fields() -> None:
    assert planned(PLAN).sessions[0].custom == {"owner": "me"}


def test_the_legend_says_what_an_octet_follows_from() -> None:
    html = str(conventions(Book(planned(PLAN))))
    assert "Octet 3" in html
    assert "the <strong>role</strong>" in html
    assert "<code>42</code> servers" in html


def test_own_fields_are_columns() -> None:
    book = Book(planned(PLAN))
    networks = str(cidr_table(book, ["name", "status", "custom.owner"]))
    assert "&#60;me&#62;" in networks
    assert "Owner</th>" in networks
    assert "planned" in networks
    assert "<code>eth1</code>" in str(hosts_table(book, ["name", "on", "interface"]))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("`a` and **b**", "<code>a</code> and <strong>b</strong>", id="code and bold"),
        pytest.param("[x](https://e.org/a_b)", '<a href="https://e.org/a_b">x</a>', id="a link"),
        pytest.param("[x](javascript:alert(1))", "&#91;x&#93;(javascript:alert(1))", id="a script"),
        pytest.param('[x](https://e.org/"onclick="a)', None, id="a quote in a link"),
        pytest.param("<b>[<i>](https://e.org/)", '&#60;b&#62;<a href="https://e.org/">&#60;i&#62;</a>', id="tags"),
    ],
)
def test_notes_are_safe(written: str, shown: str | None) -> None:
    html = str(note(written))
    assert html == shown if shown else "<a" not in html
