"""Sessions, told from one end or from both, in any order, for a cluster or for each of its nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cidrbook import rules
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.speakers import instances, speakers

ADDRESSES = {
    "a": ("10.0.1.1", "10.0.1.2", "fd5b:7c1e:93a2:1::1"),
    "b": ("10.0.1.3", "10.0.1.4", "fd5b:7c1e:93a2:1::3"),
    "c": (),
}
ASNS = {"a": 64512, "b": 64513, "c": None}


@dataclass(frozen=True)
class SessionDescription:
    """A description of a session, as a test makes it up."""

    local: str
    peer: str
    local_asn: int | None = None
    peer_asn: int | None = None
    local_address: str | None = None
    peer_address: str | None = None

    @property
    def text(self) -> str:
        pairs = ((key, value) for key, value in vars(self).items() if value is not None)
        return "{" + ", ".join(f"{key}: '{value}'" for key, value in pairs) + "}"

    @property
    def mirrored(self) -> SessionDescription:
        """The same as its other end would tell it."""
        return SessionDescription(
            self.peer, self.local, self.peer_asn, self.local_asn, self.peer_address, self.local_address
        )

    @property
    def version(self) -> int:
        address = self.peer_address or self.local_address
        return 0 if address is None else 6 if ":" in address else 4


def routers() -> str:
    lines = (
        f"  - {{name: {name}, addresses: [{', '.join(map(repr, has))}]"
        + (f", asn: {ASNS[name]}}}" if ASNS[name] else "}")
        for name, has in ADDRESSES.items()
    )
    return "routers:\n" + "\n".join(lines) + "\n"


def plan(*told: SessionDescription | str, rest: str | None = None) -> Plan:
    lines = "".join(
        f"    - {other_told.text if isinstance(other_told, SessionDescription) else other_told}\n"
        for other_told in told
    )
    text = (routers() if rest is None else rest) + (f"bgp:\n  sessions:\n{lines}" if told else "")
    return parse({"data/plan.yaml": text})


def said(side: SessionEnd) -> tuple[object, ...]:
    return side.name, side.asn, str(side.address), side.version


def sides(plan: Plan) -> Counter[frozenset[tuple[object, ...]]]:
    """What is known of the ends of each session, whichever comes first."""
    return Counter(frozenset(map(said, (peering.first, peering.second))) for peering in peerings(plan))


NUMBERS = st.sampled_from([None, 64512, 64513, 64514])


FAMILIES = {
    version: {
        name: [None, *(text for text in has if (":" in text) == (version == 6))] for name, has in ADDRESSES.items()
    }
    for version in (4, 6)
}


@st.composite
def tellings(draw: st.DrawFn) -> SessionDescription:
    local, peer = draw(st.permutations("abc"))[:2]
    family = FAMILIES[draw(st.sampled_from([4, 6]))]
    strange = st.sampled_from([None, None, None, "10.0.1.9"])
    own, other = (draw(st.sampled_from(family[name]) | strange) for name in (local, peer))
    if own and other and (":" in own) != (":" in other):
        own = None
    return SessionDescription(local, peer, draw(NUMBERS), draw(NUMBERS), own, other)


PLANS = st.lists(tellings(), max_size=6)
MINE = {rule.code: rule for rule in rules.rules() if "B602" <= rule.code <= "B613"}


def findings(plan: Plan, *codes: str) -> Counter[tuple[str, frozenset[str]]]:
    """The codes of the findings about the ends of sessions, and between whom."""
    checks = ((code, rule.check) for code, rule in MINE.items() if code in (codes or MINE) and rule.check)
    return Counter((code, frozenset(problem.parties)) for code, check in checks for problem in check(plan))


@given(tellings())
def test_a_session_told_from_both_ends_is_the_one_that_is_told_from_one(told: SessionDescription) -> None:
    # an end may say that it has another number in this session; that the other end says it is not the same
    local_asn, peer_asn = (
        asn and (ASNS[name] or asn) for name, asn in ((told.local, told.local_asn), (told.peer, told.peer_asn))
    )
    told = replace(told, local_asn=local_asn, peer_asn=peer_asn)
    once, twice, back = plan(told), plan(told, told.mirrored), plan(told.mirrored)
    assert [len(peering.sessions) for peering in peerings(twice)] == [2]
    assert sides(once) == sides(twice) == sides(back)
    assert findings(once) == findings(twice) == findings(back)


@given(PLANS, st.randoms(use_true_random=False))
def test_the_order_of_sessions_does_not_matter(told: list[SessionDescription], random: Random) -> None:
    mixed = list(told)
    random.shuffle(mixed)
    assert sides(plan(*told)) == sides(plan(*mixed))
    assert findings(plan(*told)) == findings(plan(*mixed))


def may_answer(one: SessionDescription, other: SessionDescription) -> bool:
    return (one.local, one.peer) == (other.peer, other.local) and {one.version, other.version} != {4, 6}


@given(PLANS)
def test_descriptions_are_joined_as_far_as_they_go(told: list[SessionDescription]) -> None:
    """Each is in one session; no two are left alone that could be one; those that agree in full are one."""
    other_plan = plan(*told)
    place = {id(session): which for which, session in enumerate(other_plan.sessions)}
    found = [[told[place[id(session)]] for session in peering.sessions] for peering in peerings(other_plan)]
    assert Counter(one for pair in found for one in pair) == Counter(told)
    assert [place[id(peering.sessions[0])] for peering in peerings(other_plan)] == sorted(
        place[id(peering.sessions[0])] for peering in peerings(other_plan)
    )
    pairs = [pair for pair in found if len(pair) == 2]
    assert all(may_answer(*pair) for pair in pairs)
    alone = [pair[0] for pair in found if len(pair) == 1]
    assert not any(may_answer(one, other) for one, other in product(alone, alone))
    assert sum(addresses(one) == addresses(other.mirrored) for one, other in pairs) == in_full(told)


def addresses(told: SessionDescription) -> tuple[str, str, str | None, str | None]:
    return told.local, told.peer, told.local_address, told.peer_address


def in_full(told: list[SessionDescription]) -> int:
    """How many pairs there are at most whose addresses agree in full."""
    there = Counter(addresses(other_told) for other_told in told)
    back = Counter(addresses(each_told.mirrored) for each_told in told)
    return sum((there & back).values()) // 2


def odd_numbers(told: list[SessionDescription]) -> Iterator[tuple[str, frozenset[str]]]:
    """What B607 has to find, where no two sessions are between the same two: each description by itself."""
    for one in told:
        answer = next((other_told for other_told in told if may_answer(one, other_told)), None)
        has = (answer.local_asn if answer else None) or ASNS[one.peer]
        if one.peer_asn and has not in (None, one.peer_asn):
            yield "B607", frozenset((one.local, one.peer))
        expected = answer.peer_asn if answer else None
        if one.local_asn and not expected and ASNS[one.local] not in (None, one.local_asn):
            yield "B607", frozenset((one.local, one.peer))


def lonely(told: list[SessionDescription]) -> Iterator[tuple[str, frozenset[str]]]:
    """What B606 has to find: a description without an answer, of an end that has others that are answered."""
    answered = {one.local for one in told if any(may_answer(one, other) for other in told)}
    for one in told:
        if one.peer in answered and not any(may_answer(one, other) for other in told):
            yield "B606", frozenset((one.local, one.peer))


@settings(max_examples=300)
@given(
    st.dictionaries(st.permutations("abc").map(lambda group: tuple(group[:2])), st.tuples(NUMBERS, NUMBERS), max_size=6)
)
def test_rules_find_what_a_look_at_each_two_descriptions_finds(
    numbers: dict[tuple[str, str], tuple[int | None, int | None]],
) -> None:
    told = [SessionDescription(local, peer, *of) for (local, peer), of in numbers.items()]
    assert findings(plan(*told), "B606", "B607") == Counter([*odd_numbers(told), *lonely(told)])


NODES = ("n0", "n1", "n2")
CLUSTER = (
    "networks:\n  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}\n"
    "routers:\n  - {name: edge, asn: 64512, addresses: 10.3.42.1}\n"
    "clusters:\n  - {name: home, nodes: ["
    + ", ".join(f"{{name: {name}, address: 10.3.42.2{which}}}" for which, name in enumerate(NODES))
    + "]%s}\n"
)
SPEAKING = ", load_balancers: [{product: metallb, mode: bgp, asn: 64601}]"


@st.composite
def of_a_cluster(draw: st.DrawFn) -> tuple[SessionDescription, list[SessionDescription], list[SessionDescription]]:
    """A session between a cluster and a router, the same for each node, and perhaps what the other end tells."""
    address = draw(st.sampled_from([None, "10.3.42.1"]))
    whole = SessionDescription("home", "edge", draw(NUMBERS), draw(NUMBERS), None, address)
    each = [replace(whole, local=name) for name in NODES]
    if draw(st.booleans()):
        whole, each = whole.mirrored, [told.mirrored for told in each]
    return whole, each, [whole.mirrored] if draw(st.booleans()) else []


@given(of_a_cluster(), st.sampled_from(["", SPEAKING]))
def test_a_session_of_a_cluster_is_one_of_each_node(
    told: tuple[SessionDescription, list[SessionDescription], list[SessionDescription]], speaking: str
) -> None:
    whole, each, answers = told
    rest = CLUSTER % speaking
    expected = sides(plan(whole, *answers, rest=rest))
    assert sum(expected.values()) == len(NODES)
    assert sides(plan(*each, *answers, rest=rest)) == expected
    assert sides(plan(*answers, *each, rest=rest)) == expected
    one, many = (findings(plan(*group, *answers, rest=rest)) for group in ([whole], each))
    assert {code for code, _ in one} == {code for code, _ in many}


TWO = ", cni: {product: calico, bgp: true, asn: 64602}, load_balancers: [{product: metallb, mode: bgp, asn: 64601}]"


@pytest.mark.parametrize(
    ("cluster", "sessions", "expected"),
    [
        (SPEAKING, ["{local: home, peer: edge}", "{local: edge, peer: home-metallb}"], {"metallb": 2}),
        (TWO, ["{local: home-calico, peer: edge}", "{local: edge, peer: home}"], {"calico": 2}),
        (TWO, ["{local: edge, peer: home}", "{local: home-calico, peer: edge}"], {"calico": 2}),
        (TWO, ["{local: home-calico, peer: edge}", "{local: home-metallb, peer: edge}"], {"calico": 1, "metallb": 1}),
        (
            TWO,
            [
                *("{local: home-calico, peer: edge}", "{local: home-metallb, peer: edge}"),
                *("{local: edge, peer: home, peer_asn: 64602}", "{local: edge, peer: home, peer_asn: 64601}"),
            ],
            {"calico": 2, "metallb": 2},
        ),
    ],
)
def test_one_of_several_speakers_on_a_node_may_be_meant(
    cluster: str, sessions: list[str], expected: dict[str, int]
) -> None:
    other_plan = plan(*sessions, rest=CLUSTER % cluster)
    found = Counter(
        (side.instance.speaker.product, len(peering.sessions))
        for peering in peerings(other_plan)
        for side, _ in peering.sides
        if side.instance and side.instance.cluster
    )
    assert found == dict.fromkeys(expected.items(), 3)


LISTED = """
networks: {name: lan, cidr: [10.3.42.0/24, "fd5b:7c1e:93a2:42::/64"]}
routers: {name: edge, asn: 64512, addresses: [10.3.42.1, "fd5b:7c1e:93a2:42::1"]}
clusters:
  - name: home
    nodes:
      - {name: n0, address: [10.3.42.10, "fd5b:7c1e:93a2:42::10"]}
      - {name: n1, address: [10.3.42.11, "fd5b:7c1e:93a2:42::11"]}
    cni: {product: calico, bgp: true, asn: 64513}
