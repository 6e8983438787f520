"""Write `docs/ledgers.md` from what the program declares: `python -m docs.build_ledgers` (from the project's root)."""

from __future__ import annotations

from pathlib import Path

from docs.markdown import page, table
from socialimpact import knowledge
from socialimpact.language import Label, label
from socialimpact.ledger.conversion import MOST_DAYS
from socialimpact.ledger.judgement import REASONS
from socialimpact.ledger.mapping import ROLES
from socialimpact.tables import presets
from socialimpact.ui.upload.roles import NAMES

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
apart by their content and not by their name; also what many programs call `.xls`: web pages with tables (single files
too), Excel's XML of 2003, text between tabs, and printed reports with columns by position. It needs a date, a supplier
and an amount; everything else makes the figures richer. Sheets that repeat the purchases (summaries, pivots) are left
out, and said; sheets and tables that hold purchases are read together, several on one sheet too.

A table need not be a plain one. Names of columns may stand in up to four rows, names of groups above them; pages may
repeat them. The supplier may stand in a row of its own above its movements (*partitario*, *scheda contabile*). Cells
that are merged, or left blank under the first row of a document, mean what stands above them (the supplier and the
document, never an amount). Months, quarters or years may have a column each. The month may stand in the title, the
sheet's name or the file's name alone. What was understood in such a way is said, row by row nothing is lost: every row
of a sheet that is read becomes a purchase or is set aside with a reason.

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

For tables that are not plain there are `carried` (columns whose blank cells mean what stands above), `headings`
(`supplier`: rows of their own name it), `constants` (a text for all rows by role, dates as YYYY-MM-DD) and `periods`
(columns by their place, with `2024-01`, `2024-Q1` or `2024`). A sheet with several tables has an entry for each. Where
`header_row` is another one, everything else is proposed anew from that row, unless it is stated too.

`roles` names columns by their place, counted from 0, or by their header; what is left out stays as proposed, but
`roles` stands for all columns of its table. `header_row` counts from 1 as a spreadsheet does. A table
without `sheet` speaks of the first one. `decimal_mark` is `,` or `.`; `date_order` is `dmy`, `mdy`, `ymd`, `serial`
(day numbers from 1900) or `serial1904`. A table may also state its `currency` and a `fixed_rate`, and the mapping an
`assumed_vat_rate`, as told below. `preset` is the key of a known export (below) whose rules about rows and signs hold,
or `null` for none.

The mapping of a header is remembered, under a name, as a layout of the company's own: the next file with the same
columns is read alike; one with nearly the same columns (another order, one more or less) is read alike too, with a
warning that says so. `presets` lists, renames and forgets them, and so does the upload page. A file that was imported
before is refused; rows that an earlier import has as well are shown, and left out unless they are wanted.

Who has no export fills in the template: *Download our Excel template* on the upload page, or `template --out FILE`, in
Italian or English. Its columns are known to the reader by their names, and only its first sheet is ever read.

## How files are read

Every cell is read as the file has it; hidden sheets, rows and columns too, which is said. Merged cells keep their text
in the first. A web page is laid out as a spreadsheet program shows it: texts and tables under each other on one sheet.
Errors (`#N/D`) and formulas that were never calculated count as empty and are named row by row, as are numbers of more
than 15 digits, whose last ones a spreadsheet does not keep.

Text may be in UTF-8, UTF-16, UTF-32, Windows, MS-DOS or Macintosh letters, or in two of them, with any line end. The
delimiter is the one that cuts the lines most evenly, unless a first line such as `sep=;` declares it. What had to be
guessed is said; letters that another program garbled (`Ã¨` for `è`) are put right, which is said too.

What is no table is refused with what it is and what to do: a PDF, a picture, a shortcut, a password, a file cut off on
the way, a workbook damaged at a place that is named. Files made to harm (zips or XML that unfold without end, pages of
endless cells, references to other files) are stopped within bounds of time and memory.

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

