"""In words: why a file gives no invoice, and what to know about one that does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from socialimpact.errors import FileRefused, Problem, Severity
from socialimpact.language import Message, msg


@dataclass(frozen=True)
class Said:
    """What a sentence may name: the file, and what was found in it."""

    file: str
    root: str = ""
    line: str = ""
    value: str = ""
    number: str = ""
    difference: Decimal = Decimal(0)
    net: Decimal = Decimal(0)


# What lies among invoices and is none: left alone, and said.
NOT_INVOICES: dict[str, Callable[[Said], Message]] = {
    "receipt": lambda said: msg(
        "“{file}” is a receipt of the exchange system ({root}), no invoice.", file=said.file, root=said.root
    ),
    "metadata": lambda said: msg(
        "“{file}” describes another file ({root}) and is no invoice itself.", file=said.file, root=said.root
    ),
    "summary": lambda said: msg(
        "“{file}” is a statement to the tax authority ({root}), no invoice.", file=said.file, root=said.root
    ),
    "order": lambda said: msg(
        "“{file}” belongs to an order ({root}), it is no invoice.", file=said.file, root=said.root
    ),
    "proforma": lambda said: msg(
        "“{file}” is a proforma invoice: it asks for no payment, the invoice itself follows.", file=said.file
    ),
    "test_set": lambda said: msg("“{file}” is a set of tests for invoice programs, no invoice.", file=said.file),
    "other_xml": lambda said: msg(
        "“{file}” is an XML document of another kind (<{root}>), no electronic invoice.", file=said.file, root=said.root
    ),
    "pdf": lambda said: msg(
        "“{file}” is a PDF without the data of an invoice inside. Look for the XML or .p7m file of this invoice.",
        file=said.file,
    ),
    "mail": lambda said: msg(
        "“{file}” is an e-mail. Save the invoice that is attached to it, and upload that.", file=said.file
    ),
    "stylesheet": lambda said: msg("“{file}” only says how invoices are shown.", file=said.file),
    "signed_other": lambda said: msg(
        "“{file}” is a signed file, but what is signed is no electronic invoice.", file=said.file
    ),
    "workbook": lambda said: msg(
        "“{file}” is a document or workbook. If it is a list of purchases, upload it on its own.", file=said.file
    ),
    "other_file": lambda said: msg("“{file}” is no electronic invoice.", file=said.file),
}

# Invoices, or files that may be, which cannot be read.
UNREADABLE: dict[str, Callable[[Said], Message]] = {
    "damaged_xml": lambda said: msg(
        "“{file}” is damaged: it cannot be understood from line {line} on. Ask for the file again.",
        file=said.file,
        line=said.line,
    ),
    "damaged_envelope": lambda said: msg(
        "“{file}” is a signed file whose envelope is damaged. Download it again, or ask the supplier for it.",
        file=said.file,
    ),
    "detached_signature": lambda said: msg(
        "“{file}” holds a signature only. Upload the invoice that was signed with it.", file=said.file
    ),
    "encrypted": lambda said: msg(
        "“{file}” is encrypted for one recipient. Open it with the program that can, then upload it.", file=said.file
    ),
    "doctype": lambda said: msg(
        "“{file}” defines its own document type, as no invoice does and attacks do. It was not read.", file=said.file
    ),
    "too_large": lambda said: msg("“{file}” is larger than any invoice. It was not read.", file=said.file),
    "too_deep": lambda said: msg(
        "“{file}” is a zip within too many zips. Unpack it and upload what is inside.", file=said.file
    ),
    "archive_too_large": lambda said: msg(
        "“{file}” holds more than can be read at once. Upload it in parts, for example by month.", file=said.file
    ),
    "damaged_archive": lambda said: msg(
        "“{file}” is a damaged zip. Download it again, or pack its files anew.", file=said.file
    ),
    "damaged_member": lambda said: msg("“{file}” cannot be unpacked: the zip is damaged there.", file=said.file),
    "password": lambda said: msg(
        "“{file}” is protected by a password. Unpack it and upload the files.", file=said.file
    ),
    "amount_unreadable": lambda said: msg(
        "“{file}” has an amount that is no number (“{value}”). Ask the supplier to correct it.",
        file=said.file,
        value=said.value,
    ),
    "amount_missing": lambda said: msg(
        "“{file}” has a line without an amount. Ask the supplier to correct it.", file=said.file
    ),
    "no_line": lambda said: msg("“{file}” is an electronic invoice without any line or total.", file=said.file),
}

# What is worth knowing of an invoice that was read.
REMARKS: dict[str, tuple[Severity, Callable[[Said], Message]]] = {
    "lines_differ": (
        "warning",
        lambda said: msg(
            "“{file}”, document {number}: the lines differ by {difference} from the document's own net of {net}."
            " The document's net was kept, and the difference stands in a line of its own.",
            file=said.file,
            number=said.number,
            difference=said.difference,
            net=said.net,
        ),
    ),
    "credit_note_negative": (
        "info",
        lambda said: msg(
            "“{file}”, document {number}: a credit note written with a minus. It was subtracted once.",
            file=said.file,
            number=said.number,
        ),
    ),
    "invoice_repeated": (
        "info",
        lambda said: msg(
            "“{file}”, document {number}: the same invoice stands in this batch before. It counts once.",
            file=said.file,
            number=said.number,
        ),
    ),
}


def refusal(code: str, file: str, details: dict[str, str]) -> FileRefused:
    """Why a single file is refused."""
    sentence = NOT_INVOICES.get(code) or UNREADABLE[code]
    return FileRefused(sentence(_said(file, details)), code=code)


def problem(code: str, file: str, details: dict[str, str], row: int | None = None) -> Problem:
    """A file without invoice, or a remark on an invoice, as a problem of the batch."""
    severity: Severity = "info" if code in NOT_INVOICES else "error"
    sentence = NOT_INVOICES.get(code) or UNREADABLE.get(code)
    if sentence is None:
        severity, sentence = REMARKS[code]
    return Problem(severity, code, sentence(_said(file, details)), row=row, value=file)


def _said(file: str, details: dict[str, str]) -> Said:
    amounts = {name: Decimal(details[name]) for name in ("difference", "net") if name in details}
    texts = {name: details[name] for name in ("root", "line", "value", "number") if name in details}
    return Said(file, **texts, **amounts)  # type: ignore[arg-type]  # each name has the type of its field
