"""A report as a tagged PDF, set by Typst from a template and the report's own data; no browser, no network."""

from __future__ import annotations

import base64
import json
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

from socialimpact.language import msg
from socialimpact.report.columns import Face, columns, fitting
from socialimpact.report.document import (
    Bars,
    Block,
    Bullets,
    Course,
    Headline,
    Paragraph,
    Report,
    Table,
    numbered,
)  # fmt: skip
from socialimpact.report.layout import alt_text, as_set, holds_numbers, large, passages
from socialimpact.report.look import Look
from socialimpact.report.print_chart import drawn, fonts

_TEMPLATE = Path(__file__).with_name("report.typ")
# The template's tables: their line is that of an A4 page, beside each column stands its inset.
_LINE, _FACE = 481.8, Face((9.0, 8.5, 8.0, 7.5, 7.0, 6.5), 0.82, 8.0)
_LARGE = (17.0, 15.0, 13.0, 11.0)
_GUTTER, _INSET = 8.5, 18.2
_DOTS = 90  # an inch, for pages on the screen


def pdf(report: Report, language: str) -> bytes:
    """The file, tagged for screen readers (PDF/UA-1). Texts go to the template as data, never as markup."""
    made: bytes = _compiled(report, language, "pdf")
    return made


def pages(report: Report, language: str) -> list[bytes]:
    """Its pages as PNG pictures, to look at before it is handed in."""
    made = _compiled(report, language, "png")
    return made if isinstance(made, list) else [made]


def _compiled(report: Report, language: str, form: Literal["pdf", "png"]) -> Any:
    import typst  # noqa: PLC0415 - only a report should pay for it

    with tempfile.TemporaryDirectory(prefix="socialimpact-report-") as folder:
        root = Path(folder)
        (root / "report.json").write_text(
            json.dumps(_data(report, language, root), ensure_ascii=False), encoding="utf-8"
        )
        (root / "report.typ").write_bytes(_TEMPLATE.read_bytes())
        return typst.compile(
            str(root / "report.typ"),
            root=str(root),
            font_paths=[str(fonts())],
            ignore_system_fonts=True,
            format=form,
            ppi=_DOTS if form == "png" else None,
            pdf_standards="ua-1" if form == "pdf" else None,
            # the day of the report, not of the clock: the same report is the same file
            timestamp=int(datetime.combine(report.made_on, time(12), UTC).timestamp()),
        )


def _data(report: Report, language: str, root: Path) -> dict[str, Any]:
    table, figure = msg("Table"), msg("Chart")
    if report.look.logo:
        (root / "logo.png").write_bytes(base64.b64decode(report.look.logo))
    return {
        "accent": report.look.accent,
        "pale": report.look.pale,
        "logo": msg("Logo of {organisation}", organisation=report.organisation).to(language)
        if report.look.logo
        else None,
        "language": language,
        "title": report.title.to(language),
        "organisation": report.organisation,
        "companies": ", ".join(report.companies) if report.companies != (report.organisation,) else "",
        "made_on": report.dated().to(language),
        "contents": msg("Contents").to(language),
        "table": table.to(language),
        "figure": figure.to(language),
        "sections": [
            {
                "number": number,
                "title": section.title.to(language),
                "annex": section.annex,
                "blocks": [_block(block, language, root, report.look) for block in section.blocks],
            }
            for number, section in numbered(report)
        ],
    }


def _block(block: Block, language: str, root: Path, look: Look) -> dict[str, Any]:
    match block:
        case Paragraph():
            kind = block.role if block.role in {"note", "lead"} else "text"
            own = block.own(language) is not None
            if kind == "lead":
                return {"kind": kind, "text": block.said(language)}
            return {"kind": kind, "own": own, "parts": [list(part) if isinstance(part, tuple) else part
                                                        for part in passages(block.said(language))]}  # fmt: skip
        case Headline():
            return {
                "kind": "headline",
                "figures": [[name.to(language), large(value, language)] for name, value in block.figures],
                "size": min((_large(large(value, language), len(block.figures)) for _, value in block.figures)),
            }
        case Bullets():
            return {"kind": "bullets", "items": [item.to(language) for item in block.items]}
        case Table():
            laid = columns(block, language, _LINE, _FACE)
            return {
                "kind": "table",
                "caption": block.caption.to(language),
                "titles": [title.to(language) for title in block.titles],
                "right": [holds_numbers(block, place) for place in range(len(block.titles))],
                "widths": laid.widths,
                "size": laid.size,
                "rows": [[as_set(cell, language) for cell in row] for row in block.rows],
                "note": block.note.to(language) if block.note else None,
                "total": block.has_total,
            }
        case Bars() | Course():
            (root / f"{block.key}.svg").write_bytes(drawn(block, language, "svg", look))
            alt = alt_text(block, language)
            return {"kind": "chart", "file": f"{block.key}.svg", "caption": block.caption.to(language), "alt": alt}


def _large(text: str, figures: int) -> float:
    """The size in which a large figure fits in its part of the line."""
    room = (_LINE - _GUTTER * (figures - 1)) / figures - _INSET
    return fitting(text, room / _FACE.width, _LARGE)
