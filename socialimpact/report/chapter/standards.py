"""The index of standards: what each asks, and the figure that answers it or the honest "not available"."""

from __future__ import annotations

from socialimpact import knowledge
from socialimpact.figures.labels import labelled
from socialimpact.figures.measures import measure
from socialimpact.language import msg
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.document import Cell, Paragraph, Section, Table, value_of

# Measures of something that nobody may have written down: then their zero says nothing.
_SCREENED = {"new_suppliers_screened_share"}


def section(look: Scene) -> Section:
    """One row a figure that a standard asks for, one for each area without a figure of its own."""
    entries = knowledge.load("standards")["standards"]
    answer = look.ask([*dict.fromkeys(key for entry in entries for key in entry["measures"])])
    unknown: set[str] = set() if _is_screening_recorded(look) else _SCREENED
    rows: list[tuple[Cell, ...]] = []
    for entry in entries:
        asks = labelled(entry["asks"])
        if not entry["measures"]:
            rows.append((entry["reference"], asks, msg("no figure of its own"), None))
        for key in entry["measures"]:
            value = value_of(answer, key)
            known = value.value is not None and key not in unknown
            shown: Cell = value if known else msg("not available")
            rows.append((entry["reference"], asks, measure(key).name, shown))
    titles = (msg("Standard"), msg("What it asks"), msg("Figure"), msg("Value"))
    return Section(
        "standards",
        msg("Index of standards"),
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


def _is_screening_recorded(look: Scene) -> bool:
    return bool(
        look.reader.value("select exists (select 1 from supplier where screened_on is not null)", step="screening")
    )
