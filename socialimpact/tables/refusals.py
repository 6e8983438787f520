"""What a file that is no readable table really is, and what to do: one sentence for each."""

from __future__ import annotations

from socialimpact.errors import FileRefused
from socialimpact.language import msg

_SENTENCES = {
    "PDF": msg("This is a PDF, not a spreadsheet. Export the data as .xlsx or .csv instead of printing it."),
    "print": msg("This is a file for a printer. Export the data as .xlsx or .csv instead of printing it."),
    "picture": msg("This is a picture, not a spreadsheet. Upload the .xlsx or .csv file itself."),
    "recording": msg("This is a sound or film recording, not a spreadsheet. Check that you chose the right file."),
    "archive": msg("This is a compressed archive. Unpack it and upload the spreadsheet that is inside."),
    "empty archive": msg("This is an archive with nothing in it. Export the data again and upload the .xlsx or .csv."),
    "document": msg("This is a text document, not a spreadsheet. Export the data as .xlsx or .csv."),
    "presentation": msg("This is a presentation, not a spreadsheet. Export the data as .xlsx or .csv."),
    "drawing": msg("This is a drawing, not a spreadsheet. Export the data as .xlsx or .csv."),
    "iwork": msg(
        "This is a document of Numbers, Pages or Keynote. Open it there, choose “Export to Excel” and upload the .xlsx."
    ),
    "shortcut": msg(
        "This is only a shortcut to a document on the web or on another disk. Open it, download it as .xlsx "
        "and upload that."
    ),
    "e-mail": msg("This is an e-mail. Save the spreadsheet that is attached to it and upload that."),
    "signed": msg("This is a digitally signed document, not a spreadsheet. Export the data as .xlsx or .csv."),
    "database": msg("This is a database, not a spreadsheet. Export the table that you need as .xlsx or .csv."),
    "old table": msg(
        "This is a table of an old program (dBase, Lotus or Works). Open it in a spreadsheet program and save "
        "it as .xlsx."
    ),
    "columns": msg("This is a data file for programs (Parquet or Arrow). Export the data as .xlsx or .csv."),
    "program": msg("This is a program, not a spreadsheet. It was not opened."),
    "lock": msg(
        "This is the mark that Excel leaves while a workbook is open, not the workbook. Upload the file whose "
        "name does not begin with “~$”."
    ),
    "companion": msg(
        "This is a file that macOS writes beside the real one. Upload the file whose name does not begin with “._”."
    ),
    "binary": msg("This is not a spreadsheet that can be read. Upload an .xlsx, .xls, .xlsb, .ods or .csv file."),
}


def no_table(what: str) -> FileRefused:
    """The refusal of a file that is something else than a table; `what` is a word of `_SENTENCES`."""
    return FileRefused(_SENTENCES[what], code="not_a_table", what=what)


def empty_file() -> FileRefused:
    """The refusal of a file without a character."""
    return FileRefused(msg("The file is empty. Export it again from the program that made it."), code="empty_file")


def only_zeros() -> FileRefused:
    """The refusal of a file whose content never arrived."""
    return FileRefused(
        msg("The file holds nothing but zero bytes, as after an interrupted copy. Copy or download it again."),
        code="empty_file",
    )


def ancient_workbook() -> FileRefused:
    """The refusal of Excel 2, 3 and 4."""
    return FileRefused(
        msg(
            "This workbook was written by an Excel of before 1995. "
            "Open it in a spreadsheet program and save it as .xlsx."
        ),
        code="ancient_workbook",
    )


def no_table_in_page() -> FileRefused:
    """The refusal of a web page that shows no table."""
    return FileRefused(
        msg("This is a web page without a table. It may be a sign-in or an error page: open it in a browser to see."),
        code="html",
    )


def only_frames() -> FileRefused:
    """The refusal of the page that only points to the pages with the tables."""
    return FileRefused(
        msg(
            "This web page only points to other files that hold the tables. Open it in a spreadsheet program and save "
            "it as .xlsx."
        ),
        code="html",
    )


def no_table_in_xml(root: str) -> FileRefused:
    """The refusal of XML that is no workbook; `root` is its outermost element."""
    return FileRefused(
        msg("This is an XML document (“{root}”), not a table. Export the data as .xlsx or .csv.", root=root),
        code="xml",
    )


def flat_document() -> FileRefused:
    """The refusal of OpenDocument in a single XML file."""
    return FileRefused(
        msg("This is a document in flat XML. Open it in a spreadsheet program and save it as .ods or .xlsx."),
        code="xml",
    )


def json_text() -> FileRefused:
    """The refusal of JSON that is no list of records."""
    return FileRefused(msg("This is JSON, not a table. Export the data as .xlsx or .csv."), code="json")


def damaged_records(line: int) -> FileRefused:
    """The refusal of a list of records in JSON that breaks off or breaks the rules of JSON."""
    return FileRefused(
        msg("The list is JSON that is damaged at line {line}. Download it again.", line=str(line)),
        code="damaged",
        line=line,
    )


