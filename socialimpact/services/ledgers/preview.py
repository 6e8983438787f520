"""What an import would do, as it is shown before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from socialimpact.errors import MappingRefused, Problem
from socialimpact.language import Message
from socialimpact.ledger.loading import Reconciliation
from socialimpact.ledger.mapping import Mapping
from socialimpact.services.ledgers.import_records import ImportRecord, SetAside
from socialimpact.tables.book import Book
from socialimpact.tables.layout import Layout


@dataclass(frozen=True)
class Preview:
    """What an import would do, before it does anything.

    `set_aside` counts all rows by reason, most rows first; `sample`, `overlaps` and `set_aside_rows` hold the first
    rows only, as dictionaries. `like` names the own layouts that the file resembles without being one of them.
    """

    path: Path
    book: Book
    layouts: tuple[Layout, ...]
    mapping: Mapping
    company_id: int
    remembered: bool
    already: ImportRecord | None
    refusal: MappingRefused | None
    reconciliation: Reconciliation | None
    problems: tuple[Problem, ...]
    sample: tuple[dict[str, Any], ...]
    overlaps: tuple[dict[str, Any], ...]
    set_aside: tuple[SetAside, ...]
    set_aside_rows: tuple[dict[str, Any], ...]
    like: tuple[Message, ...] = ()
    fates: pa.Table | None = None

    @property
    def file(self) -> str:
        return self.book.name
