import pytest

from socialimpact.suppliers.persons import is_person, looks_like_person


@pytest.mark.parametrize(
    "name",
    ["Mario Rossi", "ROSSI MARIA", "Idraulica Bianchi di Bianchi Luca", "Dott. Verdi", "AVV. NERI P.",
     "Studio arch. Viola", "Ditta individuale Gialli"],
)  # fmt: skip
def test_names_of_people_who_trade_alone(name):
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "name",
    ["Mario Rossi S.r.l.", "Rossi Maria & C. s.a.s.", "Comune di San Pietro", "ENEL", "Istituto Maria Ausiliatrice",
     "Azienda Ospedaliera San Giovanni", "Officina Meccanica Torinese", "Maria", "", None],
)  # fmt: skip
def test_names_of_companies_and_bodies(name):
    assert not looks_like_person(name)


def test_a_code_of_sixteen_characters_is_a_persons():
    assert [is_person(code) for code in ("RSSMRA80A01L219M", "01004150882", None)] == [True, False, False]
