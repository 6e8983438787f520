"""Which writings are one supplier, asked of the pure function: above all, what is never joined."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.suppliers.clusters import Writing, cluster

writings = st.lists(
    st.builds(
        Writing,
        group=st.one_of(st.none(), st.none(), st.integers(1, 3)),
        ids=st.one_of(
            st.just(()),
            st.tuples(st.sampled_from("VWXY")),
            st.tuples(st.sampled_from("VWXY"), st.sampled_from("VWXY")),
        ),
        code=st.one_of(st.none(), st.sampled_from(["1", "2", "3"])),
        key=st.one_of(st.none(), st.sampled_from(["ALFA", "BETA", "GAMMA"])),
        family=st.one_of(st.none(), st.sampled_from(["limited_company", "cooperative", "foundation"])),
        place=st.one_of(st.none(), st.sampled_from(["TO", "MI"])),
    ),
    max_size=12,
)


def parts(items, labels):
    found = defaultdict(list)
    for item, label in zip(items, labels, strict=True):
        found[label].append(item)
    return list(found.values())


@settings(max_examples=400)
@given(writings)
def test_a_supplier_has_one_identifier_or_two_that_stand_on_one_row(items):
    fresh = [item._replace(group=None) for item in items]
    labels, _ = cluster(fresh)
    for part in parts(fresh, labels):
        ids = {value for item in part for value in item.ids}
        assert len(ids) <= 2
        if len(ids) == 2:
            assert any(set(item.ids) == ids for item in part)


@settings(max_examples=300)
@given(writings, st.randoms())
def test_the_order_of_rows_changes_nothing(items, random):
    fresh = [item._replace(group=None) for item in items]
    shuffled = list(enumerate(fresh))
    random.shuffle(shuffled)
    straight, _ = cluster(fresh)
    turned, _ = cluster([item for _, item in shuffled])
    back = {number: label for (number, _), label in zip(shuffled, turned, strict=True)}
    one = {frozenset(n for n in range(len(fresh)) if straight[n] == label) for label in straight}
    other = {frozenset(n for n in back if back[n] == label) for label in back.values()}
    assert one == other


@settings(max_examples=200)
@given(writings)
def test_what_the_store_holds_together_stays_together(items):
    labels, _ = cluster(items)
    groups = defaultdict(set)
    for item, label in zip(items, labels, strict=True):
        if item.group is not None:
            groups[item.group].add(label)
    assert all(len(found) == 1 for found in groups.values())


def test_a_collective_account_joins_nobody():
    items = [Writing(code="9999", key=f"NAME {number}") for number in range(8)]
    labels, contradictions = cluster(items)
    assert len(set(labels)) == 8
    assert [found.code for found in contradictions] == ["collective_code"]


def test_a_vat_group_is_not_one_supplier():
    items = [Writing(ids=("V", "C1")), Writing(ids=("V", "C2")), Writing(ids=("C1",)), Writing(ids=("V",))]
    labels, contradictions = cluster(items)
    assert labels[2] == labels[0] != labels[1]
    assert labels[3] not in labels[:3]
    assert [(found.code, found.value) for found in contradictions] == [("identifier_with_several", "V")]


def test_a_number_alone_stays_with_the_pair_that_the_store_knows():
    items = [Writing(group=7, ids=("V", "C1")), Writing(ids=("V", "C2")), Writing(ids=("V",))]
    labels, _ = cluster(items)
    assert labels[2] == labels[0] != labels[1]
