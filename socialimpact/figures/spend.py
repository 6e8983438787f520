"""The one table behind every figure: built from the lines, their suppliers, tags and places, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa

from socialimpact import knowledge
from socialimpact.columns import array
from socialimpact.figures import coded
from socialimpact.figures.literals import text, text_list
from socialimpact.places import distance, municipalities, provinces
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds

_STEPS = Path(__file__).with_name("spend.sql")
_STEP = re.compile(r"^-- step: (.+)$", re.MULTILINE)
_LAST = "rebuild spend"
_NO_PROVINCE = "(cast(null as varchar), cast(null as varchar), cast(null as varchar))"


def rebuild(tx: Transaction) -> int:
    """Build `spend` anew inside the caller's transaction and return its number of rows, one a line.

    Readers see the old table until the transaction commits, and the new one from then on. The columns and rules are
    the migrations' own: the table is made again from its declaration, then filled.
    """
    _make(tx)
    types = coded.code(tx)
    tx.execute(dict(_steps())["lines"], step="lines, coded")
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


def _make(tx: Transaction) -> None:
    """Make the small tables that the last step joins with the lines."""
    written = _provinces(tx)
    marks = ", ".join(["(?, ?, ?)"] * len(written))
    with tx.frame("municipality_frame", municipalities.as_arrow()):
        for step, sql in _steps():
            if step == _LAST:
                continue
            if "{provinces}" in sql:
                values = [value for row in written for value in row]
                tx.execute(sql.replace("{provinces}", marks or _NO_PROVINCE), values, step=step)
            else:
                tx.execute(sql, step=step)


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