"""


def test_a_router_may_list_the_nodes_by_their_addresses() -> None:
    addresses = ("10.3.42.10", "10.3.42.11", "fd5b:7c1e:93a2:42::10", "fd5b:7c1e:93a2:42::11")
    far = [f"{{local: edge, peer: '{address}', peer_asn: 64513}}" for address in addresses]
    near = [f"{{local: home, peer: edge, peer_address: '{text}'}}" for text in ("10.3.42.1", "fd5b:7c1e:93a2:42::1")]
    other_plan = plan(*near, *far, rest=LISTED)
    assert [len(found.sessions) for found in peerings(other_plan)] == [2, 2, 2, 2]
    assert findings(other_plan, "B606", "B614") == Counter()


OWN = "{name: c0, runs_on: n0, product: Calico, router_id: 10.3.42.10}"


@pytest.mark.parametrize(
    ("speakers_", "expected"),
    [
        ("", {"home-calico": 2}),
        (OWN, {"c0": 1, "home-calico": 1}),
        (f"{OWN}, {{name: c1, runs_on: n1, product: calico, asn: 64599}}", {"c0": 1, "c1": 1}),
        (f"{OWN}, {{name: b0, runs_on: n0, product: bird, asn: 64514}}", {"c0": 1, "home-calico": 1}),
        (f"{{name: all, runs_on: home, product: calico}}, {OWN}", {"c0": 1, "all": 1}),
        (f"{OWN}, {{name: all, runs_on: home, product: calico}}", {"c0": 1, "all": 1}),
    ],
)
@pytest.mark.parametrize("session", ["{local: home, peer: edge}", "{local: edge, peer: home}"])
def test_a_speaker_of_one_node_is_part_of_that_of_all(session: str, speakers_: str, expected: dict[str, int]) -> None:
    plan = parse({"data/plan.yaml": f"{LISTED}bgp: {{speakers: [{speakers_}], sessions: [{session}]}}\n"})
    found = [
        side.instance
        for peering in peerings(plan)
        for side, _ in peering.sides
        if side.instance and side.instance.cluster
    ]
    assert Counter(instance.speaker.id for instance in found) == expected
    assert {instance.asn for instance in found} <= {64513, 64599}
    assert findings(plan, "B612") == Counter()


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ("{local: d, peer: home-calico, peer_address: '::1'}", ["n0 n0", "n1 n1"]),
        ("{local: d, peer: home-calico, local_address: 127.0.0.1}", ["n0 n0", "n1 n1"]),
        ("{local: home, peer: d, peer_asn: 64514}", ["n0 n0", "n1 n1"]),
        ("{local: d, peer: n1}", ["n0 n1", "n1 n1"]),
        ("{local: n1, peer: d, local_asn: 64513, peer_address: '::1'}", ["n1 n1"]),
        ("{local: d, peer: home-calico, peer_address: 10.3.42.11}", ["n0 n1", "n1 n1"]),
        ("{local: home, peer: home}", ["n0 n1"]),
        ("{local: d, peer: edge}", ["n0 edge", "n1 edge"]),
    ],
)
def test_two_programs_of_a_cluster_meet_on_each_node(session: str, expected: list[str]) -> None:
    speaker = "{name: d, runs_on: home, product: frr, asn: 64514}"
    plan = parse({"data/plan.yaml": f"{LISTED}bgp: {{speakers: {speaker}, sessions: [{session}]}}\n"})
    assert [" ".join(side.where for side, _ in peering.sides) for peering in peerings(plan)] == expected


SITES = """
networks:
  - {name: here, cidr: 10.3.42.0/24, site: home, hosts: [{name: nas, address: 10.3.42.5}]}
  - {name: there, cidr: 10.3.42.0/24, site: cabin}
  - {name: wg, cidr: 10.21.0.0/24, hosts: [{name: pi, address: 10.21.0.9}]}
