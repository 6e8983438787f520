"""From a shared link to the row of an invoice in at most four clicks; another scope and local rule; on a phone, too."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.browser.conftest import settled
from tests.browser.test_journeys import DESK, LONG, PHONE, text_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "width"), [("en-GB", DESK), ("it-IT", PHONE)], ids=["en-desk", "it-phone"])
def test_from_a_shared_link_to_the_row_in_four_clicks_and_with_other_definitions(demo, visit, language, width):
    english = language == "en-GB"
    page = settled(visit(demo.address("overview?year=2025&category=cleaning"), language=language, width=width))
    before = text_of(page)
    assert ("Cleaning" if english else "Pulizie") in before

    # 1: the explanation, 2: its lines as a page, 3: a row
    card = page.locator(".st-key-card_social_share")
    card.get_by_role("button").filter(has_text="How it is calculated" if english else "Come si calcola").click()
    page.get_by_role("link", name="Open as a page" if english else "Apri come pagina").click()
    page.get_by_role("heading", name="Where a figure comes from" if english else "Da dove viene una cifra").wait_for(
        timeout=LONG
    )
    # what is read is taken along: the table of the lines, as Excel
    with page.expect_download() as download:
        settled(page).get_by_role("button", name="Download as Excel" if english else "Scarica in Excel").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()), read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows()) > 10
    table = settled(page).locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").first.click(position={"x": 15, "y": 52})
    row = page.locator(".si-sheet tbody th[scope=row]").first
    row.wait_for(timeout=LONG)
    assert row.inner_text().isdigit()
    assert "libro_acquisti" in text_of(page)
    assert "line=" in page.url
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width

    # another scope and local rule, by the bar
    page.goto(demo.address("overview?year=2025&category=cleaning"))
    settled(page)
    if width == PHONE:
        page.locator(".st-key-filters_unfold button").click()
        settled(page)
    for label, option, told in (
        ("Counts as social" if english else "Conta come sociale", "Social economy" if english else "Economia sociale",
         "scope=social_economy"),
        ("Counts as local" if english else "Conta come locale", "Same region" if english else "Stessa regione",
         "local=region"),
    ):  # fmt: skip
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=option).first.click()
        page.wait_for_url(f"**{told}**")
        settled(page)
    coverage = (
        "social: Social economy · local: Same region" if english else "sociale: Economia sociale · locale: Stessa"
    )
    assert coverage in text_of(page)
    shared = settled(visit(page.url, language=language, width=width))
    assert coverage in text_of(shared)
    if width != PHONE:  # there the bar is folded again
        assert text_of(shared).split(" · ")[:3] == text_of(page).split(" · ")[:3]
