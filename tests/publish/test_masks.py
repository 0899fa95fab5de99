"""Masks: by a published method, the same everywhere, and of nothing that must be shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import run
from fake_engine import FakeEngine, site
from hypothesis import given
from hypothesis import strategies as st
from lab import planned
from netaddr import IPAddress, IPNetwork

from cidrbook import engine
from cidrbook.net.ip import parse_range
from cidrbook.plan.entry import Entry
from cidrbook.publish.address_masks import AddressMasks, wide_prefixes
from cidrbook.publish.crypto_pan import flips, key_of
from cidrbook.publish.kinds import _KINDS, kind
from cidrbook.publish.profile import UnknownProfileError
from cidrbook.publish.shown_plan import NoKeyError, shown

KEY = "0123456789abcdef" * 2
MASKS = AddressMasks(key_of(KEY))

SAMPLE_KEY = bytes.fromhex("1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202")
"""That of the sample trace that came with the first implementation of Crypto-PAn."""


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("128.11.68.132", "135.242.180.132"),
        ("129.118.74.4", "134.136.186.123"),
        ("130.132.252.244", "133.68.164.234"),
        ("::1", "78ff:f001:9fc0:20df:8380:b1f1:704:ed"),
        ("::2", "78ff:f001:9fc0:20df:8380:b1f1:704:ef"),
        ("2001:db8::1", "4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e"),
    ],
)
def test_the_published_vectors(address: str, masked: str) -> None:
    plain = IPAddress(address)
    assert str(IPAddress(int(plain) ^ flips(SAMPLE_KEY, int(plain), plain.version), plain.version)) == masked


PRIVATE = st.integers(0, 2**24 - 1).map(lambda number: IPAddress((10 << 24) + number))
LOCAL = st.integers(0, 2**120 - 1).map(lambda number: IPAddress((0xFD << 120) + number))


@given(PRIVATE, PRIVATE)
def test_networks_that_share_a_prefix_share_one_in_their_masks(one: IPAddress, other: IPAddress) -> None:
    shared = 32 - (int(one) ^ int(other)).bit_length()
    masked = 32 - (int(MASKS.address(one)) ^ int(MASKS.address(other))).bit_length()
    assert shared == masked
    assert int(one) & 255 == int(MASKS.address(one)) & 255


@given(LOCAL, st.integers(33, 128))
def test_an_address_is_in_its_network_still(address: IPAddress, length: int) -> None:
    network = IPNetwork((int(address), length), version=6).cidr
    assert MASKS.address(address) in MASKS.prefix(network)
    assert MASKS.prefix(network).cidr == MASKS.prefix(network)


@given(st.one_of(PRIVATE, LOCAL))
def test_a_mask_is_the_address_of_nothing(address: IPAddress) -> None:
    spaces = [IPNetwork(space) for space in ("240.0.0.0/4", "2001:db8::/32", "3fff::/20")]
    assert any(MASKS.address(address) in space for space in spaces)
    assert MASKS.address(address) != AddressMasks(key_of("another")).address(address) or int(address) < 2**9


@pytest.mark.parametrize("text", ["0.0.0.0/0", "::/0", "127.0.0.0/8", "224.0.0.0/4"])
def test_what_everybody_has_stays(text: str) -> None:
    assert MASKS.prefix(IPNetwork(text)) == IPNetwork(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("192.168.42.100-192.168.42.199", 100),
        ("10.0.0.200-10.0.1.20", 77),
        ("10.0.0.5-10.9.0.5", 2**20),
        ("fd42::100-fd42::1ff", 256),
    ],
)
def test_a_range_is_one_still(text: str, size: int) -> None:
    part = parse_range(text)
    masked = AddressMasks(key_of(KEY), wide=wide_prefixes([part])).range(part)
    assert int(masked.last) - int(masked.first) + 1 == size


PLAN = """\
settings: {publish: redacted}
networks:
  - {name: Home net, cidr: 192.168.0.0/16, role: container, tags: budapest}
  - name: Kovacs servers
    cidr: 192.168.42.0/24
    role: servers
    parent: home-net
    vlan: 42
    gateway: 192.168.42.1
    dhcp: 192.168.42.200-192.168.42.249
    dhcp_server: edge-k
    dhcp_options: {dns: [192.168.42.53, edge-k]}
    hosts:
      - name: nas-anna
        address: 192.168.42.60
        hostname: nas-anna.kovacs.dev
        on: pve-k
        description: the disks of nas-anna and Anna
      - {name: pve-k, address: 192.168.42.61, mac: 74:ac:b9:10:00:61, publish: name-only}
      - {name: web-k, address: 192.168.42.80, publish: true}
      - {name: dns-k, address: 192.168.42.53}
      - {name: safe-k, address: 192.168.42.99, publish: false}
routers:
  - {name: edge-k, product: opnsense, version: 26.7.1, addresses: 192.168.42.1, asn: 64999}
bgp:
  sessions: [{local: edge-k, peer: nas-anna, peer_asn: 64998, peer_address: 192.168.42.60}]
