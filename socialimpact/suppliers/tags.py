"""Tags: the statement that a supplier is of a kind, from when to when, and how that is known.

A tag is never overwritten: a correction ends one and begins another. Here people begin and end them; what follows
from registers by itself is the work of `suppliers.matching`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from socialimpact.errors import NotFound, Refused
from socialimpact.language import Message, message_from_json, msg
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds
from socialimpact.suppliers.documents import Document

# The maker of tags that follow from registers and names without anybody's decision.
AUTOMATIC = "matching"


@dataclass(frozen=True)
class Proof:
    """What a person's tag rests on beside its reason: a document with its dates, or the supplier's word.

    `stated_by` is who at the supplier said so, `stated_on` when.
    """

    document: Document | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    stated_by: str | None = None
    stated_on: date | None = None

    def kept(self) -> dict[str, Any]:
        """The row that is kept beside the tag; empty where there is nothing to keep."""
        row = {
            "file_name": self.document and self.document.name,
            "file_format": self.document and self.document.format,
            "file_size": self.document and self.document.size,
            "issued_on": self.issued_on,
            "expires_on": self.expires_on,
            "stated_by": (self.stated_by or "").strip() or None,
            "stated_on": self.stated_on,
        }
        return row if any(value is not None for value in row.values()) else {}


def begin(
    tx: Transaction,
    supplier_id: int,
    kind: str,
    evidence: str,
    why: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    proof: Proof | None = None,
    entry_id: int | None = None,
) -> int:
    """Begin a tag by the transaction's actor and return its id.

    Nobody can say `registered` or `suspected`: only the comparison with the registers finds that. `documented` needs
    its document; every tag needs its reason. A document that expires ends the tag's validity on that day. A tag that
    counts ends the supplier's suspected ones.
    """
    kinds.kind(kind)
    kinds.evidence(evidence)
    proof = proof or Proof()
    valid_to = min((day for day in (valid_to, proof.expires_on) if day), default=None)
    _refuse_false_maker(tx.actor.name, evidence)
    _check(evidence, why, (valid_from, valid_to), proof)
    keeper = tx.value("select coalesce(same_as, supplier_id) from supplier where supplier_id = ?", [supplier_id])
    if keeper is None:
        raise NotFound(msg("There is no supplier {supplier}.", supplier=str(supplier_id)))
    snapshot_id, register_id = _origin(tx, entry_id)
    row: dict[str, Any] = {
        "supplier_id": keeper,
        "kind": kind,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "evidence": evidence,
        "register_id": register_id,
        "snapshot_id": snapshot_id,
        "entry_id": entry_id,
        "file_sha256": proof.document.sha256 if proof.document else None,
    }
    _refuse_twice(tx, row)
    tag_id = tx.next_id("tag", "tag_id")
    row |= {"tag_id": tag_id, "made_by": tx.actor.name, "why": why.strip()}
    tx.insert("tag", row)
    if kept := proof.kept():
        tx.insert("tag_evidence", {"tag_id": tag_id, **kept})
    tx.event("begin tag", "supplier", keeper, after=row | kept)
    if evidence in kinds.counted_evidence():
        for suspected in tx.dicts(
            "select * from tag where supplier_id = ? and evidence = 'suspected' and ended_at is null", [keeper]
        ):
            ended_why = pack(msg("A tag that counts has taken its place."))
            _end(tx, suspected["tag_id"], AUTOMATIC, ended_why)
            tx.event("end tag", "supplier", keeper, before=suspected,
                     after={"tag_id": suspected["tag_id"], "why": ended_why})  # fmt: skip
    return tag_id


def end(tx: Transaction, tag_id: int, why: str) -> None:
    """End a tag for good, with the reason; `suppliers.matching` does not begin it again."""
    found = tx.dicts("select * from tag where tag_id = ?", [tag_id])
    if not found:
        raise NotFound(msg("There is no tag {tag}.", tag=str(tag_id)))
    if found[0]["ended_at"] is not None:
        raise Refused(msg("This tag has ended already."), code="tag_ended")
    if not why.strip():
        raise Refused(msg("Say why the tag ends: an auditor will ask."), code="reason_missing")
    _end(tx, tag_id, tx.actor.name, why.strip())
    tx.event("end tag", "supplier", found[0]["supplier_id"], before=found[0], after={"tag_id": tag_id, "why": why})


def pack(message: Message) -> str:
    """A message as the text that `tag.why` keeps, so that it can be shown in any language."""
    return json.dumps(message.as_json(), ensure_ascii=False, sort_keys=True)


def unpack(text: str | None) -> Message | None:
    """What `tag.why` says: a kept message, or a person's own words."""
    if text is None:
        return None
    if text.startswith('{"'):
        try:
            return message_from_json(json.loads(text))
        except (ValueError, KeyError, TypeError):
            return Message("{words}", {"words": text})
    return Message("{words}", {"words": text})


