"""From a code of the Common Procurement Vocabulary or of NACE (ATECO) to a leaf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from socialimpact.categories import tree

Scheme = Literal["cpv", "nace"]

# Eight digits and the check digit: nothing else is written so.
_CPV = re.compile(r"(?<![\d.])(\d{8})-\d(?!\d)")
_SAID = re.compile(r"\b(cpv|ateco|nace)\b[\s:.\d]{0,8}?(\d{2}(?:\.?\d{1,2}){0,3}|\d{8})(?!\d)", re.IGNORECASE)
_BARE_CPV = re.compile(r"\d{8}")
_BARE_NACE = re.compile(r"\d{2}\.\d{1,2}(\.\d{1,2})?")
# Charts of accounts are numbered alike. Codes that do not say what they are count where names agree with them.
_ENOUGH, _MOST = 3, 0.7


def leaf_of(scheme: Scheme, code: str) -> str | None:
    """The leaf with the longest beginning of the code, or None."""
    digits = re.sub(r"\D", "", code)
    table = _table(scheme)
    return next((table[digits[:length]] for length in range(len(digits), 1, -1) if digits[:length] in table), None)


def said(*texts: str | None) -> str | None:
    """The leaf of a code that says what it is (`90910000-9`, `CPV 90910000`, `ATECO 81.21.00`), or None."""
    for text in texts:
        if not text:
            continue
        if found := _CPV.search(text):
            return leaf_of("cpv", found[1])
        if found := _SAID.search(text):
            return leaf_of("cpv" if found[1].lower() == "cpv" else "nace", found[2])
    return None


def bare(code: str | None) -> tuple[Scheme, str] | None:
    """What a code would be if it were one: `90910000` of CPV, `81.21` of NACE; None for other forms."""
    text = (code or "").strip()
    if _BARE_CPV.fullmatch(text):
        return "cpv", text
    return ("nace", text) if _BARE_NACE.fullmatch(text) else None


def believed(named: Iterable[tuple[str | None, str | None]]) -> Mapping[str, str]:
    """Of pairs of a code without its scheme and the leaf of its name: the codes that count, with their leaves.

    A scheme is believed where the names of at least three codes are recognised and seven tenths of those agree.
    """
    leaves: dict[Scheme, dict[str, str]] = {"cpv": {}, "nace": {}}
    agreeing: dict[Scheme, list[bool]] = {"cpv": [], "nace": []}
    for code, name_leaf in set(named):
        if code is None or (form := bare(code)) is None or (leaf := leaf_of(*form)) is None:
            continue
        leaves[form[0]][code] = leaf
        if name_leaf:
            agreeing[form[0]].append(tree.leaf(leaf).group == tree.leaf(name_leaf).group)
    found: dict[str, str] = {}
    for scheme, of_scheme in leaves.items():
        votes = agreeing[scheme]
        if len(votes) >= _ENOUGH and sum(votes) >= _MOST * len(votes):
            found |= of_scheme
    return found


@cache
def _table(scheme: Scheme) -> dict[str, str]:
    return {
        begin.replace(".", ""): leaf.key
        for leaf in tree.leaves().values()
        for begin in (leaf.cpv if scheme == "cpv" else leaf.nace)
    }
