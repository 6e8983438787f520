"""The template for purchases as a workbook: for those whose system exports nothing.

Everything that is written stands in `data/ledger_template.yml`. The sheet to fill holds its header and nothing else, so
that no example is ever imported; examples stand on the help sheet, turned, where no reader takes them for purchases.
"""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from babel import Locale

from socialimpact.language import label
from socialimpact.places.countries import country_code
from socialimpact.places.provinces import provinces
from socialimpact.tables.template import declared

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The look of the app: its green, and what goes with it (`.streamlit/config.toml`).
_GREEN, _PALE, _TEXT, _LINE, _WHITE = "0B6B4F", "DCEBE4", "16211C", "D9E2DD", "FFFFFF"
_FIRST_DAY = date(1990, 1, 1)
_LARGEST = 1_000_000_000_000
# What Excel shows beside a cell holds no more than this.
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_WIDTH_OF_TEXT = 88


def template(language: str) -> bytes:
    """The template as an `.xlsx` file, all its words in `language` (`it` or `en`)."""
    import openpyxl  # noqa: PLC0415 - takes 0.2 s, which only who wants the template should pay

    book = openpyxl.Workbook()
    sheet = cast("Worksheet", book.active)
    lists = _lists(book, language)
    _purchases(sheet, language, lists)
    _help(book, language)
    book.move_sheet(label(declared()["lists"]["sheet"], language), 1)
    book.properties.title = book.properties.subject = label(declared()["sheet"], language)
    book.properties.creator = "socialimpact"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def file_name(language: str) -> str:
    """What the file is called when it is downloaded."""
    return f"{label(declared()['file'], language)}.xlsx"


def choices(language: str) -> dict[str, list[str]]:
    """The lists that cells are chosen from: types of document, codes of provinces, countries, currencies."""
    template_ = declared()
    names = Locale.parse(language).territories
    countries = {
        str(names[code]) for code in names if country_code(code) == code and country_code(str(names[code])) == code
    }
    home = str(names["IT"])
    return {
        "document_type": [label(text, language) for text in template_["document_types"].values()],
        "province": list(provinces()),
        "country": [home, *sorted(countries - {home}, key=str.casefold)],
        "currency": list(template_["currencies"]),
    }


def _purchases(sheet: Worksheet, language: str, lists: dict[str, str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    template_ = declared()
    formats = {
        "text": "General",
        "code": "@",
        "date": label(template_["date_format"], language),
        "amount": template_["amount_format"],
        "rate": template_["rate_format"],
    }
    sheet.title = label(template_["sheet"], language)
    sheet.sheet_properties.tabColor = _GREEN
    for place, column in enumerate(template_["columns"], start=1):
        letter = get_column_letter(place)
        needed = column.get("needed", False)
        head = sheet.cell(1, place, label(column["name"], language))
        head.font = Font(bold=True, color=_WHITE if needed else _TEXT)
        head.fill = PatternFill("solid", fgColor=_GREEN if needed else _PALE)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.border = Border(bottom=Side("medium", color=_GREEN), right=Side("thin", color=_LINE))
        whole = sheet.column_dimensions[letter]
        whole.width = column["width"]
        whole.number_format = formats[column["cell"]]
        check = _check(column, letter, lists)
        _speak(check, column, language)
        check.add(f"{letter}2:{letter}{template_['ready_rows'] + 1}")
        sheet.add_data_validation(check)
    sheet.row_dimensions[1].height = 34
    # The supplier stays in sight too: the sheet is wide.
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(template_['columns']))}1"
    _fit_to_page(sheet)
    sheet.print_title_rows = "1:1"


