"""What opens on a page at the press of a button, one after the other: each is handed over while it is open."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Locator, Page

from socialimpact.ui import not_found
from tests.browser.conftest import Server, settled

PHONE = 390
_POPOVER, _DIALOG = "[data-testid=stPopoverBody]", "[role=dialog]"


def everything(page: Page, server: Server, *, english: bool, width: int) -> Iterator[tuple[str, Locator]]:
    """The name of each, and where it is."""
    yield from _on_the_overview(page, server, english=english, width=width)
    page.goto(server.address("initiatives"))
    settled(page).locator(".st-key-initiative_add button").click()
    yield "initiative", _open(page, _DIALOG)
    page.goto(server.address("organisation?section=targets"))
    page.locator(".st-key-target_measure").wait_for()
    yield "target", settled(page).locator("[data-testid=stMain]")
    page.goto(server.address(f"{not_found.URL}?address=supliers"))
    page.locator("h1").wait_for()
    yield "not found", settled(page).locator("[data-testid=stMain]")


def _on_the_overview(page: Page, server: Server, *, english: bool, width: int) -> Iterator[tuple[str, Locator]]:
    page.goto(server.address("overview?year=2025"))
    page.locator(".st-key-card_social_share").wait_for()
    settled(page)
    if width == PHONE:
        page.locator(".st-key-filters_unfold button").click()
        yield "filters", settled(page).locator(".st-key-filters_shown")
    page.locator(".st-key-more_filters button").click()
    yield "more filters", _open(page)
    _close(page)
    page.locator(".st-key-saved_views button").click()
    views = _open(page)
    views.locator("input[type=text]").fill("Board 2025")
    views.locator("button[kind*=ormSubmit]").click()
    views.get_by_role("link", name="Board 2025").wait_for()
    yield "views", views
    views.locator("[class*=st-key-view_][class*=_edit] button").filter(visible=True).first.click()
    page.locator(_POPOVER).nth(1).wait_for()
    settled(page)
    yield "one view", page.locator(_POPOVER).last
    page.locator("[class*=st-key-view_][class*=_delete] button").filter(visible=True).first.click()
    views.get_by_role("link", name="Board 2025").wait_for(state="detached")
    _close(page)
    page.locator(".st-key-trend_numbers button").click()
    yield "numbers", _open(page)
    _close(page)
    page.locator(".st-key-take_along button").click()
    yield "take along", _open(page)
    _close(page)
    page.locator(".st-key-card_social_share").get_by_role("button", name="How it" if english else "Come si").click()
    explanation = _open(page)
    yield "explanation", explanation
    explanation.get_by_role("button", name="Show the lines" if english else "Mostra le righe").click()
    yield "lines", _open(page, _DIALOG)


def _open(page: Page, what: str = _POPOVER) -> Locator:
    page.locator(what).first.wait_for()
    settled(page)
    return page.locator(what).first


def _close(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator(_POPOVER).first.wait_for(state="detached")
