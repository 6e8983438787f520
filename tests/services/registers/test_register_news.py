"""What a list would change, told before it is added: its news, our suppliers' tags, the figures of past years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, Refused
from socialimpact.services.registers import register_news, registering
from socialimpact.services.registers.register_reading import Wanted
from socialimpact.services.workspace import Workspace
from tests.store_with import OWNER, workspace_with

SOLE, LUNA, TERRA, MARE = "07643520567", "00743110157", "00488410010", "11991500015"
HEADER = "Denominazione;Codice fiscale;Tipo;Comune;Provincia;Valido dal;Valido al\n"
FIRST = HEADER + (
    f"Sole coop;{SOLE};Cooperativa sociale tipo B;Torino;TO;;\n"
    f"Luna coop;{LUNA};Cooperativa sociale tipo A;Milano;MI;;\n"
    f"Senza codice;;Cooperativa sociale tipo A;Novara;NO;;\n"
    f"Codice errato;07643520568;Cooperativa sociale tipo A;Novara;NO;;\n"
)
SECOND = HEADER + (
    f"Luna Nuova coop;{LUNA};Cooperativa sociale tipo A+B;Roma;RM;;31/12/2030\n"
    f"Terra coop;{TERRA};Cooperativa sociale tipo B;Cuneo;CN;;\n"
    f"Senza codice;;Cooperativa sociale tipo A;Novara;NO;;\n"
    f"Codice errato;07643520568;Cooperativa sociale tipo A;Novara;NO;;\n"
)
LINES = """
    date       | supplier | amount
    2023-03-01 | Sole     | 1000.00
    2024-03-01 | Sole     | 1000.00
    2025-03-01 | Sole     |  500.00
    2024-03-01 | Luna     |  200.00
    2024-05-01 | Terra    |  300.00
    2024-05-01 | Mare     | 1500.00
