"""No tag without an equal valid identifier: every way round that is known, tried one by one."""

from __future__ import annotations

import pytest

from socialimpact.suppliers.identifiers import italian_vat
from tests.registers.listed import add_list, add_runts, generic_book, read_generic
from tests.suppliers.spelled import Town

SOLE, LUNA, TERRA = "07643520567", "00743110157", "00488410010"
PERSON = "RSSMRA80A01H501U"


@pytest.fixture
def town():
    return Town()


def registered(town: Town) -> list[str]:
    """The names of the suppliers with a tag that counts."""
    town.match()
    return [
        name
        for (name,) in town.db.rows(
            "select s.name from tag t inner join supplier s on s.supplier_id = t.supplier_id"
            " where t.ended_at is null and t.evidence <> 'suspected' order by 1"
        )
    ]


@pytest.mark.parametrize("wrong", ["07643520568", "7643520568", "00000000000", "99999999999", "11111111111", "0", "-"])
def test_a_number_that_cannot_be_right_is_equal_to_nothing(town, wrong):
    town.bring(f"name | vat | tax\nSole coop | {wrong} |\nLuna coop | | {wrong}")
    add_runts(town, "2024-06-01", f"tax | name\n{wrong} | SOLE COOP SOCIALE\n{TERRA} | ALTRA")
    add_list(town, "2024-06-01", f"Nome | Partita IVA | Tipo\nSole | {wrong} | B Corp\nAltra | {TERRA} | B Corp")
    assert registered(town) == []


def test_a_name_and_a_place_alone_are_nothing(town):
    town.bring("name | town | province\nSole cooperativa sociale | Torino | TO")
    add_runts(town, "2024-06-01", f"tax | name | town | province\n{SOLE} | SOLE COOPERATIVA SOCIALE | TORINO | TO")
    assert registered(town) == []


@pytest.mark.parametrize(
    "lookalike",
    [
        "О7643520567",  # the Cyrillic letter for the zero
        "O7643520567",  # the Latin one
        "0764352056７8",  # one full-width digit, and one more
        "٠٧٦٤٣٥٢٠٥٦٧",  # Arabic digits
        "07643520567/00743110157",
        "0764352О567",  # without the foreign letter, another number
    ],
)
def test_what_looks_like_a_number_is_none(town, lookalike):
    town.bring(f"name | vat\nSole | {SOLE}")
    add_list(town, "2024-06-01", f"Nome | Partita IVA | Tipo\nSole | {lookalike} | B Corp\nAltra | {TERRA} | B Corp")
    assert registered(town) == []


@pytest.mark.parametrize(
    "same", ["０７６４３５２０５６７", " 0764 3520 567 ", "IT07643520567", "\u200b07643520567", "7643520567"]
)
def test_what_is_the_number_in_another_dress_is_it(town, same):
    town.bring(f"name | vat\nSole | {SOLE}")
    add_list(town, "2024-06-01", f"Nome | Partita IVA | Tipo\nSole | {same} | B Corp\nAltra | {TERRA} | B Corp")
    assert registered(town) == ["Sole"]


def test_the_representatives_tax_code_is_nobodys(town):
    """A sole trader represents a cooperative, whose list has the person's code where its own should be."""
    town.bring(f"name | tax | vat\nMario Rossi | {PERSON} | {SOLE}")
    text = f"""
        Nome      | Codice fiscale | Partita IVA | Tipo
        Sole coop | {PERSON}       | {LUNA}      | B Corp
        Terra     | {TERRA}        | {TERRA}     | B Corp
    """
    add_list(town, "2024-06-01", text)
    add_runts(town, "2024-06-01", f"tax | name\n{PERSON} | SOLE COOP SOCIALE\n{TERRA} | ALTRA")
    assert registered(town) == []
    kept = town.db.rows("select tax_code, vat_number, written_identifier from register_entry")
    assert PERSON not in str(kept)
    codes = [problem.code for problem in read_generic(generic_book(text), town.db).problems]
    assert codes == ["personal_codes"]


