"""One supplier from many spellings, across imports, and back again."""

from __future__ import annotations

import csv
import time
from collections import defaultdict

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.store import Database
from socialimpact.suppliers import identity, tags
from socialimpact.suppliers.identifiers import identify
from tests.suppliers.spelled import ACTOR, Town, sightings

ROSSI, VERDI, BIANCHI = "00488410010", "07643520567", "00743110157"
PERSON = "RCCMNL83S18D969H"


@pytest.fixture
def town():
    return Town()


def test_the_vat_number_joins_whatever_the_name(town):
    one, two, three = town.bring(f"""
        name              | vat
        Rossi S.r.l.      | {ROSSI}
        ROSSI SRL TORINO  | IT {ROSSI}
        Bianchi           | {ROSSI.lstrip("0")}
    """)
    assert one == two == three
    assert town.supplier(one)["vat_number"] == ROSSI


def test_a_vat_number_that_equals_a_tax_code_is_the_same_body(town):
    one, two = town.bring(f"name | vat | tax\nRossi | {ROSSI} |\nRossi e C. | | {ROSSI}")
    assert one == two
    assert (town.supplier(one)["vat_number"], town.supplier(one)["tax_code"]) == (ROSSI, ROSSI)


def test_a_tax_code_in_the_vat_column_finds_its_place(town):
    (one,) = town.bring(f"name | vat | tax\nMario Rossi | {PERSON} | {VERDI}")
    assert (town.supplier(one)["vat_number"], town.supplier(one)["tax_code"]) == (VERDI, PERSON)
    (two,) = town.bring(f"name | vat | tax\nRossi Mario | {VERDI} | {PERSON}")
    (three,) = town.bring(f"name | vat\nRossi Mario | {PERSON}")
    assert one == two == three
    assert (town.supplier(one)["vat_number"], town.supplier(one)["tax_code"]) == (VERDI, PERSON)


def test_one_row_with_both_numbers_joins_suppliers_that_lived_apart(town):
    (vat,) = town.bring(f"name | vat\nMario | {VERDI}")
    (tax,) = town.bring(f"name | tax\nM. Rossi impianti | {PERSON}")
    assert vat != tax
    (both,) = town.bring(f"name | vat | tax\nRossi Mario | {VERDI} | {PERSON}")
    assert both == vat
    assert town.keeper(tax) == vat
    assert [row["supplier_id"] for row in town.suppliers()] == [vat]
    town.undo(3)
    assert town.keeper(tax) == tax
    assert (town.supplier(vat)["tax_code"], town.supplier(tax)["tax_code"]) == (None, PERSON)


def test_ledger_code_joins_within_a_company_only(town):
    one, two = town.bring("name | code\nRossi impianti | F1\nRossi Mario | F1")
    (elsewhere,) = town.bring("name | code\nVerdi | F1", company=2)
    assert one == two != elsewhere
    (later,) = town.bring("name | code\nRossi & figli impianti | F1")
    assert later == one


def test_a_code_or_name_never_joins_two_valid_numbers(town):
    one, two, named = town.bring(f"""
        name      | code | vat
        Rossi srl | F1   | {ROSSI}
        Rossi srl | F1   | {VERDI}
        Rossi srl | F1   |
    """)
    assert len({one, two, named}) == 3
    assert "code_with_several_identifiers" in town.codes()


def test_a_name_joins_the_one_supplier_that_has_it(town):
    one, two, three = town.bring(f"""
        name             | vat     | town   | province
        Rossi S.r.l.     | {ROSSI} | Torino | TO
        ROSSI SRL        |         |        |
        Rossi srl        |         | Milano | MI
    """)
    assert one == two != three


def test_homonyms_stay_apart():
    town = Town()
    coop, srl, unclear = town.bring(f"""
        name                      | vat
        Tekne cooperativa sociale | {VERDI}
        Tekne s.r.l.              | {ROSSI}
        Tekne                     |
    """)
    assert len({coop, srl, unclear}) == 3
    (again,) = town.bring("name\nTEKNE SRL")
    assert again == srl


def test_homonyms_in_two_towns_stay_apart(town):
    """DEDALO is one body in Novara and another in Perugia; only a row that says where joins either."""
    novara, perugia, somewhere, there = town.bring("""
        name                              | town    | province
        DEDALO società cooperativa sociale | Novara  | NO
        Dedalo coop. sociale              | Perugia | PG
        DEDALO SOC. COOP. SOCIALE         |         |
        Dedalo s.c.s.                     | NOVARA  | NO
    """)
    assert novara == there
    assert len({novara, perugia, somewhere}) == 3


