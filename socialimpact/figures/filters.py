"""Over what a figure is computed: the selection, with its SQL, its words for people and its form in a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from socialimpact.categories import tree
from socialimpact.errors import Refused
from socialimpact.figures import against
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.language import Message, msg
from socialimpact.places import local_rules

Value = str | int | None


@dataclass(frozen=True)
class Filter:
    """One thing to choose by: its name in a link or on the command line, its field, its column in `spend`.

    `dimension` names the dimension that has the words for its values; `means` the values of the column that one of
    them stands for, where it stands for several.
    """

    key: str
    field: str
    column: str
    dimension: str
    whole_number: bool = False
    means: Callable[[str], tuple[str, ...]] | None = None


FILTERS = (
    Filter("year", "years", "year", "year", whole_number=True),
    Filter("quarter", "quarters", "quarter", "quarter"),
    Filter("month", "months", "month", "month"),
    Filter("company", "companies", "company_id", "company", whole_number=True),
    Filter("site", "sites", "site_id", "site", whole_number=True),
    # a group stands for all its leaves, so that one choice offers both levels
    Filter("category", "categories", "category", "category", means=tree.leaves_of),
    Filter("category_group", "category_groups", "category_group", "category_group"),
    Filter("category_basis", "category_bases", "category_basis", "category_basis"),
    Filter("ledger_category", "ledger_categories", "ledger_category", "ledger_category"),
    Filter("cost_centre", "cost_centres", "cost_centre", "cost_centre"),
    Filter("nature", "natures", "nature", "nature"),
    Filter("kind", "kinds", "kind", "kind"),
    Filter("evidence", "evidence", "evidence", "evidence"),
    Filter("supplier", "suppliers", "supplier_id", "supplier", whole_number=True),
    Filter("municipality", "municipalities", "municipality_code", "municipality"),
    Filter("province", "provinces", "province", "province"),
    Filter("region", "regions", "region", "region"),
    Filter("country", "countries", "country", "country"),
    Filter("distance_band", "distance_bands", DIMENSIONS["distance_band"].columns[0].sql, "distance_band"),
    Filter("payment_band", "payment_bands", DIMENSIONS["payment_band"].columns[0].sql, "payment_band"),
    Filter("document_type", "document_types", "document_type", "document_type"),
)
_BY_KEY = {each.key: each for each in FILTERS}
# What a link of a selection may name.
KEYS = ("from", "to", *_BY_KEY, "scope", "local", "against")
_PERIODS = frozenset({"years", "quarters", "months"})


@dataclass(frozen=True)
class Selection:
    """What to look at. Every field narrows; an empty one does not. None among the values means "not known".

    `date_from` and `date_to` are inclusive. `scope` and `local_rule` are keys; None takes the organisation's own.
    `against` narrows nothing: it says what the period is compared with (`against.py`), None the year before.
    Hashable, so that caches can carry it in their key.
    """

    date_from: date | None = None
    date_to: date | None = None
    years: tuple[int | None, ...] = ()
    quarters: tuple[str | None, ...] = ()
    months: tuple[str | None, ...] = ()
    companies: tuple[int | None, ...] = ()
    sites: tuple[int | None, ...] = ()
    categories: tuple[str | None, ...] = ()
    category_groups: tuple[str | None, ...] = ()
    category_bases: tuple[str | None, ...] = ()
    ledger_categories: tuple[str | None, ...] = ()
    cost_centres: tuple[str | None, ...] = ()
    natures: tuple[str | None, ...] = ()
    kinds: tuple[str | None, ...] = ()
    evidence: tuple[str | None, ...] = ()
    suppliers: tuple[int | None, ...] = ()
    municipalities: tuple[str | None, ...] = ()
    provinces: tuple[str | None, ...] = ()
    regions: tuple[str | None, ...] = ()
    countries: tuple[str | None, ...] = ()
    distance_bands: tuple[str | None, ...] = ()
    document_types: tuple[str | None, ...] = ()
    payment_bands: tuple[str | None, ...] = ()
    scope: str | None = None
    local_rule: str | None = None
    against: str | None = None

    def where_sql(self) -> tuple[str, list[Any]]:
        """A condition over `spend` with its values, bound by `?`; `true` where nothing is chosen."""
        parts: list[str] = []
        values: list[Any] = []
        if self.date_from:
            parts.append("date >= ?")
            values.append(self.date_from)
        if self.date_to:
            parts.append("date <= ?")
            values.append(self.date_to)
        for each in FILTERS:
            part, bound = _one_of(each, getattr(self, each.field))
            if part:
                parts.append(part)
                values += bound
        return " and ".join(parts) or "true", values

    def has_period(self) -> bool:
        return bool(self.date_from or self.date_to or self.years or self.quarters or self.months)

    def without_period(self) -> Selection:
        """The same choice over all dates; what its period was compared with goes with it."""
        return replace(self, date_from=None, date_to=None, years=(), quarters=(), months=(), against=None)

    def during(self, date_from: date | None, date_to: date | None) -> Selection:
        """The same choice over other days."""
        return replace(self.without_period(), date_from=date_from, date_to=date_to)

    def sentence(self, names: Callable[[str, Value], Message | None] | None = None) -> Message:
        """The choice in words, the period first: "2025; category: Cleaning". `names` knows the names of ids."""
        parts = [self._period()]
        for each in FILTERS:
            chosen = getattr(self, each.field)
            if chosen and each.field not in _PERIODS:
                parts.append(
                    msg(
                        "{dimension}: {values}",
                        dimension=DIMENSIONS[each.dimension].name,
                        values=_listed([_named(each, value, names) for value in chosen]),
                    )
                )
        whole = parts[0]
        for part in parts[1:]:
            whole = msg("{first}; {second}", first=whole, second=part)
        return whole

    def _period(self) -> Message:
        parts: list[Message] = [
            _named(each, value, None)
            for each in FILTERS
            if each.field in _PERIODS
            for value in getattr(self, each.field)
        ]
        if self.date_from and self.date_to:
            parts.append(msg("from {first} to {last}", first=self.date_from, last=self.date_to))
        elif self.date_from:
            parts.append(msg("from {first}", first=self.date_from))
        elif self.date_to:
            parts.append(msg("to {last}", last=self.date_to))
        return _listed(parts) if parts else msg("all dates")

    def as_query(self) -> dict[str, list[str]]:
        """The parameters of a link that shows this selection; "not known" is an empty value."""
        query: dict[str, list[str]] = {}
        if self.date_from:
            query["from"] = [self.date_from.isoformat()]
        if self.date_to:
            query["to"] = [self.date_to.isoformat()]
        for each in FILTERS:
            chosen = getattr(self, each.field)
            if chosen:
                query[each.key] = ["" if value is None else str(value) for value in chosen]
        if self.scope:
            query["scope"] = [self.scope]
        if self.local_rule:
            query["local"] = [self.local_rule]
        if self.against:
            query["against"] = [self.against]
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str | Iterable[str]]) -> Selection:
        """The selection of a link. What it does not understand is left aside: links are typed and cut by people."""
        return cls(**_read(query)[0])

    @classmethod
    def misread(cls, query: Mapping[str, str | Iterable[str]]) -> tuple[Message, ...]:
        """What of a link `from_query` leaves aside, in words; a key that is no selection's is others' business."""
        return tuple(_read({key: given for key, given in query.items() if key in KEYS})[1])

    @classmethod
    def from_where(cls, conditions: Iterable[str]) -> Selection:
        """The selection of the command line's `key=value` words; a key given twice takes either value.

        Raises `Refused` that says what was not understood and what can be written.
        """
        chosen: dict[str, Any] = {}
        for condition in conditions:
            key, mark, text = condition.partition("=")
            if not mark:
                raise Refused(
                    msg("“{text}” is no condition. Write key=value, for example year=2025.", text=condition),
                    code="bad_condition",
                )
            _add(chosen, key.strip(), text.strip())
        return cls(**chosen)


def _read(query: Mapping[str, str | Iterable[str]]) -> tuple[dict[str, Any], list[Message]]:
    """The fields of a link, and what it holds that is not understood."""
    chosen: dict[str, Any] = {}
    told: list[Message] = []
    for key, given in query.items():
        for text in [given] if isinstance(given, str) else given:
            try:
                _add(chosen, key, text)
            except Refused as refusal:
                told.append(refusal.message)
    return chosen, told


def _add(chosen: dict[str, Any], key: str, text: str) -> None:
    """Put one `key` and `text` among the fields; raises `Refused` where they mean nothing."""
    if key in {"from", "to"}:
        chosen[f"date_{key}"] = _day(key, text)
    elif key == "scope":
        chosen["scope"] = text or None
    elif key == "local":
        chosen["local_rule"] = local_rules.parse(text).key if text else None
    elif key == "against":
        chosen["against"] = against.parse(text).key if text else None
    elif key in _BY_KEY:
        each = _BY_KEY[key]
        for part in text.split(",") if each.whole_number else [text]:
            value = value_of(each, part)
            if value not in (already := chosen.get(each.field, ())):
                chosen[each.field] = (*already, value)
    else:
        raise Refused(
            msg("Nothing can be chosen by “{key}”. What can: {known}.", key=key, known=", ".join(KEYS)),
            code="bad_condition",
        )


def value_of(each: Filter, text: str) -> Value:
    """What the text of a link means to a filter. Raises `Refused` where it wants a whole number."""
    if not text:
        return None
    if not each.whole_number:
        return text
    try:
        return int(text.strip())
    except ValueError as error:
        raise Refused(
            msg("“{key}” takes a whole number, not “{text}”.", key=each.key, text=text), code="bad_condition"
        ) from error


def _day(key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            msg("“{key}” takes a date such as 2025-01-31, not “{text}”.", key=key, text=text), code="bad_condition"
        ) from error


def _one_of(each: Filter, chosen: tuple[Value, ...]) -> tuple[str, list[Any]]:
    known = [value for value in chosen if value is not None]
    nothing = len(known) < len(chosen)
    if each.means:
        known = [meant for value in known for meant in each.means(str(value))]
    parts = [f"{each.column} in ({', '.join('?' for _ in known)})"] if known else []
    if nothing:
        parts.append(f"{each.column} is null")
    return (f"({' or '.join(parts)})" if parts else ""), known


def _named(each: Filter, value: Value, names: Callable[[str, Value], Message | None] | None) -> Message:
    if value is None:
        return DIMENSIONS[each.dimension].missing
    found = names(each.key, value) if names else None
    by = DIMENSIONS[each.dimension]
    return found or by.label({by.id_column: value, by.label_column: value})


def _listed(parts: list[Message]) -> Message:
    whole = parts[0]
    for part in parts[1:]:
        whole = msg("{first}, {second}", first=whole, second=part)
    return whole
