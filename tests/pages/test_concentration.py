"""The page of concentration in a session of its own."""

import pytest

from socialimpact import settings
from tests.pages.screen import opened, said
from tests.services.dashboards.test_concentration import LINES, TAGS
from tests.store_with import workspace_with


def page(language="en", **query):
    at = opened("dashboards/concentration", language, **query)
    assert not at.error
    assert not at.exception
    return at


def test_the_page_in_english_and_italian():
    workspace_with(settings.home(), LINES, tags=TAGS).close()
    told = said(page())
    assert "3 of 5 suppliers make up 80 % of purchases" in told
    assert "75% of social spend hangs on one supplier: Coop Verde" in told
    told = said(page("it"))
    assert "3 fornitori su 5 fanno l'80 % degli acquisti" in told
    assert "suppliers" not in told


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "date | supplier | amount\n2025-03-01 | Alfa | -10.00",
        "date | supplier | amount | nature\n2025-03-01 | Alfa | 10.00 | rent",
        "date | supplier | amount\n2025-03-01 | شركة الخير | 10.00",
    ],
    ids=["no data", "credit only", "all left out", "right to left"],
)
def test_odd_ledgers_are_no_fault(lines):
    workspace_with(settings.home(), lines, tags=TAGS).close()
    assert said(page())


def test_a_long_table_is_shown_a_page_at_a_time():
    rows = "\n".join(f"2025-03-01 | S{number:03} | {1000 - number}.00" for number in range(120))
    workspace_with(settings.home(), "date | supplier | amount\n" + rows).close()
    at = page()
    assert list(at.dataframe[-1].value["Rank"]) == list(range(1, 51))
    at.session_state["significant_page"] = 2
    at.run()
    assert at.dataframe[-1].value["Rank"].iloc[0] == 51
