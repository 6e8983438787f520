"""The local economy: GRI 204-1, by site, with the definition of "local" printed."""

from __future__ import annotations

from dataclasses import replace

from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.measures import measure
from socialimpact.language import Euro, Message, Share, msg, plain
from socialimpact.places import local_rules
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.sentences import joined
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Block, Cell, Paragraph, Section, Table, value_of

_MEASURES = ("addressable_spend", "local_spend", "local_share", "place_known_share")
_RULES = ("municipality", "province", "region")


def section(look: Scene) -> Section:
    """The share by site and by rule; where no site has a place, that is said and nothing is computed."""
    if not look.places_known:
        text = msg("No buying site has a place, so no supplier can be called local.")
        return Section("local", TITLES["local"], (Paragraph(text),))
    blocks: list[Block] = [
        Paragraph(_in_words(look), "proposed", "local"),
        _by_site(look),
        Paragraph(
            joined(
                [
                    look.definitions.local_rule.sentence(),
                    msg("Accrual basis: each line counts on the date of its invoice, else of its posting."),
                ]
            ),
            "note",
        ),
        _by_rule(look),
    ]
    return Section("local", TITLES["local"], tuple(blocks))


def significant(look: Scene) -> tuple[int, ...]:
    """The "significant locations of operation" among the sites of the report's companies (GRI 204-1)."""
    chosen = set(look.selection.companies) or look.actor.companies
    rows = look.reader.rows(
        "select site_id, company_id from site where coalesce(is_significant, false) order by site_id",
        step="significant sites",
    )
    return tuple(site for site, company in rows if chosen is None or company in chosen)


def _in_words(look: Scene) -> Message:
    answer = look.ask(_MEASURES)
    share = value_of(answer, "local_share")
    if not share.value:
        return msg("In {year} we bought nothing from suppliers that are known to be local.", year=str(look.year))
    spend = Euro(answer.value("local_spend"), cents=False)
    both = look.ask(["social_local_share"]).value("social_local_share")
    return joined(
        [
            msg("In {year} {amount} stayed with local suppliers: {share} of what we buy.", year=str(look.year),
                amount=spend, share=share.shown()),
            msg("{share} was bought from suppliers that are social and local.", share=Share(both)) if both else None,
        ]
    )  # fmt: skip


def _titles(first: Message) -> tuple[Message, ...]:
    return (first, *(measure(key).name for key in _MEASURES))


def _by_site(look: Scene) -> Table:
    by = DIMENSIONS["site"]
    answer = look.ask(_MEASURES, ["site"])
    marked = significant(look)
    rows: list[tuple[Cell, ...]] = []
    for row in sorted(answer.rows, key=lambda row: (row["site_id"] not in marked, -row["addressable_spend"])):
        known = row["site_id"] in look.placed
        values: dict[str, Cell] = {key: value_of(answer, key, row) for key in _MEASURES}
        if not known:  # without a place to be local to, nothing is local and nothing is not: no figure of the report
            values |= {key: msg("not known") for key in ("local_spend", "local_share")}
        name = by.label(row)
        rows.append((msg("{site} (significant)", site=name) if row["site_id"] in marked else name, *values.values()))
    if marked:
        total = look.ask(_MEASURES, where=replace(look.selection, sites=marked))
        rows.append((msg("All significant sites"), *(value_of(total, key) for key in _MEASURES)))
    return Table(
        "local_by_site",
        msg("Spend with local suppliers by site (GRI 204-1)"),
        _titles(msg("Site")),
        tuple(rows),
        _about(look, bool(marked)),
        has_total=bool(marked),
    )


def _about(look: Scene, marked: bool) -> Message:
    """Which sites are significant, in the organisation's words."""
    own = look.settings.significant_sites
    if not marked:
        return msg("The organisation has marked no site as a significant location of operation: all are shown.")
    if not own:
        return msg("The organisation has marked which sites are significant locations of operation.")
    return msg("Significant locations of operation: {definition}", definition=plain(own))


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
