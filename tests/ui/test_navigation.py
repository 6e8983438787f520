from pathlib import Path

from streamlit.testing.v1 import AppTest

from socialimpact import settings
from socialimpact.ui.navigation import SECTIONS, works

ENTRIES = [entry for section in SECTIONS for entry in section.entries]
PAGES = sorted(str(path.relative_to(settings.ROOT)) for path in (settings.ROOT / "pages").rglob("*.py"))


def test_every_page_is_in_the_menu_and_every_entry_is_a_page_that_works():
    assert sorted(entry.file for entry in ENTRIES) == PAGES
    assert all(works(entry) for entry in ENTRIES)


def test_addresses_are_stable_short_and_each_its_own():
    # Links in mails and reports keep working: none of these is ever renamed.
    addresses = {"overview", "trends", "changes", "categories", "local", "explain", "upload", "suppliers", "review",
                 "registers", "initiatives", "organisation", "access"}  # fmt: skip
    found = [entry.url for entry in ENTRIES]
    assert addresses <= set(found)
    assert len(found) == len(set(found))


def test_pages_lie_one_level_down_where_nothing_runs_them_by_their_address():
    assert all(len(Path(entry.file).parts) == 3 for entry in ENTRIES)


def test_the_root_leads_on_to_the_overview_with_its_questions():
    at = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=30)
    at.query_params["from"] = "mail"
    at.run()
    assert not at.exception
    assert at.query_params["from"] in ("mail", ["mail"])
    assert [button.label for button in at.button][:1] == ["Upload a ledger"]
