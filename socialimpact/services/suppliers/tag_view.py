"""A tag as it is told: what it says, what it rests on, who said it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from socialimpact.language import Message


@dataclass(frozen=True)
class TagView:
    """A tag as it is told. `why` and `ended_why` are a person's words or a message of the matching.

    `snapshot_as_of` is the first list of the register that says so, `seen_as_of` the newest that has the supplier.
    """

    tag_id: int
    kind: str
    evidence: str
    valid_from: date | None
    valid_to: date | None
    why: Message
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    ended_why: Message | None
    register: str | None
    snapshot_id: int | None
    snapshot_as_of: date | None
    seen_as_of: date | None
    entry_name: str | None
    entry_row: int | None
    register_file: str | None
    file_sha256: str | None
    file_name: str | None
    file_size: int | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    stated_by: str | None = None
    stated_on: date | None = None
    entry_id: int | None = None
    entry_tax_code: str | None = None
    entry_vat_number: str | None = None
