"""Which category the ledgers' own words, and suppliers without any, belong to: what is open, and who decided what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.categories import rules, tree
from socialimpact.categories.rules import FIELDS, Field, Rule
from socialimpact.categories.words import NOTHING, Recognised, recognised, telling
from socialimpact.errors import NotFound, Refused
from socialimpact.figures import spend
from socialimpact.figures.dimensions import BASES
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query, visible_sql
from socialimpact.language import Message, labelled, msg
from socialimpact.services.suppliers import decisions
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace

About = Literal["open_categories", "open_suppliers", "all_categories"]
"""Categories of the ledger with unclassified spend; suppliers with some; every category of the ledger."""
MOST_CASES = 1_000
_PART = 0.8


@dataclass(frozen=True)
class Case:
    """Something of the ledgers to decide about, and what is at stake: addressable spend in euro, and lines.

    `leaf` is what it counts as, None where its words say nothing; `placed` how much of the amount has a category
    nevertheless, by line; `proposed` what words say, with a confidence between 0 and 1.
    """

    field: Field
    value: str
    name: str
    amount: Decimal
    placed: Decimal
    lines: int
    leaf: str | None
    proposed: str | None
    confidence: float | None
    reason: Message
    rule: Rule | None = None


@dataclass(frozen=True)
class Cases:
    """The cases, those with most spend first. `first_of` decide four fifths of `amount`, the spend of them all."""

    cases: tuple[Case, ...]
    amount: Decimal
    first_of: int


@dataclass(frozen=True)
class Decision:
    """What a person says of a case: a leaf, or None for "leave it unclassified". `why` goes before a common reason."""

    field: Field
    value: str
    leaf: str | None
    why: str = ""


def cases(ws: Workspace, actor: Actor, about: About) -> Cases:
    """What can be decided about the companies that the actor may see, at most `MOST_CASES`."""
    actor.require("viewer")
    seen, values = visible_sql(Selection(), actor)
    by_supplier = about == "open_suppliers"
    key = (
        "cast(supplier_id as varchar) as value, supplier as name"
        if by_supplier
        else "ledger_category as value, ledger_category as name"
    )
    only = "" if about == "all_categories" else " and category is null and category_basis is null"
    rows = ws.db.dicts(
        f"""
        select {key},
            coalesce(sum(case when addressable then net_amount end), 0) as amount,
            coalesce(sum(case when addressable and category is not null then net_amount end), 0) as placed,
            count(*) as lines,
            max(case when category_basis in ('code', 'name') then category end) as leaf,
            max(case when category_basis in ('code', 'name') then category_basis end) as basis
        from spend
        where {seen} and {"true" if by_supplier else "ledger_category is not null"}{only}
        group by all
        having coalesce(sum(case when addressable then abs(net_amount) end), 0) > 0
        order by amount desc, name
        limit {MOST_CASES}""",
        values,
        step="categories to decide",
    )
    standing = {(rule.field, _alike(rule.value)): rule for rule in _visible(ws, actor)}
    field: Field = "supplier" if by_supplier else "category"
    found = tuple(_case(field, row, standing.get((field, _alike(row["value"])))) for row in rows)
    whole = sum((case.amount for case in found if case.amount > 0), Decimal(0))
    return Cases(found, whole, _first_of(found, whole))


def decide(
    ws: Workspace, actor: Actor, said: Sequence[Decision], why: str, *, company_id: int | None = None
) -> list[int]:
    """Write down decisions, put the spend into its categories anew, and return the numbers of the rules.

    Without `company_id` they are about every company that the actor may see. Raises `Refused` for a category that is
    none, `NotFound` for a supplier that is none, `NotAllowed`.
    """
    companies = [company_id] if company_id is not None or actor.companies is None else sorted(actor.companies)
    for company in companies:
        decisions.require(actor, "editor", company)
    for each in said:
        _check(ws, each)
    made: list[int] = []
    with ws.db.write(actor) as tx:
        for each in said:
            reason = (each.why or why).strip()
            for company in companies:
                before = [asdict(rule) for rule in rules.standing(tx) if _about(rule) == (*_key(each), company)]
                number = rules.add(tx, each.field, each.value, each.leaf, why=reason, company_id=company)
                tx.event(
                    "decided",
                    "category_rule",
                    number,
                    before=before or None,
                    after=asdict(each) | {"company_id": company, "why": reason},
                )
                made.append(number)
        if made:
            spend.rebuild(tx)
    return made


def take_back(ws: Workspace, actor: Actor, numbers: Sequence[int], why: str = "") -> None:
    """End decisions: the words decide again. Raises `NotFound` for one that does not stand."""
    known = {rule.category_rule_id: rule for rule in _visible(ws, actor)}
    for number in numbers:
        if number not in known:
            raise NotFound(msg("There is no decision {number} about a category.", number=str(number)))
        decisions.require(actor, "editor", known[number].company_id)
    with ws.db.write(actor) as tx:
        for number in numbers:
            rules.end(tx, number, why.strip())
            tx.event("removed", "category_rule", number, before=asdict(known[number]), after={"why": why.strip()})
        spend.rebuild(tx)


def decided(ws: Workspace, actor: Actor) -> list[Rule]:
    """The decisions that stand, the latest first. A supplier's has its name as `value`."""
    return [replace(rule, value=name) for rule, _, name in decided_about(ws, actor)]


