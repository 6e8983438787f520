"""The one table behind every figure: built from the lines, their suppliers, tags and places, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from socialimpact import knowledge
from socialimpact.figures.literals import text, text_list
from socialimpact.places import distance, municipalities, provinces
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds

_STEPS = Path(__file__).with_name("spend.sql")
_STEP = re.compile(r"^-- step: (.+)$", re.MULTILINE)
_NO_PROVINCE = "(cast(null as varchar), cast(null as varchar), cast(null as varchar))"


def rebuild(tx: Transaction) -> int:
    """Build `spend` anew inside the caller's transaction and return its number of rows, one a line.

    Readers see the old table until the transaction commits, and the new one from then on. The columns, types
    and rules are the migrations' own: the table is made again from its declaration, then filled.
    """
    declared = tx.value("select sql from duckdb_tables() where table_name = 'spend' and not temporary")
    tx.execute(declared.replace("CREATE TABLE", "create or replace table", 1), step="empty spend")
    written = _provinces(tx)
    marks = ", ".join(["(?, ?, ?)"] * len(written))
    with tx.frame("municipality_frame", municipalities.as_arrow()):
        for step, sql in _steps():
            if "{provinces}" in sql:
                values = [value for row in written for value in row]
                tx.execute(sql.replace("{provinces}", marks or _NO_PROVINCE), values, step=step)
            else:
                tx.execute(sql.replace("{touched}", ""), step=step)
    return int(tx.value("select count(*) from spend"))


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
    places = "spend_supplier.latitude", "spend_supplier.longitude", "spend_site.latitude", "spend_site.longitude"
    sql = (
        _STEPS.read_text(encoding="utf-8")
        .replace("{kinds}", ", ".join(f"({text(kind.key)}, {kind.precedence})" for kind in kinds.all_kinds()))
        .replace("{default_natures}", text_list(default_natures()))
        .replace("{distance}", distance.distance_sql(*places))
    )
    _, *parts = _STEP.split(sql)
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def _provinces(tx: Transaction) -> list[tuple[str, str, str | None]]:
    """The provinces of suppliers whose town is not known: as written, two-letter code, region."""
    texts = tx.rows("select distinct province from supplier where municipality_code is null and province is not null")
    known = [(written, code) for (written,) in texts if (code := provinces.province_code(written))]
    return [(written, code, provinces.region_of(code)) for written, code in known]