def _check(column: dict[str, Any], letter: str, lists: dict[str, str]) -> DataValidation:
    """What Excel lets a cell hold. Only numbers, dates and lists are refused outright: a text may have its reasons."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    if column.get("choices"):
        return DataValidation("list", formula1=lists[column["choices"]], errorStyle="warning")
    match column["cell"]:
        case "date":
            # Serial numbers of days, as Excel counts them from 30 December 1899.
            first = str((_FIRST_DAY - date(1899, 12, 30)).days)
            return DataValidation("date", operator="between", formula1=first, formula2="TODAY()+3660")
        case "amount":
            return DataValidation("decimal", operator="between", formula1=str(-_LARGEST), formula2=str(_LARGEST))
        case "rate":
            return DataValidation("decimal", operator="greaterThan", formula1="0")
    if column.get("length"):
        least, most = map(str, column["length"])
        return DataValidation("textLength", operator="between", formula1=least, formula2=most, errorStyle="warning")
    if column.get("lengths"):
        fits = ",".join(f"LEN({letter}2)={length}" for length in column["lengths"])
        return DataValidation("custom", formula1=f"OR({fits})", errorStyle="warning")
    return DataValidation("textLength", operator="lessThan", formula1="2000", errorStyle="warning")


def _speak(check: DataValidation, column: dict[str, Any], language: str) -> None:
    """The words beside the cell, and those for what does not fit."""
    said = declared()["refusals"]
    check.allow_blank = True
    check.showInputMessage = check.showErrorMessage = True
    check.promptTitle = label(column["name"], language)[:_LONGEST_TITLE]
    check.prompt = label(column["explanation"], language)[:_LONGEST_PROMPT]
    check.errorTitle = label(said["title"], language)[:_LONGEST_TITLE]
    kind = {"date": "date", "amount": "amount", "rate": "amount"}.get(column["cell"], "length")
    check.error = label(said["choices" if column.get("choices") else kind], language)


def _help(book: Workbook, language: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - as above

    template_ = declared()
    told = template_["help"]
    sheet = book.create_sheet(label(told["sheet"], language))
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCDE", (28, 12, _WIDTH_OF_TEXT, 34, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"] = label(told["title"], language)
    sheet["A1"].font = Font(bold=True, size=16, color=_GREEN)
    sheet.row_dimensions[1].height = 28
    row = 2
    for line in told["lines"]:
        sheet.cell(row, 1, f"•  {label(line, language)}")
        row += 1
    row += 1
    for place, heading in enumerate(told["headings"], start=1):
        cell = sheet.cell(row, place, label(heading, language))
        cell.font, cell.fill = Font(bold=True, color=_WHITE), PatternFill("solid", fgColor=_GREEN)
    sheet.freeze_panes = sheet.cell(row + 1, 2)
    for column in template_["columns"]:
        row += 1
        needed = bool(column.get("needed"))
        told_here = [
            label(column["name"], language),
            label(told["needed" if needed else "optional"], language),
            label(column["explanation"], language),
            *column["examples"][language],
        ]
        for place, text in enumerate(told_here, start=1):
            cell = sheet.cell(row, place, text or None)
            cell.data_type = "s" if text else "n"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=Side("thin", color=_LINE))
            if place == 1 or (needed and place == 2):  # noqa: PLR2004 - the column that says whether it is needed
                cell.font = Font(bold=True, color=_TEXT)
    _fit_to_page(sheet)


def _fit_to_page(sheet: Worksheet) -> None:
    """Printed across, one page wide, on A4."""
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - as above

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lists(book: Workbook, language: str) -> dict[str, str]:
    """Write the sheet of lists; where each of them stands, as a formula names it."""
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415 - as above

    told = declared()["lists"]
    sheet = book.create_sheet(label(told["sheet"], language))
    contents = choices(language)
    columns = [
        ("document_type", contents["document_type"], 32),
        ("province", contents["province"], 10),
        ("province_name", [province.name for province in provinces().values()], 30),
        ("country", contents["country"], 36),
        ("currency", contents["currency"], 10),
    ]
    where = {}
    for place, (key, texts, width) in enumerate(columns):
        letter = "ABCDE"[place]
        head = sheet.cell(1, place + 1, label(told[key], language))
        head.font, head.fill = Font(bold=True, color=_WHITE), PatternFill("solid", fgColor=_GREEN)
        sheet.column_dimensions[letter].width = width
        for row, text in enumerate(texts, start=2):
            sheet.cell(row, place + 1, text)
        where[key] = f"'{sheet.title}'!${letter}$2:${letter}${len(texts) + 1}"
    sheet.freeze_panes = "A2"
    return where
