"""Suppliers that may be one: what is asked, why, and above all what is not."""

from __future__ import annotations

import csv
import time

import pytest

from benchmarks import identity as measured
from socialimpact.suppliers import joining, likeness, proposals
from tests.suppliers.spelled import ACTOR, Town

ROSSI, VERDI, ROME = "00488410010", "07643520567", "05724831002"


@pytest.fixture
def town():
    return Town()


def asked(town: Town) -> dict[tuple[str, str], str]:
    """The reasons of each proposal, by the names of its two suppliers."""
    names = dict(town.db.rows("select supplier_id, name from supplier"))
    return {
        (names[each.one], names[each.other]): " ".join(str(why) for why in each.why)
        for each in proposals.found(town.db)
    }


def likely(town: Town) -> list[bool]:
    return [each.likely for each in proposals.found(town.db)]


def test_a_vat_group_is_asked_about_and_not_thought_to_be_one(town):
    town.bring(f"name | vat | tax\nAlfa spa | {ROSSI} | {VERDI}\nAlfa Servizi spa | {ROSSI} | {ROME}")
    assert "members of a VAT group share a number" in asked(town)["Alfa spa", "Alfa Servizi spa"]
    assert likely(town) == [False]


def test_a_moved_tax_domicile_is_thought_to_be_one(town):
    town.bring(f"name | vat | tax\nAlfa spa | {ROSSI} | {VERDI}\nAlfa spa | {ROME} | {VERDI}")
    assert f"Both have the tax code {VERDI}" in asked(town)["Alfa spa", "Alfa spa"]
    assert likely(town) == [True]


def test_two_valid_numbers_are_not_asked_about_for_a_name(town):
    town.bring(f"name | vat\nGrande Vetreria spa | {ROSSI}\nGrande Vetreria spa | {VERDI}")
    assert asked(town) == {}


def test_two_valid_numbers_in_one_place_are_asked_about_and_not_thought_to_be_one(town):
    town.bring(f"name | vat | town\nGrande Vetreria spa | {ROSSI} | Torino\nGrande Vetreria spa | {VERDI} | Torino")
    assert "most likely they are two bodies" in asked(town)["Grande Vetreria spa", "Grande Vetreria spa"]
    assert likely(town) == [False]


def test_the_tax_code_of_an_association_and_its_vat_number(town):
    town.bring("name | tax\nAssociazione Virgola | 91350050372")
    town.bring("name | vat\nVIRGOLA ASSOCIAZIONE | 03278521202", company=2)
    assert "one body can have both" in asked(town)["Associazione Virgola", "VIRGOLA ASSOCIAZIONE"]


def test_the_old_and_the_new_series_of_a_province(town):
    town.bring("name | tax\nAncitel spa | 07196850585")
    town.bring("name | vat\nANCITEL S.P.A. | 01718201005", company=2)
    assert "province of Roma" in asked(town)["Ancitel spa", "ANCITEL S.P.A."]


def test_a_french_company_is_no_italian_partnership(town):
    (one,) = town.bring("name | country\nAtelier Lumiere SAS | FR")
    (two,) = town.bring("name | country\nAtelier Lumiere SASU | FR")
    (italian,) = town.bring("name | country\nAtelier Lumiere SAS | IT")
    assert one == two != italian


def test_a_code_that_changed_its_name(town):
    town.bring(f"name | code | vat\nVecchia Insegna srl | F1 | {ROSSI}")
    town.bring(f"name | code | vat\nNuova Insegna srl | F1 | {VERDI}")
    assert "The ledger gives both the code F1" in asked(town)["Vecchia Insegna srl", "Nuova Insegna srl"]


def test_one_name_in_two_companies_is_asked_about_and_not_joined(town):
    (one,) = town.bring("name\nGEA cooperativa sociale")
    (two,) = town.bring("name\nGEA COOP. SOC.", company=2)
    assert one != two
    assert asked(town).keys() == {("GEA cooperativa sociale", "GEA COOP. SOC.")}


def test_one_name_in_two_companies_and_one_place_is_one(town):
    (one,) = town.bring("name | town\nGEA cooperativa sociale | Bari")
    (two,) = town.bring("name | town\nGEA COOP. SOC. | BARI", company=2)
    assert one == two


def test_names_in_two_places_are_not_asked_about(town):
    town.bring("name | town\nDedalo coop. sociale | Novara\nDedalo Uno coop. sociale | Perugia")
    assert asked(town) == {}


def test_what_was_told_apart_is_not_asked_again(town):
    one, two = town.bring("name\nGrande Vetreria srl\nGrande Vetrerie srl")
    assert len(asked(town)) == 1
    with town.db.write(ACTOR) as tx:
        joining.tell_apart(tx, one, two, "two shops")
    assert asked(town) == {}


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("CEL NETWORK", "CELNETWORK", "equal"),
        ("ROSSI MARIO", "MARIO ROSSI", "order"),
        ("WOLTERS KLUVER ITALIA", "WOLTERS KLUWER ITALIA", "spelled"),
        ("GIODICART", "GRUPPO GIODICART", "more_words"),
        ("FARMACIA COMUNALE 1", "FARMACIA COMUNALE 2", None),
        ("ALFA", "BETA", None),
    ],
)
def test_in_what_names_are_alike(one, other, like):
    assert likeness.alike(*sorted((one, other))) == like
    found = {(a, b): said for a, b, said in likeness.like_pairs([one, other, "ZETA SERVIZI"])}
    assert found.get(tuple(sorted((one, other)))) == like


def test_fifty_thousand_names_in_a_few_seconds(samples):
    with (samples / "registers" / "it_ets_onlus_from_5x1000.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    start = time.process_time()
    pairs = sum(1 for _ in likeness.like_pairs(names))
    assert time.process_time() - start < 15
    assert pairs > 1000


def test_real_names_without_identifiers(samples):
    """How the bar is read: names alone never merge, so a pair is found where it is proposed to a person."""
    rows = measured.read(samples)
    found = measured.measure(rows)
    for truth in ([row.code for row in rows], measured.bodies(rows)):
        by_itself = measured.judged(rows, found.labels, truth)
        assert by_itself.joined == 0, "a name alone has merged"
        assert by_itself.wrong_share <= measured.MOST_WRONG
        joined, right = measured.confirmed(found, truth)
        assert measured.judged(rows, joined, truth).recall >= measured.LEAST_FOUND
        assert right / len(found.proposed) > 0.5
