"""Tags: the statement that a supplier is of a kind, from when to when, and how that is known.

A tag is never overwritten: a correction ends one and begins another. Here people begin and end them; what follows
from registers by itself is the work of `suppliers.matching`.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from socialimpact.errors import NotFound, Refused
from socialimpact.language import Message, message_from_json, msg
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds

# The maker of tags that follow from registers and names without anybody's decision.
AUTOMATIC = "matching"


def begin(
    tx: Transaction,
    supplier_id: int,
    kind: str,
    evidence: str,
    why: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    file_sha256: str | None = None,
    entry_id: int | None = None,
) -> int:
    """Begin a tag by the transaction's actor and return its id.

    Nobody can say `registered`: only an equal identifier in a register can. `documented` needs the kept file
    `file_sha256`; every tag needs its reason. A tag that counts ends the supplier's suspected ones.
    """
    kinds.kind(kind)
    kinds.evidence(evidence)
    _check(evidence, why, valid_from, valid_to, file_sha256)
    keeper = tx.value("select coalesce(same_as, supplier_id) from supplier where supplier_id = ?", [supplier_id])
    if keeper is None:
        raise NotFound(msg("There is no supplier {supplier}.", supplier=str(supplier_id)))
    snapshot_id, register_id = _origin(tx, entry_id)
    tag_id = tx.next_id("tag", "tag_id")
    row: dict[str, Any] = {
        "tag_id": tag_id,
        "supplier_id": keeper,
        "kind": kind,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "evidence": evidence,
        "register_id": register_id,
        "snapshot_id": snapshot_id,
        "entry_id": entry_id,
        "file_sha256": file_sha256,
        "made_by": tx.actor.name,
        "why": why.strip(),
    }
    tx.insert("tag", row)
    tx.event("begin tag", "supplier", keeper, after=row)
    if evidence in kinds.counted_evidence():
        for (suspected,) in tx.rows(
            "select tag_id from tag where supplier_id = ? and evidence = 'suspected' and ended_at is null", [keeper]
        ):
            _end(tx, suspected, AUTOMATIC, pack(msg("A tag that counts has taken its place.")))
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


def _check(evidence: str, why: str, valid_from: date | None, valid_to: date | None, file_sha256: str | None) -> None:
    if evidence == "registered":
        raise Refused(
            msg(
                "Only an identifier found in a register makes a tag “registered”. Add the register, or use “confirmed”"
                " or “documented”."
            ),
            code="evidence_refused",
        )
    if evidence == "documented" and not file_sha256:
        raise Refused(
            msg("A documented tag needs its document: attach the certificate or company extract."),
            code="document_missing",
        )
    if not why.strip():
        raise Refused(msg("Say how you know: an auditor will ask."), code="reason_missing")
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused(
            msg("The tag would end on {to}, before it begins on {start}.", to=valid_to, start=valid_from),
            code="dates_crossed",
        )


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
