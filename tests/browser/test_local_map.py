"""The map in a real browser: drawn without asking anybody for anything, and a province one click away."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import NOTHING, serve, settled
from tests.store_with import workspace_with

pytestmark = pytest.mark.browser

LINES = """
    date       | supplier | amount
    2024-03-01 | Alfa     |  900.00
    2025-03-01 | Alfa     | 9000.00
    2025-04-01 | Beta     |  500.00
    2025-05-01 | Verde    |  200.00
"""
SUPPLIERS = """
    name  | municipality
    Alfa  | Viterbo
    Beta  | Ivrea
    Verde | Torino
"""
SITES = """
    name  | municipality | default
    Works | Torino       | yes
"""
# Where a place lies on the screen: the middle of Viterbo's province, by the axes of the drawn map.
PLACE = """([x, y]) => {
    const drawn = document.querySelector('.st-key-chart_local_map .js-plotly-plot')
    const {xaxis, yaxis} = drawn._fullLayout, box = drawn.getBoundingClientRect()
    return [box.left + xaxis._offset + xaxis.l2p(x), box.top + yaxis._offset + yaxis.l2p(y)]
}"""


@pytest.fixture
def running(tmp_path):
    workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES).close()
    with serve(tmp_path) as server:
        yield server


@pytest.mark.parametrize("width", [1440, 390])
def test_the_map_asks_nobody_and_a_click_on_a_province_leads_into_it(running, visit, width):
    refused, asked = [], []
    page = visit(running.address(NOTHING), width=width)
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda request: asked.append(request.url))
    page.route(lambda url: not url.startswith((running.url, "data:", "blob:")), lambda route: route.abort())
    page.goto(running.address("local"))
    page.wait_for_selector(".st-key-chart_local_map .js-plotly-plot .scatterlayer path.js-fill")
    settled(page)
    page.locator(".st-key-chart_local_map").scroll_into_view_if_needed()
    assert page.locator(".st-key-chart_local_map .scatterlayer path.point").count() > 5
    page.mouse.click(*page.evaluate(PLACE, [12.0 * 0.737277, 42.52]))
    page.wait_for_url(re.compile("province=VT"))
    settled(page)
    assert page.get_by_text("By municipality").is_visible()
    assert [url for url in asked if not url.startswith((running.url, "data:", "blob:"))] == []
    assert refused == []
