"""What is shown at an address that no page has: that it is none, the page that was probably meant, and the way back.

`server.PageGuard` sends whoever asks for such an address here, with the address: the framework's own words for it are
English only.
"""

from __future__ import annotations

from difflib import get_close_matches

import streamlit as st

from socialimpact import settings
from socialimpact.language import msg
from socialimpact.ui import navigation
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.language import say

URL = "not-found"
PARAMETER = "address"
TITLE = msg("There is no page at this address")
_LONGEST = 80


def page() -> None:
    """Say it, and lead on."""
    asked = st.query_params.get(PARAMETER, "")
    meant = probably_meant(asked)
    st.title(say(TITLE), anchor=False)
    first = navigation.SECTIONS[0].entries[0]
    steps = [Step(each.url, msg("Perhaps you meant: {page}", page=each.title)) for each in (meant,) if each]
    empty(
        msg("“{address}” leads nowhere", address=asked[:_LONGEST]) if asked else msg("This leads nowhere"),
        msg("The address may be mistyped, or the link may be cut. Every page is in the menu."),
        [*steps, *([Step(first.url, msg("Go to the overview"))] if meant != first else [])],
        icon=":material/explore_off:",
    )


def probably_meant(address: str) -> navigation.Entry | None:
    """The page whose address, or whose name in any language, is close to what was asked for."""
    pages = [page for section in navigation.SECTIONS for page in section.entries if page.in_menu]
    names = {page.url: page for page in pages}
    for language in settings.LANGUAGES:
        names |= {page.title.to(language).lower().replace(" ", "-"): page for page in pages}
    for part in reversed(address.lower().strip("/").split("/")):
        close = get_close_matches(part, names, n=1)
        if close:
            return names[close[0]]
    return None