def decided_about(ws: Workspace, actor: Actor) -> list[tuple[Rule, str, str]]:
    """The same with what each is about, as a case has it: the rule, the value, and the name that people read."""
    actor.require("viewer")
    names = dict(ws.db.rows("select supplier_id, name from supplier", step="names of suppliers"))
    return [
        (rule, rule.value, str(names.get(int(rule.value), rule.value)) if rule.field == "supplier" else rule.value)
        for rule in _visible(ws, actor)
    ]


def by_leaf(ws: Workspace, actor: Actor) -> list[dict[str, Any]]:
    """Addressable spend and lines of every leaf, in the order of the tree; the unclassified last, without keys.

    Keys: group, category (keys or None), label (a message), addressable_spend (DECIMAL euro), lines.
    """
    actor.require("viewer")
    rows = query(ws.db, ["addressable_spend", "lines"], ["category"], actor=actor).rows
    known = {row["category"]: row for row in rows}
    nothing: Mapping[str, Any] = {"addressable_spend": Decimal("0.00"), "lines": 0}
    found = [
        {"group": leaf.group, "category": leaf.key, "label": labelled(leaf.label)}
        | _figures(known.get(leaf.key, nothing))
        for leaf in tree.leaves().values()
    ]
    rest: dict[str, Any] = {"group": None, "category": None, "label": msg("unclassified")}
    return [*found, rest | _figures(known.get(None, nothing))]


def leaf_of(word: str) -> str | None:
    """The leaf that a person names by its key, or by its label in any language; `-` is none. Raises `Refused`."""
    if word == NOTHING:
        return None
    by_label = {_alike(text): leaf.key for leaf in tree.leaves().values() for text in leaf.label.values()}
    return tree.leaf(by_label.get(_alike(word), word)).key


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("addressable_spend", "lines")}


def _case(field: Field, row: Mapping[str, Any], rule: Rule | None) -> Case:
    """A row of `cases` with what stands about it and what its words say."""
    said = recognised(row["name"])
    factor = tree.confidence("of_supplier_name") if field == "supplier" else 1.0
    case = Case(
        field,
        row["value"],
        row["name"],
        row["amount"],
        row["placed"],
        row["lines"],
        row["leaf"],
        row["leaf"] or (said.leaf if said else None),
        said.confidence * factor if said else None,
        _why(row["name"], said),
    )
    if rule:
        reason = msg("{who} decided it: {why}", who=who_words(rule.made_by), why=rule.why or msg("without a reason"))
        return replace(case, leaf=rule.leaf, confidence=1.0, reason=reason, rule=rule)
    if row["basis"] == "code":
        return replace(case, confidence=tree.confidence("code"), reason=BASES["code"])
    return case


def _why(name: str, said: Recognised | None) -> Message:
    """In words: which of a name's words speak for which category."""
    if said is None and (against := telling(name, NOTHING)):
        return msg("“{words}” says that no category fits.", words=", ".join(dict.fromkeys(against)))
    if said is None:
        return msg("None of its words says what it is.")
    parts = [
        msg("“{words}”: {category}", words=", ".join(dict.fromkeys(telling(name, leaf))), category=tree.name(leaf))
        for leaf in (said.leaf, *said.others)
    ]
    whole = parts[0]
    for part in parts[1:]:
        whole = msg("{first}; {second}", first=whole, second=part)
    if said.others:
        return msg("Its words speak for several categories. {words}.", words=whole)
    return whole


def _first_of(found: Sequence[Case], whole: Decimal) -> int:
    reached = Decimal(0)
    for number, case in enumerate(found, start=1):
        reached += max(case.amount, Decimal(0))
        if reached >= whole * Decimal(str(_PART)):
            return number
    return len(found)


def _check(ws: Workspace, said: Decision) -> None:
    if said.field not in FIELDS:
        raise Refused(
            msg(
                "A category cannot be said of “{field}”. What can: {known}.",
                field=said.field,
                known=", ".join(FIELDS),
            ),
            code="bad_category_rule",
        )
    if not said.value.strip():
        raise Refused(msg("Say what the category is about."), code="bad_category_rule")
    if said.leaf is not None:
        tree.leaf(said.leaf)
    if said.field == "supplier" and not (
        said.value.isdigit() and ws.db.rows("select 1 from supplier where supplier_id = ?", [int(said.value)])
    ):
        raise NotFound(msg("There is no supplier {number}.", number=said.value))


def _visible(ws: Workspace, actor: Actor) -> list[Rule]:
    standing = rules.standing(ws.db)
    return [rule for rule in standing if rule.company_id is None or decisions.sees(actor, rule.company_id)]


def _key(said: Decision) -> tuple[str, str]:
    return said.field, said.value


def _about(rule: Rule) -> tuple[str, str, int | None]:
    return rule.field, rule.value, rule.company_id


def _alike(value: str) -> str:
    return " ".join(value.split()).casefold()
