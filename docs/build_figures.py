"""Write `docs/figures.md` from what the program declares: `python -m docs.build_figures` (from the project's root)."""

from __future__ import annotations

from pathlib import Path

from docs.markdown import page, table
from socialimpact import knowledge
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.measures import MEASURES
from socialimpact.language import Message
from socialimpact.suppliers import kinds

TARGET = Path(__file__).resolve().parent / "figures.md"
UNITS = {"euro": "euro", "share": "share (0 to 1)", "count": "number", "days": "days", "points": "percentage points"}

INTRODUCTION = """\
# Figures

Made by `python -m docs.build_figures` from the declarations in `socialimpact/figures/` and `data/`; a test fails where
they differ.

Every figure is a declared measure over one table, `spend`, with one row a purchase line. Money is exact to the cent:
the parts of a sum, by any dimension, add up to the whole. A share is printed with its scope and with what it leaves
out; where there is nothing to divide by it is not known, and not zero. What is not known (no supplier's place, no date,
no category) is a row of its own in every table.

The accrual date of a line is its invoice date, else its posting, payment or due date.
"""


def document() -> str:
    """The whole page."""
    return page(INTRODUCTION, _measures(), _dimensions(), _scopes(), _evidence(), _kinds(), _natures())


def _measures() -> str:
    rows = [
        f"| `{one.key}` | {_both(one.name)} | {UNITS[one.unit]} | {one.sentence.to('en')} |"
        f" {', '.join(one.standards)} |"
        for one in MEASURES.values()
    ]
    return table("Measures", "key | name | unit | what it says | standard", rows)


def _dimensions() -> str:
    rows = [f"| `{one.key}` | {_both(one.name)} |" for one in DIMENSIONS.values()]
    return table("Dimensions", "key | name", rows)


def _scopes() -> str:
    rows = [
        f"| `{one['key']}` | {one['name']['en']} / {one['name']['it']} | {one['sentence']['en']} | {one['reference']} |"
        for one in knowledge.load("scopes")["scopes"]
    ]
    return table("Scopes", "key | name | which suppliers count | reference", rows)


def _evidence() -> str:
    counts = {"always": "always", "by_choice": "if the organisation says so", "never": "never"}
    rows = [
        f"| `{one['key']}` | {one['label']['en']} / {one['label']['it']} | {one['sentence']['en']} |"
        f" {counts[one['counted']]} |"
        for one in knowledge.load("supplier_kinds")["evidence"]
    ]
    return table("Evidence, best first", "key | name | how a tag is known | counts", rows)


def _kinds() -> str:
    rows = [
        f"| `{one.key}` | {one.label['en']} / {one.label['it']} | {one.sentence['en']} | {one.source} |"
        for one in kinds.all_kinds()
    ]
    return table("Kinds of supplier, in order of precedence", "key | name | what it is | source", rows)


def _natures() -> str:
    known = knowledge.load("exclusions")
    rows = [
        f"| `{key}` | {one['label']['en']} / {one['label']['it']} | {one['sentence']['en']} |"
        f" {'addressable' if key in known['addressable'] else known['why'][key]['en']} |"
        for key, one in knowledge.load("natures")["natures"].items()
    ]
    return table("Natures of a line", "key | name | what it is | by default", rows)


def _both(name: Message) -> str:
    return f"{name.to('en')} / {name.to('it')}"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
