"""How documents look: two colours with their contrast, a logo, and a small page that shows both."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from html import escape

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.measures import measure
from socialimpact.language import msg
from socialimpact.report.look import LINE_CONTRAST, TEXT_CONTRAST, Look, contrast
from socialimpact.services import organisation
from socialimpact.services.reporting import logo, looks
from socialimpact.services.workspace import Workspace
from socialimpact.ui import notice
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect, uploader

_PLACE = "look"


def show(ws: Workspace, actor: Actor) -> None:
    """The colours, the logo, and what a page looks like with them."""
    notice.show(_PLACE)
    now = looks.look(ws)
    st.write(say(msg("Reports and slides wear these colours and logo: Word, PDF, Excel, PowerPoint.")))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _colours(ws, actor, now)
        _logo(ws, actor, now)
    with right:
        _sample(organisation.settings(ws, actor).name, now)


def _colours(ws: Workspace, actor: Actor, now: Look) -> None:
    with st.form("look_colours", border=True):
        st.subheader(say(msg("Colours")))
        with st.container(horizontal=True, gap="large"):
            accent = st.color_picker(say(msg("Main: titles and bars")), now.accent, key="look_accent")
            second = st.color_picker(say(msg("Second: the line of a target")), now.second, key="look_second")
        st.caption(
            say(
                msg(
                    "On white paper titles need a contrast of {text}, lines one of {lines}. These have {accent} and"
                    " {second}; a colour that is too pale is not taken.",
                    text=TEXT_CONTRAST,
                    lines=LINE_CONTRAST,
                    accent=round(contrast(now.accent), 1),
                    second=round(contrast(now.second), 1),
                )
            )
        )
        with st.container(horizontal=True):
            saved = st.form_submit_button(say(msg("Save")), key="look_colours_save")
            own = st.form_submit_button(say(msg("Back to the program's own colours")), key="look_colours_own")
        if saved or own:
            wanted = (Look().accent, Look().second) if own else (accent, second)
            done = msg("Documents wear these colours from now on.")
            effect.save(ws, actor, _PLACE, done, lambda: looks.save_colours(ws, actor, *wanted), moves=False)


def _logo(ws: Workspace, actor: Actor, now: Look) -> None:
    with st.container(border=True):
        st.subheader(say(msg("Logo")))
        if now.logo:
            st.image(base64.b64decode(now.logo), width=240)
        uploader.speak(logo.MOST_BYTES // 1024**2)
        with st.form("look_logo", border=False, clear_on_submit=True):
            given = st.file_uploader(
                say(msg("A picture: PNG, JPEG or SVG, up to {n} MB", n=logo.MOST_BYTES // 1024**2)),
                type=["png", "jpg", "jpeg", "svg"],
                max_upload_size=logo.MOST_BYTES // 1024**2,
                key="look_logo_file",
            )
            if st.form_submit_button(say(msg("Use this logo")), key="look_logo_save") and given is not None:
                content = given.getvalue()
                done = msg("The logo stands on documents from now on.")
                effect.save(ws, actor, _PLACE, done, lambda: looks.save_logo(ws, actor, content), moves=False)
        if now.logo and st.button(
            say(msg("Remove the logo")), key="look_logo_remove", type="tertiary", icon=":material/delete:"
        ):
            done = msg("Documents are without a logo.")
            effect.save(ws, actor, _PLACE, done, lambda: looks.remove_logo(ws, actor), moves=False)


def _sample(name: str, now: Look) -> None:
    """A page in small: drawn in the document's own white, whatever the theme."""
    picture = (
        f'<img src="data:image/png;base64,{now.logo}" alt="" style="max-height:36px;max-width:60%">' if now.logo else ""
    )
    widths = (88, 64, 40)
    bars = "".join(
        f'<div style="width:{width}%;height:10px;margin:7px 0;background:{now.accent}"></div>' for width in widths
    )
    share = escape(say(measure("social_share").name))
    year = str(datetime.now(UTC).year - 1)
    st.caption(say(msg("A page in small")))
    st.html(
        f'<div role="img" aria-label="{escape(say(msg("A page in small")))}" style="background:#fff;color:#16211c;'
        f'border:1px solid #c9d5cf;border-radius:6px;padding:22px;font-size:13px">{picture}'
        f'<div style="color:#55635c;margin-top:10px">{escape(name or "–")}</div>'
        f'<div style="color:{now.accent};font-weight:600;font-size:20px;line-height:1.25">'
        f"{escape(say(msg('Social and local procurement {year}', year=year)))}</div>"
        f'<div style="width:56px;height:4px;background:{now.accent};margin:8px 0 14px"></div>'
        f'<div style="background:{now.pale};padding:8px 10px;border-radius:4px;margin-bottom:10px">'
        f'<span style="color:{now.accent};font-weight:600;font-size:18px">{share}</span></div>{bars}'
        f'<div style="border-top:2px dashed {now.second};margin-top:12px"></div></div>'
    )