"""


def host(name: str, **more: str) -> object:
    plan = shown(planned(PLAN), more.get("profile", ""), KEY)
    return next((host for host in plan.hosts if host.name == name), None)


def test_every_value_is_masked_and_every_reference_leads_on() -> None:
    plan = shown(planned(PLAN), "", KEY)
    network, router = plan.networks[1], plan.routers[0]
    assert network.name == "servers network 1"
    assert plan.network(network.parent) is plan.networks[0]
    assert network.gateways[0] in network.cidrs[0]
    assert router.addresses == network.gateways
    assert plan.host(network.dhcp_servers[0]) is router
    assert network.dhcp_options
    assert network.dhcp_options.dns == (str(network.gateways[0]).removesuffix(".1") + ".53", router.id)
    first = network.hosts[0]
    assert (first.name, first.hostname, first.description) == ("server 1", "server-1.example", "")
    assert (first.id, plan.sessions[0].peer, plan.sessions[0].peer_address) == (
        "server-1",
        first.id,
        first.addresses[0],
    )
    assert (router.product, router.version, router.asn) == ("opnsense", "", 4200000001)
    assert network.vlan == 3001
    assert not plan.sources
    assert first.at().file == ""


def test_an_object_says_more_or_less_than_the_profile() -> None:
    names = [host.name for host in shown(planned(PLAN), "", KEY).hosts]
    assert names == ["server 1", "pve-k", "web-k", "server 4"]
    assert [str(address) for address in host("web-k").addresses] == ["192.168.42.80"]  # type: ignore[attr-defined]
    assert host("pve-k").addresses == ()  # type: ignore[attr-defined]


def test_full_is_the_plan_itself() -> None:
    plan = planned(PLAN)
    assert shown(plan, "full") is plan


def test_one_key_gives_one_result_and_another_one_another() -> None:
    one, same, other = (shown(planned(PLAN), "", key).networks[1].cidr for key in (KEY, KEY, KEY[::-1]))
    assert one == same != other


def test_structure_is_dropped_by_choice() -> None:
    profile = "  profiles: {flat: {structure: dropped}}\n"
    text = PLAN.replace("settings: {publish: redacted}\n", f"settings:\n  publish: flat\n{profile}")
    outer, inner = (network.cidrs[0] for network in shown(planned(text), "", KEY).networks)
    assert inner not in outer


def test_addresses_are_left_out_without_a_key() -> None:
    profile = "  profiles: {none: {private_addresses: dropped, public_addresses: dropped}}\n"
    text = PLAN.replace("settings: {publish: redacted}\n", f"settings:\n  publish: none\n{profile}")
    assert [network.cidrs for network in shown(planned(text)).networks] == [(), ()]


@pytest.mark.parametrize("key", ["", "short"])
def test_no_address_is_masked_without_a_key_of_some_length(key: str) -> None:
    with pytest.raises(NoKeyError) as raised:
        shown(planned(PLAN), "", key)
    assert "CIDRBOOK_KEY" in str(raised.value)
    assert "short`" not in str(raised.value)


def test_a_mistyped_profile_shows_nothing() -> None:
    with pytest.raises(UnknownProfileError, match="redacted"):
        shown(planned(PLAN), "redcated", KEY)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("CIDRBOOK_KEY", KEY)

    def render(text: str) -> str:
        fake = FakeEngine(site(tmp_path, PLAN, text))
        engine.attach(fake)
        return fake.render(tmp_path / "docs/index.md")

    return render


SHOWN = "private_addresses: shown, public_addresses: shown, names: shown, asns: shown, vlans: shown"


@pytest.mark.parametrize(
    ("profile", "there", "gone"),
    [
        (SHOWN, ["192.168.42.60", "nas-anna", "64999"], ["74:ac:b9", "the disks", "192.168.42.99", "safe-k"]),
        ("paths: shown", ["data/plan.yaml"], ["192.168.42.6", "nas-anna"]),
        ("descriptions: shown", ["the disks of server 1"], ["nas-anna"]),
        ("descriptions: masked", ["the disks of server 1 and Anna"], ["of nas-anna"]),
        ("macs: masked", ["02:00:00:00:00:0"], ["74:ac:b9"]),
        ("private_addresses: dropped, vlans: dropped, asns: dropped", ["server 1"], ["243.", "3001", "42000"]),
        ("names: dropped", ["server 1"], ["nas-anna"]),
        ("versions: shown", ["26.7.1"], ["edge-k"]),
    ],
)
def test_a_profile_of_ones_own_decides_kind_by_kind(
    profile: str, there: list[str], gone: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIDRBOOK_KEY", KEY)
    plan = PLAN.replace(
        "settings: {publish: redacted}", f"settings: {{publish: own, profiles: {{own: {{{profile}}}}}}}"
    )
    plan = plan.replace("publish: name-only, ", "").replace("publish: name-only", "tags: x")
    fake = FakeEngine(site(tmp_path, plan, "{{ book(grids=true) }} {{ hosts_table(['name', 'mac', 'description']) }}"))
    engine.attach(fake)
    drawn = fake.render(tmp_path / "docs/index.md")
    assert [text for text in there if text not in drawn] == []
    assert [text for text in gone if text in drawn] == []


REPOSITORY = {
    "apps/web.yaml": """apiVersion: v1
