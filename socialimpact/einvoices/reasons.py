"""In words: why a file gives no invoice, and what to know about one that does."""

from __future__ import annotations

from types import MappingProxyType

from socialimpact.errors import FileRefused, Problem, Severity
from socialimpact.language import Message, msg

# What lies among invoices and is none: left alone, and said.
NOT_INVOICES: dict[str, Message] = {
    "receipt": msg("“{file}” is a receipt of the exchange system ({root}), no invoice."),
    "metadata": msg("“{file}” describes another file ({root}) and is no invoice itself."),
    "summary": msg("“{file}” is a statement to the tax authority ({root}), no invoice."),
    "order": msg("“{file}” belongs to an order ({root}), it is no invoice."),
    "proforma": msg("“{file}” is a proforma invoice: it asks for no payment, the invoice itself follows."),
    "test_set": msg("“{file}” is a set of tests for invoice programs, no invoice."),
    "other_xml": msg("“{file}” is an XML document of another kind (<{root}>), no electronic invoice."),
    "pdf": msg(
        "“{file}” is a PDF without the data of an invoice inside. Look for the XML or .p7m file of this invoice."
    ),
    "mail": msg("“{file}” is an e-mail. Save the invoice that is attached to it, and upload that."),
    "stylesheet": msg("“{file}” only says how invoices are shown."),
    "signed_other": msg("“{file}” is a signed file, but what is signed is no electronic invoice."),
    "workbook": msg("“{file}” is a document or workbook. If it is a list of purchases, upload it on its own."),
    "other_file": msg("“{file}” is no electronic invoice."),
}

# Invoices, or files that may be, which cannot be read.
UNREADABLE: dict[str, Message] = {
    "damaged_xml": msg("“{file}” is damaged: it cannot be understood from line {line} on. Ask for the file again."),
    "damaged_envelope": msg(
        "“{file}” is a signed file whose envelope is damaged. Download it again, or ask the supplier for it."
    ),
    "detached_signature": msg("“{file}” holds a signature only. Upload the invoice that was signed with it."),
    "encrypted": msg("“{file}” is encrypted for one recipient. Open it with the program that can, and upload the result."),
    "doctype": msg("“{file}” defines its own document type, as no invoice does and attacks do. It was not read."),
    "too_large": msg("“{file}” is larger than any invoice. It was not read."),
    "too_deep": msg("“{file}” is a zip within too many zips. Unpack it and upload what is inside."),
    "archive_too_large": msg("“{file}” holds more than can be read at once. Upload it in parts, for example by month."),
    "damaged_archive": msg("“{file}” is a damaged zip. Download it again, or pack its files anew."),
    "damaged_member": msg("“{file}” cannot be unpacked: the zip is damaged there."),
    "password": msg("“{file}” is protected by a password. Unpack it and upload the files."),
    "amount_unreadable": msg("“{file}” has an amount that is no number: “{value}”. Ask the supplier for a correct invoice."),
    "amount_missing": msg("“{file}” has a line without an amount. Ask the supplier for a correct invoice."),
    "no_line": msg("“{file}” is an electronic invoice without any line or total."),
}  # fmt: skip

# What is worth knowing of an invoice that was read.
REMARKS: dict[str, tuple[Severity, Message]] = {
    "lines_differ": (
        "warning",
        msg(
            "“{file}”, document {number}: the lines differ by {difference} from the document's own net of {net}."
            " The document's net was kept, and the difference stands in a line of its own."
        ),
    ),
    "credit_note_negative": (
        "info",
        msg("“{file}”, document {number}: a credit note written with a minus. It was subtracted once."),
    ),
    "invoice_repeated": (
        "info",
        msg("“{file}”, document {number}: the same invoice stands in this batch before. It counts once."),
    ),
}


def set_aside_key(code: str) -> str:
    """The reason under which the row of a file without invoice is set aside (`ledger.judgement.REASONS`)."""
    return "not_an_invoice" if code in NOT_INVOICES else "invoice_unreadable"


def refusal(code: str, file: str, details: dict[str, str]) -> FileRefused:
    """Why a single file is refused."""
    return FileRefused(_said(NOT_INVOICES.get(code) or UNREADABLE[code], file, details), code=code)


def problem(code: str, file: str, details: dict[str, str], row: int | None = None) -> Problem:
    """A file without invoice, or a remark on an invoice, as a problem of the batch."""
    if code in REMARKS:
        severity, message = REMARKS[code]
    else:
        severity = "info" if code in NOT_INVOICES else "error"
        message = NOT_INVOICES.get(code) or UNREADABLE[code]
    return Problem(severity, code, _said(message, file, details), row=row, value=file)


def _said(message: Message, file: str, details: dict[str, str]) -> Message:
    return Message(message.text, MappingProxyType({"root": "", "line": "", "value": "", **details, "file": file}))
