"""What is odd about the suppliers of an import, as problems: numbers that fail their check, words that contradict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.errors import Place, Problem
from socialimpact.language import Message, msg, plural
from socialimpact.suppliers.clusters import Contradiction

_SHOWN = 5


def failed_checks(table: pa.Table) -> Iterable[Problem]:
    """One problem for all identifiers whose check digit disagrees: they are kept as text and identify nobody."""
    for name, valid, message in (
        ("vat_number", "vat", _wrong_vat),
        ("tax_code", "tax", _wrong_tax),
    ):
        wrong = pc.and_(pc.is_valid(table[name]), pc.is_null(table[valid]))
        values = pc.unique(table[name].filter(wrong)).to_pylist()
        if values:
            places = tuple(Place(value=value) for value in values)
            yield Problem("warning", f"{name}_fails_check", message(values), value=values[0], places=places)


def _wrong_vat(values: list[str]) -> Message:
    return plural(
        "{n} VAT number fails its check digit and identifies nobody: {values}. Correct it in the ledger if you can.",
        "{n} VAT numbers fail their check digit and identify nobody: {values}. Correct them in the ledger if you can.",
        len(values),
        values=_some(values),
    )


def _wrong_tax(values: list[str]) -> Message:
    return plural(
        "{n} tax code fails its check digit and identifies nobody: {values}. Correct it in the ledger if you can.",
        "{n} tax codes fail their check digit and identify nobody: {values}. Correct them in the ledger if you can.",
        len(values),
        values=_some(values),
    )


def told(contradictions: Iterable[Contradiction]) -> Iterable[Problem]:
    """The first contradictions as problems, each with the values that contradict one another."""
    for found in islice(contradictions, 200):
        values = _some(found.values)
        match found.code:
            case "identifier_with_several":
                message = msg(
                    "The identifier {value} stands beside several others: {values}. Each pair is kept as a supplier"
                    " of its own. Check which one is right.",
                    value=found.value,
                    values=values,
                )
            case "code_with_several_identifiers":
                message = msg(
                    "The supplier code {value} stands beside several identifiers: {values}. They are kept as"
                    " different suppliers.",
                    value=found.value,
                    values=values,
                )
            case _:
                message = msg(
                    "The supplier code {value} has several names: {values}. It is taken for an account of various"
                    " suppliers, which are told apart by name.",
                    value=found.value,
                    values=values,
                )
        yield Problem("warning", found.code, message, value=found.value)


def _some(values: Sequence[str]) -> str:
    return ", ".join(values[:_SHOWN]) + (" …" if len(values) > _SHOWN else "")
