"""A report as JSON, for tools of assessors: its sections, and its figures with what was asked to get each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact import __version__
from socialimpact.errors import Refused
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.report import kept
from socialimpact.report.document import (
    Bars,
    Block,
    Bullets,
    Cell,
    Change,
    Course,
    Digest,
    Headline,
    Paragraph,
    Report,
    Table,
    Value,
    numbered,
)

SCHEMA = "socialimpact-report/1"


def plain(report: Report, language: str) -> dict[str, Any]:
    """The document. Amounts are texts with two decimals, shares numbers, days in ISO form; null is not known.

    `figures` lists every figure once, in the order in which the report has them, with what was asked: `measure`,
    `where` and, for a part, `row`. The sections hold the words and tables in `language`. `document` holds all of it
    in both languages, so that `read` makes the report again (`kept.py`); `release` is null for a draft.
    """
    return {
        "schema": SCHEMA,
        "program": __version__,
        "year": report.year,
        "language": language,
        "title": report.title.to(language),
        "organisation": report.organisation,
        "companies": list(report.companies),
        "scope": report.scope,
        "local": report.local,
        "made_on": report.made_on.isoformat(),
        "data_version": report.data_version,
        "last_event": report.last_event,
        "release": vars(report.release) if report.release else None,
        "figures": _figures(report),
        "sections": [
            {
                "number": number,
                "key": section.key,
                "title": section.title.to(language),
                "annex": section.annex,
                "blocks": [_block(block, language) for block in section.blocks],
            }
            for number, section in numbered(report)
        ],
        "document": kept.packed(report),
    }


def read(file: bytes) -> Report:
    """The report of a document: every format can be written from it again. Raises `Refused` for what is no report."""
    try:
        return kept.unpacked(parsed(file)["document"])
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise _no_report() from error


def parsed(file: bytes) -> dict[str, Any]:
    """A document as values. Raises `Refused` for a file that is none, or of another schema."""
    try:
        document = json.loads(file)
    except (ValueError, RecursionError) as error:
        raise _no_report() from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise _no_report()
    return document


def _no_report() -> Refused:
    return Refused(msg("This file is no report of this program: give the JSON that it wrote."), code="not_a_report")


def written(report: Report, language: str) -> bytes:
    """The document as a file: the same report is the same bytes."""
    return (json.dumps(plain(report, language), ensure_ascii=False, indent=1) + "\n").encode()


def _figures(report: Report) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for section, block, value in report.values():
        entry = {"section": section, "block": block, **_value(value)}
        found.setdefault(json.dumps([entry["measure"], entry["where"], entry["row"]], sort_keys=True), entry)
    return list(found.values())


def _block(block: Block, language: str) -> dict[str, Any]:
    match block:
        case Paragraph():
            own = block.own(language)
            by = {"written_by": own.who, "written_at": own.when.isoformat()} if own else {}
            return {"kind": "paragraph", "key": block.key, "text": block.said(language), **by}
        case Bullets():
            return {"kind": "list", "items": [item.to(language) for item in block.items]}
        case Headline():
            return {
                "kind": "headline",
                "key": block.key,
                "rows": [[name.to(language), _value(value)] for name, value in block.figures],
            }
        case Table():
            return {
                "kind": "table",
                "key": block.key,
                "caption": block.caption.to(language),
                "titles": [title.to(language) for title in block.titles],
                "rows": [[_cell(cell, language) for cell in row] for row in block.rows],
                "note": block.note.to(language) if block.note else None,
            }
        case Bars():
            rows = zip(block.names, block.values, strict=True)
            return {
                "kind": "bars",
                "key": block.key,
                "caption": block.caption.to(language),
                "rows": [[name.to(language), _value(value)] for name, value in rows],
            }
        case Course():
            months = zip(block.months, block.monthly, block.rolling, strict=True)
            return {
                "kind": "course",
                "key": block.key,
                "caption": block.caption.to(language),
                "target": block.target,
                "rows": [[month.isoformat(), _value(value), rolling] for month, value, rolling in months],
            }


def _cell(cell: Cell, language: str) -> Any:
    match cell:
        case Value():
            return _value(cell)
        case Message():
            return cell.to(language)
        case Change():
            return cell.said().to(language)
        case Digest():
            return cell.sha256
        case Euro() | Share():
            return _number(cell.value)
        case datetime() | date():
            return cell.isoformat()
        case _:
            return _number(cell)


def _value(value: Value) -> dict[str, Any]:
    return {
        "measure": value.measure.key,
        "unit": value.measure.unit,
        "value": _number(value.value),
        "where": _texts(value.where),
        "row": {key: _number(part) for key, part in value.row.items()},
    }


def _texts(where: Mapping[str, Any]) -> dict[str, Any]:
    return {key: chosen if isinstance(chosen, list) else str(chosen) for key, chosen in where.items()}


def _number(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value
