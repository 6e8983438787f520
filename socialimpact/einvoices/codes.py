"""Codes of documents (`data/einvoices.yml`): what an invoice's type is called, and whether it takes away."""

from __future__ import annotations

from functools import cache
from typing import Any

from socialimpact import knowledge
from socialimpact.einvoices.invoice import NoInvoice


@cache
def _types() -> dict[str, dict[str, Any]]:
    declared: dict[str, dict[str, Any]] = knowledge.load("einvoices")["document_types"]
    return declared


def document_type(code: str) -> str:
    """The code with its name: `381 Credit note`. Raises `NoInvoice` for documents that ask for no payment."""
    known = _types().get(code.strip(), {})
    if known.get("refused"):
        raise NoInvoice("proforma")
    return f"{code} {known.get('name', 'Invoice')}"[:60]


def is_credit(code: str) -> bool:
    return bool(_types().get(code.strip(), {}).get("credit"))


def not_invoices() -> dict[str, str]:
    """Root element → why a document with it is no invoice."""
    known: dict[str, str] = knowledge.load("einvoices")["not_invoices"]
    return known


def other_files() -> list[dict[str, Any]]:
    """Kinds of file that travel with invoices."""
    known: list[dict[str, Any]] = knowledge.load("einvoices")["other_files"]
    return known
