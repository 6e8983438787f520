"""What a supplier declares, on its own page and on that of concentration."""

import pytest

from socialimpact import settings
from tests.pages.screen import opened, said
from tests.store_with import workspace_with


@pytest.fixture(autouse=True)
def _filled():
    workspace_with(settings.home(), "date | supplier | amount\n2025-03-01 | Verde | 300.00").close()


def test_a_revenue_is_written_down_and_is_on_the_page_of_concentration():
    assert "No supplier has declared its revenue" in said(opened("dashboards/concentration"))
    at = opened("data/suppliers", supplier="1", part="declared")
    assert "It has declared nothing yet." in said(at)
    at.number_input(key="declare_year").set_value(2025)
    at.text_input(key="declare_value").set_value("1000")
    at.text_input(key="declare_source").set_value("Bilancio")
    next(button for button in at.button if button.label == "Write it down").click().run()
    assert not at.error
    assert list(at.dataframe[-1].value["Where it stands"]) == ["Bilancio"]
    assert "Verde depends on you most: 30% of its revenue in 2025" in said(opened("dashboards/concentration"))


def test_what_is_no_number_is_said_and_nothing_is_written():
    at = opened("data/suppliers", "it", supplier="1", part="declared")
    at.text_input(key="declare_value").set_value("molti")
    at.text_input(key="declare_source").set_value("Bilancio")
    next(button for button in at.button if button.label == "Registra").click().run()
    assert "“molti” non è un numero" in said(at)
