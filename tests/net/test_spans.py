"""Runs of addresses, against a slow and obvious answer: every run compared with every other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cidrbook.net.spans import Domain, Span, Spans, overlap

HERE: Domain = (("", ""), 4)
ELSEWHERE: Domain = (("", "cabin"), 4)
SIX: Domain = (("", ""), 6)


def span(domain: Domain, ends: list[int], owner: int) -> Span[int]:
    return Span(domain, min(ends), max(ends), owner)


SPANS = st.lists(
    st.tuples(st.sampled_from([HERE, HERE, ELSEWHERE, SIX]), st.lists(st.integers(0, 60), min_size=2, max_size=2)),
    max_size=14,
).map(lambda rows: [span(domain, ends, owner) for owner, (domain, ends) in enumerate(rows)])
ENDS = st.lists(st.integers(0, 60), min_size=2, max_size=2).map(sorted)


def addresses(span: Span[int]) -> set[int]:
    return set(range(span.first, span.last + 1))


@given(SPANS, ENDS)
def test_a_span_is_met_exactly_when_some_span_of_the_domain_has_one_of_the_addresses(
    spans: list[Span[int]], ends: list[int]
) -> None:
    asked = set(range(ends[0], ends[1] + 1))
    meeting = [other_span for other_span in spans if other_span.domain == HERE and addresses(other_span) & asked]
    found = Spans(spans).meeting(HERE, *ends)
    assert (found is None) == (not meeting)
    assert found is None or (found in meeting and found.last == max(span.last for span in meeting))


@given(SPANS, ENDS)
def test_a_span_holds_addresses_exactly_when_it_has_all_of_them(spans: list[Span[int]], ends: list[int]) -> None:
    asked = set(range(ends[0], ends[1] + 1))
    holding = [span for span in spans if span.domain == HERE and asked <= addresses(span)]
    found = Spans(spans).holding(HERE, *ends)
    assert found in holding if holding else found is None


@given(SPANS)
def test_every_span_that_overlaps_one_before_it_is_found_once_with_one_that_it_overlaps(spans: list[Span[int]]) -> None:
    order = sorted(spans, key=lambda span: (span.domain, span.first, -span.last, span.owner))
    expected = {
        other_span.owner
        for index, other_span in enumerate(order)
        if any(
            before.domain == other_span.domain and addresses(before) & addresses(other_span) for before in order[:index]
        )
    }
    found = list(Spans(spans).overlaps())
    assert sorted(later.owner for _, later in found) == sorted(expected)
    assert all(before.domain == later.domain and addresses(before) & addresses(later) for before, later in found)


@given(SPANS, ENDS)
def test_the_spans_within_are_those_that_begin_there(spans: list[Span[int]], ends: list[int]) -> None:
    found = Spans(spans).within(HERE, *ends)
    assert {span.owner for span in found} == {
        other_span.owner for other_span in spans if other_span.domain == HERE and ends[0] <= other_span.first <= ends[1]
    }
    assert [own_span.first for own_span in found] == sorted(span.first for span in found)


@given(SPANS, ENDS)
def test_gaps_are_the_longest_runs_of_addresses_that_no_span_has(spans: list[Span[int]], ends: list[int]) -> None:
    taken = set().union(*(addresses(span) for span in spans if span.domain == HERE))
    free = [number for number in range(ends[0], ends[1] + 1) if number not in taken]
    runs: list[tuple[int, int]] = []
    for number in free:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    assert list(Spans(spans).gaps(HERE, *ends)) == runs


@given(SPANS)
def test_all_spans_are_given_again_and_none_is_nothing(spans: list[Span[int]]) -> None:
    assert sorted(span.owner for span in Spans(spans)) == list(range(len(spans)))
    assert bool(Spans(spans)) == bool(spans)
    assert all(other_span.size == len(addresses(other_span)) for other_span in spans)


SPAN = SPANS.filter(bool).map(lambda spans: spans[0])


@given(SPAN, SPAN)
def test_two_runs_overlap_exactly_when_they_have_an_address_of_one_family_in_common(
    one: Span[int], other: Span[int]
) -> None:
    expected = one.version == other.version and bool(addresses(one) & addresses(other))
    assert overlap(one, other) is expected