routers:
  - {name: edge, addresses: 10.3.42.1, site: home}
  - {name: hut, addresses: 10.3.42.1, site: cabin}
  - {name: far, addresses: 10.9.9.9, site: cabin}
  - {name: pi, addresses: [10.3.42.7, 'fd5b:7c1e:93a2::7'], site: home}
vpns: {name: tunnel, network: wg, ends: {name: edge, address: 10.21.0.1}}
"""


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ("{local: far, peer: 10.3.42.1}", "far hut"),
        ("{local: nas, peer: 10.3.42.1}", "nas edge"),
        ("{local: 10.3.42.1, peer: far}", "hut far"),
        ("{local: edge, peer: 10.3.42.5}", "edge nas"),
        ("{local: edge, peer: 10.9.9.9}", "edge far"),
        ("{local: edge, peer: 'fd5b:7c1e:93a2:0::7'}", "edge pi"),
        ("{local: edge, peer: 10.3.42.99}", "edge 10.3.42.99"),
        ("{local: edge, peer: 'fd5b:7c1e:93a2:0::99'}", "edge fd5b:7c1e:93a2::99"),
        ("{local: edge, peer: '::ffff:10.3.42.7'}", "edge ::ffff:10.3.42.7"),
        ("{local: pi, peer: 10.21.0.1}", "pi edge"),
        ("{local: edge, peer: nobody}", "edge nobody"),
        ("{local: edge, peer: edge}", None),
        ("{local: edge, peer: 10.3.42.1}", None),
        ("{local: edge}", "edge "),
        ("{}", None),
    ],
)
def test_an_address_is_looked_for_where_the_other_end_is(session: str, expected: str | None) -> None:
    found = [f"{peering.first.name} {peering.second.name}" for peering in peerings(plan(session, rest=SITES))]
    assert found == ([] if expected is None else [expected])


def test_a_machine_is_all_that_is_written_under_its_id() -> None:
    other_plan = plan("{local: edge, peer: pi}", rest=SITES)
    edge, pi = (side.instance for side, _ in peerings(other_plan)[0].sides)
    assert edge
    assert pi
    assert list(map(str, edge.addresses)) == ["10.3.42.1", "10.21.0.1"]
    assert set(map(str, pi.addresses)) == {"10.3.42.7", "10.21.0.9", "fd5b:7c1e:93a2::7"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("routers: {name: r, product: linux, asn: 1}", [("r", "vendor", 1)]),
        ("routers: {name: r, product: vyos}", [("r", "frr", None)]),
        ("routers: {name: r}", [("r", "", None)]),
        (
            "{routers: {name: r, product: linux, asn: 1}, bgp: {speakers: {name: s, runs_on: r, product: bird}}}",
            [("s", "bird", 1)],
        ),
        (
            "{routers: {name: r, asn: 1}, bgp: {speakers: {name: s, runs_on: r, product: frr, asn: 2}}}",
            [("s", "frr", 2)],
        ),
        (
            (
                "{routers: {name: r, product: vyos, asn: 1},"
                " bgp: {speakers: [{name: s, runs_on: r, product: frr}, {name: t, runs_on: r, product: bird, asn: 3}]}}"
            ),
            [("s", "frr", 1), ("t", "bird", 3)],
        ),
        (
            (
                "{clusters: {name: k, cni: {product: Calico, bgp: true, asn: 4}},"
                " bgp: {speakers: [{name: s, runs_on: k, product: calico}, {name: t, runs_on: k, product: bird}]}}"
            ),
            [("s", "calico", 4), ("t", "bird", None)],
        ),
    ],
)
def test_what_is_listed_stands_for_what_was_implied(text: str, expected: list[tuple[str, str, int | None]]) -> None:
    plan = parse({"data/plan.yaml": text})
    assert [(speaker.id, speaker.product, speaker.asn) for speaker in speakers(plan)] == expected
    assert set(instances(plan)) == {name for name, _, _ in expected}


@pytest.mark.parametrize(
    ("cluster", "sessions", "expected"),
    [
        ("{name: k}", ["{local: k, peer: edge}", "{local: edge, peer: k}"], {"k edge": 2}),
        ("{name: k, nodes: [{name: n}]}", ["{local: k, peer: edge}", "{local: edge, peer: n}"], {"n edge": 2}),
        ("{name: k, nodes: [{name: n}]}", ["{local: n, peer: edge}", "{local: edge, peer: k}"], {"n edge": 2}),
        ("{name: k, nodes: [{name: n}, {name: m}]}", ["{local: k, peer: k}"], {"n m": 2}),
        ("{name: k, nodes: [{name: n}]}", ["{local: k, peer: k}"], {}),
        ("{name: k, nodes: [{name: n}]}", ["{local: n, peer: nobody}", "{local: nobody, peer: n}"], {"n nobody": 2}),
    ],
)
def test_a_cluster_of_which_nothing_is_said_has_sessions_too(
    cluster: str, sessions: list[str], expected: dict[str, int]
) -> None:
    other_plan = plan(*sessions, rest=f"routers: [{{name: edge}}]\nclusters: [{cluster}]\n")
    assert {
        f"{found.first.name} {found.second.name}": len(found.sessions) for found in peerings(other_plan)
    } == expected


def test_many_sessions_between_two_routers_are_joined_in_no_time() -> None:
    told = [
        SessionDescription("ab"[number % 2], "ba"[number % 2], None, None, None, f"10.1.{number // 250}.{number % 250}")
        for number in range(4000)
    ]
    assert Counter(len(peering.sessions) for peering in peerings(plan(*told))) == {2: 2000}
