"""The one table behind every figure: built from the lines, their suppliers, tags and places, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa

from socialimpact import knowledge
from socialimpact.categories import placing, tree
from socialimpact.columns import array
from socialimpact.figures import coded, decided_natures
from socialimpact.figures.literals import text, text_list
from socialimpact.places import distance, municipalities, provinces
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.suppliers import kinds

_STEPS = Path(__file__).with_name("spend.sql")
_STEP = re.compile(r"^-- step: (.+)$", re.MULTILINE)
_LAST = "rebuild spend"
# The steps from which on suppliers are known, and what a line's nature is called where nobody has decided any: a join
# that finds nothing would have the engine expect few lines from there on.
_AFTER_SUPPLIERS = "sites"
_AS_FOUND = {"{touched}": "", "{decided}": "", "{nature}": "line.nature", "{nature_reason}": "line.nature_reason"}
_DECIDED = {
    "{touched}": "",
    "{decided}": "left join spend_nature on spend_nature.line_id = line.line_id",
    "{nature}": "coalesce(spend_nature.nature, line.nature)",
    "{nature_reason}": "coalesce(spend_nature.nature_reason, line.nature_reason)",
}
_NO_PROVINCE = "(cast(null as varchar), cast(null as varchar), cast(null as varchar))"


def rebuild(tx: Transaction) -> int:
    """Build `spend` anew inside the caller's transaction and return its number of rows, one a line.

    Readers see the old table until the transaction commits, and the new one from then on. The columns and rules are
    the migrations' own: the table is made again from its declaration, then filled.
    """
    words_for_nature = _make(tx)
    types = coded.code(tx)
    tx.execute(_filled(dict(_steps())["lines"], words_for_nature), step="lines, coded")
    tx.execute(f"create or replace table spend ({coded.declaration(tx, types)})", step="empty spend")
    tx.execute(dict(_steps())[_LAST], step=_LAST)
    return int(tx.value("select count(*) from spend"))


def refresh(tx: Transaction, supplier_ids: Sequence[int]) -> None:
    """Build the rows of these suppliers anew, after a change that touches no other: cheaper than all rows.

    Whatever moved between suppliers, all that it left and all that it came to are to be named. A text that the table
    has no code for has it built whole.
    """
    _make(tx)
    if not coded.fits(tx):
        rebuild(tx)
        return
    with tx.frame("touched", pa.table({"supplier_id": array(list(supplier_ids), pa.int32())})):
        touched = "(select supplier_id from touched)"
        tx.execute(f"delete from spend where supplier_id in {touched}", step="empty suppliers")
        filled = dict(_steps())[_LAST].rstrip().removesuffix(";")
        tx.execute(f"{filled} where spend_supplier.keeper_id in {touched}", step="rebuild suppliers")


def _make(tx: Transaction) -> Mapping[str, str]:
    """Make the small tables that the last step joins with the lines; what the marks for natures stand for."""
    written = _provinces(tx)
    marks = ", ".join(["(?, ?, ?)"] * len(written))
    with tx.frame("municipality_frame", municipalities.as_arrow()):
        words_for_nature = _AS_FOUND
        for step, template in _steps():
            if step == _AFTER_SUPPLIERS:
                if decided_natures.decide(tx):
                    words_for_nature = _DECIDED
                placing.place(tx, nature=words_for_nature["{nature}"], decided=words_for_nature["{decided}"])
            if step == _LAST:
                break
            sql = _filled(template, words_for_nature)
            if "{provinces}" in sql:
                values = [value for row in written for value in row]
                tx.execute(sql.replace("{provinces}", marks or _NO_PROVINCE), values, step=step)
            else:
                tx.execute(sql, step=step)
    return words_for_nature


def _filled(template: str, words: Mapping[str, str]) -> str:
    """A step with its marks filled in."""
    for mark, said in words.items():
        template = template.replace(mark, said)
    return template


def follow_natures(tx: Transaction) -> None:
    """Bring `spend` up to date after a decision about natures, as `rebuild` would.

    A decision that only confirms changes the reason of its lines and no figure: then nothing else is touched. One that
    moves lines has all lines of their suppliers built anew.
    """
    tx.execute(
        "create or replace temp table spend_supplier as"
        " select supplier_id, coalesce(same_as, supplier_id) as keeper_id from supplier",
        step="natures: suppliers",
    )
    decided_natures.decide(tx)
    tx.execute(
        """
        create or replace temp table spend_reason as
        select spend.line_id, coalesce(spend_nature.nature, line.nature) <> spend.nature as moves,
            coalesce(spend_nature.nature_reason, line.nature_reason) as nature_reason
        from spend
        inner join line on line.line_id = spend.line_id
        left join spend_nature on spend_nature.line_id = spend.line_id
        where spend.nature is distinct from coalesce(spend_nature.nature, line.nature)
            or spend.nature_reason is distinct from coalesce(spend_nature.nature_reason, line.nature_reason)""",
        step="natures: what changes",
    )
    touched = [int(row[0]) for row in tx.rows(_SUPPLIERS_THAT_MOVE, step="natures: suppliers that change")]
    if touched:
        # what a supplier's lines are called follows from its own purchases, so nothing beyond it changes
        _rebuild_those(tx, touched)
        return
    tx.execute(
        "update spend set nature_reason = spend_reason.nature_reason from spend_reason"
        " where spend_reason.line_id = spend.line_id",
        step="natures: reasons",
    )


_SUPPLIERS_THAT_MOVE = """
    select distinct spend.supplier_id from spend inner join spend_reason on spend_reason.line_id = spend.line_id
    where spend_reason.moves"""


def _rebuild_those(tx: Transaction, supplier_ids: Sequence[int]) -> None:
    """Build the rows of these suppliers anew, or all where they are most of them."""
    few = tx.value(
        "select count(*) filter (where list_contains(?, supplier_id)) * 2 < count(*) from spend",
        [list(supplier_ids)],
        step="natures: how many lines change",
    )
    if few:
        refresh(tx, supplier_ids)
    else:
        rebuild(tx)


def gift_natures() -> tuple[str, ...]:
    """The natures that are never addressable spend, whatever is let in (`data/exclusions.yml`)."""
    return tuple(knowledge.load("exclusions")["never"])


def is_current(reader: Reader) -> bool:
    """Whether the table was built by this edition of the categories; where there are no lines, it was."""
    return placing.is_current(reader) or not reader.value("select count(*) from line")


def retag(tx: Transaction, supplier_ids: Collection[int]) -> None:
    """Bring the tags on the lines of these suppliers up to date: the same table as `rebuild` makes, where nothing but
    their tags has changed. A few milliseconds, where a rebuild takes as long as the ledgers are.
    """
    touched = ", ".join(str(int(number)) for number in supplier_ids) or "null"
    tx.execute(
        "create or replace temp table spend_supplier as"
        " select supplier_id, coalesce(same_as, supplier_id) as keeper_id from supplier"
        f" where coalesce(same_as, supplier_id) in ({touched})",
        step="suppliers whose tags changed",
    )
    steps = dict(_steps())
    only = " and spend_supplier.supplier_id is not null"
    tx.execute(steps["tags"].replace("{touched}", only), step="tags")
    tx.execute(
        f"""
        update spend
        set kind = known.kind, evidence = known.evidence, tag_id = known.tag_id
        from (
            select line.line_id, spend_tag.kind, spend_tag.evidence, spend_tag.tag_id
            from spend as line
            left join spend_tag
                on spend_tag.supplier_id = line.supplier_id
                and coalesce(line.date, date '0001-01-01') >= spend_tag.starts
                and coalesce(line.date, date '0001-01-01') < spend_tag.stops
            where line.supplier_id in ({touched})
        ) as known
        where spend.line_id = known.line_id and spend.supplier_id in ({touched})
        """,
        step="tags of lines",
    )


def default_natures() -> tuple[str, ...]:
    """The natures that are addressable spend unless the organisation says otherwise (`data/exclusions.yml`)."""
    return tuple(knowledge.load("exclusions")["addressable"])


@cache
def _steps() -> tuple[tuple[str, str], ...]:
    """The named statements of `spend.sql`, ready but for the provinces, which are bound."""
    leaves = tree.leaves().values()
    places = "spend_supplier.latitude", "spend_supplier.longitude", "spend_site.latitude", "spend_site.longitude"
    sql = (
        _STEPS.read_text(encoding="utf-8")
        .replace("{kinds}", ", ".join(f"({text(kind.key)}, {kind.precedence})" for kind in kinds.all_kinds()))
        .replace("{default_natures}", text_list(default_natures()))
        .replace("{gift_natures}", text_list(gift_natures()))
        .replace("{distance}", distance.distance_sql(*places))
        .replace("{gap}", placing.gap_sql("line", "spend_sort", "{nature}"))
        .replace("{category_groups}", ", ".join(f"({text(leaf.key)}, {text(leaf.group)})" for leaf in leaves))
    )
    _, *parts = _STEP.split(sql)
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def _provinces(tx: Transaction) -> list[tuple[str, str, str | None]]:
    """The provinces of suppliers whose town is not known: as written, two-letter code, region."""
    texts = tx.rows("select distinct province from supplier where municipality_code is null and province is not null")
    known = [(written, code) for (written,) in texts if (code := provinces.province_code(written))]
    return [(written, code, provinces.region_of(code)) for written, code in known]
