"""The reader's language: the browser's, unless the reader chose another; a choice is kept in the URL (`?lang=it`)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from threading import local

import streamlit as st

from socialimpact import settings
from socialimpact.language import SOURCE_LANGUAGE, Message, label, msg

PARAMETER = "lang"
Text = Message | Mapping[str, str] | str | None
NAMES = {"it": "Italiano", "en": "English"}
# Each run of a page has a thread to itself.
_run = local()


def preferred(tags: str | None) -> str:
    """The first language we speak among language tags as browsers write them (`it-IT`, `fr,it;q=0.9,en;q=0.8`)."""
    wishes = []
    for place, part in enumerate((tags or "").split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        wishes.append((-weight, place, tag.split("-")[0].lower()))
    return next((tag for weight, _, tag in sorted(wishes) if tag in settings.LANGUAGES and weight < 0), SOURCE_LANGUAGE)


@contextmanager
def kept() -> Generator[None, None, None]:
    """Within the block, one run of a page, the language is looked up once: a page asks for it a hundred times."""
    _run.language = current()
    try:
        yield
    finally:
        del _run.language


def current() -> str:
    """The language of this visit: a key of `settings.LANGUAGES`."""
    known: str | None = getattr(_run, "language", None)
    if known:
        return known
    for chosen in (st.session_state.get(PARAMETER), st.query_params.get(PARAMETER)):
        if chosen in settings.LANGUAGES:
            return str(chosen)
    return preferred(st.context.locale)


def say(text: Text) -> str:
    """A message, or an `{it, en}` label of a data entry, in the reader's language. Text passes, None is empty."""
    return say_in(current(), text)


def say_in(language: str, text: Text) -> str:
    """`say` for code that runs outside the page's run, as an option's `format_func` may, when no reader is known."""
    match text:
        case None:
            return ""
        case Message():
            return text.to(language)
        case str():
            return text
        case _:
            return label(text, language)


def choose() -> None:
    """The control at the foot of the sidebar. The page's own language is set with it, for screen readers."""
    chosen = current()
    if st.session_state.get(PARAMETER) not in settings.LANGUAGES:
        st.session_state[PARAMETER] = chosen
    st.segmented_control(
        say(msg("Language")),
        settings.LANGUAGES,
        format_func=lambda language: NAMES[language],
        key=PARAMETER,
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )
    if chosen != preferred(st.context.locale) and st.query_params.get(PARAMETER) != chosen:
        st.query_params[PARAMETER] = chosen
    elif chosen == preferred(st.context.locale) and PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
    st.html(f"<script>{document_language_script(chosen)}</script>", unsafe_allow_javascript=True)


def document_language_script(language: str) -> str:
    """The one line of JavaScript that the content policy lets run, beside the framework's own."""
    return f"document.documentElement.lang='{language}'"
