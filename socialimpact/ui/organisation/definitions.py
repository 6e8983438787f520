"""What counts: which kinds are social, what is local, whether a supplier's word is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.choices import OrganisationSettings
from socialimpact.figures.scopes import Scope
from socialimpact.language import Message, msg
from socialimpact.places import local_rules
from socialimpact.services import organisation
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import notice
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import counted_words
from socialimpact.ui.upload import effect

_RULES = ("municipality", "province", "region", "radius")
_FIRST_RADIUS = 30
_LONGEST_RADIUS = 500


def show(ws: Workspace, actor: Actor) -> None:
    """The decisions that every share is printed with, each with its own save."""
    notice.show("definitions")
    settings = organisation.settings(ws, actor)
    _scope(ws, actor, settings, organisation.scopes(ws, actor))
    _local_rule(ws, actor, settings)
    _declared(ws, actor, settings)


def _scope(ws: Workspace, actor: Actor, settings: OrganisationSettings, scopes: Sequence[Scope]) -> None:
    known = {scope.key: scope for scope in scopes}
    with st.container(border=True):
        st.subheader(say(msg("What counts as social")))
        with st.form("scope", border=False):
            chosen = st.radio(
                say(msg("Which suppliers are inside the social-spend share")),
                list(known),
                index=list(known).index(settings.scope_key) if settings.scope_key in known else 0,
                format_func=lambda key: say(known[key].name),
                captions=[_caption(scope) for scope in scopes],
                key="scope_key",
            )
            if st.form_submit_button(say(msg("Save")), key="scope_save"):
                _save(
                    ws,
                    actor,
                    replace(settings, scope_key=chosen),
                    msg("Counted as social from now on: {scope}.", scope=known[chosen].name),
                )
        with st.expander(say(msg("Which kinds these are"))):
            st.markdown("\n".join(f"- **{say(scope.name)}**: {_kinds_of(scope)}" for scope in scopes))
        with st.expander(say(msg("Make a scope of your own"))):
            _own_scope(ws, actor)


def _caption(scope: Scope) -> str:
    return f"{say(scope.sentence)} ({scope.reference})" if scope.reference else say(scope.sentence)


def _kinds_of(scope: Scope) -> str:
    return "; ".join(say(kinds.kind(key).label) for key in scope.kinds)


def _own_scope(ws: Workspace, actor: Actor) -> None:
    with st.form("own_scope", border=False, clear_on_submit=True):
        name = st.text_input(say(msg("Name of the scope")), key="own_scope_name")
        chosen = st.multiselect(
            say(msg("Kinds that count")),
            [kind.key for kind in kinds.all_kinds()],
            format_func=lambda key: say(kinds.kind(key).label),
            placeholder=say(msg("Choose kinds")),
            key="own_scope_kinds",
        )
        st.caption(
            say(
                msg("A name that exists already is changed. The scope can then be chosen above and on every dashboard.")
            )
        )
        if st.form_submit_button(say(msg("Save the scope")), key="own_scope_save"):
            done = msg("The scope “{name}” was saved.", name=name.strip())
            effect.save(ws, actor, "definitions", done, lambda: organisation.save_scope(ws, actor, name, chosen))


def _local_rule(ws: Workspace, actor: Actor, settings: OrganisationSettings) -> None:
    now = local_rules.parse(settings.local_rule_key)
    with st.container(border=True):
        st.subheader(say(msg("What counts as local")))
        st.write(say(now.sentence()))
        with st.form("local_rule", border=False):
            kind = st.radio(
                say(msg("A supplier is local when it has its seat in")),
                _RULES,
                index=_RULES.index(now.kind),
                format_func=lambda key: say(_RULE_WORDS[key]),
                key="local_rule_kind",
            )
            km = st.number_input(
                say(msg("Kilometres, for the last choice")),
                1,
                _LONGEST_RADIUS,
                int(now.km or _FIRST_RADIUS),
                key="local_rule_km",
                width=220,
            )
            if st.form_submit_button(say(msg("Save")), key="local_rule_save"):
                rule = local_rules.parse(f"radius:{km}" if kind == "radius" else kind)
                _save(ws, actor, replace(settings, local_rule_key=rule.key), rule.sentence())


_RULE_WORDS = {
    "municipality": msg("the municipality of the site"),
    "province": msg("the province of the site"),
    "region": msg("the region of the site"),
    "radius": msg("a circle around the site"),
}


def _declared(ws: Workspace, actor: Actor, settings: OrganisationSettings) -> None:
    with st.container(border=True):
        st.subheader(say(msg("Whose word is enough")))
        st.markdown(
            "\n".join(
                f"- **{say(each.label)}** ({say(counted_words(each.key))}): {say(each.sentence)}"
                for each in kinds.all_evidence()
            )
        )
        with st.form("declared", border=False):
            counts = st.toggle(
                say(msg("Count suppliers that only declare it themselves")),
                settings.declared_counts,
                key="declared_counts",
            )
            if st.form_submit_button(say(msg("Save")), key="declared_save"):
                done = msg("A supplier's own word counts.") if counts else msg("A supplier's own word does not count.")
                _save(ws, actor, replace(settings, declared_counts=counts), done)


def _save(ws: Workspace, actor: Actor, settings: OrganisationSettings, done: Message) -> None:
    effect.save(ws, actor, "definitions", done, lambda: organisation.save_settings(ws, actor, settings))
