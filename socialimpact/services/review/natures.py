"""What people decide about the nature of lines: made, tried beforehand, ended. The figures follow at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, Refused
from socialimpact.figures import decided_natures, spend
from socialimpact.figures.query import query
from socialimpact.language import Message, msg
from socialimpact.ledger.natures import declared
from socialimpact.services.suppliers.decisions import require, sees
from socialimpact.services.suppliers.supplier_view import visible
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import tags

# The figures that an effect is told in.
FIGURES = ("social_share", "local_share", "addressable_spend", "social_spend")
_COLUMNS = (
    "nature_rule_id, company_id, supplier_id, category, words, found, sha256, sheet, row_number, nature, why, made_by,"
    " made_at, ended_by, ended_at, ended_why"
)


@dataclass(frozen=True)
class Lines:
    """Which lines a decision is about: those that meet every condition given, in past imports and in those to come.

    `category` is compared without capitals and accents, '' being lines without one; `words` stand next to one another
    in the description; `found` is the nature that the import found. Or `line_id`: this one line and no other.
    """

    supplier_id: int | None = None
    category: str | None = None
    words: str | None = None
    found: str | None = None
    line_id: int | None = None


@dataclass(frozen=True)
class NatureRule:
    """A decision as it is told. `supplier` is the name; `file`, `sheet` and `row_number` where it is about one line."""

    nature_rule_id: int
    company_id: int | None
    supplier_id: int | None
    supplier: str | None
    category: str | None
    words: str | None
    found: str | None
    file: str | None
    sheet: str | None
    row_number: int | None
    nature: str
    why: str
    made_by: str
    made_at: datetime
    ended_by: str | None
    ended_at: datetime | None
    ended_why: str | None
    spend: Decimal
    lines: int


@dataclass(frozen=True)
class Effect:
    """What a decision would do: spend that changes its nature, as (from, to, euro, lines), and figures around it."""

    moved: tuple[tuple[str, str, Decimal, int], ...]
    before: dict[str, Any]
    after: dict[str, Any]


def decide(ws: Workspace, actor: Actor, nature: str, why: str | Message, about: Lines) -> tuple[int, ...]:
    """Say of what nature lines are, and rebuild the figures. Returns the numbers of the rules made.

    There is one rule for all companies, or one a company where the actor sees only some. A rule about the same lines is
    ended and replaced. Raises `Refused` without a reason, a condition or a known nature, `NotFound` for a supplier or a
    line that the actor does not see.
    """
    wanted = _rules(ws, actor, nature, why, about)
    with ws.db.write(actor) as tx:
        made = tuple(_make(tx, each) for each in wanted)
        spend.follow_natures(tx)
    return made


def effect(ws: Workspace, actor: Actor, nature: str, about: Lines) -> Effect:
    """What `decide` would do to the figures that the actor sees, to the cent. Changes nothing; raises as `decide`."""
    wanted = _rules(ws, actor, nature, "-", about)
    before = query(ws.db, FIGURES, actor=actor).rows[0]
    where, values = ("", []) if actor.companies is None else (" and list_contains(?, b.company_id)", [_seen(actor)])
    with ws.db.rehearse(actor) as tx:
        tx.execute("create temp table spend_before as select line_id, company_id, nature from spend")
        for each in wanted:
            _make(tx, each)
        spend.follow_natures(tx)
        moved = tx.rows(
            "select b.nature, s.nature, sum(s.net_amount), count(*) from spend s"
            f" inner join spend_before b on b.line_id = s.line_id where b.nature <> s.nature{where}"
            " group by b.nature, s.nature order by abs(sum(s.net_amount)) desc, 1, 2",
            values,
            step="what a decision moves",
        )
        after = query(tx, FIGURES, actor=actor).rows[0]
    return Effect(tuple(moved), before, after)


def end(ws: Workspace, actor: Actor, rules: int | Sequence[int], why: str = "") -> None:
    """End rules, and rebuild the figures: what they decided is as it was without them. They stay in the history.

    Raises `NotFound` for a rule that does not exist, ended before, or is about companies that the actor does not see.
    """
    numbers = [rules] if isinstance(rules, int) else list(rules)
    known = {each.nature_rule_id: each for each in decisions(ws, actor)}
    for number in numbers:
        if number not in known:
            raise NotFound(msg("There is no rule {number} that stands.", number=str(number)))
        require(actor, "editor", known[number].company_id)
    with ws.db.write(actor) as tx:
        for number in numbers:
            _end(tx, number, why.strip() or None)
        spend.follow_natures(tx)


def decisions(ws: Workspace, actor: Actor, *, ended: bool = False) -> list[NatureRule]:
    """The rules that stand, or those that ended, the newest first, with the spend that each decides now."""
    actor.require("viewer")
    where = "rule.ended_at is not null" if ended else "rule.ended_at is null"
    seen, values = ("", []) if actor.companies is None else (" and list_contains(?, company_id)", [_seen(actor)])
    rows = ws.db.dicts(
        f"""
        with decided as (
            select nature_reason, sum(net_amount) as amount, count(*) as number_of_lines
            from spend
            where starts_with(nature_reason, '{decided_natures.DECIDED}'){seen}
            group by nature_reason
        )
        select rule.* exclude (sha256), supplier.name as supplier, stored_file.name as file,
            coalesce(decided.amount, cast(0 as decimal(18, 2))) as spend, coalesce(decided.number_of_lines, 0) as lines
        from (select {_COLUMNS} from nature_rule) as rule
        left join supplier on supplier.supplier_id = rule.supplier_id
        left join stored_file on stored_file.sha256 = rule.sha256
        left join decided on decided.nature_reason = '{decided_natures.DECIDED}' || rule.nature_rule_id
        where {where}
        order by rule.nature_rule_id desc""",
        values,
        step="nature rules",
    )
    found = [NatureRule(**row) for row in rows]
    return [each for each in found if each.company_id is None or sees(actor, each.company_id)]


def _seen(actor: Actor) -> list[int]:
    return sorted(actor.companies or ())


def _rules(ws: Workspace, actor: Actor, nature: str, why: str | Message, about: Lines) -> list[dict[str, Any]]:
    """The rows to write for a decision; every check is made here."""
    actor.require("editor")
    if nature not in declared():
        raise Refused(
            msg("There is no nature “{nature}”. Those there are: {known}.", nature=nature, known=", ".join(declared())),
            code="unknown_nature",
        )
    kept = tags.pack(why) if isinstance(why, Message) else why.strip()
    if not kept:
        raise Refused(msg("Say why: the reason stays with the decision."), code="no_reason")
    told: dict[str, Any] = {"nature": nature, "why": kept, "made_by": actor.name}
    if about.line_id is not None:
        return [{**told, **_line(ws, actor, about.line_id)}]
    words = _words(ws, about.words)
    if about.supplier_id is None and about.category is None and words is None and about.found is None:
        raise Refused(msg("Say which lines: of a supplier, of a category, or with words."), code="no_condition")
    if about.found is not None and about.found not in declared():
        raise Refused(msg("There is no nature “{nature}”.", nature=about.found), code="unknown_nature")
    told |= {
        "supplier_id": None if about.supplier_id is None else visible(ws, actor, about.supplier_id),
        "category": None if about.category is None else about.category.strip(),
        "words": words,
        "found": about.found,
    }
    companies: list[int | None] = [None] if actor.companies is None else [*_seen(actor)]
    for company in companies:
        require(actor, "editor", company)
    return [{**told, "company_id": company} for company in companies]


def _words(ws: Workspace, text: str | None) -> str | None:
    if text is None:
        return None
    words = str(ws.db.value(f"select {decided_natures.words_sql('?')}", [text], step="words")).strip()
    if not words:
        raise Refused(msg("“{text}” holds no word to look for.", text=text), code="no_words")
    return words


def _line(ws: Workspace, actor: Actor, line_id: int) -> dict[str, Any]:
    """Where a line stands in its file: enough to find it when the same file is imported anew."""
    rows = ws.db.dicts(
        "select line.company_id, import.sha256, line.sheet, line.row_number, line.overlap_key from line"
        " inner join import on import.import_id = line.import_id where line.line_id = ?",
        [line_id],
        step="line",
    )
    if not rows or not sees(actor, rows[0]["company_id"]):
        raise NotFound(msg("There is no line {line}.", line=str(line_id)))
    require(actor, "editor", rows[0]["company_id"])
    return rows[0]


_SAME = ("company_id", "supplier_id", "category", "words", "found", "sha256", "sheet", "row_number", "overlap_key")


def _make(tx: Transaction, row: dict[str, Any]) -> int:
    same = " and ".join(f"{column} is not distinct from ?" for column in _SAME)
    for (before,) in tx.rows(
        f"select nature_rule_id from nature_rule where ended_at is null and {same}",
        [row.get(column) for column in _SAME],
        step="rule about the same lines",
    ):
        _end(tx, before, None)
    number = tx.next_id("nature_rule", "nature_rule_id")
    tx.insert("nature_rule", {"nature_rule_id": number, **row})
    tx.event("decided", "nature", number, after=row)
    return number


def _end(tx: Transaction, number: int, why: str | None) -> None:
    before = tx.dicts(f"select {_COLUMNS} from nature_rule where nature_rule_id = ?", [number])[0]
    tx.execute(
        "update nature_rule set ended_by = ?, ended_at = current_timestamp::timestamp, ended_why = ?"
        " where nature_rule_id = ?",
        [tx.actor.name, why, number],
        step="end rule",
    )
    tx.event("ended", "nature", number, before=before, after={"why": why})