def test_associations_with_two_tax_codes_are_two(town):
    one, two = town.bring("name | tax\nAssociazione Senzaspine APS | 91350050372\nSENZASPINE APS | 90115720279")
    assert one != two


def test_a_name_only_supplier_gains_its_number_later(town):
    (before,) = town.bring("name\nRossi srl")
    (after,) = town.bring(f"name | vat\nROSSI S.R.L. | {ROSSI}")
    assert before == after
    assert town.supplier(before)["vat_number"] == ROSSI
    town.undo(2)
    assert town.supplier(before)["vat_number"] is None


def test_rows_that_say_nothing_go_to_one_supplier_without_a_name(town):
    first = town.bring("name | vat | lines\n | |\n | Non presente | \n- | | \nRossi | |")
    assert first[0] == first[1]
    assert town.supplier(first[0])["name"] == ""
    assert town.bring("name | vat\n |")[0] == first[0]


def test_a_wrong_number_is_kept_and_identifies_nobody(town):
    one, two = town.bring("name | vat\nRossi | 00488410011\nVerdi | 00488410011")
    assert one != two
    assert town.supplier(one)["vat_number"] is None
    assert "vat_number_fails_check" in town.codes()
    assert town.db.rows("select distinct vat_number from supplier_name") == [("00488410011",)]


def test_a_wrong_number_without_a_name_is_a_name_of_its_own(town):
    one, two, three = town.bring("vat | lines\n00488410011 | 1\n00488410011 | 2\nABC123 | 1")
    assert one == two != three
    assert town.supplier(one)["name"] == "00488410011"


def test_the_shown_name_is_the_most_used_and_best_cased(town):
    (one, *_) = town.bring(f"""
        name              | vat     | lines
        ROSSI IMPIANTI    | {ROSSI} | 9
        Rossi Impianti    | {ROSSI} | 2
        Rossi S.r.l.      | {ROSSI} | 8
    """)
    assert town.supplier(one)["name"] == "Rossi Impianti"


def test_the_place_is_the_ledgers_most_frequent_one(town):
    (one, *_) = town.bring(f"""
        name  | vat     | town   | province | lines
        Rossi | {ROSSI} | TORINO | TO       | 5
        Rossi | {ROSSI} | Milano | MI       | 1
        Rossi | {ROSSI} |        |          | 9
    """)
    row = town.supplier(one)
    assert (row["municipality_code"], row["province"], row["country"], row["place_source"]) == (
        "001272",
        "TO",
        "IT",
        "ledger",
    )


def test_a_foreign_place_is_kept_as_written(town):
    (one,) = town.bring("name | vat | town | country\nMuster GmbH | DE136695976 | München | Germania")
    row = town.supplier(one)
    assert (row["country"], row["municipality"], row["municipality_code"]) == ("DE", "München", None)


def test_undoing_an_import_takes_everything_back_that_it_told(town):
    town.bring(f"name | vat | town\nRossi | {ROSSI} | Torino\nVerdi | |")
    before = town.content()
    town.bring(
        f"name | vat | tax | town\nROSSI SPA | {ROSSI} | {ROSSI} | Milano\nVerdi | {VERDI} | |\nNeu | {BIANCHI} | |"
    )
    assert town.content() != before
    town.undo(2)
    assert town.content() == before


def test_a_supplier_that_a_person_tagged_outlives_its_imports(town):
    (one,) = town.bring("name\nIl Girasole cooperativa sociale")
    with town.db.write(ACTOR) as tx:
        tags.begin(tx, one, "social_cooperative_b", "confirmed", "seen in the regional register")
    town.undo(1)
    assert [row["supplier_id"] for row in town.suppliers()] == [one]
    assert town.bring("name\nIL GIRASOLE SOC. COOP. SOCIALE") == [one]


def test_bringing_the_same_twice_makes_nobody_new(town):
    text = f"name | vat | code | town\nRossi | {ROSSI} | 1 | Torino\nVerdi | | 2 |\nSole | | | Milano\n | | |"
    assert town.bring(text) == town.bring(text)


