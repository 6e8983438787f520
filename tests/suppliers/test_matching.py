"""Matching with registers: what counts needs an equal valid identifier, what looks alike is only suspected."""

from __future__ import annotations

import csv
import time
from collections import Counter
from datetime import date
from itertools import permutations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.registers import runts, snapshot
from socialimpact.registers.snapshot import RegisterName
from socialimpact.suppliers import identity, tags
from socialimpact.tables.book import read_book
from tests.registers.listed import add_list, add_runts
from tests.suppliers.spelled import ACTOR, Town, sightings

ROSSI, VERDI, BIANCHI = "00488410010", "07643520567", "00743110157"
APS = "97519070011"


@pytest.fixture
def town():
    return Town()


def standing(town, *names):
    columns = names or ("supplier_id", "kind", "evidence", "valid_from", "valid_to")
    return town.db.rows(f"select {', '.join(columns)} from tag where ended_at is null order by supplier_id, valid_from")


def counted(town):
    return [row for row in standing(town, "supplier_id", "kind", "evidence") if row[2] != "suspected"]


@pytest.mark.parametrize("column", ["vat", "tax"])
def test_an_equal_identifier_registers_whatever_the_name(town, column):
    (one,) = town.bring(f"name | {column}\nSole srl | {VERDI}")
    add_runts(town, "2024-06-01", f"tax | name\n{VERDI} | LUNA COOPERATIVA SOCIALE")
    town.match()
    assert standing(town) == [(one, "social_cooperative", "registered", None, None)]


def test_a_lists_vat_number_matches_a_tax_code(town):
    (one,) = town.bring(f"name | tax\nSole | {VERDI}")
    add_list(town, "2024-06-01", f"Nome | Partita IVA | Tipo\nSole | {VERDI} | B Corp")
    town.match()
    assert counted(town) == [(one, "b_corp", "registered")]


def test_nothing_but_an_equal_valid_identifier_or_a_person_counts(town):
    """Every way but those two: the same name and place, a wrong digit in both, a code, words, a foreign number."""
    town.bring(f"""
        name                             | vat         | tax  | code | town   | province
        Il Girasole cooperativa sociale  |             |      | 1    | Torino | TO
        La Luna cooperativa sociale      | 07643520568 |      | 2    | Torino | TO
        Il Sole cooperativa sociale      | DE{VERDI}   |      | 3    | Torino | TO
        Aiuto ODV                        |             | 9751907001 | 4 | Torino | TO
        07643520567                      |             |      | 07643520567 | |
    """)
    add_runts(
        town,
        "2024-06-01",
        f"""
        tax         | name                             | town   | province
        {BIANCHI}   | IL GIRASOLE COOPERATIVA SOCIALE  | TORINO | TO
        07643520568 | LA LUNA COOPERATIVA SOCIALE      | TORINO | TO
        {VERDI}     | IL SOLE COOPERATIVA SOCIALE      | TORINO | TO
        {APS}       | AIUTO ODV                        | TORINO | TO
        """,
    )
    town.match()
    assert counted(town) == []
    for evidence in ("registered", "documented"):
        with town.db.write(ACTOR) as tx, pytest.raises(Exception, match=r"register|document"):
            tags.begin(tx, 1, "social_cooperative", evidence, "I want it")
    assert counted(town) == []
    with town.db.write(ACTOR) as tx:
        tags.begin(tx, 1, "social_cooperative", "confirmed", "same address, asked them")
    town.match()
    assert counted(town) == [(1, "social_cooperative", "confirmed")]


def test_matching_twice_changes_nothing(town):
    town.bring(f"name | vat\nSole | {VERDI}\nGirasole coop. sociale |\nLuna srl | {ROSSI}")
    add_runts(town, "2024-06-01", f"tax | name\n{VERDI} | SOLE COOP SOCIALE\n{BIANCHI} | GIRASOLE COOPERATIVA SOCIALE")
    first = town.match()
    before = town.content()
    again = town.match()
    assert (first.registered, first.suspected, first.begun) == (1, 1, 2)
    assert (again.registered, again.suspected, again.begun, again.ended) == (1, 1, 0, 0)
    assert town.content() == before


