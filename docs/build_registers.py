"""Write `docs/registers.md` from what is declared: `python -m docs.build_registers` (from the project's root)."""

from __future__ import annotations

from pathlib import Path

from docs.markdown import page, table
from socialimpact.language import label
from socialimpact.registers.generic import ROLES
from socialimpact.registers.presets import losses, presets
from socialimpact.ui.registers.register_mapping import ROLES as NAMES

TARGET = Path(__file__).resolve().parent / "registers.md"

INTRODUCTION = """\
# Registers

Made by `python -m docs.build_registers` from the declarations in `data/registers.yml`; a test fails where they differ.

A register is a published list of organisations. You download a list and drop it on the page *Registers*, or add it with
`python -m socialimpact registers add KIND FILE`; the program itself asks no other computer. Of the file only its name,
its SHA-256 and the entries are kept. Names of legal representatives and other persons are never stored, nor a
person's tax code.

Each list is kept as a *snapshot* of its day, so that the figures of past years use what was valid then.
"""

MATCHING = """\
## What makes a supplier registered

An identifier that is equal and valid, and nothing else: tax code or VAT number of the entry with tax code or VAT number
of the supplier. A name, however equal, only suggests.

- The check digit must be right. What cannot be right is kept as written, counted and said, and never compared.
- A VAT number that several bodies are known to have (the members of a VAT group) says nothing alone.
- Tax codes that differ stand against an equal VAT number.
- A person's tax code in a list is that of a representative: it is not kept.
- A French VAT number contains the SIREN, a Spanish one is the NIF behind `ES`: both are found. A British company
  number is no VAT number: it is found only where the ledger has it; it has no check digit, so it carries `GB-COH-` and
  never equals a number of another country. A charity number (`GB-CHC-`) is not a company number.
- Digits that look Italian only because zeros were put before them count as Italian only in columns that are Italian.

## From when to when

- Where the register's start binds, a tag begins as the entry says; else it holds from always: the RUNTS began in
  2021, and registration there is not the day on which a body became social.
- An entry's own end always binds. Where the list has only the beginning of an approval that is given for some years
  (ESUS: five), the end is deduced, and said.
- A body that is missing from the next list held its status until the last list that has it; the days between are not
  counted. If it comes back, it begins anew on that list's day.
- The order in which lists are added does not matter.
"""


def _news() -> str:
    return f"""\
## What is new, before it is added

*See what it changes*, and `registers add KIND FILE --dry-run --json`, compare the list with the one before it (and the
next one, if it is added out of order): who appeared, left, moved, changed kind, name or dates; which tags of your
suppliers it begins, ends or changes; and social spend and share of each past year before and after. Nothing is written.
All of it downloads as Excel. `registers diff SNAPSHOT [OLDER]` compares lists that are there.

A list that has lost more than {losses().entries:.0%} of the entries of the one before it, or more than
{losses().suppliers:.0%} of your suppliers in the register (at least {losses().least}), asks first: on the command line
it is refused (exit 1, `losses_suspicious`) unless `--accept-losses`. The same file or the same day twice is refused. A
list can be taken back with all that followed from it (`registers remove SNAPSHOT`).
"""


def document() -> str:
    """The whole page."""
    return page(INTRODUCTION, _known(), _seen(), _roles(), MATCHING, _news())


def _known() -> str:
    rows = [
        f"| `{each.key}` | {label(each.name, 'en')} / {label(each.name, 'it')} | {each.publisher or ''} |"
        f" {each.licence or ''} | {each.country or ''} | {'yes' if each.start_binds else 'no'} |"
        f" {f'`{each.default_kind}`' if each.default_kind else ''} |"
        for each in presets().values()
    ]
    header = "kind | list | publisher | licence as stated | country | its start binds | entries that do not say it are"
    return table("Lists that are known by name", header, rows)


def _seen() -> str:
    said = [
        f"- `{each.key}`: {label(each.good_for, 'en')} {label(each.get, 'en')}"
        f" *Columns {'seen' if each.columns_seen else 'expected, not seen'}: {each.source}.*"
        for each in presets().values()
    ]
    return (
        "## What each is good for, and how to get it\n\nWhere the names of columns were not seen in a file or its"
        " documentation, they are only expected: look twice at what was understood.\n\n" + "\n".join(said) + "\n"
    )


def _roles() -> str:
    rows = [f"| `{role}` | {NAMES[role].to('en')} / {NAMES[role].to('it')} |" for role in ROLES if role in NAMES]
    return table("What a column can be", "role | meaning", rows)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