VALUES = f"""\
## Amounts and dates

Amounts are read however they are written: `1.234,56`, `1,234.56`, `1 234,56` with any space, `1'234.56`,
`12,34,567.89`, with zeros in front, with a sign before or behind, in parentheses, with `D`/`A`, `Dr`/`Cr` or a
currency beside them. The whole column decides what the mark of decimals is; cells that contradict it are said row by
row, and where nothing decides between `1.234` and `1234` it is said too. An exchange rate has no thousands: `1.085`
is never 1085.

Dates are read in any order, with months by name in Italian, English, French, German and Spanish, run together
(`20250131`, `31012025`) and as the day numbers of a spreadsheet. Whether the day or the month comes first is decided
over the whole column and said where nothing decides. Of a year with two digits, 00 to 68 are 2000 to 2068. A date
that is none, lies before 1950 or in the future is said by row, and never replaced.

## VAT

Figures are net of VAT. Which columns are net, VAT and gross is told by their names, and by what their amounts add up
to where names are bad: net and VAT give gross in at least 95 % of the rows, or gross is net with a usual rate. Where
a ledger has only amounts with VAT, it is taken off by the column of VAT, else by the column of VAT rates, else by the
rate that a person states for the file (`--vat-rate 22`, or `"assumed_vat_rate": 22` in a mapping), rounded to the
cent. Else the lines count with VAT, and the import, the overview and each figure say so.

A ledger whose purchases are nearly all negative (a supplier's account seen from the supplier) is turned round, and it
is said. Credit notes are subtracted once, whatever their sign.

## Currencies

Figures are in euro. The currency of an amount is, in this order, what a person states for the sheet (`"currency":
"GBP"`); the sign beside the amount (`£ 12`); the one that the header of the amounts names (`Amount (£)`), or the
books' own where it says so (`Importo in divisa interna`); the column of currencies; the money of the company's
country: pounds for a British company, euro for an Italian one. A pound is never taken for a euro. Where amounts stand
twice, in the currency of the invoice and in euro, the latter are taken.

An amount in another currency is brought to euro by the rate in its row; else by the rate that a person states for the
sheet (`"fixed_rate": "0.85"`, units for one euro; 1 takes the amounts at their face value), which is said; else by
the European Central Bank's rate of the purchase's date, or the last one in the {MOST_DAYS} days before it. The bank's
file (`eurofxref-hist.csv`) is added once, on the page *Registers* or with `rates add FILE`. What has no rate is set
aside (`no_exchange_rate`) with its amount and currency: it is in no total, is counted by currency in the preview, the
import, the overview and by `check`, and is loaded into its import as soon as its rate is added.
"""


PROBLEMS = """
What is odd about a file never stops its import. Each problem has a code, and says where it is (sheet, row, column,
value), what was done and what to do. The upload page opens each kind to its rows, and so does the history; *Download
the rows to fix* and `problems IMPORT_ID --out FILE` write them as a workbook, with the rows that are worth correcting
as the file has them. In the JSON of `import` and `problems` a problem has `severity`, `code`, `message`, `sheet`,
`row`, `column`, `value`, `title`, `done`, `to_do` and `rows` (all rows that it speaks of, the first thousand).
"""


def _problems() -> str:
    """The kinds of problem, as `data/problem_codes.yml` declares them."""
    rows = [
        f"| `{code}` | {label(told['title'], 'en')} | {label(told['done'], 'en')} | {label(told['to_do'], 'en')} |"
        for code, told in knowledge.load("problem_codes").items()
    ]
    made = table("What can be odd about a file", "code | what it is | what was done | what to do", rows)
    heading, _, rest = made.partition("\n")
    return f"{heading}\n{PROBLEMS}{rest}"


def document() -> str:
    """The whole page."""
    return page(INTRODUCTION, VALUES, _presets(), _roles(), _types(), _reasons(), _problems())


def _presets() -> str:
    """Every known export: what it is, how to get it where that is documented, and where its columns were seen."""
    rows, seen = [], []
    for each in presets.presets().values():
        how = _both(each.get) if each.get else ""
        basis = {"net": "without VAT", "gross": "with VAT", None: "as its header says"}[each.basis]
        rows.append(f"| `{each.key}` | {_both(each.label)} | {'refused: sales' if each.sales else basis} | {how} |")
        note = f" {each.note.to('en')}" if each.note else ""
        seen.append(f"- `{each.key}`: {each.source}.{note}")
    text = table("Exports that are known by themselves", "key | export | amounts | how to get it", rows)
    return (
        f"{text}\nThey are recognised by the names of their columns (`data/presets.yml`), whatever the file is called;"
        " everything else is read by the general rules. Where the columns were seen, and what to know:\n\n"
        + "\n".join(seen)
        + "\n"
    )


def _both(label: Label) -> str:
    return f"{label.to('en')} / {label.to('it')}"


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
