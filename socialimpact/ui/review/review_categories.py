"""Which category the ledgers' own words belong to: most spend first, a page of them decided at once."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import cast

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.categories.rules import Rule
from socialimpact.figures.dimensions import UNCLASSIFIED
from socialimpact.language import Euro, Message, Share, msg, plural
from socialimpact.services.dashboards import measuring
from socialimpact.services.review import categorising
from socialimpact.services.review.categorising import About, Case, Cases, Decision
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, language, notice, parts
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review import category_excel
from socialimpact.ui.suppliers.supplier_words import who_words

PAGE = 15
_PLACE = "categories"
_LEAVE = "-"
_DECIDED_SHOWN = 20
_EXCEL = "excel"
_ABOUT: dict[str, Message] = {
    "open_categories": msg("Open, by category"),
    "open_suppliers": msg("Open, by supplier"),
    "all_categories": msg("All of them"),
    _EXCEL: msg("Ask a colleague (Excel)"),
}


def show(ws: Workspace, actor: Actor) -> None:
    """How much has a category, what is open, and what was decided."""
    if not measuring.figures(ws, actor, measures=["lines"])["rows"][0]["lines"]:
        empty(
            msg("Nothing to put into categories yet"),
            msg("Categories are found when purchases are here: upload a ledger."),
            [Step("upload", msg("Upload a ledger"), icon=":material/upload_file:")],
            icon=":material/category:",
        )
        return
    _coverage(ws, actor)
    part = parts.chosen("categories_about", _ABOUT, label=msg("What to decide about"))
    if part == _EXCEL:
        category_excel.show(ws, actor)
    else:
        _open(ws, actor, cast("About", part))
    # beside the buttons that leave it
    notice.show(_PLACE)
    _decided(ws, actor)


def _open(ws: Workspace, actor: Actor, about: About) -> None:
    found = categorising.cases(ws, actor, about)
    if found.cases:
        _stakes(about, found)
        _page(ws, actor, about, found)
    else:
        _none(ws, actor, about)


def _none(ws: Workspace, actor: Actor, about: About) -> None:
    """Why no case is here: all are decided, or no ledger names categories of its own."""
    if about != "open_suppliers" and not categorising.cases(ws, actor, "all_categories").cases:
        said = msg(
            "The ledgers have no categories of their own: what is unclassified stands under “Open, by supplier”."
        )
        st.info(say(said), icon=":material/info:")
        return
    st.success(say(msg("Nothing is open here.")), icon=":material/check:")


def _coverage(ws: Workspace, actor: Actor) -> None:
    measures = ["classified_spend", "classified_share", "addressable_spend"]
    row = measuring.figures(ws, actor, measures=measures)["rows"][0]
    if row["classified_share"] is None:
        return
    left = Decimal(row["addressable_spend"]) - Decimal(row["classified_spend"])
    st.markdown(
        literal(
            say(
                msg(
                    "{share} of addressable spend has a category; {left} is unclassified. Words of the ledger's"
                    " category, of the description and of the supplier's name decide, until a person does.",
                    share=Share(row["classified_share"]),
                    left=Euro(left, cents=False),
                )
            )
        )
    )


def _stakes(about: About, found: Cases) -> None:
    if about == "all_categories":
        text = plural(
            "{n} category as the ledgers write it, with {amount} of addressable spend.",
            "{n} categories as the ledgers write them, with {amount} of addressable spend; the largest first.",
            len(found.cases),
            amount=Euro(found.amount, cents=False),
        )
    else:
        text = plural(
            "The first one decides {part} of the {amount} that is unclassified here.",
            "The first {n} decide {part} of the {amount} that is unclassified here.",
            found.first_of,
            part=Share(_reached(found), 0),
            amount=Euro(found.amount, cents=False),
        )
    st.caption(literal(say(text)))


def _reached(found: Cases) -> Decimal:
    first = sum((max(case.amount, Decimal(0)) for case in found.cases[: found.first_of]), Decimal(0))
    return first / found.amount if found.amount else Decimal(1)


@st.cache_data(show_spinner=False, max_entries=4)
def _options(reader: str) -> dict[str, str]:
    """The answers by key, in the reader's language: leaves under their groups, and the one that leaves it open."""
    leaves = {
        leaf.key: f"{tree.name(leaf.key).to(reader)} · {tree.name(leaf.group).to(reader)}"
        for leaf in tree.leaves().values()
    }
    return {_LEAVE: msg("Leave it unclassified").to(reader)} | leaves


