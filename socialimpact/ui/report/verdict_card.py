"""How a report stands today: the file, how many figures differ, each with before, now and cause."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.services.reporting.verifying import Verdict
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table_card

_COLUMNS = (
    Column("figure", msg("Figure")),
    Column("before", msg("In the report")),
    Column("now", msg("Today")),
    Column("moved", msg("What moved")),
    Column("cause", msg("Cause")),
)
_ALTERED = (
    Column("place", msg("Where")),
    Column("released", msg("As released")),
    Column("found", msg("In this file")),
)
_MOST_CAUSES = 5


def show(verdict: Verdict, *, key: str, file_name: str) -> None:
    """The verdict in words, then its tables."""
    said = literal(say(verdict.file_words()))
    match verdict.file:
        case "released":
            st.success(said, icon=":material/verified:")
        case "draft":
            st.info(said, icon=":material/info:")
        case _:
            st.error(said, icon=":material/gpp_bad:")
    if verdict.altered:
        rows = [
            {"place": say(each.place), "released": _shown(each.released), "found": _shown(each.found)}
            for each in verdict.altered
        ]
        table_card(_ALTERED, rows, key=f"{key}_altered", file_name=f"{file_name}-altered", alt=verdict.file_words())
    if not verdict.differences:
        st.markdown(literal(say(verdict.words())))
        return
    st.markdown(f"**{literal(say(verdict.words()))}**")
    for cause in verdict.causes[:_MOST_CAUSES]:
        st.markdown(f"- {literal(say(cause.words()))}")
    if len(verdict.causes) > _MOST_CAUSES:
        st.caption(say(msg("and {n} more, in the table", n=len(verdict.causes) - _MOST_CAUSES)))
    rows = [
        {
            "figure": say(each.name),
            "before": say(each.figure.shown(each.reported)),
            "now": say(each.figure.shown(each.now)),
            "moved": "; ".join(say(effect) for cause in each.causes if (effect := cause.effect())),
            "cause": "; ".join(say(cause.itself()) for cause in each.causes),
        }
        for each in verdict.differences
    ]
    table_card(_COLUMNS, rows, key=key, file_name=file_name, alt=verdict.words(), notes=[verdict.file_words()])


def _shown(value: object) -> str:
    return "–" if value is None else str(value)
