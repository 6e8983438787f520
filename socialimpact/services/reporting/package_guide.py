"""The page of an auditor's package that says how a figure is checked by hand, with an example from the data."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.language import Euro, Message, msg, plain, plural
from socialimpact.services.reporting.package_tables import Frozen
from socialimpact.services.reporting.reported import Reported
from socialimpact.services.suppliers.tag_words import who_words

_SHOWN_LINES = 5
_LOOK = """
body{font:16px/1.55 system-ui,sans-serif;color:#16211c;background:#fff;max-width:52rem;margin:2.5rem auto}
body{padding:0 1rem}
h1,h2{color:#0b6b4f;line-height:1.25}h2{margin-top:2.2rem}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #c9d5cf}
code{background:#eef3f0;padding:.1rem .3rem;border-radius:3px;overflow-wrap:anywhere}
li{margin:.4rem 0}.wide{overflow-x:auto}
@media(prefers-color-scheme:dark){body{background:#101815;color:#e4ece8}h1,h2{color:#6fcfab}code{background:#1f2b26}
th,td{border-color:#33423b}}
"""


@dataclass(frozen=True)
class Example:
    """A figure followed by hand: its number among the figures, how many lines it has, their sum, the first of them."""

    number: int
    figure: Reported
    where: str
    lines: int
    total: Decimal
    first: tuple[Mapping[str, Any], ...]
    proof: Mapping[str, Any] | None


def example(frozen: Frozen, found: Sequence[Reported], where: Mapping[int, str]) -> Example | None:
    """The social spend of the year; where there was none, the addressable spend. None where the report has neither."""
    for measure in ("social_spend", "addressable_spend"):
        for number, figure in enumerate(found, start=1):
            of_year = figure.where.get("year") == [str(frozen.release.year)]
            if figure.measure == measure and not figure.row and of_year and Decimal(str(figure.value or 0)):
                return _followed(frozen, number, figure, where[number])
    return None


def _followed(frozen: Frozen, number: int, figure: Reported, where: str) -> Example:
    condition, values = figure.lines_sql(frozen.definitions)
    lines, total = frozen.reader.rows(
        f"select count(*), sum(net_amount) from release_line where release_id = ? and {condition}",
        [frozen.release.release_id, *values],
        step="lines of the example",
    )[0]
    first = frozen.rows(
        f"select * from release_line where release_id = ? and {condition} order by net_amount desc, line_id"
        f" limit {_SHOWN_LINES}",
        values,
    )
    shown = tuple(row | {"supplier": frozen.supplier(row["supplier_id"], row["supplier"])} for row in first)
    tag = next((row["tag_id"] for row in first if row["tag_id"] is not None), None)
    proofs = frozen.rows("select * from release_proof where release_id = ? and tag_id = ?", [tag]) if tag else []
    return Example(number, figure, where, lines, total, shown, next(iter(proofs), None))


def guide(frozen: Frozen, title: str, shown: Example | None, members: Sequence[tuple[str, Message]]) -> bytes:
    """The page, in the language of the package."""
    page = _Page(frozen.language)
    each = frozen.release
    page.heading(1, msg("How to check this report"))
    page.say(
        msg("{title}, release {number} of {day}. SHA-256 of its JSON:", title=title, number=each.number,
            day=each.released_at.date())
    )  # fmt: skip
    page.raw(f"<p><code>{each.sha256}</code></p>")
    page.heading(2, msg("What is in the package"))
    page.table((msg("File"), msg("What it is")), [(name, what.to(page.language)) for name, what in members])
    page.heading(2, msg("Check the files"))
    page.steps(
        msg("Each file of the package stands in SHA256SUMS with its SHA-256. On Linux and macOS: sha256sum -c"
            " SHA256SUMS (or shasum -a 256 -c SHA256SUMS); on Windows: certutil -hashfile FILE SHA256."),
        msg("The SHA-256 of the JSON is the one above. Ask the company for the hash of release {number} by another way,"
            " and compare.", number=each.number),
        msg("Whoever has the data can have every figure asked again: python -m socialimpact verify {file}",
            file=next((name for name, _ in members if name.endswith(".json") and "/" in name), "")),
    )  # fmt: skip
    page.heading(2, msg("Check a figure by hand"))
    page.steps(*_general(members))
    if shown:
        _worked(page, shown)
    page.heading(2, msg("What is left out, and why"))
    page.steps(*_left_out(frozen))
    return page.file(msg("How to check this report").to(page.language))


def _general(members: Sequence[tuple[str, Message]]) -> tuple[Message, ...]:
    names = dict(zip(("figures", "lines", "suppliers", "proofs", "ledgers"), (name for name, _ in members if
                     name.endswith(".csv")), strict=False))  # fmt: skip
    return (
        msg("Find the figure in {figures}. Its column lines_where says which rows of {lines} are behind it: name ="
            " value keeps the rows with that value, a name alone those that say yes, ÷ parts the rows above a share"
            " from those below it, * takes every row.", figures=names["figures"], lines=names["lines"]),
        msg("Filter {lines} so. A euro figure is the sum of net_amount; a number of suppliers is the number of"
            " different supplier_id; a share is one sum divided by the other.", lines=names["lines"]),
        msg("Take any of the rows: file, sheet and row_number say where it stands in the company's ledger; {ledgers}"
            " has the SHA-256 of that file.", ledgers=names["ledgers"]),
        msg("Is its supplier social? Its tag_id leads to {proofs}: the register's entry with the list that it was in,"
            " or the paper that is attached. Look the entry up in the register itself, by its tax code.",
            proofs=names["proofs"]),
    )  # fmt: skip


def _worked(page: _Page, shown: Example) -> None:
    page.heading(2, msg("An example"))
    page.say(
        msg("Figure number {n}: {figure}. The report says {value}.", n=str(shown.number),
            figure=shown.figure.name({}), value=shown.figure.shown(shown.figure.value))
    )  # fmt: skip
    page.raw(f"<p><code>{html.escape(shown.where)}</code></p>")
    page.say(
        plural("That is {n} row, and its net_amount is {total}.", "These are {n} rows, and their net_amount adds up to"
               " {total}.", shown.lines, total=Euro(shown.total))
    )  # fmt: skip
    page.say(msg("The largest of them:"))
    page.table(
        (plain("line_id"), msg("Supplier"), msg("File"), msg("Sheet"), msg("Row"), msg("Amount")),
        [
            (row["line_id"], row["supplier"], row["file"], row["sheet"] or "–", row["row_number"],
             msg("{amount}", amount=Euro(row["net_amount"])).to(page.language))
            for row in shown.first
        ],
    )  # fmt: skip
    proof = shown.proof
    if proof is None:
        return
    supplier = next(row["supplier"] for row in shown.first if row["tag_id"] == proof["tag_id"])
    if proof["entry_id"] is not None and proof["register"]:
        page.say(
            msg("{supplier} is social because of tag {tag}: row {row} of the list of {register} of {day} ({file}) holds"
                " “{entry}”, tax code {code}.",
                supplier=supplier, tag=str(proof["tag_id"]), row=str(proof["entry_row"]), register=proof["register"],
                day=proof["as_of"], file=proof["list_file"], entry=proof["entry_name"] or "–",
                code=proof["entry_tax_code"] or proof["entry_vat_number"] or "–")
        )  # fmt: skip
    else:
        page.say(
            msg("{supplier} is social because of tag {tag}, which {who} gave it on {day}.", supplier=supplier,
                tag=str(proof["tag_id"]), who=who_words(proof["made_by"]), day=proof["made_at"].date())
        )  # fmt: skip


def _left_out(frozen: Frozen) -> tuple[Message, ...]:
    return (
        plural(
            "{n} supplier is a natural person by its tax code, or looks like one by its name: name, identifiers,"
            " document numbers and what the ledger says of its lines are left out, as no figure hangs on them. File,"
            " sheet and row lead to it in the ledger. A sole trader under another name than a person's is not"
            " recognised, and stays.",
            "{n} suppliers are natural persons by their tax code, or look like one by their name: names, identifiers,"
            " document numbers and what the ledger says of their lines are left out, as no figure hangs on them. File,"
            " sheet and row lead to them in the ledger. Sole traders under another name than a person's are not"
            " recognised, and stay.",
            len(frozen.persons),
        ),
        msg("Names of legal representatives are in no register kept here, so none is in the package."),
        msg("The ledgers themselves are left out, as they hold more than the figures need. Their SHA-256 is here: ask"
            " the company for the file, and compare."),
        msg("Who has access to the data is not in the events."),
    )  # fmt: skip


class _Page:
    """A page in parts; every text is escaped."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._parts: list[str] = []

    def raw(self, markup: str) -> None:
        self._parts.append(markup)

    def heading(self, level: int, title: Message) -> None:
        self.raw(f"<h{level}>{self._text(title)}</h{level}>")

    def say(self, text: Message) -> None:
        self.raw(f"<p>{self._text(text)}</p>")

    def steps(self, *texts: Message) -> None:
        self.raw("<ol>" + "".join(f"<li>{self._text(text)}</li>" for text in texts) + "</ol>")

    def table(self, titles: Sequence[Message], rows: Sequence[Sequence[Any]]) -> None:
        head = "".join(f'<th scope="col">{self._text(title)}</th>' for title in titles)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
        self.raw(f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')

    def file(self, title: str) -> bytes:
        body = "\n".join(self._parts)
        return (
            f'<!doctype html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{html.escape(title)}</title>\n<style>{_LOOK}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
            "</body>\n</html>\n"
        ).encode()

    def _text(self, message: Message) -> str:
        return html.escape(message.to(self.language))
