"""What is left out of addressable spend: by nature, and by category, supplier or cost centre, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.figures.labels import labelled
from socialimpact.language import Euro, Message, msg
from socialimpact.services import organisation
from socialimpact.services.dashboards import measuring
from socialimpact.services.organisation import Exclusion, NatureSpend
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking, formats, notice
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect

_PLACE = "exclusions"
_MOST_SUPPLIERS = 500


def show(ws: Workspace, actor: Actor) -> None:
    """The natures with what is spent on each, then the organisation's own exclusions."""
    notice.show(_PLACE)
    st.write(
        say(
            msg(
                "Shares are computed over addressable spend: what could be bought from a social supplier at all."
                " Every share prints what it leaves out."
            )
        )
    )
    with st.container(border=True):
        st.subheader(say(msg("By nature of the line")))
        natures = organisation.natures_by_spend(ws, actor)
        for nature in natures:
            if nature.lines:
                _nature(ws, actor, nature)
        empty = [nature for nature in natures if not nature.lines]
        if empty:
            with st.expander(say(msg("Natures that no line has ({n})", n=len(empty)))):
                for nature in empty:
                    _nature(ws, actor, nature)
    _own(ws, actor)


def _nature(ws: Workspace, actor: Actor, nature: NatureSpend) -> None:
    entry = knowledge.load("natures")["natures"][nature.nature]
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left.container(gap=None):
        st.markdown(f"**{say(entry['label'])}** · {formats.euro(nature.spend)}")
        st.caption(f"{say(entry['sentence'])} {literal(say(nature.why))}")
    with right.container(horizontal=True, vertical_alignment="center"):
        st.badge(say(_counts(nature.addressable)), color="green" if nature.addressable else "gray")
        # Without purchases there would be nothing left to take a share of; what is given is never in it.
        if nature.nature != "purchase" and (nature.addressable or nature.nature not in organisation.gift_natures()):
            st.button(
                say(msg("Leave it out") if nature.addressable else msg("Count it in")),
                key=f"nature_{nature.nature}",
                type="tertiary",
                icon=":material/edit:",
                on_click=asking.ask,
                args=("nature", nature.nature),
            )
    if asking.asked("nature", nature.nature):
        _nature_dialog(ws, actor, nature, entry["label"])


def _counts(addressable: bool) -> Message:
    return msg("addressable") if addressable else msg("left out")


def _nature_dialog(ws: Workspace, actor: Actor, nature: NatureSpend, words: Mapping[str, str]) -> None:
    name = labelled(words)
    title = msg("Leave “{nature}” out", nature=name) if nature.addressable else msg("Count “{nature}” in", nature=name)

    @st.dialog(say(title), on_dismiss=asking.forget)
    def ask() -> None:
        st.write(say(msg("{amount} of your spend is of this nature.", amount=Euro(nature.spend, cents=False))))
        with st.form("nature_form", border=False):
            why = st.text_input(
                say(msg("Why?")), key="nature_why", help=say(msg("The reason is printed with every share."))
            )
            if st.form_submit_button(say(msg("Save")), type="primary", key="nature_save"):
                done = (
                    msg("“{nature}” is left out now.", nature=name)
                    if nature.addressable
                    else msg("“{nature}” counts now.", nature=name)
                )
                effect.save(
                    ws,
                    actor,
                    _PLACE,
                    done,
                    lambda: organisation.add_exclusion(
                        ws, actor, "nature", nature.nature, why, included=not nature.addressable
                    ),
                )

    ask()


def _own(ws: Workspace, actor: Actor) -> None:
    with st.container(border=True):
        st.subheader(say(msg("Your own exceptions")))
        own = organisation.exclusions(ws, actor)
        if not own:
            st.write(say(msg("There is none: only the natures above decide.")))
        for each in own:
            _exception(ws, actor, each)
        _form(ws, actor)


def _exception(ws: Workspace, actor: Actor, exclusion: Exclusion) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"exclusion_{exclusion.exclusion_id}"):
        said = msg("counts in") if exclusion.included else msg("left out")
        st.markdown(
            f"{say(_FIELDS[exclusion.field])} **{literal(_value_words(ws, actor, exclusion))}**"
            f" · {say(said)}: {literal(exclusion.why)}",
            width="stretch",
        )
        if st.button(
            say(msg("Remove")),
            key=f"exclusion_remove_{exclusion.exclusion_id}",
            type="tertiary",
            icon=":material/delete:",
        ):
            effect.save(
                ws,
                actor,
                _PLACE,
                msg("The exception was removed."),
                lambda: organisation.remove_exclusion(ws, actor, exclusion.exclusion_id),
            )


_FIELDS: dict[str, Message] = {
    "nature": msg("Nature"),
    "category": msg("Category in the ledger"),
    "supplier": msg("Supplier"),
    "cost_centre": msg("Cost centre"),
}


def _value_words(ws: Workspace, actor: Actor, exclusion: Exclusion) -> str:
    """The value as people know it: a nature by its name, a supplier by its name."""
    if exclusion.field == "nature":
        return say(knowledge.load("natures")["natures"][exclusion.value]["label"])
    if exclusion.field == "supplier" and exclusion.value.isdecimal():
        try:
            return directory.supplier(ws, actor, int(exclusion.value)).supplier or exclusion.value
        except NotFound:
            return exclusion.value
    return exclusion.value


def _form(ws: Workspace, actor: Actor) -> None:
    with st.expander(say(msg("Leave something out, or let it in"))):
        field = st.segmented_control(
            say(msg("What")),
            ["category", "supplier", "cost_centre"],
            default="category",
            required=True,
            format_func=lambda key: say(_FIELDS[key]),
            key="exclusion_field",
        )
        with st.form("exclusion_form", border=False):
            value = _value(ws, actor, str(field))
            included = st.radio(
                say(msg("How")),
                [False, True],
                key="exclusion_included",
                horizontal=True,
                format_func=lambda let_in: say(msg("count it in") if let_in else msg("leave it out")),
            )
            why = st.text_input(
                say(msg("Why?")), key="exclusion_why", help=say(msg("The reason is printed with every share."))
            )
            if st.form_submit_button(say(msg("Save")), type="primary", key="exclusion_save"):
                if not value:
                    st.error(say(msg("Choose what it is about.")), icon=":material/info:")
                    return
                effect.save(
                    ws,
                    actor,
                    _PLACE,
                    msg("The exception was saved."),
                    lambda: organisation.add_exclusion(ws, actor, str(field), value, why, included=included),
                )


def _value(ws: Workspace, actor: Actor, field: str) -> str | None:
    """Chosen among what the ledgers hold."""
    match field:
        case "supplier":
            rows = directory.suppliers(ws, actor, limit=_MOST_SUPPLIERS).to_pylist()
            names = {str(row["supplier_id"]): str(row["supplier"]) for row in rows}
        case _:
            names = values(ws, actor, "ledger_category" if field == "category" else field)
    return st.selectbox(
        say(_FIELDS[field]),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=say(msg("Choose")),
        key=f"exclusion_value_{field}",
    )


def values(ws: Workspace, actor: Actor, field: str) -> dict[str, str]:
    """The values of a dimension with their spend, the largest first; those of the unknown left aside."""
    rows = measuring.figures(ws, actor, measures=["total_spend"], by=[field])["rows"]
    known = [row for row in rows if row[field] is not None]
    known.sort(key=lambda row: -Decimal(row["total_spend"]))
    return {row[field]: f"{row[field]} · {formats.euro(Decimal(row['total_spend']))}" for row in known}
