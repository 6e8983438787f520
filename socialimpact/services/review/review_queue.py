"""The queue of possible social suppliers: who may stand in a register by the name, the largest spend first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.columns import scalar
from socialimpact.language import Euro, Message, Share, msg, plural
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.workspace import Workspace
from socialimpact.store.reader import Reader
from socialimpact.suppliers import answered, kinds

Answer = Literal["yes", "no", "none", "later"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
_NOTHING = scalar("0.00").cast(pa.decimal128(18, 2))
# What tells an entry's body from others.
_BODY = "coalesce(tax_code, vat_number, register_key || ' ' || name_key)"


@dataclass(frozen=True)
class Queue:
    """The open cases and how far the review is.

    `table`, a row a case in the order of asking: supplier_id, supplier, name_key, municipality_code, province,
    identifier, stake (addressable spend in euro), entry_id (the best entry), body, probability (null: not
    estimated), entries (how many may be meant), later_at (when it was put off). `decided` and `decided_spend`: the
    suppliers about whom the answers leave nothing open.
    """

    table: pa.Table
    decided: int
    decided_spend: Decimal

    @property
    def open(self) -> int:
        return int(self.table.num_rows)

    @property
    def put_off(self) -> int:
        return self.open - int(self.table["later_at"].null_count)

    @cached_property
    def stake(self) -> Decimal:
        """The spend that is open, in euro; what was only given back counts as nothing."""
        return Decimal(pc.sum(self._stakes).as_py() or 0)

    @cached_property
    def few(self) -> int:
        """How many cases, the largest first, make up a large part of the open spend; 0 where none has any."""
        cents = np.sort(np.asarray(self._stakes.cast(pa.float64())))[::-1]
        running = cents.cumsum()
        if not len(running) or running[-1] <= 0:
            return 0
        return int(np.searchsorted(running, running[-1] * large_part() - 0.005)) + 1

    @property
    def decided_share(self) -> Decimal | None:
        """Which part of the spend that was or is open is decided; None where there is none."""
        whole = self.decided_spend + self.stake
        return self.decided_spend / whole if whole else None

    def after(self, supplier_ids: Collection[int], *, put_off: datetime | None = None) -> Queue:
        """The queue after these suppliers were decided, or put off at a time, as `queue` would find it."""
        asked = pc.is_in(self.table["supplier_id"], pa.array(sorted(supplier_ids), pa.int32()))
        others, theirs = self.table.filter(pc.invert(asked)), self.table.filter(asked)
        if put_off is not None:
            late = pa.array([put_off] * theirs.num_rows, self.table.schema.field("later_at").type)
            theirs = theirs.set_column(theirs.column_names.index("later_at"), "later_at", late)
            return replace(self, table=pa.concat_tables([others, theirs]))
        spend = pc.sum(pc.max_element_wise(theirs["stake"], _NOTHING)).as_py() or Decimal(0)
        return Queue(others, self.decided + theirs.num_rows, self.decided_spend + spend)

    def left_with(self, supplier_id: int, entries: Sequence[Mapping[str, Any]]) -> Queue:
        """The queue after one entry of a supplier was refused: these are left (of `entries_of`), or it is decided."""
        if not entries:
            return self.after([supplier_id])
        best = entries[0]
        told = {"entry_id": best["entry_id"], "body": best["body"], "probability": best["probability"]}
        return self._with(supplier_id, told | {"entries": len(entries), "later_at": None})

    def no_longer_put_off(self, supplier_id: int) -> Queue:
        return self._with(supplier_id, {"later_at": None})

    def homonyms(self, supplier_id: int) -> set[int]:
        """The suppliers of the queue that have the same name, itself among them."""
        keys = self.table.filter(pc.field("supplier_id") == supplier_id)["name_key"]
        return set(self.table.filter(pc.is_in(self.table["name_key"], keys))["supplier_id"].to_pylist())

    def message(self) -> Message:
        """What the work is worth, in one sentence."""
        if not self.open:
            return msg("Nothing is left to review")
        if not self.few or self.few == self.open:
            return plural(
                "{n} answer decides {amount} of possible social spend",
                "{n} answers decide {amount} of possible social spend",
                self.open,
                amount=Euro(self.stake, cents=False),
            )
        return plural(
            "Confirming this one decides {share} of the open spend, {amount}",
            "Confirming these {n} decides {share} of the open spend, {amount}",
            self.few,
            share=Share(large_part(), 0),
            amount=Euro(self._largest(self.few), cents=False),
        )

    def progress(self) -> Message:
        """How far the review is: suppliers, and the part of the spend."""
        done = msg("{decided} of {whole} suppliers decided", decided=self.decided, whole=self.decided + self.open)
        share = self.decided_share
        return done if share is None else msg("{done}; {share} of the spend", done=done, share=Share(share, 0))

    @cached_property
    def _stakes(self) -> Any:
        return pc.max_element_wise(self.table["stake"], _NOTHING)

    def _with(self, supplier_id: int, told: Mapping[str, Any]) -> Queue:
        """The queue with other words for one of its cases, which keeps its place."""
        where = pc.equal(self.table["supplier_id"], supplier_id)
        table = self.table
        for name, value in told.items():
            place = table.column_names.index(name)
            column = pc.if_else(where, pa.scalar(value, table.schema.field(name).type), table[name])
            table = table.set_column(place, table.schema.field(name), column)
        return replace(self, table=table)

    def _largest(self, number: int) -> Decimal:
        stakes = sorted(self._stakes.to_pylist(), reverse=True)
        return sum(stakes[:number], Decimal(0))


def large_part() -> float:
    return float(knowledge.load("review")["large_part"])


def queue(ws: Workspace, actor: Actor, *, years: Collection[int] = ()) -> Queue:
    """The open cases of the companies that the actor sees; spend of `years`, of all time without any.

    Open is a supplier whose name makes think of register entries, of which none was refused or confirmed, and that
    has no tag that counts. What was put off comes last, the longest ago first.
    """
    actor.require("viewer")
    only, values = mine(actor, "p.company_id")
    if years:
        only += f" and p.year in ({', '.join(str(int(year)) for year in years)})"
    found = ws.db.table(_queue_sql(only), [_asked_from(), *values], step="cases to review")
    decided = found.filter(pc.field("decided"))
    spend = pc.sum(pc.max_element_wise(decided["stake"], _NOTHING)).as_py()
    return Queue(found.filter(~pc.field("decided")).drop_columns(["decided"]), decided.num_rows, Decimal(spend or 0))


def entries_of(reader: Reader, supplier_id: int) -> list[dict[str, Any]]:
    """The register entries that may be the supplier and were not refused, best first: entry_id, probability, reasons
    (as stored), the suspicion's words, and the body that the entry is of.
    """
    which = "coalesce(s.same_as, s.supplier_id) = ?"
    return reader.dicts(
        f"""
        with {_candidates_sql(which, answered_before=answered.any_about(reader, supplier_id))}
        select entry_id, probability, reasons, why, {_BODY} as body from candidate
        where coalesce(probability, 1) >= ?
        order by place, entry_id
        """,
        [supplier_id, supplier_id, _asked_from()],
        step="entries that may be meant",
    )


def open_pairs(ws: Workspace, actor: Actor) -> set[tuple[int, int]]:
    """Supplier and entry of every question that is open to the actor, also those that are not the first to be asked."""
    actor.require("viewer")
    listed = queue(ws, actor).table["supplier_id"].to_pylist()
    return {
        (int(supplier_id), int(entry_id))
        for supplier_id, entry_id in ws.db.rows(
            f"with {_candidates_sql()} select c.supplier_id, c.entry_id from candidate c"
            " inner join (select unnest(?) as supplier_id) w on w.supplier_id = c.supplier_id",
            [listed],
            step="open questions",
        )
    }


def _asked_from() -> float:
    return float(knowledge.load("review")["asked_from"])


def _candidates_sql(which: str = "true", *, answered_before: bool = True) -> str:
    """Steps that end in `candidate`: supplier and entry pairs that nobody has spoken about, with their place."""
    steps = f"""
        named as (
            select coalesce(s.same_as, s.supplier_id) as supplier_id, g.entry_id, g.place, g.probability,
                cast(g.reasons as varchar) as reasons, cast(null as varchar) as why
            from suggestion g inner join supplier s on s.supplier_id = g.supplier_id
            where {which}
            union all
            select coalesce(s.same_as, s.supplier_id), t.entry_id, 1000, null, null, t.why
            from tag t inner join supplier s on s.supplier_id = t.supplier_id
            where t.ended_at is null and t.evidence = 'suspected' and t.entry_id is not null and {which}
        ),
        pair as (
            select supplier_id, entry_id, min(place) as place, max(probability) as probability,
                max(reasons) as reasons, max(why) as why
            from named
            group by supplier_id, entry_id
        ),
        entry as (
            select pair.*, e.tax_code, e.vat_number, e.name_key, e.municipality_code, e.municipality, r.register_key
            from pair
            inner join register_entry e on e.entry_id = pair.entry_id
            inner join register_snapshot s on s.snapshot_id = e.snapshot_id
            inner join register r on r.register_id = s.register_id
        ),
    """
    if not answered_before:
        return f"{steps} candidate as (select * from entry)"
    return f"""
        {answered.met_sql()},
        {steps}
        candidate as (
            select entry.* from entry
            where not exists (
                select 1 from answered_pair m
                inner join standing_answer a on a.answer_id = m.answer_id
                where m.supplier_id = entry.supplier_id and a.answer <> 'later'
                    and {answered.same_body_sql("a", "entry", "entry.register_key")}
            )
        )
    """


def _queue_sql(only: str) -> str:
    counted = ", ".join(f"'{key}'" for key in kinds.counted_evidence())
    return f"""
        with {_candidates_sql()},
        settled as (
            select distinct coalesce(s.same_as, s.supplier_id) as supplier_id
            from tag t inner join supplier s on s.supplier_id = t.supplier_id
            where t.ended_at is null and t.evidence in ({counted})
        ),
        best as (
            select supplier_id, count(*) as entries,
                arg_min(
                    {{
                        'entry_id': entry_id, 'probability': probability,
                        'body': {_BODY}
                    }},
                    place * 10000000000 + entry_id
                ) as chosen
            from candidate
            where coalesce(probability, 1) >= ?
            group by supplier_id
        ),
        later as (
            select m.supplier_id, max(a.answered_at) as later_at
            from answered_pair m inner join standing_answer a on a.answer_id = m.answer_id
            where a.answer = 'later'
            group by m.supplier_id
        ),
        answered_one as (
            select distinct m.supplier_id
            from answered_pair m inner join standing_answer a on a.answer_id = m.answer_id
            where a.answer <> 'later'
        ),
        bought as (
            select p.supplier_id, cast(sum(case when p.addressable then p.net_amount else 0 end) as decimal(18, 2))
                as stake
            from spend p
            where true{only}
            group by p.supplier_id
        )
        select s.supplier_id, s.name as supplier, s.name_key, s.municipality_code, s.province,
            coalesce(s.tax_code, s.vat_number) as identifier, bought.stake, best.chosen['entry_id'] as entry_id,
            best.chosen['body'] as body, best.chosen['probability'] as probability, best.entries, later.later_at,
            best.supplier_id is null or settled.supplier_id is not null as decided
        from bought
        inner join supplier s on s.supplier_id = bought.supplier_id
        left join best on best.supplier_id = s.supplier_id
        left join settled on settled.supplier_id = s.supplier_id
        left join later on later.supplier_id = s.supplier_id
        left join answered_one on answered_one.supplier_id = s.supplier_id
        where (best.supplier_id is not null and settled.supplier_id is null) or answered_one.supplier_id is not null
        order by later.later_at nulls first, bought.stake desc, probability desc nulls last, s.supplier_id
    """
