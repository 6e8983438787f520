"""What a person says that a supplier is: written down with its proof, renewed, ended, and its document handed out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, Refused, StoreFailed
from socialimpact.figures import spend
from socialimpact.language import msg
from socialimpact.services.suppliers.supplier_view import visible
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.store.home import digest
from socialimpact.suppliers import documents, tags
from socialimpact.suppliers.documents import MIME, Document
from socialimpact.suppliers.tags import Proof

_DAY = timedelta(days=1)
# What a person can vouch for; the other evidences are the program's own findings.
BY_HAND = ("documented", "confirmed", "declared")


@dataclass(frozen=True)
class Paper:
    """A kept document as it is handed out: never as a page, only as the file that it is."""

    name: str
    mime: str
    content: bytes


def tag_supplier(  # noqa: PLR0917 - who, what, how known and why are said in this order everywhere
    ws: Workspace,
    actor: Actor,
    supplier_id: int,
    kind: str,
    evidence: str,
    why: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    file: Path | None = None,
    file_name: str | None = None,
    proof: Proof | None = None,
    entry_id: int | None = None,
) -> int:
    """Write down what a supplier is and how that is known; returns the tag's id.

    `file` is the document of a `documented` tag: a PDF or an image, known by its first bytes, kept under its SHA-256.
    `proof` holds its dates, or who at the supplier declared it and when. `entry_id` is the register entry that a
    `confirmed` tag accepts. Raises `Refused` where the evidence is not a person's to give, or its document or reason is
    missing.
    """
    actor.require("editor")
    keeper = visible(ws, actor, supplier_id)
    form = documents.recognised(file)[0] if file is not None else None
    with ws.db.write(actor) as tx:
        rests_on = proof or Proof()
        if file is not None and form is not None:
            name = documents.safe_name(file_name or file.name, form)
            rests_on = replace(rests_on, document=_keep(ws, tx, file, name))
        tag_id = tags.begin(
            tx, keeper, kind, evidence, why,
            valid_from=valid_from, valid_to=valid_to, proof=rests_on, entry_id=entry_id,
        )  # fmt: skip
        spend.retag(tx, [keeper])
    return tag_id


def renew_tag(
    ws: Workspace,
    actor: Actor,
    tag_id: int,
    why: str,
    *,
    file: Path | None = None,
    file_name: str | None = None,
    issued_on: date | None = None,
    expires_on: date | None = None,
    stated_by: str | None = None,
    stated_on: date | None = None,
) -> int:
    """Continue a person's tag that has an end, as a new tag of the same kind and evidence; returns its id.

    It begins on the day after the old one ends, so that no day is missing, unless its document was issued later: then
    on that day, and the days between are not counted. The old tag stays as it is. Raises `NotFound`, and `Refused` for
    a tag without an end or that is the program's own.
    """
    actor.require("editor")
    old = _tag(ws, actor, tag_id)
    if old["evidence"] not in BY_HAND:
        raise Refused(
            msg("This was found in a register: a newer list of it says whether it goes on."), code="evidence_refused"
        )
    if old["ended_at"] is not None or old["valid_to"] is None:
        raise Refused(msg("Only what holds until a day can be renewed."), code="no_end")
    starts = old["valid_to"] + _DAY
    if issued_on and issued_on > starts:
        starts = issued_on
    return tag_supplier(
        ws, actor, old["supplier_id"], old["kind"], old["evidence"], why,
        valid_from=starts, file=file, file_name=file_name,
        proof=Proof(None, issued_on, expires_on, stated_by, stated_on), entry_id=old["entry_id"],
    )  # fmt: skip


def end_tag(ws: Workspace, actor: Actor, tag_id: int, why: str) -> None:
    """End a tag for good, with the reason. It stays in the history and is in no figure any more."""
    actor.require("editor")
    tag = _tag(ws, actor, tag_id)
    with ws.db.write(actor) as tx:
        tags.end(tx, tag_id, why)
        spend.retag(tx, [visible(ws, actor, tag["supplier_id"])])


def paper(ws: Workspace, actor: Actor, tag_id: int) -> Paper:
    """The document of a tag, to whom the supplier is visible. Raises `NotFound`; `StoreFailed` where it was changed."""
    actor.require("viewer")
    actor.require_download()
    row = _tag(ws, actor, tag_id)
    sha256 = row["file_sha256"]
    if sha256 is None:
        raise NotFound(msg("This tag has no document."))
    kept = ws.home.kept(sha256)
    if not kept.is_file() or digest(kept) != sha256:
        raise StoreFailed(
            msg("The kept document is missing or was changed: it proves nothing any more. Attach it again.")
        )
    form = documents.recognised(kept)[0]
    return Paper(documents.safe_name(row["file_name"] or row["stored_name"] or "", form), MIME[form], kept.read_bytes())


def _tag(ws: Workspace, actor: Actor, tag_id: int) -> dict[str, Any]:
    """The tag with its document's name, if its supplier is one that the actor may see."""
    found = ws.db.dicts(
        "select t.*, p.file_name, f.name as stored_name from tag t"
        " left join tag_evidence p on p.tag_id = t.tag_id left join stored_file f on f.sha256 = t.file_sha256"
        " where t.tag_id = ?",
        [tag_id],
        step="tag",
    )
    if not found:
        raise NotFound(msg("There is no tag {tag}.", tag=str(tag_id)))
    visible(ws, actor, found[0]["supplier_id"])
    return found[0]


def _keep(ws: Workspace, tx: Transaction, file: Path, name: str) -> Document:
    """The file in the home, under its hash, told again by its kept bytes: what was looked at may have been replaced."""
    sha256 = ws.home.keep(file)
    form, size = documents.recognised(ws.home.kept(sha256))
    if not tx.rows("select 1 from stored_file where sha256 = ?", [sha256]):
        tx.insert(
            "stored_file",
            {"sha256": sha256, "name": name, "size": size, "format": form, "received_by": tx.actor.name},
        )
    return Document(sha256, name, form, size)