def empty_workbook() -> FileRefused:
    """The refusal of a workbook without a cell."""
    return FileRefused(
        msg("The workbook has no cells with content. Check that you saved the right one."), code="empty_workbook"
    )


def password() -> FileRefused:
    """The refusal of an encrypted workbook."""
    return FileRefused(
        msg("The workbook is protected by a password. Open it, remove the password, save it and upload it again."),
        code="password",
    )


def damaged() -> FileRefused:
    """The refusal of a workbook whose structure cannot be followed."""
    return FileRefused(
        msg("The workbook is damaged. Open it in a spreadsheet program, save it under a new name and upload that."),
        code="damaged",
    )


def damaged_at(part: str, line: int | None = None) -> FileRefused:
    """The refusal of a workbook with a broken part, and in which line of it where that is known."""
    if line is None:
        text = msg(
            "The workbook is damaged: its part “{part}” cannot be unpacked. Open it in a spreadsheet program, save it "
            "under a new name and upload that.",
            part=part,
        )
    else:
        text = msg(
            "The workbook is damaged at line {line} of its part “{part}”. Open it in a spreadsheet program, save it "
            "under a new name and upload that.",
            part=part,
            line=str(line),
        )
    return FileRefused(text, code="damaged", part=part, line=line)


def damaged_line(line: int) -> FileRefused:
    """The refusal of a workbook in XML that breaks off or breaks the rules of XML."""
    return FileRefused(
        msg(
            "The workbook is damaged at line {line}. Open it in a spreadsheet program, save it under a new name and "
            "upload that.",
            line=str(line),
        ),
        code="damaged",
        line=line,
    )


def lacks_part(part: str) -> FileRefused:
    """The refusal of a workbook without a part that every workbook has."""
    return FileRefused(
        msg(
            "The workbook is incomplete: its part “{part}” is missing. Open it in a spreadsheet program, save it under "
            "a new name and upload that.",
            part=part,
        ),
        code="damaged",
        part=part,
    )


def cut_off() -> FileRefused:
    """The refusal of a file whose end is missing."""
    return FileRefused(
        msg("The end of the file is missing, as after an interrupted download. Copy or download it again."),
        code="truncated",
    )


def entities(part: str | None = None) -> FileRefused:
    """The refusal of XML that defines entities: it can grow without bound, or ask for other files."""
    if part is None:
        text = msg(
            "The file defines XML entities, which no spreadsheet program writes and with which files are made to "
            "exhaust or to spy on a computer. It was not read. Save the sheet as .csv and upload that."
        )
    else:
        text = msg(
            "The part “{part}” of the workbook defines XML entities, which no spreadsheet program writes and with "
            "which files are made to exhaust or to spy on a computer. It was not read. Save the sheet as .csv and "
            "upload that.",
            part=part,
        )
    return FileRefused(text, code="entities", part=part)


def zip_bomb(megabytes: int) -> FileRefused:
    """The refusal of a zip that unfolds out of all proportion."""
    return FileRefused(
        msg(
            "The file unfolds to {megabytes} MB, more than an honest workbook of its size can hold. It was not opened. "
            "Copy the rows that matter into a new workbook and upload that.",
            megabytes=megabytes,
        ),
        code="zip_bomb",
        megabytes=megabytes,
    )


def too_many_parts(parts: int) -> FileRefused:
    """The refusal of a zip with too many entries."""
    return FileRefused(
        msg(
            "The file is an archive of {parts} parts, which is no workbook. Copy the rows that matter into a new "
            "workbook and upload that.",
            parts=parts,
        ),
        code="too_many_parts",
        parts=parts,
    )


def too_large() -> FileRefused:
    """The refusal of a workbook that claims more than may be used to read it."""
    return FileRefused(
        msg(
            "The workbook claims far more cells than it can hold sensibly. Copy the rows that matter into a "
            "new workbook, or save the sheet as .csv, and upload that."
        ),
        code="too_large",
    )


def too_much_memory() -> FileRefused:
    """The refusal of a workbook that would not fit into the memory allowed for it."""
    return FileRefused(
        msg(
            "The workbook needs more memory than is allowed for reading it. Copy the rows that matter into a new "
            "workbook, or save the sheet as .csv, and upload that."
        ),
        code="too_large",
    )


def too_long_text(megabytes: int) -> FileRefused:
    """The refusal of a text file beyond the limit."""
    return FileRefused(
        msg(
            "The file is larger than {megabytes} MB. Divide it, by year for instance, and upload the parts.",
            megabytes=megabytes,
        ),
        code="too_large",
    )


def too_slow() -> FileRefused:
    """The refusal of a file whose reading had to be stopped."""
    return FileRefused(
        msg("Reading the workbook took too long, so it was stopped. Save the sheet as .csv and upload that."),
        code="too_slow",
    )