def _page(ws: Workspace, actor: Actor, about: About, found: Cases) -> None:
    """One page of cases in one form: whatever was chosen is saved together."""
    pages = math.ceil(len(found.cases) / PAGE)
    page = min(int(st.session_state.get(f"categories_page_{about}", 1)), pages)
    shown = found.cases[(page - 1) * PAGE : page * PAGE]
    with st.form(f"categories_{about}_{page}", border=False):
        for case in shown:
            _case(about, case)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            why = st.text_input(
                say(msg("Why? (may stay empty)")),
                key=f"categories_why_{about}_{page}",
                width=360,
                placeholder=say(msg("For example: agreed with purchasing")),
            )
            pressed = st.form_submit_button(
                say(msg("Save what was chosen")), type="primary", key="categories_save", icon=":material/check:"
            )
    if pages > 1:
        st.pagination(pages, key=f"categories_page_{about}")
    if pressed:
        _save(ws, actor, about, shown, why)


def _case(about: About, case: Case) -> None:
    with st.container(border=True, gap="xsmall", key=f"category_{about}_{_name(case)}"):
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left.container(gap=None):
            lines = say(plural("{n} line", "{n} lines", case.lines))
            st.markdown(f"**{literal(case.name)}**  \n{literal(formats.euro(case.amount))} · {literal(lines)}")
            st.caption(literal(say(_state(case))))
        options = _options(language.current())
        right.selectbox(
            say(msg("Category of “{name}”", name=case.name)),
            list(options),
            index=None,
            format_func=options.__getitem__,
            key=f"category_of_{about}_{_name(case)}",
            placeholder=_placeholder(case, options),
            label_visibility="collapsed",
        )


def _state(case: Case) -> Message:
    """What it counts as now and why, or what is proposed."""
    if case.rule or case.leaf:
        now = tree.name(case.leaf) if case.leaf else UNCLASSIFIED
        return msg("Counts as: {category}. {reason}", category=now, reason=case.reason)
    if case.placed and case.amount:
        return msg(
            "{reason} {share} of it has a category all the same, line by line: by description or supplier.",
            reason=case.reason,
            share=Share(case.placed / case.amount, 0),
        )
    if case.proposed and case.confidence is not None:
        return msg(
            "Perhaps {category} ({confidence}). {reason}",
            category=tree.name(case.proposed),
            confidence=Share(case.confidence, 0),
            reason=case.reason,
        )
    return case.reason


def _placeholder(case: Case, options: dict[str, str]) -> str:
    return options[case.leaf] if case.leaf else say(msg("Choose a category"))


def _save(ws: Workspace, actor: Actor, about: About, shown: tuple[Case, ...], why: str) -> None:
    answers = [(case, st.session_state.get(f"category_of_{about}_{_name(case)}")) for case in shown]
    chosen = [(case, None if answer == _LEAVE else str(answer)) for case, answer in answers if answer]
    # what was saved before stays chosen on the screen, and is decided already
    said = [
        Decision(case.field, case.value, leaf) for case, leaf in chosen if case.rule is None or case.rule.leaf != leaf
    ]
    if not said:
        st.info(say(msg("Choose a category for at least one of them.")), icon=":material/info:")
        return
    with told():
        categorising.decide(ws, actor, said, why)
        notice.leave(
            _PLACE, plural("{n} decision was saved and the figures follow it.",
                           "{n} decisions were saved and the figures follow them.", len(said))
        )  # fmt: skip
        st.rerun()


def _decided(ws: Workspace, actor: Actor) -> None:
    """The latest decisions, each of which can be taken back."""
    standing = categorising.decided(ws, actor)
    if not standing:
        return
    with st.expander(say(plural("{n} decision stands", "{n} decisions stand", len(standing)))):
        for rule in standing[:_DECIDED_SHOWN]:
            number = rule.category_rule_id
            with st.container(horizontal=True, vertical_alignment="center", key=f"category_rule_{number}"):
                st.markdown(literal(say(_rule(rule))))
                st.button(
                    say(msg("Take back")),
                    key=f"category_rule_end_{number}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=_take_back,
                    args=(ws, actor, number),
                )
        if len(standing) > _DECIDED_SHOWN:
            st.caption(say(msg("The latest {n} are shown.", n=_DECIDED_SHOWN)))


def _rule(rule: Rule) -> Message:
    return msg(
        "{value} → {category} ({who}, {day})",
        value=rule.value,
        category=tree.name(rule.leaf) if rule.leaf else UNCLASSIFIED,
        who=who_words(rule.made_by),
        day=rule.made_at.date(),
    )


def _take_back(ws: Workspace, actor: Actor, number: int) -> None:
    categorising.take_back(ws, actor, [number])
    notice.leave(_PLACE, msg("The decision was taken back: the words decide again."))


def _name(case: Case) -> str:
    """A case in a widget's key."""
    return f"{case.field}_{case.value}"
