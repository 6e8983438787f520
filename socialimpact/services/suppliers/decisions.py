"""What the organisation decides about its figures: what is addressable."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from socialimpact import knowledge
from socialimpact.actor import Actor, Role
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures import spend
from socialimpact.figures.labels import labelled, plain
from socialimpact.figures.query import query
from socialimpact.language import Message, msg
from socialimpact.services.workspace import Workspace
from socialimpact.store.reader import Reader

FIELDS = ("nature", "category", "supplier", "cost_centre")


@dataclass(frozen=True)
class Exclusion:
    """Spend that is left out of addressable spend, or let into it (`included`), and why.

    `value` is a nature's key, a category or cost centre as the ledger writes it, or a supplier's id as text.
    Categories are the ledger's own words here: what they are in the tree may change, an exclusion may not with it.
    `company_id` None is every company.
    """

    exclusion_id: int
    company_id: int | None
    field: str
    value: str
    included: bool
    why: str


@dataclass(frozen=True)
class NatureSpend:
    """A nature, what is spent on it, and whether it counts as addressable spend, with the reason."""

    nature: str
    spend: Decimal
    lines: int
    addressable: bool
    why: Message


def exclusions(ws: Workspace, actor: Actor) -> list[Exclusion]:
    """The organisation's own exclusions that concern the companies the actor may see."""
    actor.require("viewer")
    return [each for each in _exclusions(ws.db) if each.company_id is None or sees(actor, each.company_id)]


def add_exclusion(
    ws: Workspace,
    actor: Actor,
    field: str,
    value: str | int,
    why: str,
    *,
    included: bool = False,
    company_id: int | None = None,
) -> int | None:
    """Leave spend out of addressable spend, or let it in, and rebuild the figures.

    One about the same thing is replaced. For a nature that the defaults treat alike anyway nothing has to be
    kept: then the answer is None, else the number of the exclusion. Raises `Refused` without a reason or
    for something that does not exist.
    """
    require(actor, "editor", company_id)
    text, reason = str(value).strip(), why.strip()
    if not reason:
        raise Refused(msg("Say why: the reason is printed with every share."), code="no_reason")
    _check_value(ws.db, field, text)
    if included and field == "nature" and text in spend.gift_natures():
        raise Refused(
            msg(
                "What is given is never counted as spend on purchases. If lines were taken for a gift by mistake, say"
                " in the review that they are purchases."
            ),
            code="gift",
        )
    by_default = field == "nature" and included == (text in spend.default_natures())
    with ws.db.write(actor) as tx:
        same = [
            each for each in _exclusions(tx) if (each.field, each.value, each.company_id) == (field, text, company_id)
        ]
        for each in same:
            tx.execute("delete from exclusion where exclusion_id = ?", [each.exclusion_id])
        made = None
        if not by_default:
            made = Exclusion(tx.next_id("exclusion", "exclusion_id"), company_id, field, text, included, reason)
            tx.insert("exclusion", asdict(made))
        spend.rebuild(tx)
        tx.event(
            "decided",
            "exclusion",
            made.exclusion_id if made else None,
            before=[asdict(each) for each in same] or None,
            after=asdict(made) if made else {"field": field, "value": text, "included": included, "why": reason},
        )
    return made.exclusion_id if made else None


def remove_exclusion(ws: Workspace, actor: Actor, exclusion_id: int) -> None:
    """Take an exclusion back and rebuild the figures. Raises `NotFound`."""
    found = next((each for each in exclusions(ws, actor) if each.exclusion_id == exclusion_id), None)
    if found is None:
        raise NotFound(msg("There is no exclusion {number}.", number=str(exclusion_id)))
    require(actor, "editor", found.company_id)
    with ws.db.write(actor) as tx:
        tx.execute("delete from exclusion where exclusion_id = ?", [exclusion_id])
        spend.rebuild(tx)
        tx.event("removed", "exclusion", exclusion_id, before=asdict(found))


def gift_natures() -> tuple[str, ...]:
    """The natures that nobody can let into addressable spend: what is given, not bought."""
    return spend.gift_natures()


def natures_by_spend(ws: Workspace, actor: Actor) -> list[NatureSpend]:
    """Every nature with its spend, the largest first, and whether it is addressable for the whole organisation."""
    actor.require("viewer")
    rows = query(ws.db, ["total_spend", "lines"], ["nature"], actor=actor).rows
    known = {row["nature"]: row for row in rows}
    own = {each.value: each for each in _exclusions(ws.db) if each.field == "nature" and each.company_id is None}
    defaults, whys = spend.default_natures(), knowledge.load("exclusions")["why"]
    found: list[NatureSpend] = []
    for nature in [*knowledge.load("natures")["natures"], *(key for key in known if key not in whys)]:
        if any(each.nature == nature for each in found):
            continue
        row = known.get(nature, {"total_spend": Decimal("0.00"), "lines": 0})
        decided = own.get(nature)
        if decided:
            why: Message = plain(decided.why)
        elif nature in whys:
            why = labelled(whys[nature])
        else:
            why = msg("Purchases are what shares are computed over.")
        counts = decided.included if decided else nature in defaults
        found.append(NatureSpend(nature, row["total_spend"], row["lines"], counts, why))
    return sorted(found, key=lambda each: -each.spend)


def require(actor: Actor, role: Role, company_id: int | None) -> None:
    """The right to decide for a company; for all of them (None) only who may see them all has it."""
    actor.require(role, company_id)
    if company_id is None and actor.companies is not None:
        raise NotAllowed(msg("This concerns all companies, and you have a right to some. Ask the owner of the data."))


def sees(actor: Actor, company_id: int) -> bool:
    return actor.companies is None or company_id in actor.companies


def _exclusions(reader: Reader) -> list[Exclusion]:
    rows = reader.rows(
        "select exclusion_id, company_id, field, value, included, why from exclusion"
        " order by field, value, exclusion_id",
        step="exclusions",
    )
    return [Exclusion(*row) for row in rows]


def _check_value(reader: Reader, field: str, value: str) -> None:
    """Refuse an exclusion of something that cannot be."""
    if field not in FIELDS:
        raise Refused(
            msg("Spend cannot be left out by “{field}”. What can: {known}.", field=field, known=", ".join(FIELDS)),
            code="bad_exclusion",
        )
    if not value:
        raise Refused(msg("Say what is to be left out or let in."), code="bad_exclusion")
    if field == "nature" and value not in knowledge.load("natures")["natures"]:
        raise Refused(msg("There is no nature “{nature}”.", nature=value), code="bad_exclusion")
    if field == "supplier" and not (
        value.isdigit() and reader.rows("select 1 from supplier where supplier_id = ?", [int(value)])
    ):
        raise NotFound(msg("There is no supplier {number}.", number=value))
