"""A case drawn: the question, the two sides with what agrees and what does not, and what was bought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

import streamlit as st

from socialimpact.language import Euro, Message, Share, msg, plural, render
from socialimpact.services.review.review_case import Candidate, CaseView, probability_words
from socialimpact.services.review.review_queue import Queue
from socialimpact.suppliers.agreement import Point, Standing, closest, marked
from socialimpact.ui import formats, language
from socialimpact.ui.language import Text, say
from socialimpact.ui.suppliers.supplier_words import kind_words, register_words

_SIGNS = {
    "agrees": ("✓", msg("agrees")),
    "differs": ("≠", msg("differs")),
    "unknown": ("?", msg("cannot be compared")),
}
_STANDING: dict[Standing, str] = {"shared": "mark", "own": "i", "form": "span"}
_LONGEST = 90
_AGREES = msg("What agrees and what does not")
_HERE = msg("In your ledgers")
_THERE = msg("In the register")
_COUNTS = msg("Would count as")
_PER_YEAR = msg("Spend per year")
_HOW_LIKELY = msg("How likely it is one body")
_WHY = msg("Why it is proposed")
_WHERE = msg("Where it stands")
_UNDATED = msg("without a date")


def question(view: CaseView, among: Queue) -> None:
    """How far the review is, then the question in one sentence of fixed height, with what hangs on it."""
    asked = msg("Is “{supplier}” the same as “{entry}”?", supplier=view.supplier, entry=view.chosen.name)
    stake = plural(
        "{amount} of addressable spend in {n} line",
        "{amount} of addressable spend in {n} lines",
        view.lines,
        amount=Euro(view.stake, cents=False),
    )
    said = [stake, _likely(view.chosen)]
    if view.later_at:
        said.append(msg("put off on {date}", date=view.later_at.date()))
    ask(asked, said, above=_how_far(among))


def _how_far(among: Queue) -> str:
    """What the work is worth, and how much of it is done as a bar with its words."""
    done, told = round(float(min(max(among.decided_share or 0, 0), 1)) * 100), _text(among.progress())
    return (
        f'<h3 class="si-worth">{_text(among.message())}</h3><div class="si-far"><span>{told}</span>'
        f'<div class="si-meter" role="progressbar" aria-valuemin=0 aria-valuemax=100 aria-valuenow={done}'
        f' aria-label="{told}"><i style="--si-part:{done}%"></i></div></div>'
    )


def ask(question: Message, stake: Sequence[Message], *, above: str = "") -> None:
    """A question, with what hangs on it in a line beneath; `above` is drawn before it."""
    # one element of the page for all of it: each costs the browser its time at every answer
    st.html(
        f"{above}"
        f'<div class="si-question" role="heading" aria-level="3">{_text(question)}</div>'
        f'<p class="si-stake">{" · ".join(_text(part) for part in stake)}</p>'
    )


def sides(view: CaseView) -> None:
    """Both sides beside each other, point by point, then what is known of each."""
    head = (
        f"<thead><tr><td></td><th scope=col>{_text(_HERE)}</th><td></td><th scope=col>{_text(_THERE)}</th></tr></thead>"
    )
    body = "".join([_names(view), *(_row(point) for point in view.points if point.key != "name"), _kind(view)])
    st.html(
        f'<div class="si-case" data-supplier="{view.supplier_id}" data-entry="{view.chosen.entry_id}">'
        f'<div class="si-scroll"><table><caption>{_text(_AGREES)}</caption>{head}<tbody>{body}</tbody></table></div>'
        f'<div class="si-two"><section>{_bought(view)}</section><section>{_listed(view)}</section></div></div>'
    )


def entry_line(entry: Candidate) -> Message:
    """An entry in one line, for a choice among several."""
    return msg(
        "{entry} · {place} · {code} · {register} · {likely}",
        entry=entry.name,
        place=entry.place or "–",
        code=entry.tax_code or entry.vat_number or "–",
        register=register_words(entry.register),
        likely=_likely(entry),
    )


def _likely(entry: Candidate) -> Message:
    if entry.probability is None:
        return probability_words(None)
    return msg("{words} ({share})", words=probability_words(entry.probability), share=Share(entry.probability, 0))


def _names(view: CaseView) -> str:
    """The row of names: words that both have, words of one side only, and those of the legal form, marked."""
    point = next(point for point in view.points if point.key == "name")
    here = closest((view.supplier, *(name for name, _ in view.spellings)), view.chosen.name)
    one, other = _marked(here, view.chosen.name), _marked(view.chosen.name, here)
    return _cells(point, one, other, style="si-names")


def _marked(name: str, other: str) -> str:
    return " ".join(f"<{_STANDING[kind]}>{escape(word)}</{_STANDING[kind]}>" for word, kind in marked(name, other))


def _row(point: Point) -> str:
    return _cells(point, _value(point.here), _value(point.there))


def _cells(point: Point, here: str, there: str, *, style: str = "") -> str:
    sign, words = _SIGNS[point.verdict]
    return (
        f'<tr class="si-{point.verdict} {style}"><th scope=row>{_text(point.what)}</th><td>{here}</td>'
        f'<td class="si-sign"><span title="{_text(words)}" role="img" aria-label="{_text(words)}">{sign}</span></td>'
        f"<td>{there}</td></tr>"
    )


def _kind(view: CaseView) -> str:
    return (
        f"<tr><th scope=row>{_text(_COUNTS)}</th><td>–</td><td></td>"
        f"<td><b>{_text(kind_words(view.chosen.kind))}</b></td></tr>"
    )


def _value(value: Text) -> str:
    return _text(value) if value else f'<span class="si-none">{_text(msg("not known"))}</span>'


def _bought(view: CaseView) -> str:
    """What is bought from the supplier: by year as bars, categories, the largest lines, and how files write it."""
    parts = [_years(view.by_year)]
    named = [(name, amount) for name, amount in view.categories if name]
    if named:
        parts.append(_list(msg("Categories"), (_amount(escape(name), amount) for name, amount in named)))
    texts = [
        _amount(escape(_short(text or say(msg("without a description")))), amount) for _, text, amount in view.largest
    ]
    parts.append(_list(msg("Largest lines"), texts))
    if len(view.spellings) > 1:
        parts.append(_list(msg("Also written"), (escape(name) for name, _ in view.spellings if name != view.supplier)))
    if view.wrong:
        wrong = (_text(msg("{number} as written is not valid", number=number)) for number in view.wrong)
        parts.append(_list(msg("Numbers that fail their check"), wrong))
    if len(view.companies) > 1:
        parts.append(_list(msg("Bought by"), (escape(name) for name in view.companies)))
    return "".join(parts)


def _years(by_year: Sequence[tuple[int | None, Decimal]]) -> str:
    """The spend by year as bars with their amounts; the numbers are text, so no picture hides them."""
    top = max((amount for _, amount in by_year), default=Decimal(0))
    bars = "".join(
        f"<li><span>{escape(str(year) if year else say(_UNDATED))}</span>"
        f'<i style="--si-part:{_part(amount, top)}%"></i><b>{escape(_euro(amount))}</b></li>'
        for year, amount in by_year
    )
    return f'<h4>{_text(_PER_YEAR)}</h4><ul class="si-years">{bars}</ul>'


def _part(amount: Decimal, top: Decimal) -> int:
    return int(max(amount, Decimal(0)) * 100 / top) if top > 0 else 0


def _listed(view: CaseView) -> str:
    """Where the entry stands, and why it is proposed."""
    entry = view.chosen
    source = [
        msg(
            "{register}, list of {date}, row {row}",
            register=register_words(entry.register),
            date=entry.as_of,
            row=str(entry.row_number),
        )
    ]
    if entry.section:
        source.append(msg("Section: {section}", section=entry.section))
    if entry.registered_on:
        source.append(msg("Registered on {date}", date=entry.registered_on))
    if entry.valid_to:
        source.append(msg("Valid to {last}", last=entry.valid_to))
    why = entry.reasons or (msg("No reason was given."),)
    meter = ""
    if entry.probability is not None:
        meter = (
            f'<div class="si-meter" aria-hidden=true><i style="--si-part:{round(entry.probability * 100)}%"></i></div>'
        )
    return (
        f"<h4>{_text(_HOW_LIKELY)}</h4><p><b>{_text(_likely(entry))}</b></p>{meter}"
        f"{_list(_WHY, (_text(each) for each in why))}"
        f"{_list(_WHERE, (_text(each) for each in source))}"
    )


def _list(title: Message, items: Iterable[str]) -> str:
    return f"<h4>{_text(title)}</h4><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _amount(text: str, amount: Decimal) -> str:
    return f'{text} <span class="si-sum">{escape(_euro(amount))}</span>'


def _euro(amount: Decimal) -> str:
    return render(Euro(amount, cents=False), language.current())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _text(text: Text) -> str:
    return escape(say(text) if text else formats.not_known(), quote=True)
