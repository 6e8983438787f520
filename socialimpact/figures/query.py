"""One question to `spend`: measures, by dimensions, over a selection, as far as the actor may see.

The statement is a chain of named steps. `selected` takes the lines and works out once which are social, possible,
local; `figures` aggregates lines; `per_supplier`, `ranked` and `by_supplier` are there only for measures of
suppliers; `final` puts them together. Names come from the declared measures and dimensions, values are bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures.choices import Definitions, definitions
from socialimpact.figures.dimensions import Column, Dimension, dimension
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import Measure, measure
from socialimpact.language import msg
from socialimpact.store.reader import Reader

_LINE_COLUMNS = (
    "net_amount", "supplier_id", "addressable", "nature", "date", "document_type", "days_to_pay", "days_late",
    "past_due", "identified", "supplier_is_new", "supplier_is_lost", "supplier_screened", "municipality_code",
    "province", "country", "category",
)  # fmt: skip
_FLAGS = ("social", "possible", "local", "counted", "impact")
_PER_SUPPLIER = "case when addressable then net_amount end", "case when addressable and {social} then net_amount end"


@dataclass(frozen=True)
class Result:
    """The answer to one question.

    `table`: one row a group; the columns of each dimension (its key, then its name where that is another), then one a
    measure: euro as DECIMAL, counts as whole numbers, shares and days as DOUBLE, null where there is nothing to divide.
    """

    measures: tuple[Measure, ...]
    by: tuple[Dimension, ...]
    table: pa.Table
    sql: str
    selection: Selection
    definitions: Definitions
    data_version: int

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.table.to_pylist()  # type: ignore[no-any-return]

    def value(self, key: str) -> Any:
        """The measure's value in the first row: the only one where nothing was split."""
        return self.table.column(key)[0].as_py() if self.table.num_rows else None

    def as_json(self) -> dict[str, Any]:
        """The document of `figures --json`: amounts as text with two decimals, shares as numbers or null."""
        where = self.selection.as_query()
        return {
            "measures": [each.key for each in self.measures],
            "by": [each.key for each in self.by],
            "where": {key: chosen for key, chosen in where.items() if key not in {"scope", "local", "against"}},
            "scope": self.definitions.scope.key,
            "local": self.definitions.local_rule.key,
            "data_version": self.data_version,
            "rows": [{name: _plain(value) for name, value in row.items()} for row in self.rows],
        }


def query(
    reader: Reader,
    measures: Sequence[str],
    by: Sequence[str] = (),
    where: Selection | None = None,
    *,
    actor: Actor,
    order: str | None = None,
    limit: int | None = None,
) -> Result:
    """Ask for `measures` split `by` dimensions over the lines of `where` that the actor may see.

    Without `by` there is always one row. `order` names a column of the result, with `-` before it for the largest
    first; by default the dimensions' own order. What is not known comes last. Raises `Refused` for a
    word that is no measure, dimension or column, `NotAllowed` for a company that the actor may not see.
    """
    selection = where or Selection()
    wanted = tuple(measure(key) for key in dict.fromkeys(measures))
    split = tuple(dimension(key) for key in dict.fromkeys(by))
    if not wanted:
        raise Refused(msg("Name at least one measure."), code="unknown_measure")
    condition, values = visible_sql(selection, actor)
    defined = definitions(reader, selection)
    sql = statement_sql(wanted, split, condition, defined, order=order, limit=limit)
    table = reader.table(sql, values, step="figures")
    version = (
        table.column("data_version")[0].as_py()
        if table.num_rows
        else reader.value("select version from data_version", step="data version")
    )
    return Result(wanted, split, table.drop_columns(["data_version"]), sql, selection, defined, int(version))


def visible_sql(selection: Selection, actor: Actor) -> tuple[str, list[Any]]:
    """The condition of a selection together with the companies that the actor may see, and its values."""
    for company_id in selection.companies:
        actor.require("viewer", company_id)
    condition, values = selection.where_sql()
    if actor.companies is None:
        return condition, values
    if not actor.companies:
        return "false", []
    marks = ", ".join("?" for _ in actor.companies)
    return f"company_id in ({marks}) and {condition}", [*sorted(actor.companies), *values]


def statement_sql(
    measures: Sequence[Measure],
    by: Sequence[Dimension],
    condition: str,
    defined: Definitions,
    *,
    order: str | None = None,
    limit: int | None = None,
) -> str:
    """The whole statement, in a subset of SQL that other engines understand after translation."""
    columns = [column for each in by for column in each.columns]
    keys = [f"by_{column.name}" for column in columns]
    of_suppliers = [each for each in measures if each.step == "suppliers"]
    steps = [
        ("selected", _selected_sql(measures, columns, condition, defined)),
        ("figures", _figures_sql([each for each in measures if each.step == "lines"], keys)),
    ]
    if of_suppliers:
        steps += _supplier_steps(of_suppliers, keys)
    steps.append(("final", _final_sql(measures, columns, bool(of_suppliers))))
    chain = ",\n".join(f"{name} as (\n{sql}\n)" for name, sql in steps)
    names = [column.name for column in columns] + [each.key for each in measures]
    ordered = _order_sql(order, by, measures, names)
    counted = f"\nlimit {int(limit)}" if limit is not None else ""
    return (
        f"with {chain}\nselect {', '.join(f'final.{name}' for name in names)}, data_version.version as data_version\n"
        f"from final\ncross join data_version{ordered}{counted}"
    )


