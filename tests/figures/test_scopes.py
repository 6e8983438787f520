from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.errors import NotFound
from socialimpact.figures import scopes
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

LINES = """
    date       | supplier | amount
    2024-01-01 | CoopB    |   1.00
    2024-01-01 | Aps      |   2.00
    2024-01-01 | Dairy    |   4.00
    2024-01-01 | Says     |   8.00
    2024-01-01 | Perhaps  |  16.00
    2024-01-01 | Benefit  |  32.00
    2024-01-01 | Plain    |  64.00
    """
TAGS = """
    supplier | kind                 | evidence
    CoopB    | social_cooperative_b | registered
    Aps      | aps                  | registered
    Dairy    | other_cooperative    | confirmed
    Says     | impresa_sociale      | declared
    Perhaps  | social_cooperative   | suspected
    Benefit  | societa_benefit      | registered
    """
FIGURES = ["social_spend", "possible_social_spend", "impact_driven_spend", "addressable_spend"]


def figures(store, **chosen):
    row = query(store, FIGURES, where=Selection(**chosen), actor=OWNER).rows[0]
    return [int(row[key]) for key in FIGURES]


def test_only_evidence_that_counts_and_kinds_of_the_scope_are_social():
    store = store_with(LINES, tags=TAGS)
    assert figures(store) == [1, 8 + 16, 32, 127]
    assert figures(store, scope="social_enterprises") == [1, 8 + 16, 32, 127]
    assert figures(store, scope="social_economy") == [1 + 2 + 4, 8 + 16, 32, 127]


def test_a_supplier_s_own_word_counts_where_the_organisation_says_so():
    store = store_with(LINES, tags=TAGS, settings={"declared_counts": "true"})
    assert figures(store) == [1 + 8, 16, 32, 127]


def test_a_guess_never_counts_whatever_is_set():
    for counts in ("true", "false"):
        store = store_with(LINES, tags=TAGS, settings={"declared_counts": counts})
        for scope in scopes.scopes(store):
            assert not query(
                store, ["social_spend"], where=Selection(scope=scope.key, suppliers=(5,)), actor=OWNER
            ).value("social_spend")


def test_another_scope_or_local_rule_needs_no_rebuild():
    store = store_with(
        LINES,
        tags=TAGS,
        sites="name | municipality | default\nWorks | Torino | yes",
        suppliers="name | municipality\nPlain | Moncalieri\nCoopB | Torino\nAps | Cuneo",
    )
    with store.write(OWNER) as tx:
        tx.execute("create or replace table kept_spend as select * from spend")
        tx.insert("scope", {"scope_key": "own_dairies", "name": "Dairies", "kinds": ["other_cooperative"]})
        tx.insert("setting", {"key": "scope", "value": "own_dairies"})
        tx.insert("setting", {"key": "local_rule", "value": "municipality"})
    assert figures(store)[0] == 4
    local = [
        query(store, ["local_spend"], where=Selection(local_rule=rule), actor=OWNER).value("local_spend")
        for rule in (None, "province", "region", "radius:1", "radius:30", "radius:100")
    ]
    assert local == [Decimal(value) for value in ("1", "65", "67", "1", "65", "67")]
    assert store.value("select count(*) from (select * from spend except select * from kept_spend)") == 0


def test_an_unknown_scope_is_refused_with_those_there_are():
    with pytest.raises(NotFound, match=r"no scope “charity”.*social_enterprises, social_economy"):
        scopes.scope(store_with(), "charity")


def test_the_conditions_are_never_unknown():
    store = store_with(LINES, tags=TAGS)
    for scope in scopes.scopes(store):
        for declared in (True, False):
            conditions = [scopes.predicate_sql(scope, declared), scopes.possible_sql(scope, declared)]
            conditions += [scopes.impact_sql(declared), scopes.counted_sql(declared)]
            for condition in conditions:
                assert store.value(f"select count(*) from spend where ({condition}) is null") == 0
            both = " and ".join(conditions[:2])
            assert store.value(f"select count(*) from spend where {both}") == 0


def test_kinds_that_are_no_plain_words_are_never_written_into_sql():
    bad = scopes.Scope("x", scopes.plain("x"), ("aps') or true --",), scopes.plain("x"))
    with pytest.raises(ValueError, match="aps"):
        scopes.predicate_sql(bad)