def test_the_start_of_the_runts_does_not_bind_and_leaving_it_does(town):
    (one,) = town.bring(f"name | tax\nSole | {VERDI}")
    add_runts(town, "2024-01-31", f"tax | name\n{VERDI} | SOLE COOP SOCIALE\n{BIANCHI} | ALTRA")
    town.match()
    assert standing(town)[0][3:] == (None, None)
    add_runts(town, "2024-06-30", f"tax | name\n{BIANCHI} | ALTRA")
    town.match()
    assert standing(town) == [(one, "social_cooperative", "registered", None, date(2024, 1, 31))]
    (why,) = town.db.rows("select why from tag where ended_at is null and evidence = 'registered'")[0]
    assert "30 Jun 2024" in str(tags.unpack(why))


def test_a_first_appearance_in_a_later_list_is_no_start_either(town):
    (one,) = town.bring(f"name | tax\nSole | {VERDI}")
    add_runts(town, "2024-01-31", f"tax | name\n{BIANCHI} | ALTRA")
    add_runts(town, "2024-06-30", f"tax | name\n{VERDI} | SOLE COOP SOCIALE")
    town.match()
    assert standing(town) == [(one, "social_cooperative", "registered", None, None)]


LISTS = {
    "2024-01-31": f"tax | name | section\n{VERDI} | SOLE ODV | ORGANIZZAZIONI DI VOLONTARIATO",
    "2024-03-31": f"tax | name | section\n{VERDI} | SOLE APS | ASSOCIAZIONI DI PROMOZIONE SOCIALE",
    "2024-06-30": f"tax | name | section\n{BIANCHI} | ALTRA | IMPRESE SOCIALI",
    "2024-09-30": f"tax | name | section\n{VERDI} | SOLE APS | ASSOCIAZIONI DI PROMOZIONE SOCIALE",
}
OVER_TIME = [
    (1, "odv", "registered", None, date(2024, 3, 30)),
    (1, "aps", "registered", date(2024, 3, 31), date(2024, 3, 31)),
    (1, "aps", "registered", date(2024, 9, 30), None),
]


@pytest.mark.parametrize(
    "order", [list(LISTS), list(reversed(LISTS)), ["2024-06-30", "2024-01-31", "2024-09-30", "2024-03-31"]]
)
def test_lists_in_any_order_give_the_same_successive_tags(town, order):
    town.bring(f"name | tax\nSole | {VERDI}")
    for as_of in order:
        add_runts(town, as_of, LISTS[as_of])
        town.match()
    found = standing(town)
    assert sorted(found, key=str) == sorted(OVER_TIME, key=str)


def test_dates_of_a_list_of_ones_own_bind(town):
    (one,) = town.bring("name | vat\nAtelier | FR40303265045")
    add_list(
        town,
        "2024-06-01",
        "Nom | VAT number | Type | Valid from | Valid to\nAtelier | FR40303265045 | ESUS | 01/03/2019 | 28/02/2024",
    )
    town.match()
    assert standing(town) == [(one, "esus", "registered", date(2019, 3, 1), date(2024, 2, 28))]
    add_list(
        town,
        "2024-09-01",
        "Nom | VAT number | Type | Valid from | Valid to\nAtelier | FR40303265045 | ESUS | 01/07/2024 | 30/06/2029",
    )
    town.match()
    assert standing(town) == [
        (one, "esus", "registered", date(2019, 3, 1), date(2024, 2, 28)),
        (one, "esus", "registered", date(2024, 7, 1), date(2029, 6, 30)),
    ]


def test_a_vat_group_registers_only_the_member_that_is_listed(town):
    group = "11991500015"
    member, other, unclear = town.bring(
        f"name | vat | tax\nSole | {group} | {VERDI}\nLuna | {group} | {ROSSI}\nStella | {group} |"
    )
    add_list(
        town,
        "2024-06-01",
        f"""
        Nome  | Codice fiscale | Partita IVA | Tipo
        Sole  | {VERDI}        | {group}     | B Corp
        Terra | {BIANCHI}      | {group}     | B Corp
        """,
    )
    town.match()
    assert [row[0] for row in counted(town)] == [member]
    assert len({member, other, unclear}) == 3


