"""What people come for, as they do it: the demo in three clicks, a real ledger and register, a file that is none."""

from __future__ import annotations

import json
import re
import struct

import pytest
from lxml import etree

from socialimpact.charts.style import LIGHT
from tests.browser.conftest import ROOT, settled

pytestmark = pytest.mark.browser

TRUTH = json.loads((ROOT / "data" / "demo" / "truth.json").read_text(encoding="utf-8"))
LEDGER = ROOT / "data" / "demo" / "libro_acquisti_2023_2025.xlsx"
PHONE, DESK = 390, 1440
LONG = 120_000  # milliseconds for an import on a slow machine


INK = """() => {
    const style = what => getComputedStyle(document.querySelector(what))
    return {ground: style('[data-testid=stApp]').backgroundColor, words: style('[data-testid=stMain] h3').color,
            bars: style('.st-key-chart_suppliers .bars .point path').fill}
}"""


def percent(value: float, language: str) -> str:
    return f"{100 * value:.1f}".replace(".", ",") + " %" if language == "it" else f"{100 * value:.1f}%"


def menu(page, name: str) -> None:
    """Go to a page by the app's menu."""
    page.locator("[data-testid=stSidebarNav]").get_by_role("link").filter(has_text=name).click()


def text_of(page) -> str:
    """What stands on the page, with ordinary spaces."""
    return " ".join(page.locator("[data-testid=stMain]").inner_text().replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("language", "look_around"),
    [("it-IT", "azienda dimostrativa"), ("en-GB", "Look around with the demo company")],
)
def test_the_demo_company_is_one_click_away(server, visit, language, look_around):
    page = settled(visit(server.url, language=language))
    page.get_by_role("button", name=look_around).click()
    share = percent(TRUTH["by_year"]["2025"]["social_share"], language[:2])
    page.get_by_text(share, exact=True).first.wait_for(timeout=LONG)
    assert share in text_of(settled(page))
    assert page.evaluate("document.documentElement.lang") == language[:2]


def test_the_overview_prints_on_one_sheet(demo, visit):
    page = settled(visit(demo.address("overview?year=2025")))
    for chart in ("trend", "kinds", "categories", "suppliers"):
        page.locator(f".st-key-chart_{chart} .main-svg").first.wait_for(timeout=LONG)
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, print_background=True))
    assert len(sheets) == 1
    page.emulate_media(media="print")
    assert page.get_by_text("Spend on purchases, less what the organisation has excluded").is_visible()
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    assert not page.locator(".st-key-filter_bar").is_visible()


def test_a_real_ledger_is_three_clicks_from_the_overview_and_a_register_gives_it_its_share(server, visit, samples):
    page = settled(visit(server.url))
    kept = server.home / "files"
    assert not kept.exists() or list(kept.iterdir()) == [], "an empty home stays empty until somebody acts"
    page.get_by_role("button", name="Upload a ledger").click()
    page.get_by_role("heading", name="Upload purchases").wait_for()
    page.locator("input[type=file]").set_input_files(samples / "ledgers" / "comune-di-torino" / "00514490010.csv")
    page.get_by_role("button", name="Import").filter(has_text="€").click(timeout=LONG)
    page.get_by_text("The figures are up to date").wait_for(timeout=LONG)
    page.get_by_text("See the overview").click()
    page.get_by_role("heading", name="Overview", level=1).wait_for()
    assert "Social-spend share" in text_of(settled(page))

    menu(page, "Registers")
    page.get_by_role("heading", name="Registers", level=1).wait_for()
    register = samples / "registers" / "runts_layout_from_5x1000.xlsx"
    settled(page).locator(".st-key-register_form input[type=file]").set_input_files(register)
    page.get_by_role("button", name="See what it changes").click(timeout=LONG)
    page.get_by_role("button", name="Add 50,301 entries").click(timeout=LONG)
    # It is being added while the button has gone already: what is done says where to go on.
    page.get_by_text("See the overview").wait_for(timeout=LONG)
    # Six suppliers of the 47 of 2016 stand in the register by their tax code: 527,858 of 14,864,577 euro.
    page.goto(server.address("?year=2016"))
    page.get_by_text("3.6%", exact=True).first.wait_for(timeout=LONG)