def _end(tx: Transaction, tag_id: int, who: str, why: str) -> None:
    tx.execute(
        "update tag set ended_at = current_timestamp, ended_by = ?, ended_why = ? where tag_id = ?",
        [who, why, tag_id],
        step="end tag",
    )


def _refuse_false_maker(name: str, evidence: str) -> None:
    """What the comparison alone can find, and what only a person can say, are never mixed up."""
    if name == AUTOMATIC:
        raise Refused(
            msg("A person's statement needs a person's name: “{name}” is the program's own.", name=name),
            code="name_reserved",
        )
    if evidence == "registered":
        raise Refused(
            msg(
                "Only an identifier found in a register makes a tag “registered”. Add the register, or use “confirmed”"
                " or “documented”."
            ),
            code="evidence_refused",
        )
    if evidence == "suspected":
        raise Refused(
            msg("“Suspected” is what nobody has looked at. You have: say “confirmed”, “documented” or “declared”."),
            code="evidence_refused",
        )


def _check(evidence: str, why: str, valid: tuple[date | None, date | None], proof: Proof) -> None:
    valid_from, valid_to = valid
    if evidence == "documented" and proof.document is None:
        raise Refused(
            msg("A documented tag needs its document: attach the certificate or company extract."),
            code="document_missing",
        )
    if not why.strip():
        raise Refused(msg("Say how you know: an auditor will ask."), code="reason_missing")
    for day in (proof.issued_on, proof.stated_on):
        if day and day > datetime.now(UTC).date():
            raise Refused(
                msg("{date} is in the future: nothing can have been issued or said then.", date=day),
                code="date_in_future",
            )
    if proof.issued_on and proof.expires_on and proof.expires_on < proof.issued_on:
        raise Refused(
            msg("The document would expire on {to}, before it was issued on {start}.", to=proof.expires_on,
                start=proof.issued_on),
            code="dates_crossed",
        )  # fmt: skip
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused(
            msg("The tag would end on {to}, before it begins on {start}.", to=valid_to, start=valid_from),
            code="dates_crossed",
        )


def _refuse_twice(tx: Transaction, row: dict[str, Any]) -> None:
    """The same statement twice, as a second click makes it, is one too many."""
    same = " and ".join(f"{name} is not distinct from ?" for name in row)
    if tx.rows(f"select 1 from tag where ended_at is null and {same}", list(row.values())):
        raise Refused(msg("This has been written down already."), code="tag_exists")


def _origin(tx: Transaction, entry_id: int | None) -> tuple[int | None, int | None]:
    if entry_id is None:
        return None, None
    found = tx.rows(
        "select e.snapshot_id, s.register_id from register_entry e"
        " inner join register_snapshot s on s.snapshot_id = e.snapshot_id where e.entry_id = ?",
        [entry_id],
    )
    if not found:
        raise NotFound(msg("There is no register entry {entry}.", entry=str(entry_id)))
    return found[0][0], found[0][1]
