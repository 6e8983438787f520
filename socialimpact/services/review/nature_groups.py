"""Natures for review: lines alike together, each group with its reason in words, what is uncertain first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.figures import decided_natures
from socialimpact.figures.labels import labelled, plain
from socialimpact.language import Message, msg
from socialimpact.ledger import natures as rules
from socialimpact.ledger.documents import folded
from socialimpact.services.review.natures import Lines, NatureRule
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import tags

View = Literal["open", "purchases"]
PAGE = 20
LINES_SHOWN = 200


@dataclass(frozen=True)
class NatureGroup:
    """Lines of one supplier, category, nature and reason. `uncertain`: only words of the description say so, or two
    fields disagree. `like` is the nature that a purchase looks like. `sample` is one of the descriptions.
    """

    nature: str
    supplier_id: int
    supplier: str
    category: str | None
    reason: str
    spend: Decimal
    lines: int
    uncertain: bool
    why: Message
    like: str | None = None
    sample: str | None = None

    @property
    def key(self) -> str:
        return f"{self.nature}_{self.supplier_id}_{self.category}_{self.reason}"

    @property
    def about(self) -> Lines:
        """Exactly these lines, and those that come to be like them."""
        if self.reason == decided_natures.OWN_COMPANY:
            return Lines(supplier_id=self.supplier_id)
        return Lines(supplier_id=self.supplier_id, category=self.category or "", found=self.nature)


@dataclass(frozen=True)
class NatureGroups:
    """A page of groups, how many there are, and what they sum to."""

    groups: tuple[NatureGroup, ...]
    count: int
    spend: Decimal
    uncertain: int


_UNCERTAIN = "(starts_with(nature_reason, 'rule:description') or contains(nature_reason, ';'))"


def groups(
    ws: Workspace, actor: Actor, view: View = "open", *, nature: str | None = None, limit: int = PAGE
) -> NatureGroups:
    """Groups that no person has decided: those that are no purchase, or the purchases that look like something else.

    Uncertain ones come first, then the largest. `nature` keeps to one (of purchases: to what they look like).
    """
    actor.require("viewer")
    only, values = mine(actor)
    source = _purchases_sql(only) if view == "purchases" else _open_sql(only)
    by = "hint" if view == "purchases" else "nature"
    where = f"where {by} is not null" + (f" and {by} = ?" if nature else "")
    given = [*values, *([nature] if nature else [])]
    # The page and the sums over all the groups in one go: the texts are judged once.
    rows = ws.db.dicts(
        f"select met.*, count(*) over () as groups, sum(amount) over () as whole,"
        f" count(*) filter (where uncertain) over () as doubtful from ({source}) as met {where}"
        f" order by uncertain desc, abs(amount) desc, supplier, supplier_id, category nulls last limit {int(limit)}",
        given,
        step="natures: groups",
    )
    if not rows:
        return NatureGroups((), 0, Decimal(0), 0)
    samples = _samples(ws, only, values, [row["supplier_id"] for row in rows])
    found = tuple(_group(row, samples) for row in rows)
    return NatureGroups(found, rows[0]["groups"], rows[0]["whole"], rows[0]["doubtful"])


def lines(ws: Workspace, actor: Actor, group: NatureGroup) -> list[dict[str, Any]]:
    """The largest lines of a group.

    Keys: line_id, date, document_number, description, net_amount, file, sheet, row_number.
    """
    actor.require("viewer")
    only, values = mine(actor, "spend.company_id")
    return ws.db.dicts(
        f"""
        select spend.line_id, spend.date, line.document_number, line.description, spend.net_amount, import.file,
            line.sheet, line.row_number
        from spend
        inner join line on line.line_id = spend.line_id
        inner join import on import.import_id = spend.import_id
        where spend.nature = ? and spend.supplier_id = ? and spend.ledger_category is not distinct from ?
            and spend.nature_reason = ?{only}
        order by abs(spend.net_amount) desc, spend.line_id
        limit {LINES_SHOWN}""",
        [group.nature, group.supplier_id, group.category, group.reason, *values],
        step="natures: lines of a group",
    )


def _open_sql(only: str) -> str:
    return f"""
        select nature, supplier_id, any_value(supplier) as supplier, ledger_category as category, nature_reason,
            sum(net_amount) as amount, count(*) as number_of_lines, cast(null as varchar) as hint,
            {_UNCERTAIN} as uncertain
        from spend
        where nature <> 'purchase' and not starts_with(nature_reason, '{decided_natures.DECIDED}'){only}
        group by nature, supplier_id, ledger_category, nature_reason"""


def _purchases_sql(only: str) -> str:
    """Purchases by supplier and category, with what the category or the supplier's name hints at."""
    fields = {"category": folded("category"), "supplier": folded("supplier")}
    strong = [rules.nature_case_sql(field, text) for field, text in fields.items()]
    weak = [rules.looks_like_sql(text) for text in fields.values()]
    return f"""
        select met.*, coalesce({", ".join([*strong, *weak])}) as hint, false as uncertain
        from (
            select nature, supplier_id, any_value(supplier) as supplier, ledger_category as category, nature_reason,
                sum(net_amount) as amount, count(*) as number_of_lines
            from spend
            where nature = 'purchase' and not starts_with(nature_reason, '{decided_natures.DECIDED}'){only}
            group by nature, supplier_id, ledger_category, nature_reason
        ) as met"""


