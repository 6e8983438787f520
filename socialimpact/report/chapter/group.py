"""Several companies in one report: side by side, and each by itself."""

from __future__ import annotations

from collections.abc import Mapping

from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg, plain, plural
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.chapter.year import change, table
from socialimpact.report.document import Bars, Block, Cell, Paragraph, Section, Table, Value, value_of

_SIDE_BY_SIDE = ("addressable_spend", "social_spend", "social_share", "local_share", "social_suppliers")
_EACH = (
    "addressable_spend", "social_spend", "social_share", "local_share", "social_local_share", "social_suppliers",
    "possible_social_spend",
)  # fmt: skip
_MOST_BARS, _MOST_TABLES = 12, 12


def section(look: Scene) -> Section | None:
    """The companies; None where the year is of one only."""
    if len(look.companies) < 2:  # noqa: PLR2004 - two are several
        return None
    each = {number: look.of(number) for number, _ in look.companies}
    keys = look.known(_SIDE_BY_SIDE)
    answer = look.ask(keys, ["company"])
    rows = {row["company_id"]: row for row in answer.rows}
    blocks: list[Block] = [
        Paragraph(
            msg("All companies are looked at by the same scope, the same local rule and the same exclusions.")
        ),
        *_chart(look, {number: value_of(answer, "social_share", row) for number, row in rows.items()}),
        _side_by_side(look, {number: [_known(each[number], value_of(answer, key, row)) for key in keys]
                             for number, row in rows.items()}),
        *_moved(look, each),
    ]  # fmt: skip
    for number, name in look.companies[:_MOST_TABLES]:
        blocks += [Paragraph(plain(name), "lead"), table(each[number], f"company_{number}", plain(name), _EACH)]
    if (left := len(look.companies) - _MOST_TABLES) > 0:
        text = plural(
            "{n} more company stands in the tables above only.",
            "{n} more companies stand in the tables above only.",
            left,
        )
        blocks.append(Paragraph(text, "note"))
    return Section("companies", TITLES["companies"], tuple(blocks))


def _chart(look: Scene, shares: dict[int, Value]) -> tuple[Block, ...]:
    known = [(number, name) for number, name in look.companies if shares[number].value is not None]
    known.sort(key=lambda each: -float(shares[each[0]].value))
    if len(known) < 2 or not any(shares[number].value for number, _ in known):  # noqa: PLR2004 - one is no comparison
        return ()
    shown = known[:_MOST_BARS]
    return (
        Bars(
            "companies_chart",
            msg("Social-spend share by company, {year}", year=str(look.year)),
            tuple(plain(name) for _, name in shown),
            tuple(shares[number] for number, _ in shown),
        ),
    )


def _known(look: Scene, value: Value) -> Value | Message:
    """A figure of one company; words where nothing can be local to it."""
    return value if look.known([value.measure.key]) else msg("not known")


def _side_by_side(look: Scene, values: dict[int, list[Value | Message]]) -> Table:
    rows: list[tuple[Cell, ...]] = [(plain(name), *values[number]) for number, name in look.companies]
    keys = look.known(_SIDE_BY_SIDE)
    whole = look.ask(keys)
    rows.append((msg("All companies"), *(value_of(whole, key) for key in keys)))
    titles = (msg("Company"), *(measure(key).name for key in keys))
    note = msg("A supplier that several companies buy from counts once in the last row.")
    return Table("companies", msg("The companies side by side"), titles, tuple(rows), note, has_total=True)


def _moved(look: Scene, each: Mapping[int, Scene]) -> tuple[Block, ...]:
    """How the share of each company moved, each over the months that it has in both years."""
    rows: list[tuple[Cell, ...]] = []
    without: list[str] = []
    cut: list[Message] = []
    for number, name in look.companies:
        alike = each[number].alike
        if alike is None:
            without.append(name)
            continue
        now = value_of(look.ask(["social_share"], where=alike.now), "social_share")
        then = value_of(look.ask(["social_share"], where=alike.then), "social_share")
        rows.append((plain(name), then, now, change(now, then)))
        if not alike.whole:
            cut.append(plain(name))
    if not rows:
        return ()
    titles = (
        msg("Company"), msg("{year}", year=str(look.year - 1)), msg("{year}", year=str(look.year)), msg("Variation"),
    )  # fmt: skip
    return (
        Table(
            "companies_change",
            msg("Social-spend share of each company, like for like"),
            titles,
            tuple(rows),
            _about(look, without, cut),
        ),
    )


def _about(look: Scene, without: list[str], cut: list[Message]) -> Message | None:
    if cut:
        names = ", ".join(str(each) for each in cut)
        return msg("Of {companies} only the months that both years have are compared.", companies=names)
    if without:
        return msg("Not compared, as the ledgers have no {year} of it: {companies}.",
                   year=str(look.year - 1), companies=", ".join(without))  # fmt: skip
    return None
