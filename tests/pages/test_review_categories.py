"""The review of categories: a page of them decided at once, taken back, and told in both languages."""

from __future__ import annotations

import io

import openpyxl
import pytest

from socialimpact import settings
from socialimpact.services.review import category_book
from tests.pages.screen import keys, opened, said, workspace
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier | amount | category
    2024-01-01 | Alfa     | 500.00 | Servizi *generali*
    2024-01-02 | Beta     | 300.00 | Voce 7
    2024-01-03 | Gamma    | 100.00 | Pulizie
    """


@pytest.fixture
def filled():
    workspace_with(settings.home(), LINES).close()


def review(language="en"):
    return opened("data/review", language, about="categories")


def test_an_empty_home_leads_to_the_upload():
    at = review()
    assert "Nothing to put into categories yet" in said(at)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["11.1% of addressable spend has a category", "The first 2 decide 100% of the €800", "Servizi *generali*"],
        ),
        ("it", ["Spesa indirizzabile con una categoria: 11,1 %", "Le prime 2 decidono", "Nessuna delle sue parole"]),
    ],
)
def test_it_says_what_is_at_stake(language, words):
    at = review(language)
    assert not at.exception
    for each in words:
        assert each in " ".join(said(at).split())


@pytest.mark.usefixtures("filled")
def test_two_are_decided_at_once_and_one_is_taken_back():
    at = review()
    at.selectbox(key="category_of_open_categories_category_Servizi *generali*").set_value("security")
    at.selectbox(key="category_of_open_categories_category_Voce 7").set_value("-")
    at.button(key="categories_save").click().run()
    assert "2 decisions were saved" in said(at)
    assert "Nothing is open here." in said(at)
    store = workspace().db
    assert store.rows("select category from spend where supplier = 'Alfa'") == [("security",)]
    (back, *_) = [key for key in keys(at) if key and key.startswith("category_rule_end_2")]
    at.button(key=back).click().run()
    assert "The decision was taken back" in said(at)
    assert "Voce 7" in said(at)


@pytest.mark.usefixtures("filled")
def test_nothing_chosen_is_said_and_nothing_is_written():
    at = review()
    at.button(key="categories_save").click().run()
    assert "Choose a category for at least one of them." in said(at)
    assert workspace().db.value("select count(*) from category_rule") == 0


@pytest.mark.usefixtures("filled")
def test_what_the_words_decided_can_be_changed():
    at = review()
    at.segmented_control(key="categories_about").set_value("all_categories").run()
    assert "Counts as: Cleaning" in said(at)
    at.selectbox(key="category_of_all_categories_category_Pulizie").set_value("waste")
    at.button(key="categories_save").click().run()
    assert "Counts as: Waste and recycling" in said(at)


@pytest.mark.usefixtures("filled")
def test_what_is_open_goes_to_a_colleague_and_comes_back(tmp_path):
    at = opened("data/review", about="categories", categories_about="excel")
    assert "Download 4 questions" in [button.label for button in at.get("download_button")]
    book = openpyxl.load_workbook(io.BytesIO(category_book.export(workspace(), OWNER, "en")))
    book.worksheets[0]["B2"].value, book.worksheets[0]["B3"].value = "Security", "happiness"
    book.save(tmp_path / "back.xlsx")
    at.file_uploader[0].upload("back.xlsx", (tmp_path / "back.xlsx").read_bytes())
    at.run()
    assert "1 answer can be decided" in said(at)
    assert workspace().db.value("select count(*) from category_rule") == 0
    at.button(key="categories_excel_apply").click().run()
    assert "1 answer was written down." in said(at)
    assert workspace().db.rows("select leaf, why from category_rule") == [
        ("security", "Answered by a colleague in the file back.xlsx.")
    ]