def test_two_kinds_at_once_are_two_tags(town):
    (one,) = town.bring(f"name | vat\nSole | {VERDI}")
    add_runts(town, "2024-06-01", f"tax | name\n{VERDI} | SOLE COOPERATIVA SOCIALE")
    add_list(town, "2024-06-01", f"Nome | Partita IVA | Tipo\nSole | {VERDI} | Cooperativa sociale tipo B")
    town.match()
    assert Counter(row[1] for row in counted(town)) == {"social_cooperative": 1, "social_cooperative_b": 1}
    assert {row[0] for row in counted(town)} == {one}


def test_homonyms_are_suspected_only_where_nothing_contradicts(town):
    """The cases that real registers are full of."""
    ids = town.bring(f"""
        name                               | vat     | tax         | town    | province
        DEDALO società cooperativa sociale |         |             | Novara  | NO
        TEKNE s.r.l.                       | {ROSSI} |             |         |
        Associazione Senzaspine APS        |         | 91350050372 |         |
        Aurora S.p.A.                      |         |             |         |
        Il Ponte coop. sociale             | 00881841001 |         |         |
        Aiuto ODV                          | 00905811006 |         |         |
    """)
    add_runts(
        town,
        "2024-06-01",
        f"""
        tax         | name                          | section                          | town    | province
        {VERDI}     | DEDALO COOPERATIVA SOCIALE    | IMPRESE SOCIALI                  | PERUGIA | PG
        01234510018 | TEKNE COOPERATIVA SOCIALE     | IMPRESE SOCIALI                  | TORINO  | TO
        90115720279 | ASSOCIAZIONE SENZASPINE APS   | ASSOCIAZIONI DI PROMOZIONE SOCIALE | BOLOGNA | BO
        97655750582 | AURORA ETS                    | ALTRI ENTI DEL TERZO SETTORE     | ROMA    | RM
        {BIANCHI}   | IL PONTE COOPERATIVA SOCIALE  | IMPRESE SOCIALI                  | TORINO  | TO
        {APS}       | AIUTO ODV                     | ORGANIZZAZIONI DI VOLONTARIATO   | TORINO  | TO
        """,
    )
    town.match()
    suspected = {row[0]: row[1:] for row in standing(town, "supplier_id", "kind", "register_id")}
    # only words: the namesakes sit in another province, or have another number
    assert suspected[ids[0]] == ("social_cooperative", None)
    assert suspected[ids[2]] == ("aps", None)
    assert suspected[ids[4]] == ("social_cooperative", None)
    assert ids[1] not in suspected
    assert ids[3] not in suspected
    # an association's VAT number is never its tax code, so a different one contradicts nothing
    assert suspected[ids[5]] == ("odv", 1)


def test_a_near_name_is_suspected_and_a_number_in_it_is_not_overlooked(town):
    near, other = town.bring("name\nFondazione Montagnana Riccardi\nGlobal Service 2006 coop.")
    add_runts(
        town,
        "2024-06-01",
        f"""
        tax     | name                          | section
        {APS}   | FONDAZIONE MONTAGNANA RICARDI | ALTRI ENTI DEL TERZO SETTORE
        {VERDI} | GLOBAL SERVICE 2005 SOC. COOP. SOCIALE | IMPRESE SOCIALI
        """,
    )
    town.match()
    assert standing(town, "supplier_id", "kind", "register_id") == [
        (near, "altro_ets", 1),
        (other, "other_cooperative", None),
    ]


