"""Write `docs/ledgers.md` from what the program declares: `python -m docs.build_ledgers` (from the project's root)."""

from __future__ import annotations

from pathlib import Path

from docs.markdown import page, table
from socialimpact import knowledge
from socialimpact.language import label
from socialimpact.ledger.judgement import REASONS
from socialimpact.ledger.mapping import ROLES
from socialimpact.ui.roles import NAMES

TARGET = Path(__file__).resolve().parent / "ledgers.md"
SHOWN = 6  # header names a role; all of them are in data/column_aliases.yml
SIGNS = {
    "keep": "as written",
    "credit": "always subtracted",
    "set_aside": "set aside: counted where the invoice stands",
}

INTRODUCTION = """\
# Ledgers

Made by `python -m docs.build_ledgers` from the declarations in `socialimpact/ledger/` and `data/`; a test fails where
they differ.

A ledger is a file of purchases: Excel (`.xlsx`, `.xls`, `.xlsb`), OpenDocument (`.ods`) or text (`.csv`, `.txt`), told
apart by their content and not by their name. It needs a date, a supplier and an amount; everything else makes the
figures richer. Sheets that repeat the purchases (summaries, pivots) are left out; sheets with the same columns are read
together.

The header row and the role of each column are proposed from the names of the columns and from what stands in them,
each with a confidence and a reason. `python -m socialimpact inspect FILE --json` shows the proposal. To read a file
in another way, correct it on the upload page, or give `import` a mapping:

```json
{
 "amount_basis": "net",
 "tables": [
  {"sheet": "Acquisti 2025", "used": true, "header_row": 6, "decimal_mark": ",", "date_order": "dmy",
   "roles": {"1": "posting_date", "6": "supplier_name", "Imponibile": "net_amount"}}
 ]
}
```

`roles` names columns by their place, counted from 0, or by their header; what is left out stays as proposed, but
`roles` stands for all columns of its table. `header_row` counts from 1 as a spreadsheet does. A table
without `sheet` speaks of the first one. `decimal_mark` is `,` or `.`; `date_order` is `dmy`, `mdy`, `ymd` or `serial`.

The mapping of a header is remembered: the next file with the same columns is read alike. A file that was imported
before is refused; rows that an earlier import has as well are shown, and left out unless they are wanted.

## Electronic invoices

FatturaPA (ordinary and simplified), UBL 2.1 and UN/CEFACT CII (Factur-X, ZUGFeRD, XRechnung) are read without any
mapping, one row a line: single `.xml` and `.xml.p7m` files, zips of them, zips in zips, and PDFs that carry their
invoice as XML. Each row names the file within the zip, the document and the line. A signature is taken off, and not
verified.

The lines of a document add up to the net that the document states: what stands beside the lines (discounts, charges,
contributions to a fund, rounding) becomes a line of its own, and a difference that is no rounding is said. A credit
note takes away as a whole. What the company itself made out, known by its VAT number or tax code, is a sale and
set aside; so is each file that is no invoice or cannot be read, with its reason. The supplier's place is that of the
invoice.

A ledger and the electronic invoices of the same period may both be imported, in any order: where supplier, document
number (without leading zeros, prefixes, separators and year), amount and date agree, the purchase counts once, in what
came first. The other is set aside, and gives it what it lacks: category and cost centre, or description and place. When
the first is taken back, the second counts again.
"""


def document() -> str:
    """The whole page."""
    return page(INTRODUCTION, _roles(), _types(), _reasons())


def _roles() -> str:
    aliases = knowledge.load("column_aliases")["ledger"]
    rows = []
    for role in ROLES:
        if role == "ignore":
            continue
        headers = ", ".join(str(name) for name in aliases.get(role, {}).get("names", [])[:SHOWN])
        rows.append(f"| `{role}` | {NAMES[role].to('en')} / {NAMES[role].to('it')} | {headers} … |")
    rows.append("| `ignore` | | not read |")
    return table("Column roles", "role | meaning | known by headers like", rows)


def _types() -> str:
    rows = [
        f"| `{one['key']}` | {label(one['label'], 'en')} / {label(one['label'], 'it')} | {SIGNS[one['sign']]} |"
        for one in knowledge.load("document_types")
    ]
    return table("Document types, and what they do to the amount", "key | name | amount", rows)


def _reasons() -> str:
    rows = [f"| `{key}` | {reason.to('en')} / {reason.to('it')} |" for key, reason in REASONS.items()]
    text = table("Why a row is set aside", "key | reason", rows)
    return f"{text}\nNo row is dropped: rows read = lines + rows set aside, and the same for the amounts.\n"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
