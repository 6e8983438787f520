"""The local economy: GRI 204-1, by site, with the definition of "local" printed."""

from __future__ import annotations

from dataclasses import replace

from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg
from socialimpact.places import local_rules
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.document import Block, Cell, Paragraph, Section, Table, value_of

_MEASURES = ("addressable_spend", "local_spend", "local_share", "place_known_share")
_RULES = ("municipality", "province", "region")


def section(look: Scene) -> Section:
    """The share by site and by rule; where no site has a place, that is said and nothing is computed."""
    title = msg("Local economy")
    if not _sites(look):
        return Section(
            "local", title, (Paragraph(msg("No buying site has a place, so no supplier can be called local.")),)
        )
    blocks: list[Block] = [
        Paragraph(look.definitions.local_rule.sentence()),
        Paragraph(msg("Accrual basis: each line counts on the date of its invoice, else of its posting.")),
        _by_site(look),
        _by_rule(look),
    ]
    return Section("local", title, tuple(blocks))


def _sites(look: Scene) -> set[int]:
    rows = look.reader.rows(
        "select site_id from site where municipality_code is not null"
        " or (latitude is not null and longitude is not null)",
        step="sites with a place",
    )
    return {site for (site,) in rows}


def _titles(first: Message) -> tuple[Message, ...]:
    return (first, *(measure(key).name for key in _MEASURES))


def _by_site(look: Scene) -> Table:
    by = DIMENSIONS["site"]
    answer = look.ask(_MEASURES, ["site"])
    placed = _sites(look)
    rows: list[tuple[Cell, ...]] = []
    for row in answer.rows:
        known = row["site_id"] in placed
        values = {key: value_of(answer, key, row) for key in _MEASURES}
        if not known:  # without a place to be local to, nothing is local and nothing is not
            values |= {key: replace(values[key], value=None) for key in ("local_spend", "local_share")}
        rows.append((by.label(row), *values.values()))
    return Table(
        "local_by_site",
        msg("Spend with local suppliers by site (GRI 204-1)"),
        _titles(msg("Site")),
        tuple(rows),
    )


def _by_rule(look: Scene) -> Table:
    """What the share would be by the other rules: a share without its rule means nothing."""
    chosen = look.definitions.local_rule.key
    keys = [*dict.fromkeys([chosen, *_RULES])]
    rows: list[tuple[Cell, ...]] = []
    for key in keys:
        answer = look.ask(_MEASURES, where=replace(look.selection, local_rule=key))
        name = local_rules.parse(key).name()
        shown = msg("{rule} (the rule of this report)", rule=name) if key == chosen else name
        rows.append((shown, *(value_of(answer, each) for each in _MEASURES)))
    return Table(
        "local_by_rule",
        msg("The same spend by other rules of what is local"),
        _titles(msg("Rule")),
        tuple(rows),
    )
