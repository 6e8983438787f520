"""The first stop of the Tab key: past the menu, to what the page says."""

from __future__ import annotations

from html import escape

import streamlit as st

from socialimpact.language import msg

# The content policy lets this script run by its hash. The place to go to is drawn later than the link, which stands in
# the document itself.
SCRIPT = """(() => {
  if (window.siSkips) return
  window.siSkips = true
  document.addEventListener('click', event => {
    if (!event.target.closest?.('a.si-skip')) return
    event.preventDefault()
    const main = document.querySelector('[data-testid=stMainBlockContainer]')
    main.tabIndex = -1
    main.focus()
  })
})()"""
_STYLE = (
    ".si-skip{position:fixed;left:.5rem;top:-4rem;z-index:1000000;padding:.6rem 1rem;border-radius:.5rem;"
    "background:#0b6b4f;color:#fff;font-family:sans-serif}.si-skip:focus{top:.5rem}"
    "[data-testid=stMainBlockContainer]:focus{outline:none}"
)


def link(language: str) -> str:
    """The link for the empty page, before anything of the app."""
    words = escape(msg("Skip to the content").to(language))
    return f'<style>{_STYLE}</style><a class="si-skip" href="#content" lang="{language}">{words}</a>'


def install() -> None:
    st.html(f"<script>{SCRIPT}</script>", unsafe_allow_javascript=True)
