"""Arrow tables that statements see."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


class Frame:
    """A table as the engine is shown it: each statement asks for its rows, and it can be let go of (`table = None`).

    The engine holds on to whatever it was shown until the transaction ends: the rows of a ledger would still be in
    memory while figures are made of them.
    """

    def __init__(self, table: pa.Table) -> None:
        self.table: pa.Table | None = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """The rows, by the protocol with which Arrow tables are handed over."""
        if self.table is None:
            message = "these rows were let go of"
            raise ValueError(message)
        return self.table.__arrow_c_stream__(requested_schema)