@pytest.mark.parametrize(
    ("language", "name", "content", "words"),
    [
        ("it-IT", "fatture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500), "immagine"),
        ("en-GB", "invoices.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500), "picture"),
        ("en-GB", "empty.csv", b"", "empty"),
        ("en-GB", "no amount.csv", b"supplier;date\nAlfa;01/02/2025\nBeta;02/02/2025\n", "amount"),
    ],
    ids=["picture-it", "picture-en", "empty", "no-amount"],
)
def test_a_file_that_is_no_ledger_is_refused_in_words(demo, visit, language, name, content, words):  # noqa: PLR0917 - a row of the table above
    page = settled(visit(demo.url, language=language))
    page.locator("[data-testid=stSidebarNav] a[href$='/upload']").click()
    page.get_by_role("heading", level=1, name=re.compile("Upload|Carica")).wait_for()
    settled(page).locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.locator("[data-testid=stAlert]").filter(has_text=words).first.wait_for(timeout=LONG)
    assert "Traceback" not in text_of(page)
    assert page.get_by_role("button", name="Import").filter(has_text="€").count() == 0


def test_the_same_file_twice_is_refused_with_a_way_to_the_first_import(demo, visit):
    page = settled(visit(demo.address("upload")))
    page.locator("input[type=file]").set_input_files(LEDGER)
    page.get_by_text("Show that import in the history").wait_for(timeout=LONG)
    assert page.get_by_role("button", name="Import").filter(has_text="€").count() == 0


def test_a_link_shows_the_same_view_to_somebody_else(demo, visit):
    first = settled(visit(demo.address("?year=2024")))
    share = percent(TRUTH["by_year"]["2024"]["social_share"], "en")
    assert share in text_of(first)
    assert text_of(settled(visit(first.url))) == text_of(first)


def test_a_supplier_is_found_and_opens_on_its_own_view(demo, visit):
    page = settled(visit(demo.address("suppliers")))
    page.locator("[data-testid=stTextInput] input").first.fill("Solvanda")
    page.keyboard.press("Enter")
    # The table is a picture to the eye; its rows stand beside it for screen readers.
    page.get_by_text("Lavanderia Solvanda").first.wait_for(state="attached")
    assert page.get_by_text("Officina Merlonga").count() == 0


def test_every_chart_has_words_for_who_cannot_see_it(demo, visit):
    page = settled(visit(demo.url))
    page.locator(".js-plotly-plot").first.wait_for()
    words = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(chart =>
            [chart, ...chart.querySelectorAll('[aria-label]')].map(part => part.getAttribute('aria-label') || '')
                .sort((one, other) => other.length - one.length)[0])"""
    )
    assert len(words) >= 2
    assert [text for text in words if len(text) < 20] == []


def test_a_chart_leaves_as_a_picture_and_as_a_drawing_with_its_message(demo, visit, tmp_path):
    """In the dark too it has white ground and the colours of the light theme."""
    page = settled(visit(demo.address("overview?year=2025"), color_scheme="dark"))
    title = page.locator(".st-key-chart_trend h3").inner_text()
    page.locator(".st-key-trend_numbers button").click()
    saved = {}
    for name in ("PNG", "SVG"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"social-share-en.{name.lower()}"
        download.value.save_as(tmp_path / name)
        saved[name] = (tmp_path / name).read_bytes()
    assert saved["PNG"][:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", saved["PNG"][16:24])
    assert (width, height > 700) == (2000, True)
    drawing = etree.fromstring(saved["SVG"])
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    said = "".join(drawing.itertext())
    assert title in said
    assert "2025 · social: Social enterprises" in said
    assert LIGHT.accent in saved["SVG"].decode().lower() or "rgb(11, 107, 79)" in saved["SVG"].decode()
    assert "rgb(76, 195, 154)" not in saved["SVG"].decode()
    # on paper the whole page has white ground and dark ink
    page.keyboard.press("Escape")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(INK) == {
        "ground": "rgb(255, 255, 255)",
        "words": "rgb(22, 33, 28)",
        "bars": "rgb(11, 107, 79)",
    }


def test_a_table_leaves_only_through_our_own_download(demo, visit):
    """The framework's CSV would carry cells as they are: to a spreadsheet a text that begins with = is a formula."""
    page = settled(visit(demo.url + "/suppliers"))
    table = page.locator("[data-testid=stDataFrame]").first
    table.wait_for()
    table.hover()
    page.locator("[data-testid=stElementToolbar] button[aria-label^=Search]").first.wait_for()
    buttons = page.locator("[data-testid=stElementToolbar] button[aria-label^='Download']")
    assert not any(button.is_visible() for button in buttons.all())


MESSY = """\
Registro acquisti 2024;;;;;
Fornitore;Partita IVA;Data fattura;Numero;Imponibile;Altro importo
Alfa Meccanica Srl;00488410010;25/03/2024;17;1.000,00;10,00
Beta Carta Spa;00159560366;30/06/2024;991;49,50;5,00
Gamma Viti Srl;;03/07/2024;12;tanto;1,00
"""


@pytest.mark.parametrize(("language", "width"), [("en-GB", DESK), ("it-IT", PHONE)], ids=["en-desk", "it-phone"])
def test_a_wrong_column_is_corrected_with_the_keyboard_and_the_sums_follow(empty, visit, language, width):
    english = language == "en-GB"
    page = settled(visit(empty.address("upload"), language=language, width=width))
    ledger = {"name": "acquisti.csv", "mimeType": "text/csv", "buffer": MESSY.encode()}
    page.locator("input[type=file]").set_input_files(ledger)
    sheet = page.locator(".si-sheet").first
    sheet.wait_for(timeout=LONG)
    # The file is a table that is read aloud and scrolled with the keyboard.
    assert sheet.get_attribute("tabindex") == "0"
    assert sheet.get_attribute("role") == "region"
    assert sheet.locator("tbody th[scope=row]").first.inner_text() == "1"
    aside = "Row 5 is set aside" if english else "La riga 5 è messa da parte"
    sheet.get_by_text(aside).wait_for()

    page.get_by_text("Correct the columns" if english else "Correggi le colonne").click()
    amount = page.get_by_role("combobox", name="Amount without VAT" if english else "Importo senza IVA", exact=True)
    settled(page)
    amount.first.focus()
    page.keyboard.type("Altro importo")
    page.get_by_role("option", name="Altro importo").first.wait_for(timeout=LONG)
    page.keyboard.press("Enter")
    told = (
        "In brackets: what your last change did." if english else "Tra parentesi: l'effetto della tua ultima modifica."
    )
    page.get_by_text(told).wait_for(timeout=LONG)
    assert ("€16.00" if english else "16,00 €") in text_of(settled(page))
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width

    page.get_by_role("button", name="Take the change back" if english else "Annulla la modifica").click()
    page.get_by_text(told).wait_for(state="detached", timeout=LONG)
    assert ("€1,049.50" if english else "1.049,50 €") in text_of(settled(page))

    page.get_by_text("Amounts that are no numbers" if english else "Importi che non sono numeri").click()
    page.locator(".si-sheet mark", has_text="tanto").wait_for(timeout=LONG)
    with page.expect_download() as download:
        page.get_by_role("button", name="rows to fix" if english else "righe da correggere").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_template_comes_in_the_language_of_the_page(empty, visit):
    page = settled(visit(empty.address("upload"), language="it-IT"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Scarica il nostro modello Excel").click()
    assert download.value.suggested_filename == "modello-acquisti.xlsx"
