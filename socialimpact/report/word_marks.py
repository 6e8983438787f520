"""What python-docx has no way to write: fields, lines of tables, languages, a line beside a paragraph."""

from __future__ import annotations

from typing import Any

# The order in which the schema wants the properties of a table (ECMA-376, CT_TblPr), up to those after the borders.
_AFTER_BORDERS = ("shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription")
_AFTER_CELL_EDGES = _AFTER_BORDERS[_AFTER_BORDERS.index("tblLook") :]
_AFTER_SHADING = (
    "noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel",
    "cellMerge", "tcPrChange",
)  # fmt: skip
_AFTER_PARAGRAPH_BORDERS = (
    "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_AFTER_LANGUAGE = ("eastAsianLayout", "specVanish", "oMath")


def element(name: str, **attributes: str) -> Any:
    """An element of the namespace `w` with attributes of it."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only a report should pay for it
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def put(parent: Any, child: Any, before: tuple[str, ...]) -> None:
    """Put a child where the schema wants it: before the first of these elements, else last."""
    parent.insert_element_before(child, *(f"w:{name}" for name in before))


def field(paragraph: Any, instruction: str, shown: list[str]) -> None:
    """A field that Word works out anew, such as a number; until then it holds these lines."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    def mark(kind: str) -> None:
        paragraph.add_run()._r.append(element("fldChar", fldCharType=kind))  # noqa: SLF001 - no other way to a field

    mark("begin")
    code = element("instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    paragraph.add_run()._r.append(code)  # noqa: SLF001 - as above
    mark("separate")
    for place, text in enumerate(shown):
        run = paragraph.add_run(text)
        if place < len(shown) - 1:
            run.add_break()
    mark("end")


def language_of(style: Any, code: str) -> None:
    """What Word takes for the language of texts in this style."""
    put(style.element.get_or_add_rPr(), element("lang", val=code), _AFTER_LANGUAGE)


def lines_between(table: Any, colour: str) -> None:
    """Fine lines between the rows, none beside them."""
    borders = element("tblBorders")
    for edge in ("top", "bottom", "insideH"):
        borders.append(element(edge, val="single", sz="4", space="0", color=colour))
    put(table._tbl.tblPr, borders, _AFTER_BORDERS)  # noqa: SLF001 - python-docx has no other way


def beside_cells(table: Any, points: float) -> None:
    """What stands free at the left and the right of each cell's text."""
    edges = element("tblCellMar")
    for side in ("left", "right"):
        edges.append(element(side, w=str(round(points * 20)), type="dxa"))
    put(table._tbl.tblPr, edges, _AFTER_CELL_EDGES)  # noqa: SLF001 - as above


def shaded(cell: Any, colour: str) -> None:
    """A surface behind a cell."""
    shade = element("shd", val="clear", color="auto", fill=colour)
    put(cell._tc.get_or_add_tcPr(), shade, _AFTER_SHADING)  # noqa: SLF001 - as above


def line_beside(style: Any, colour: str) -> None:
    """A line at the left of every paragraph of a style."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="12", space="8", color=colour))
    put(style.element.get_or_add_pPr(), borders, _AFTER_PARAGRAPH_BORDERS)


def repeated(row: Any) -> None:
    """A row that heads the table on every page."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))  # noqa: SLF001 - as above


def whole(row: Any) -> None:
    """A row that no page break cuts."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - as above
    properties.insert(0, element("cantSplit"))
