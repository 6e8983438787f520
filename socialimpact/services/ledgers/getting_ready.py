"""What an import needs to know of columns and suppliers, loaded while another process reads the file."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Thread

from socialimpact import knowledge
from socialimpact.suppliers import identity
from socialimpact.tables.headings import known_names

# What is known of ledgers, beside the names of columns.
_KNOWN = (
    "periods", "ledger_template", "presets", "vat_rates", "row_marks", "document_types", "missing_values",
    "identifiers", "supplier_kinds", "natures", "exclusions", "categories",
)  # fmt: skip


@contextmanager
def getting_ready() -> Generator[Callable[[], None], None, None]:
    """While the block reads a file, which is another process's work, load what is known of columns and suppliers.

    Begins when the block calls what it is given, once the other process is under way.
    """
    beside = Thread(target=_get_ready, daemon=True)

    def begin() -> None:
        if beside.ident is None:
            beside.start()

    yield begin
    if beside.ident is not None:
        beside.join()


def _get_ready() -> None:
    known_names("ledger")
    for name in _KNOWN:
        knowledge.load(name)
    identity.get_ready()