"""


@pytest.fixture
def ws(tmp_path: Path):
    suppliers = f"name | vat\nSole | {SOLE}\nLuna | {LUNA}\nTerra | {TERRA}\nMare | {MARE}"
    with workspace_with(tmp_path / "home", LINES, suppliers=suppliers) as workspace:
        yield workspace


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def add(ws: Workspace, path: Path, as_of: str, **more: object) -> int:
    return registering.add_register(
        ws, OWNER, "generic", path, as_of=date.fromisoformat(as_of), register_name="Albo", **more
    ).snapshot_id


def rehearsed(ws: Workspace, path: Path, as_of: str) -> register_news.Rehearsed:
    return register_news.rehearse_register(
        ws, OWNER, path, Wanted("generic", date.fromisoformat(as_of), register_name="Albo")
    )


def state(ws: Workspace) -> str:
    """All that a list can change, as one text."""
    tables = ("register", "register_snapshot", "register_entry", "tag", "spend", "event", "mapping", "data_version")
    return str([ws.db.rows(f"select * from {table} order by all") for table in tables])


def test_news_tags_and_figures_are_told_and_nothing_is_written(ws, tmp_path):
    add(ws, saved(tmp_path, "one.csv", FIRST), "2024-01-31")
    before = state(ws)
    seen = rehearsed(ws, saved(tmp_path, "two.csv", SECOND), "2024-06-30")
    assert state(ws) == before
    assert dict(seen.since.counts) == {"appeared": 1, "left": 1, "moved": 1, "kind": 1, "name": 1, "dates": 1}
    assert [row["name"] for row in seen.since.rows["left"]] == ["Sole coop"]
    (moved,) = seen.since.rows["moved"]
    assert (moved["place_before"], moved["place"]) == ("Milano (MI)", "Roma (RM)")
    (kind,) = seen.since.rows["kind"]
    assert (kind["kind_before"], kind["kind"]) == ("social_cooperative_a", "social_cooperative_ab")
    assert seen.until is None
    assert {(change.supplier, change.sort, change.kind) for change in seen.tags} == {
        ("Sole", "ends", "social_cooperative_b"),
        ("Luna", "ends", "social_cooperative_a"),
        ("Luna", "begins", "social_cooperative_ab"),
        ("Terra", "begins", "social_cooperative_b"),
    }
    by_year = {change.year: (change.spend_before, change.spend_after) for change in seen.years}
    assert by_year == {
        2024: (Decimal("1200.00"), Decimal("500.00")),
        2025: (Decimal("500.00"), Decimal("0.00")),
    }, "2023 lies before the last list that has Sole"


def test_a_first_list_has_no_news_but_its_effect(ws, tmp_path):
    seen = rehearsed(ws, saved(tmp_path, "one.csv", FIRST), "2024-01-31")
    assert seen.since is None
    assert [(change.supplier, change.sort) for change in seen.tags] == [("Sole", "begins"), ("Luna", "begins")]
    assert [(change.year, change.share_before) for change in seen.years] == [(2023, 0.0), (2024, 0.0), (2025, 0.0)]
    assert seen.fields["tax_code"] == "Codice fiscale"


def test_what_was_rehearsed_is_what_comes(ws, tmp_path):
    add(ws, saved(tmp_path, "one.csv", FIRST), "2024-01-31")
    path = saved(tmp_path, "two.csv", SECOND)
    seen = rehearsed(ws, path, "2024-06-30")
    add(ws, path, "2024-06-30")
    social = dict(ws.db.rows("select year, sum(net_amount) from spend where evidence = 'registered' group by year"))
    for change in seen.years:
        assert change.spend_after == social.get(change.year, Decimal("0.00"))


def test_a_list_added_between_two_is_held_against_both(ws, tmp_path):
    add(ws, saved(tmp_path, "one.csv", FIRST), "2024-01-31")
    add(ws, saved(tmp_path, "three.csv", SECOND), "2024-12-31")
    seen = rehearsed(
        ws, saved(tmp_path, "two.csv", FIRST + f"Mare;{MARE};Cooperativa sociale B;Asti;AT;;\n"), "2024-06-30"
    )
    assert (seen.since.counts["appeared"], seen.since.counts["left"]) == (1, 0)
    assert (seen.until.counts["appeared"], seen.until.counts["left"]) == (1, 2)
    assert ("Mare", "begins") in {(change.supplier, change.sort) for change in seen.tags}


def test_the_same_list_twice_is_refused_and_changes_nothing(ws, tmp_path):
    path = saved(tmp_path, "one.csv", FIRST)
    add(ws, path, "2024-01-31")
    before = state(ws)
    for attempt in (
        lambda: add(ws, path, "2024-06-30"),
        lambda: rehearsed(ws, path, "2024-06-30"),
        lambda: add(ws, saved(tmp_path, "again.csv", FIRST + "\n\n"), "2024-01-31"),
    ):
        with pytest.raises(Refused, match="already"):
            attempt()
    assert state(ws) == before


def test_the_same_content_on_another_day_changes_no_tag(ws, tmp_path):
    add(ws, saved(tmp_path, "one.csv", FIRST), "2024-01-31")
    seen = rehearsed(ws, saved(tmp_path, "same.csv", FIRST + "\n"), "2024-06-30")
    assert set(seen.since.counts.values()) == {0}
    assert (seen.tags, seen.years, seen.asks) == ((), (), None)


def standing(ws: Workspace) -> list[tuple[object, ...]]:
    return ws.db.rows(
        "select supplier_id, kind, valid_from, valid_to from tag where ended_at is null and evidence = 'registered'"
        " order by all"
    )


def test_the_order_of_adding_does_not_matter(tmp_path):
    lists = {"2024-01-31": FIRST, "2024-06-30": SECOND, "2024-12-31": FIRST + f"Mare;{MARE};B Corp;Asti;AT;;\n"}
    suppliers = f"name | vat\nSole | {SOLE}\nLuna | {LUNA}\nTerra | {TERRA}\nMare | {MARE}"
    found = set()
    for number, order in enumerate(permutations(lists)):
        with workspace_with(tmp_path / f"home{number}", LINES, suppliers=suppliers) as ws:
            for as_of in order:
                add(ws, saved(tmp_path, f"{as_of}.csv", lists[as_of]), as_of, accept_losses=True)
            found.add(str(standing(ws)) + str(ws.db.rows("select line_id, kind from spend order by 1")))
    assert len(found) == 1


def numbered(size: int) -> list[str]:
    """That many valid Italian numbers."""
    found = []
    number = 1
    while len(found) < size:
        head = f"{number:07}001"
        found.append(head + _check(head))
        number += 1
    return found


def _check(head: str) -> str:
    total = sum(
        int(digit) if place % 2 == 0 else sum(map(int, str(int(digit) * 2))) for place, digit in enumerate(head)
    )
    return str(-total % 10)


def albo(codes: list[str]) -> str:
    return HEADER + "".join(f"Coop {code};{code};Cooperativa sociale tipo B;Torino;TO;;\n" for code in codes)


def test_a_list_with_a_tenth_of_its_rows_gone_changes_those_alone(tmp_path):
    codes = numbered(40)
    lines = "date | supplier | amount\n" + "\n".join(f"2025-01-0{1 + n % 9} | S{n} | 10.00" for n in range(40))
    suppliers = "name | vat\n" + "\n".join(f"S{n} | {code}" for n, code in enumerate(codes))
    with workspace_with(tmp_path / "home", lines, suppliers=suppliers) as ws:
        add(ws, saved(tmp_path, "one.csv", albo(codes)), "2024-01-31")
        before = standing(ws)
        gone = {3, 11, 22, 37}
        kept = [code for n, code in enumerate(codes) if n not in gone]
        add(ws, saved(tmp_path, "two.csv", albo(kept)), "2024-06-30")
        after = standing(ws)
        ended = {row[0] for row in after if row[3] == date(2024, 1, 31)}
        assert ended == {n + 1 for n in gone}
        assert [row for row in before if row[0] not in ended] == [row for row in after if row[0] not in ended]
        # the rows come back with the next list; the days between are not counted
        add(ws, saved(tmp_path, "three.csv", albo(codes) + "\n"), "2024-12-31")
        assert {row[0] for row in standing(ws) if row[2] == date(2024, 12, 31)} == ended
        assert len([row for row in standing(ws) if row[2] is None and row[3] is None]) == 36


def test_a_list_that_lost_much_asks_first(tmp_path):
    codes = numbered(40)
    suppliers = "name | vat\n" + "\n".join(f"S{n} | {code}" for n, code in enumerate(codes[:5]))
    lines = "date | supplier | amount\n2025-01-01 | S0 | 10.00"
    with workspace_with(tmp_path / "home", lines, suppliers=suppliers) as ws:
        add(ws, saved(tmp_path, "one.csv", albo(codes)), "2024-01-31")
        before = state(ws)
        small = saved(tmp_path, "small.csv", albo(codes[:30]))
        assert "10 of the 40 entries" in str(rehearsed(ws, small, "2024-06-30").asks)
        with pytest.raises(Refused, match="10 of the 40 entries") as refused:
            add(ws, small, "2024-06-30")
        assert refused.value.code == "losses_suspicious"
        ours = saved(tmp_path, "ours.csv", albo(codes[3:]))
        assert "3 of the 5 suppliers of yours" in str(rehearsed(ws, ours, "2024-06-30").asks)
        with pytest.raises(Refused, match="3 of the 5 suppliers"):
            add(ws, ours, "2024-06-30")
        assert state(ws) == before
        add(ws, ours, "2024-06-30", accept_losses=True)
        assert len([row for row in standing(ws) if row[3] is not None]) == 3


def test_a_list_is_taken_back_with_what_followed_from_it(ws, tmp_path):
    add(ws, saved(tmp_path, "one.csv", FIRST), "2024-01-31")
    before = standing(ws)
    number = add(ws, saved(tmp_path, "two.csv", SECOND), "2024-06-30", accept_losses=True)
    assert standing(ws) != before
    registering.remove_snapshot(ws, OWNER, number)
    assert standing(ws) == before
    (event,) = ws.db.dicts("select * from event where what = 'remove register'")
    assert "two.csv" in event["before"]
    assert add(ws, saved(tmp_path, "two.csv", SECOND), "2024-06-30", accept_losses=True)


def test_two_lists_that_are_there_are_compared(ws, tmp_path):
    one = add(ws, saved(tmp_path, "one.csv", FIRST), "2024-01-31")
    two = add(ws, saved(tmp_path, "two.csv", SECOND), "2024-06-30", accept_losses=True)
    assert register_news.between(ws, OWNER, one) is None
    news = register_news.between(ws, OWNER, two)
    assert news.as_json() == register_news.between(ws, OWNER, two, one).as_json()
    assert news.counts["appeared"] == 1
    with pytest.raises(Refused, match="no list 99"):
        register_news.between(ws, OWNER, 99)


def test_who_may_not_add_may_not_rehearse(ws, tmp_path):
    with pytest.raises(NotAllowed):
        register_news.rehearse_register(
            ws, Actor("Bea", "viewer"), saved(tmp_path, "one.csv", FIRST), Wanted("generic", date(2024, 1, 31))
        )