numbers = st.sampled_from(["", ROSSI, VERDI, BIANCHI, "IT" + ROSSI, PERSON, "00488410011", "DE136695976"])
rows = st.lists(
    st.tuples(
        st.sampled_from(["", "Rossi srl", "ROSSI S.R.L.", "Verdi coop. sociale", "Verdi"]),
        numbers,
        numbers,
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["", "Torino", "Milano"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, min_size=1, max_size=3))
def test_no_series_of_imports_joins_two_bodies_and_every_undo_is_exact(imports):
    town = Town()
    states = [town.content()]
    for items in imports:
        text = "name|vat|tax|code|town\n" + "\n".join("|".join(item) for item in items)
        town.bring(text)
        states.append(town.content())
        stated = defaultdict(list)
        for supplier_id, vat, tax in town.db.rows(
            "select coalesce(s.same_as, s.supplier_id), n.vat_number, n.tax_code from supplier_name n"
            " inner join supplier s on s.supplier_id = n.supplier_id"
        ):
            ids = {found.value for text in (vat, tax) if (found := identify(text)) and found.valid}
            stated[supplier_id].append(ids)
        for sets in stated.values():
            together = set().union(*sets)
            assert len(together) <= 2
            assert len(together) < 2 or together in sets
    for number in range(len(imports), 0, -1):
        town.undo(number)
        assert town.content() == states[number - 1]


@settings(max_examples=60, deadline=None)
@given(rows)
def test_the_same_file_twice_makes_nobody_new(items):
    town = Town()
    text = "name|vat|tax|code|town\n" + "\n".join("|".join(item) for item in items)
    assert town.bring(text) == town.bring(text)


def test_names_alone_find_the_spellings_of_real_suppliers(samples):
    """Without any identifier most bodies stay whole; who shares a supplier wrongly has the very same name and form."""
    with (samples / "matching" / "suppliers.csv").open(encoding="utf-8") as file:
        names = {row["row_id"]: row["supplier_name"] for row in csv.DictReader(file)}
    with (samples / "matching" / "truth.csv").open(encoding="utf-8") as file:
        truth = {row["row_id"]: row["tax_code"] for row in csv.DictReader(file)}
    order = list(names)
    empty = pa.nulls(len(order), pa.string())
    given_names = pa.table(
        {
            "sighting": pa.array(range(len(order))),
            "name": pa.array([names[row] for row in order]),
            **dict.fromkeys(sightings("name\nx").column_names[2:-1], empty),
            "lines": pa.array([1] * len(order)),
        }
    )
    town = Town()
    with town.db.write(ACTOR) as tx:
        found = identity.assign(tx, 1, 1, given_names).as_dict()
    by_body, by_supplier = defaultdict(set), defaultdict(set)
    for place, row in enumerate(order):
        by_body[truth[row]].add(found[place])
        by_supplier[found[place]].add(truth[row])
    several = [body for body in by_body if sum(truth[row] == body for row in order) > 1]
    whole = sum(len(by_body[body]) == 1 for body in several) / len(several)
    pure = sum(len(bodies) == 1 for bodies in by_supplier.values()) / len(by_supplier)
    assert whole > 0.6
    assert pure > 0.97


def test_fifty_thousand_sightings_in_two_seconds(samples):
    with (samples / "registers" / "it_ets_onlus_from_5x1000.csv").open(encoding="utf-8") as file:
        bodies = list(csv.DictReader(file))[:50_000]
    size = len(bodies)
    table = pa.table(
        {
            "sighting": pa.array(range(size)),
            "name": pa.array([row["name"] for row in bodies]),
            "ledger_code": pa.array([f"F{number:06}" for number in range(size)]),
            "vat_number": pa.array([row["tax_id"] if number % 2 else None for number, row in enumerate(bodies)]),
            "tax_code": pa.array([row["tax_id"] if number % 5 else None for number, row in enumerate(bodies)]),
            "address": pa.nulls(size, pa.string()),
            "municipality": pa.array([row["municipality"] for row in bodies]),
            "province": pa.array([row["province"] for row in bodies]),
            "postcode": pa.nulls(size, pa.string()),
            "country": pa.nulls(size, pa.string()),
            "lines": pa.array([2] * size),
        }
    )
    town = Town()
    town.bring("name | town\nRossi | Torino")  # the tables of names and places are loaded once
    start = time.process_time()
    with town.db.write(ACTOR) as tx:
        made = identity.assign(tx, 1, 2, table).made
    # processor time of a busy machine; about 2 s on an idle one
    assert time.process_time() - start < 6
    assert made > 49_000
    assert isinstance(town.db, Database)