def test_one_suspicion_a_supplier_and_none_beside_what_counts(town):
    one, two = town.bring(f"name | vat\nGirasole cooperativa sociale |\nGirasole coop. sociale | {VERDI}")
    add_runts(
        town,
        "2024-06-01",
        f"tax | name\n{VERDI} | GIRASOLE COOPERATIVA SOCIALE\n{BIANCHI} | GIRASOLE COOPERATIVA SOCIALE\n",
    )
    town.match()
    assert one == two
    assert standing(town, "supplier_id", "evidence") == [(one, "registered")]


def test_what_a_person_ended_is_not_begun_again(town):
    town.bring("name\nGirasole cooperativa sociale")
    town.match()
    (tag_id,) = standing(town, "tag_id")[0]
    with town.db.write(ACTOR) as tx:
        tags.end(tx, tag_id, "a bar of that name")
    town.match()
    assert standing(town) == []


def test_a_supplier_without_a_place_takes_its_entrys(town):
    one, two = town.bring(f"name | tax | town\nSole | {VERDI} |\nLuna | {BIANCHI} | Milano")
    text = f"tax | name | town | province\n{VERDI} | SOLE COOP SOCIALE | TORINO | TO\n{BIANCHI} | LUNA ETS | ROMA | RM"
    add_runts(town, "2024-06-01", text)
    town.match()
    assert (town.supplier(one)["municipality_code"], town.supplier(one)["place_source"]) == ("001272", "register")
    assert (town.supplier(two)["municipality_code"], town.supplier(two)["place_source"]) == ("015146", "ledger")
    town.bring(f"name | tax | town\nSole | {VERDI} | Novara")
    assert (town.supplier(one)["municipality_code"], town.supplier(one)["place_source"]) == ("003106", "ledger")


bodies = st.sampled_from([VERDI, BIANCHI, ROSSI])
sections = st.sampled_from(["IMPRESE SOCIALI", "ALTRI ENTI DEL TERZO SETTORE"])


@settings(max_examples=10, deadline=None)
@given(st.lists(st.dictionaries(bodies, sections, min_size=1), min_size=2, max_size=3))
def test_any_order_of_lists_gives_the_same(lists):
    found = set()
    dated = [(f"2024-0{number}-01", content) for number, content in enumerate(lists, start=1)]
    for order in permutations(dated):
        town = Town()
        town.bring("name | tax\n" + "\n".join(f"S{code} | {code}" for code in (VERDI, BIANCHI, ROSSI)))
        for as_of, content in order:
            rows = "\n".join(f"{code} | N{code} | {section}" for code, section in content.items())
            add_runts(town, as_of, f"tax | name | section\n{rows}")
            town.match()
        found.add(tuple(sorted(map(str, standing(town)))))
    assert len(found) == 1


def test_the_real_register_finds_every_supplier_that_is_in_it_and_no_other(samples):
    """Twelve municipalities' suppliers by their real codes: precision and recall of `registered` are 1."""
    with (samples / "matching" / "suppliers.csv").open(encoding="utf-8") as file:
        names = [row["supplier_name"] for row in csv.DictReader(file)]
    with (samples / "matching" / "truth.csv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    town = Town()
    empty = pa.nulls(len(names), pa.string())
    table = pa.table(
        {
            **dict.fromkeys(sightings("name\nx").column_names, empty),
            "sighting": pa.array(range(len(names))),
            "name": pa.array(names),
            "tax_code": pa.array([row["tax_code"] for row in truth]),
            "lines": pa.array([1] * len(names)),
        }
    )
    with town.db.write(ACTOR) as tx:
        found = identity.assign(tx, 1, 1, table).as_dict()
    book = read_book(samples / "registers" / "runts_layout_from_5x1000.xlsx")
    with town.db.write(ACTOR) as tx:
        reading = runts.read(book, tx)
        snapshot.keep(
            tx, RegisterName("runts", "RUNTS", None, None, start_binds=False), date(2023, 7, 1), book, reading
        )
    start = time.process_time()
    town.match()
    assert time.process_time() - start < 5
    registered = set(town.db.rows("select supplier_id from tag where evidence = 'registered' and ended_at is null"))
    true = {(found[place],) for place, row in enumerate(truth) if row["register_tax_code"]}
    assert registered == true
    assert len(true) > 300