class TestVatGroup:
    """The members of a VAT group share one VAT number; only their tax codes tell them apart."""

    GROUP = "11991500015"

    def test_a_list_with_the_groups_number_alone_says_nothing_of_its_members(self, town):
        town.bring(f"name | vat | tax\nSole | {self.GROUP} | {SOLE}\nLuna | {self.GROUP} | {LUNA}\nX | {self.GROUP} |")
        add_list(town, "2024-06-01", f"Nome | Partita IVA | Tipo\nSole | {self.GROUP} | B Corp")
        assert registered(town) == []

    def test_it_is_known_from_any_list_and_in_any_order(self):
        one, two = (
            (
                "2024-06-01",
                "Nome | Codice fiscale | Partita IVA | Tipo\n"
                + "\n".join(f"N | {code} | {self.GROUP} | B Corp" for code in (SOLE, LUNA)),
                "first",
            ),
            ("2024-06-01", f"Nome | Partita IVA | Tipo\nSole | {self.GROUP} | Cooperativa sociale B", "second"),
        )
        found = []
        for order in ((one, two), (two, one)):
            each = Town()
            each.bring(f"name | vat\nStella | {self.GROUP}")
            for as_of, text, key in order:
                add_list(each, as_of, text, key)
                each.match()
            found.append(registered(each))
        assert found == [[], []]

    def test_two_names_with_one_number_are_two_bodies(self, town):
        town.bring(f"name | vat\nSole | {self.GROUP}")
        add_list(
            town, "2024-06-01",
            f"Nome | Partita IVA | Tipo\nSole | {self.GROUP} | B Corp\nLuna | {self.GROUP} | B Corp",
        )  # fmt: skip
        assert registered(town) == []

    def test_the_member_whose_tax_code_is_listed_is_found(self, town):
        town.bring(f"name | vat | tax\nSole | {self.GROUP} | {SOLE}\nLuna | {self.GROUP} | {LUNA}")
        add_list(
            town, "2024-06-01", f"Nome | Codice fiscale | Partita IVA | Tipo\nSole | {SOLE} | {self.GROUP} | B Corp"
        )
        assert registered(town) == ["Sole"]


def test_somebody_elses_number_in_the_ledger_is_not_the_body(town):
    """Luna's rows carry Sole's VAT number by mistake, beside Luna's own tax code."""
    town.bring(f"name | vat | tax\nSole | {SOLE} | {SOLE}\nLuna | {SOLE} | {LUNA}")
    add_runts(town, "2024-06-01", f"tax | name\n{SOLE} | SOLE COOP SOCIALE")
    assert registered(town) == ["Sole"]


class TestOtherCountries:
    def test_equal_digits_of_another_country_are_another_number(self, town):
        town.bring(f"name | vat\nSole | {SOLE}")
        for number, land in enumerate(("DE", "HR", "LV", "GB", "FR", "ES", "Germania"), start=1):
            add_list(
                town, f"2024-06-{number:02}", f"Name | Tax number | Country | Type\nSonne | {SOLE} | {land} | B Corp"
            )
        assert registered(town) == []

    def test_a_british_company_number_is_no_italian_one(self, town):
        """Filled up with zeros, 12345670 would have an Italian check digit."""
        eight = next(n for n in range(10_000_000, 10_100_000) if italian_vat(f"000{n}"))
        town.bring(f"name | vat\nSole | 000{eight}")
        add_list(town, "2024-06-01", f"Company name | Company number | Type\nSUN CIC | {eight} | CIC", "uk")
        add_list(town, "2024-06-01", f"Name | Registration number | Type\nSUN CIC | {eight} | CIC", "any")
        assert registered(town) == []
        add_list(town, "2024-06-01", f"Nome | Codice fiscale | Tipo\nSole | {eight} | B Corp", "it")
        assert registered(town) == ["Sole"]

    def test_a_charity_number_is_no_company_number(self, town):
        town.bring("name | tax | country\nSun Ltd | 01169028 | GB")
        add_list(town, "2024-06-01", "Charity name | Charity number | Country | Type\nSUN | 1169028 | GB | Charity")
        assert registered(town) == []

    def test_a_siren_is_in_the_vat_number(self, town):
        town.bring("name | vat\nAtelier | FR40303265045\nAutre | FR83404833048")
        add_list(town, "2024-06-01", "Nom | SIREN | Type\nATELIER SOLIDAIRE | 303 265 045 | ESUS", "siren")
        assert registered(town) == ["Atelier"]
        town = Town()
        town.bring("name | tax | country\nAtelier | 303265045 | FR")
        add_list(town, "2024-06-01", "Nom | SIRET | Type\nATELIER SOLIDAIRE | 30326504500003 | ESUS", "siret")
        assert registered(town) == ["Atelier"]

    def test_a_wrong_siren_is_none(self, town):
        town.bring("name | vat\nAtelier | FR40303265045")
        add_list(town, "2024-06-01", "Nom | SIREN | Type\nATELIER | 303265044 | ESUS")
        assert registered(town) == []

    def test_a_spanish_nif_is_the_vat_number_without_its_prefix(self, town):
        town.bring("name | vat\nTaller | ESB58378431\nOtro | ESA28015865")
        add_list(town, "2024-06-01", "Nombre | CIF | Tipo\nTALLER CEE SL | B-58378431 | CEE")
        assert registered(town) == ["Taller"]

    def test_a_british_company_is_found_by_its_number_alone(self, town):
        town.bring("name | tax | country\nDaylight | 7495895 | GB\nNight | GB-COH-SC123456 |\nMoon | 07495895 |")
        add_list(town, "2024-06-01", "Company name | Company number | Type\nDAYLIGHT CIC | 07495895 | CIC")
        assert registered(town) == ["Daylight"]
