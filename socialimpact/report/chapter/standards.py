"""The index of standards: what each asks, and the figure that answers it or the honest "not available"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from socialimpact import knowledge
from socialimpact.figures.labels import labelled
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg
from socialimpact.report.chapter import territory
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Cell, Paragraph, Section, Table, Value, value_of

# Measures of something that nobody may have written down: then their zero says nothing.
_WHY: Mapping[str, Message] = {
    "screened": msg("not available: no supplier is written down as screened"),
    "paid": msg("not available: the ledgers have no payment dates"),
    "terms": msg("not available: the ledgers have no due and payment dates"),
    "place": msg("not available: no buying site has a place"),
    "nothing": msg("not available: nothing was bought that it could be a share of"),
}
_NEEDS: Mapping[str, str] = {
    "new_suppliers_screened_share": "screened",
    "average_days_to_pay": "paid",
    "average_days_to_pay_social": "paid",
    "paid_on_time_share": "terms",
    "paid_on_time_share_social": "terms",
    "local_share": "place",
    "social_local_share": "place",
}


def section(look: Scene) -> Section:
    """One row a figure that a standard asks for, one for each area without a figure of its own."""
    entries = knowledge.load("standards")["standards"]
    keys = [*dict.fromkeys(key for entry in entries for key in entry["measures"])]
    answers = {"all": look.ask(keys)}
    marked = territory.significant(look)
    if marked:
        answers["significant_sites"] = look.ask(keys, where=replace(look.selection, sites=marked))
    lacking = _lacking(look)
    rows: list[tuple[Cell, ...]] = []
    for entry in entries:
        asks = labelled(entry["asks"])
        part = TITLES[entry["section"]]
        if not entry["measures"]:
            rows.append((entry["reference"], asks, msg("a topic, without a figure of its own"), None, part))
        for key in entry["measures"]:
            over = entry.get("over", "all") if entry.get("over", "all") in answers else "all"
            name = measure(key).name
            named = msg("{figure}, significant sites", figure=name) if over != "all" else name
            shown = _shown(value_of(answers[over], key), lacking)
            first = key == entry["measures"][0]
            rows.append((entry["reference"] if first else None, asks if first else None, named, shown, part))
    titles = (msg("Standard"), msg("What it asks"), msg("Figure"), msg("Value"), msg("Section"))
    return Section(
        "standards",
        TITLES["standards"],
        (
            Paragraph(
                msg(
                    "This chapter is evidence for these standards. It is not itself an external evaluation standard in"
                    " the sense of annex 4 of law 208/2015."
                )
            ),
            Table("standards", msg("What standards ask, and where it is answered"), titles, tuple(rows)),
        ),
    )


def _shown(value: Value, lacking: set[str]) -> Cell:
    """The figure, or the honest reason why there is none."""
    need = _NEEDS.get(value.measure.key)
    if need in lacking:
        return _WHY[need or "nothing"]
    return _WHY[need if need in {"paid", "terms"} else "nothing"] if value.value is None else value


def _lacking(look: Scene) -> set[str]:
    """What nobody has written down: without it a zero would say nothing."""
    return ({"screened"} if not look.screened else set()) | ({"place"} if not look.places_known else set())