def _samples(ws: Workspace, only: str, values: list[Any], suppliers: Sequence[int]) -> Mapping[tuple[Any, ...], str]:
    """One description a group, of those suppliers."""
    if not suppliers:
        return {}
    rows = ws.db.rows(
        f"""
        select spend.nature, spend.supplier_id, spend.ledger_category, spend.nature_reason,
            arg_max(line.description, abs(line.net_amount))
        from (
            select line_id, nature, supplier_id, ledger_category, nature_reason from spend
            where list_contains(?, supplier_id){only}
        ) as spend
        inner join line on line.line_id = spend.line_id
        group by spend.nature, spend.supplier_id, spend.ledger_category, spend.nature_reason""",
        [sorted(set(suppliers)), *values],
        step="natures: samples",
    )
    return {tuple(row[:4]): row[4] for row in rows}


def _group(row: dict[str, Any], samples: Mapping[tuple[Any, ...], str]) -> NatureGroup:
    nature, category, reason = row["nature"], row["category"], row["nature_reason"] or ""
    sample = samples.get((nature, row["supplier_id"], category, row["nature_reason"]))
    texts = {"category": category, "supplier": row["supplier"], "description": sample}
    why = _like(row["hint"]) if row["hint"] else in_words(reason, nature, texts)
    return NatureGroup(nature, row["supplier_id"], row["supplier"], category, reason, row["amount"],
                       row["number_of_lines"], row["uncertain"], why, row["hint"], sample)  # fmt: skip


def named(nature: str) -> Message:
    """A nature by its name."""
    return labelled(rules.declared()[nature]["label"]) if nature in rules.declared() else plain(nature)


def _like(nature: str) -> Message:
    return msg("No rule fits, so it counts as a purchase. The name or the category hints at: {nature}.",
               nature=named(nature))  # fmt: skip


def _says(field: str, words: str) -> Message | None:
    """What decides, quoted; None for a reason that is none of a rule."""
    match field:
        case "category":
            return msg("The ledger's category says so: “{words}”.", words=words)
        case "supplier":
            return msg("The supplier's name says so: “{words}”.", words=words)
        case "description":
            return msg("Only the description says so: “{words}”.", words=words)
        case _:
            return None


def in_words(reason: str, nature: str, texts: Mapping[str, str | None]) -> Message:
    """Why a line is of its nature; `texts` are its category, supplier and description, to quote from."""
    if reason == decided_natures.OWN_COMPANY:
        return msg("The supplier has the VAT number or tax code of one of your own companies.")
    rule, _, other = reason.partition(";")
    field = rule.removeprefix("rule:")
    text = texts.get(field) or ""
    says = _says(field, rules.found_in(field, text, nature) or text or "…")
    if says is None:
        return msg("So it was when it was imported.")
    second, _, instead = other.partition("=")
    if not instead:
        return says
    yet = (
        msg("Yet the supplier's name looks like: {nature}.", nature=named(instead))
        if second == "supplier"
        else msg("Yet the description looks like: {nature}.", nature=named(instead))
    )
    return msg("{says} {yet}", says=says, yet=yet)


def decided_in_words(nature: str, made_by: str, made_at: datetime, why: str) -> Message:
    """A decision in one sentence."""
    return msg("{nature}: decided by {who} on {day}, because: {why}", nature=named(nature),
               who=who_words(made_by), day=made_at.date(), why=tags.unpack(why) or "–")  # fmt: skip


def about_in_words(rule: NatureRule) -> Message:
    """Which lines a decision is about."""
    if rule.row_number is not None:
        return msg("One line: {file}, {sheet}, row {row}", file=rule.file or "", sheet=rule.sheet or "",
                   row=str(rule.row_number))  # fmt: skip
    parts: list[Message] = []
    if rule.supplier_id is not None:
        parts.append(plain(rule.supplier or str(rule.supplier_id)))
    if rule.category is not None:
        without = msg("lines without a category")
        parts.append(msg("category “{category}”", category=rule.category) if rule.category else without)
    if rule.words is not None:
        parts.append(msg("“{words}” in the description", words=rule.words))
    if rule.found is not None:
        parts.append(msg("found as: {nature}", nature=named(rule.found)))
    whole = parts[0] if parts else plain("")
    for part in parts[1:]:
        whole = msg("{first}, {second}", first=whole, second=part)
    return whole
