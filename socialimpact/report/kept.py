"""A report as it is kept: every part of the document model in JSON, and back again.

What people read is kept in both languages as it was said on that day, so that a later wording changes no released
report. A measure is kept with its name, unit and definition for the same reason.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.figures.measures import MEASURES, Measure
from socialimpact.language import Euro, Label, Message, Share
from socialimpact.report import document
from socialimpact.report.document import Report, Value
from socialimpact.settings import LANGUAGES

_MARK = "$"
_PARTS = {
    name: part
    for name, part in vars(document).items()
    if isinstance(part, type) and is_dataclass(part) and part.__module__.startswith(__package__)
}


def packed(report: Report) -> dict[str, Any]:
    """The report as plain JSON values: `measures` by key, and `report` with all its parts.

    Each part is an object whose `$` names it (`Section`, `Table`, `Value`, …) beside its fields as `report/document.py`
    declares them. A `Message` holds its English sentence (`text`), its `values`, and how it reads: `it` and `en`.
    `Decimal`, `Euro`, `Share`, `date` and `datetime` hold their value as a text or number under `v`.
    """
    measures: dict[str, Measure] = {value.measure.key: value.measure for value in _values(report)}
    return {
        "measures": {
            key: {"name": _pack(each.name), "unit": each.unit, "sentence": _pack(each.sentence),
                  "standards": list(each.standards)}
            for key, each in sorted(measures.items())
        },
        "report": _pack(report),
    }  # fmt: skip


def unpacked(kept: Mapping[str, Any]) -> Report:
    """The report again, equal in every figure and word. Raises `KeyError` or `TypeError` for what is no such thing."""
    measures = {key: _measure(key, each) for key, each in kept["measures"].items()}
    report = _unpack(kept["report"], measures)
    if not isinstance(report, Report):
        raise TypeError
    return report


def _values(part: Any) -> Iterator[Value]:
    """Every figure in a part, wherever it stands."""
    if isinstance(part, Value):
        yield part
    elif isinstance(part, tuple | list):
        for each in part:
            yield from _values(each)
    elif type(part).__name__ in _PARTS:
        for field in fields(part):
            yield from _values(getattr(part, field.name))


def _measure(key: str, kept: Mapping[str, Any]) -> Measure:
    """The measure as it was defined then; one that the program no longer has keeps its name, but cannot be asked."""
    name, sentence = _unpack(kept["name"], {}), _unpack(kept["sentence"], {})
    known = MEASURES.get(key) or Measure(key, name, kept["unit"], "null", sentence, "false")
    return replace(known, name=name, unit=kept["unit"], sentence=sentence, standards=tuple(kept["standards"]))


def _pack(value: Any) -> Any:
    match value:
        case Message():
            said = {language: value.to(language) for language in LANGUAGES}
            return {_MARK: "Message", "text": value.text, **said} | (
                {"values": {key: _pack(each) for key, each in value.values.items()}} if value.values else {}
            )
        case Value():
            return {_MARK: "Value", "measure": value.measure.key, "value": _pack(value.value),
                    "where": _pack(value.where), "row": _pack(value.row)}  # fmt: skip
        case Euro():
            return {_MARK: "Euro", "v": str(value.value), "cents": value.cents}
        case Share():
            exact = str(value.value) if isinstance(value.value, Decimal) else value.value
            return {_MARK: "Share", "v": exact, "decimals": value.decimals}
        case Decimal():
            return {_MARK: "Decimal", "v": str(value)}
        case datetime() | date():
            return {_MARK: type(value).__name__, "v": value.isoformat()}
        case bytes():
            return {_MARK: "bytes", "v": base64.b64encode(value).decode("ascii")}
        case Mapping():
            return {str(key): _pack(each) for key, each in value.items()}
        case tuple() | list():
            return [_pack(each) for each in value]
        case _ if type(value).__name__ in _PARTS:
            return {_MARK: type(value).__name__} | {
                each.name: _pack(getattr(value, each.name)) for each in fields(value)
            }
        case _:
            return value


def _unpack(kept: Any, measures: Mapping[str, Measure]) -> Any:
    if isinstance(kept, list):
        return tuple(_unpack(each, measures) for each in kept)
    if not isinstance(kept, dict):
        return kept
    match kept.get(_MARK):
        case None:
            # what was asked is held as lists of texts
            return {key: each if isinstance(each, list) else _unpack(each, measures) for key, each in kept.items()}
        case "Message":
            values = {key: _unpack(each, measures) for key, each in kept.get("values", {}).items()}
            return Label(kept["text"], values, entry={language: kept[language] for language in LANGUAGES})
        case "Value":
            where, row = _unpack(kept["where"], measures), _unpack(kept["row"], measures)
            return Value(measures[kept["measure"]], _unpack(kept["value"], measures), where, row)
        case "Euro":
            return Euro(Decimal(kept["v"]), kept["cents"])
        case "Share":
            return Share(Decimal(kept["v"]) if isinstance(kept["v"], str) else kept["v"], kept["decimals"])
        case "Decimal":
            return Decimal(kept["v"])
        case "date":
            return date.fromisoformat(kept["v"])
        case "datetime":
            return datetime.fromisoformat(kept["v"])
        case "bytes":
            return base64.b64decode(kept["v"])
        case name:
            part = _PARTS[name]
            known = {each.name for each in fields(part)}
            return part(**{key: _unpack(each, measures) for key, each in kept.items() if key in known})
