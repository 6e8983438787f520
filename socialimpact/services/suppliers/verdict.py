"""Whether a supplier counts today, as what, since when and why: one sentence that an auditor can hold against proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from socialimpact.figures.scopes import Scope
from socialimpact.language import Message, msg
from socialimpact.services.suppliers.tag_view import TagView
from socialimpact.services.suppliers.tag_words import kind_words, register_words, who_words

Status = Literal["counts", "other", "possible", "ended", "none"]


@dataclass(frozen=True)
class Verdict:
    """`status`: `counts` in the scope · `other` kind than the scope's · `possible` · `ended` · `none`.

    `because` is what it rests on, None where there is nothing. `tag_id` is the tag that speaks.
    """

    status: Status
    sentence: Message
    because: Message | None = None
    tag_id: int | None = None


def verdict(
    tags: Sequence[TagView],
    speaks: Mapping[str, Any] | None,
    scope: Scope,
    *,
    declared: bool,
    identifiers: tuple[str | None, str | None],
) -> Verdict:
    """The verdict by the tag that `speaks` (a row of `standing_sql`). `identifiers`: VAT number and tax code."""
    if speaks is None:
        return Verdict("none", msg("Does not count: no register has it, and nobody has said what it is."))
    tag = next(each for each in tags if each.tag_id == speaks["tag_id"])
    kind, why = kind_words(tag.kind), because(tag, identifiers, declared=declared)
    if not speaks["counted"]:
        return Verdict("possible", msg("Does not count. It may be: {kind}.", kind=kind), why, tag.tag_id)
    match speaks["state"]:
        case "past":
            return Verdict("ended", msg("Does not count any more. Until {date} it was: {kind}.", kind=kind,
                                        date=tag.valid_to), why, tag.tag_id)  # fmt: skip
        case "future":
            return Verdict("ended", msg("Does not count yet. From {date} it is: {kind}.", kind=kind,
                                        date=tag.valid_from), why, tag.tag_id)  # fmt: skip
    if tag.kind not in scope.kinds:
        sentence = msg("Does not count as social. It is: {kind}, a kind outside the scope “{scope}”.", kind=kind,
                       scope=scope.name)  # fmt: skip
        return Verdict("other", sentence, why, tag.tag_id)
    if tag.valid_from and tag.valid_to:
        sentence = msg("Counts from {first} to {last} as: {kind}.", kind=kind, first=tag.valid_from, last=tag.valid_to)
    elif tag.valid_from:
        sentence = msg("Counts since {first} as: {kind}.", kind=kind, first=tag.valid_from)
    elif tag.valid_to:
        sentence = msg("Counts until {last} as: {kind}.", kind=kind, last=tag.valid_to)
    else:
        sentence = msg("Counts on every date as: {kind}.", kind=kind)
    return Verdict("counts", sentence, why, tag.tag_id)


def because(tag: TagView, identifiers: tuple[str | None, str | None], *, declared: bool) -> Message:
    """What a tag rests on, in one sentence."""
    match tag.evidence:
        case "registered":
            return _registered(tag, identifiers)
        case "documented":
            return _documented(tag)
        case "confirmed" if tag.entry_name:
            return msg(
                "Confirmed by {who} on {date}, who compared it with “{entry}” in {register}.",
                who=who_words(tag.made_by), date=tag.made_at.date(), entry=tag.entry_name,
                register=register_words(tag.register),
            )  # fmt: skip
        case "confirmed":
            return msg("Confirmed by {who} on {date}.", who=who_words(tag.made_by), date=tag.made_at.date())
        case "declared":
            return _declared(tag, declared=declared)
        case _:
            return msg("Only its name suggests it. Nobody has looked yet.")


def _registered(tag: TagView, identifiers: tuple[str | None, str | None]) -> Message:
    vat, tax = identifiers
    known = {each for each in identifiers if each}
    number = next((each for each in (tag.entry_tax_code, tag.entry_vat_number) if each in known), None)
    first, last = tag.snapshot_as_of, tag.seen_as_of or tag.snapshot_as_of
    lists = (
        msg("lists of {first} to {last}", first=first, last=last)
        if first and last and last > first
        else msg("list of {date}", date=last or "–")
    )
    about = {"register": register_words(tag.register), "lists": lists}
    if number is None:
        return msg("It stands in {register}, {lists}.", **about)
    if number == tax:
        return msg("Its tax code {number} stands in {register}, {lists}.", number=number, **about)
    if number == vat:
        return msg("Its VAT number {number} stands in {register}, {lists}.", number=number, **about)
    return msg("Its number {number} stands in {register}, {lists}.", number=number, **about)


def _documented(tag: TagView) -> Message:
    about = {"who": who_words(tag.made_by), "date": tag.made_at.date(), "file": tag.file_name or "–"}
    if tag.issued_on and tag.expires_on:
        return msg("“{file}”, attached by {who} on {date}: issued on {issued}, expires on {expires}.",
                   issued=tag.issued_on, expires=tag.expires_on, **about)  # fmt: skip
    if tag.expires_on:
        return msg("“{file}”, attached by {who} on {date}: it expires on {expires}.", expires=tag.expires_on, **about)
    if tag.issued_on:
        return msg("“{file}”, attached by {who} on {date}: issued on {issued}.", issued=tag.issued_on, **about)
    return msg("“{file}”, attached by {who} on {date}.", **about)


def _declared(tag: TagView, *, declared: bool) -> Message:
    about = {"who": who_words(tag.made_by), "date": tag.made_at.date()}
    rule = (
        msg("The organisation lets suppliers' own word count.")
        if declared
        else msg("A supplier's own word does not count.")
    )
    if tag.stated_by and tag.stated_on:
        return msg("The supplier says so itself ({name}, {day}); written down by {who} on {date}. {rule}",
                   name=tag.stated_by, day=tag.stated_on, rule=rule, **about)  # fmt: skip
    if tag.stated_by or tag.stated_on:
        return msg("The supplier says so itself ({name}); written down by {who} on {date}. {rule}",
                   name=tag.stated_by or tag.stated_on, rule=rule, **about)  # fmt: skip
    return msg("The supplier says so itself; written down by {who} on {date}. {rule}", rule=rule, **about)
