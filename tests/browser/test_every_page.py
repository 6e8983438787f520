"""Every registered page, for everybody: in both themes, both languages, on a desk and on a phone, without a network."""

import re
from importlib.resources import files

import pytest

from socialimpact.ui import navigation
from tests.browser import what_opens
from tests.browser.conftest import NOTHING, settled

pytestmark = pytest.mark.browser

PAGES = [page.url for section in navigation.SECTIONS for page in section.entries]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")
# Words of the other language that would show on a page that is not wholly translated.
FOREIGN = {"it-IT": (" suppliers ", " spend ", " lines "), "en-GB": (" fornitori ", " spesa ", " righe ")}
LOOKS = {"en-desk-light": ("en-GB", 1440, "light"), "it-phone-dark": ("it-IT", 390, "dark")}
# What the framework draws and offers no way to mend, by rule and element: nothing else is forgiven.
FRAMEWORK = {
    # The menu is one list in which each section stands as a block with its heading and entries.
    "list": "[data-testid=stSidebarNavItems]",
    "listitem": "[data-testid=stSidebarNavItems] > * > li",
}
ASKED = """async ([forgiven, part]) => {
    const found = await axe.run(part ?? document, {resultTypes: ['violations'], elementRef: true})
    return found.violations.flatMap(({id, impact, nodes}) => nodes
        .filter(node => !(forgiven[id] && node.element.matches(forgiven[id])))
        .map(node => [id, impact, node.target.join(' '), node.html]))
}"""


def violations(page, part=None) -> list[str]:
    """What axe-core finds that is serious or critical, less what the framework alone could mend; in a part, or in all
    of the page.
    """
    page.evaluate(AXE)
    within = part.element_handle() if part is not None else None
    return [
        f"{rule} ({impact}): {target}\n    {html[:300]}"
        for rule, impact, target, html in page.evaluate(ASKED, [FRAMEWORK, within])
        if impact in GRAVE
    ]


# Whether the focus is in the page's content, and whether the element or what frames it looks another way without it.
SEEN = """() => {
    const at = document.activeElement, main = document.querySelector('[data-testid=stMain]')
    const around = [at, at.parentElement, at.parentElement.parentElement, at.parentElement.parentElement.parentElement]
    const look = () => around.map(getComputedStyle).map(s => s.outline + s.boxShadow + s.borderColor).join()
    const focused = look()
    for (const each of around) each.style.transition = 'none'
    at.blur()
    const plain = look()
    at.focus()
    return [main.contains(at), focused !== plain]
}"""


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_for_everybody_and_asks_no_other_machine(demo, visit, address, look):
    language, width, theme = LOOKS[look]
    asked = []
    page = visit(demo.address(NOTHING), language=language, width=width, color_scheme=theme)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(demo.address(address))
    page.locator("h1").first.wait_for()
    settled(page)
    own = demo.url.split("/")[2]
    assert [url for url in asked if re.match(r"(https?|wss?)://", url) and url.split("/")[2] != own] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") == language[:2]
    said = " ".join(page.locator("[data-testid=stMain]").inner_text().replace("\xa0", " ").split())
    assert [word for word in FOREIGN[language] if word in f" {said.lower()} "] == []
    unsaid = page.locator("[data-testid=stPlotlyChart]:not([aria-label])").count()
    assert unsaid == 0, "a chart has no words for who cannot see it"
    assert "\n".join(violations(page)) == ""
    # the same language in the other theme: with both looks every pair of them is seen
    page.emulate_media(color_scheme="light" if theme == "dark" else "dark")
    page.reload()
    page.locator("h1").first.wait_for()
    settled(page)
    assert "\n".join(violations(page)) == ""


def test_the_first_key_leads_past_the_menu_and_where_one_is_can_be_seen(demo, visit):
    page = settled(visit(demo.address("overview"), language="it-IT"))
    page.keyboard.press("Tab")
    link = page.locator("a.si-skip:focus")
    assert link.inner_text() == "Vai al contenuto"
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.testid") == "stMainBlockContainer"
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN) == [True, True], "the keyboard left the page's content, or nobody sees where it is"


@pytest.mark.parametrize("look", LOOKS)
def test_what_opens_on_a_page_is_for_everybody_too(demo, visit, look):
    language, width, theme = LOOKS[look]
    page = visit(demo.address(NOTHING), language=language, width=width, color_scheme=theme)
    found = {}
    for name, part in what_opens.everything(page, demo, english=language == "en-GB", width=width):
        box = part.bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        said = " ".join(part.inner_text().replace("\xa0", " ").split()).lower()
        assert [word for word in FOREIGN[language] if word in f" {said} "] == [], name
        found[name] = "\n".join(violations(page, part))
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) >= 10
