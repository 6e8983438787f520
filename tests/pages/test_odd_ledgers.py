"""Ledgers as no example has them: every page stays true and readable, on each one's numbers and words."""

import re

import pytest

from socialimpact import settings
from socialimpact.actor import local_owner
from socialimpact.services import organisation
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace
from socialimpact.ui.navigation import SECTIONS, works
from tests.pages.screen import opened, said
from tests.pages.test_every_number import PAGES, held
from tests.store_with import workspace_with

TAGS = """
    supplier | kind                 | evidence
    Coop     | social_cooperative_b | registered
"""
LONG = "Consorzio Interprovinciale di Cooperative Sociali per l'Inserimento Lavorativo e la Manutenzione " * 3
UNREAD = re.compile(r"\b(nan|NaN|inf|None|null|Decimal|Message)\b|[-−]0([.,]0+)?[  ]?%")
SITES = "name | municipality | default\nSede | Torino | yes"
HEAD = "date | supplier | amount | category"
LEDGERS = {
    "one line": f"{HEAD}\n2025-03-01 | Coop | 100.00 | Mensa",
    "one month": f"{HEAD}\n2025-03-01 | Coop | 100.00 | Mensa\n2025-03-09 | Alfa | 300.00 | Pulizie",
    "no date": f"{HEAD}\n | Coop | 100.00 | Mensa",
    "all left out": f"{HEAD} | nature\n2025-03-01 | Coop | 100.00 | | rent\n2025-04-01 | Alfa | 50.00 | | tax",
    "more credit notes than invoices": f"{HEAD}\n2024-03-01 | Alfa | 80.00 | Mensa\n"
    "2025-03-01 | Alfa | 100.00 | Mensa\n2025-04-01 | Coop | -300.00 | Pulizie",
    "a share over 100 %": f"{HEAD}\n2024-03-01 | Coop | 20.00 | Mensa\n2024-03-01 | Alfa | 20.00 | Mensa\n"
    "2025-03-01 | Coop | 300.00 | Mensa\n2025-04-01 | Alfa | -100.00 | Pulizie",
    "invoices and credit notes cancel out": f"{HEAD}\n2025-03-01 | Coop | 100.00 | Mensa\n"
    "2025-03-01 | Alfa | -100.00 | Mensa",
    "500 categories": f"{HEAD}\n"
    + "\n".join(
        f"2025-{n % 12 + 1:02}-01 | {'Coop' if n % 3 else 'Alfa'} | {n + 1}.00 | Voce {n:03}" for n in range(500)
    ),
    "names without end, from right to left, and markup": f"{HEAD}\n2024-05-01 | Coop | 50.00 | {LONG}\n"
    f"2025-05-01 | {LONG} | 50.00 | {LONG}\n2025-06-01 | شركة الخير | 50.00 | تنظيف\n"
    "2025-05-01 | <b>A_b*c*</b> $x$ [l](http://x) :red[r] | 50.00 | =1+1",
}
OTHERS = [page for section in SECTIONS[1:] for page in section.entries if works(page)]


def opened_in_turn(capsys, *, pages=PAGES):
    for page in pages:
        at = opened(page.file.removeprefix("pages/").removesuffix(".py"), "it" if page in OTHERS else "en")
        assert not at.exception, (page.url, at.exception)
        assert not at.error, (page.url, at.error)
        told = said(at)
        assert re.search(r"\w{3}", told), f"{page.url} says nothing"
        assert not UNREAD.search(told), (page.url, told)
        if page in PAGES and "chosen_selection" in at.session_state:
            held(at, page, capsys)
            shares = [view.value or 0 for view in figures_of(at) if view.measure.unit == "share"]
            assert ("Over 100%" in told) >= any(share > 1.001 for share in shares), page.url
            assert ("Below 0%" in told) >= any(share < -0.001 for share in shares), page.url


def figures_of(at):
    return at.session_state["on_page"].figures.values()


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_page_is_true_over(ledger, capsys):
    suppliers = "name | municipality\nAlfa | Novara\nCoop | Torino" if "Coop" in LEDGERS[ledger] else ""
    workspace_with(settings.home(), LEDGERS[ledger], tags=TAGS, suppliers=suppliers, sites=SITES).close()
    opened_in_turn(capsys, pages=[*PAGES, *OTHERS])


def test_thirty_thousand_suppliers(capsys, tmp_path):
    """Imported as a person does: so many suppliers written one by one would take minutes."""
    ledger = tmp_path / "ledger.csv"
    rows = (f"{n % 28 + 1:02}/{n % 12 + 1:02}/2025;Ditta {n:05} S.r.l.;{n % 977 + 1},00;Mensa" for n in range(30_000))
    ledger.write_text("Data fattura;Fornitore;Imponibile;Categoria\n" + "\n".join(rows), encoding="utf-8")
    with open_workspace(settings.home()) as ws:
        actor = local_owner()
        company = organisation.save_company(ws, actor, name="Officine")
        organisation.save_site(ws, actor, company_id=company, name="Torino", municipality_code="001272")
        importing.import_ledger(ws, actor, importing.preview(ws, actor, ledger, rehearse=False))
    opened_in_turn(capsys, pages=[*PAGES, *(page for page in OTHERS if page.url == "suppliers")])


def test_nothing_at_all(capsys):
    """Each page says what to do first."""
    workspace_with(settings.home(), "").close()
    opened_in_turn(capsys, pages=[*PAGES, *OTHERS])
