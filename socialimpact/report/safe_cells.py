"""Texts that go into spreadsheets: never a formula, never a character that a cell cannot hold."""

from __future__ import annotations

import re

# OWASP, CSV Injection: what a spreadsheet takes for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NO_CELL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31


def printable(text: str) -> str:
    """A text without the characters that no XML document can hold."""
    return _NO_CELL_CHARACTERS.sub("", text)


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without the characters that a cell cannot hold."""
    clean = printable(text)
    return (f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean)[:_LONGEST_CELL]


def sheet_name(text: str) -> str:
    """A text as the name of a sheet: at most 31 characters, none that Excel refuses there."""
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:_LONGEST_NAME].strip() or "1"