def _selected_sql(measures: Sequence[Measure], columns: Sequence[Column], condition: str, defined: Definitions) -> str:
    text = " ".join([each.sql for each in measures])
    if any(each.step == "suppliers" for each in measures):
        text = " ".join([text, "supplier_id", *_PER_SUPPLIER])
    taken = [f"{column.sql} as by_{column.name}" for column in columns]
    taken += [column for column in _LINE_COLUMNS if re.search(rf"\b{column}\b", text)]
    taken += [f"{defined.fill(f'{{{flag}}}')} as is_{flag}" for flag in _FLAGS if f"{{{flag}}}" in text]
    return f"  select {', '.join(taken) or 'line_id'}\n  from spend\n  where {condition}"


def _figures_sql(measures: Sequence[Measure], keys: Sequence[str]) -> str:
    taken = [*keys, *(f"{_with_flags(each.sql)} as {each.key}" for each in measures)]
    # a question about suppliers alone still needs its groups
    taken = taken if measures else [*keys, "count(*) as group_lines"]
    return f"  select {', '.join(taken)}\n  from selected{_group_sql(keys)}"


def _supplier_steps(measures: Sequence[Measure], keys: Sequence[str]) -> list[tuple[str, str]]:
    total, social = (_with_flags(sql) for sql in _PER_SUPPLIER)
    kept = "".join(f"{key}, " for key in keys)
    part = f"partition by {', '.join(keys)} " if keys else ""
    per_supplier = (
        f"  select {kept}supplier_id, sum({total}) as supplier_total, sum({social}) as supplier_social\n"
        f"  from selected\n  where addressable{_group_sql([*keys, 'supplier_id'])}"
    )
    windows = "".join(f",\n    {sql} as {name}" for name, sql in _windows(part).items() if _mentions(measures, name))
    ranked = (
        f"  select {kept}supplier_total, supplier_social,\n"
        f"    row_number() over ({part}order by supplier_total desc, supplier_id) as supplier_place{windows}\n"
        "  from per_supplier"
    )
    taken = ", ".join([*keys, *(f"{each.sql} as {each.key}" for each in measures)])
    by_supplier = f"  select {taken}\n  from ranked{_group_sql(keys)}"
    return [("per_supplier", per_supplier), ("ranked", ranked), ("by_supplier", by_supplier)]


def _windows(part: str) -> dict[str, str]:
    """What a few measures of suppliers want beside: the sum up to a supplier, from the largest on, and that of all."""
    running = "rows between unbounded preceding and current row"
    return {
        "supplier_running": f"sum(supplier_total) over ({part}order by supplier_total desc, supplier_id {running})",
        "supplier_sum": f"sum(case when supplier_total > 0 then supplier_total end) over ({part.rstrip()})",
    }


def _mentions(measures: Sequence[Measure], name: str) -> bool:
    return any(name in each.sql for each in measures)


def _final_sql(measures: Sequence[Measure], columns: Sequence[Column], of_suppliers: bool) -> str:
    taken = [f"figures.by_{column.name} as {column.name}" for column in columns]
    taken += [f"{'by_supplier' if each.step == 'suppliers' else 'figures'}.{each.key}" for each in measures]
    sql = f"  select {', '.join(taken)}\n  from figures"
    if not of_suppliers:
        return sql
    if not columns:
        return f"{sql}\n  cross join by_supplier"
    same = [f"figures.by_{column.name} is not distinct from by_supplier.by_{column.name}" for column in columns]
    return f"{sql}\n  left join by_supplier on {' and '.join(same)}"


def _with_flags(sql: str) -> str:
    for flag in _FLAGS:
        sql = sql.replace(f"{{{flag}}}", f"is_{flag}")
    return sql


def _group_sql(keys: Sequence[str]) -> str:
    return f"\n  group by {', '.join(keys)}" if keys else ""


def _order_sql(order: str | None, by: Sequence[Dimension], measures: Sequence[Measure], names: list[str]) -> str:
    parts: list[str] = []
    if order:
        name = order.removeprefix("-")
        if name not in names:
            raise Refused(
                msg("The result has no column “{name}”. It has: {known}.", name=name, known=", ".join(names)),
                code="unknown_column",
            )
        parts.append(f"final.{name} {'desc' if order.startswith('-') else 'asc'} nulls last")
    elif by and by[-1].order == "size":
        # within the order of what comes before, the largest part first
        parts += [f"final.{each.id_column} asc nulls last" for each in by[:-1]]
        parts.append(f"final.{measures[0].key} desc nulls last")
    parts += [f"final.{column.name} asc nulls last" for each in by for column in each.columns]
    return f"\norder by {', '.join(dict.fromkeys(parts))}" if parts else ""


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if hasattr(value, "isoformat") else value