kind: Service
metadata:
  name: secret-shop
  annotations: {lbipam.cilium.io/ips: 192.168.42.77}
spec: {type: LoadBalancer}
""",
}


@pytest.mark.parametrize(("profile", "is_drawn"), [("{}", False), ("{paths: shown}", True)])
def test_what_only_the_repository_shows_is_masked_or_left_out(
    profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_drawn: bool
) -> None:
    monkeypatch.setenv("CIDRBOOK_KEY", KEY)
    settings = f"settings: {{publish: own, profiles: {{own: {profile}}}}}\nsources: [{{path: .}}]"
    pool = "clusters: [{name: home-k, load_balancers: [{product: cilium, pools: 192.168.42.64/27}]}]\n"
    for name, text in REPOSITORY.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    plan = PLAN.replace("settings: {publish: redacted}", settings) + pool
    page = "{{ hosts_table() }} {{ services_table() }}"
    fake = FakeEngine(site(tmp_path, plan, page))
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    engine.attach(fake)
    drawn = fake.render(tmp_path / "docs/index.md")
    assert "secret-shop" not in drawn
    assert "192.168.42.77" not in drawn
    assert ("apps/" in drawn) is is_drawn
    found = fake.conf.plugins.events["page_content"][0]("<p>The secret shop is at 192.168.42.77</p>")
    assert "cidrbook-box" in found or "leaked-value" in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ network('kovacs-servers').name }}", "servers network 1"),
        ("{{ address('nas-anna') }}", "243.*.60"),
        ("{{ 'nas-anna is 192.168.42.60 on VLAN 42' | linked }}", "server 1 is .*>243.*60 .*VLAN 3001"),
        ("{{ 'all of 192.168.42.x' | linked }}", r"all of 243\.0\.[0-9]+\.x"),
        ("{{ hosts_table(network='kovacs-servers') }}", "server 1"),
        ("{{ cidr_table(tag='budapest') }}", "container network 1"),
        ("{% for network in plan.networks %}{{ network.cidr }} {% endfor %}", "243.* 243"),
        ("{{ findings_table() }}", "Finding|consistent"),
    ],
)
def test_pages_write_real_names_and_show_masks(page: object, text: str, expected: str) -> None:
    shown_text = page(text).replace("192.168.42.80", "")  # type: ignore[operator]
    assert re.search(expected, shown_text, re.DOTALL), shown_text
    assert not re.search(r"kovacs|nas-anna|192\.168|budapest|pve-k\.|64999", shown_text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ address('nas-anna') }}", "…"),
        ("{{ cidr('kovacs-servers') }}", "…"),
        ("{{ address('safe-k') }}", "…"),
        ("{{ address_grid('kovacs-servers') }}", "…"),
        ("{{ cidr('kovacs-sevrers') }}", None),
    ],
)
def test_what_is_left_out_is_no_mistake_of_a_page(
    text: str, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    profile = "settings: {publish: none, profiles: {none: {private_addresses: dropped, public_addresses: dropped}}}"
    fake = FakeEngine(site(tmp_path, PLAN.replace("settings: {publish: redacted}", profile), text))
    engine.attach(fake)
    drawn = fake.render(tmp_path / "docs/index.md")
    assert (drawn == expected) if expected else ("there is no network" in drawn)


def test_every_text_of_the_model_is_of_a_kind() -> None:
    def below(kind: type[Entry]) -> list[type[Entry]]:
        return [kind, *(inner for child in kind.__subclasses__() for inner in below(child))]

    described = {"description", "purpose", "custom", "statement", "instead", "label", "interface", "speed", "lease"}
    described |= {"selector", "profiles"}
    typed = {"addresses", "allowed_ips", "cidrs", "dhcp", "gateways", "local_address", "mac", "native_routing"}
    typed |= {"peer_address", "prefix", "range", "router_id", "until"}
    texts = {
        name
        for model in below(Entry)
        for name, field in model.model_fields.items()
        if "str" in str(field.annotation) and name != "origin"
    }
    assert len(texts) > 60
    forgotten = texts - set(_KINDS) - described - typed
    assert forgotten == set(), "write the key into `_FIELDS` of publish/kinds.py, or into `described` if people read it"


def test_a_forgotten_field_is_hidden() -> None:
    assert kind(planned(PLAN).networks[0], "new_field", "text") == "descriptions"


def test_the_profile_of_a_command_may_be_mistyped(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("x", encoding="utf-8")
    site(tmp_path, PLAN)
    result = run("leaks", "site", "--profile", "redcated", folder=tmp_path)
    assert (result.exit_code, "there is no profile `redcated`" in result.output) == (2, True)
