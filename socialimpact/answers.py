"""What the command line answers: one JSON document, or text that a person reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.errors import Problem, Refused
from socialimpact.language import Message, msg


class Told:
    """Where answers go: one JSON document to standard output, or text; refusals to standard error."""

    def __init__(self, *, as_json: bool, language: str) -> None:
        self.as_json = as_json
        self.language = language

    def answer(self, document: Any, text: Callable[[], str]) -> None:
        print(json.dumps(document, ensure_ascii=False, indent=1, default=_plain) if self.as_json else text())

    def say(self, message: Message) -> str:
        return message.to(self.language)

    def refuse(self, refusal: Refused) -> dict[str, str]:
        """Say a refusal on standard error; the same as data."""
        text = refusal.message.to(self.language)
        print(text, file=sys.stderr)
        return {"code": refusal.code, "message": text}


def layout(layout: Any, told: Told) -> dict[str, Any]:
    plain = {
        key: getattr(layout, key)
        for key in ("sheet", "header_row", "first_row", "last_row", "rows", "chosen", "amount_basis", "decimal_mark",
                    "date_order", "preset")
    }  # fmt: skip
    columns = [
        {"index": c.index, "header": c.header, "role": c.role, "confidence": round(c.confidence, 3),
         "reason": told.say(c.reason)}
        for c in layout.columns
    ]  # fmt: skip
    return plain | {"columns": columns}


def as_problem(error: dict[str, str]) -> dict[str, Any]:
    return {"severity": "error", "sheet": None, "row": None, "column": None} | error


def inspected(answer: dict[str, Any]) -> str:
    said = [answer["file"]]
    for table in answer["tables"]:
        said.append(f"  {table['sheet'] or ''} header row {table['header_row']}, {table['rows']} rows, "
                    f"{'used' if table['chosen'] else 'left out'}"
                    f"{', known as ' + table['preset'] if table['preset'] else ''}")  # fmt: skip
        said += [f"    {c['index']:>3} {c['header'] or '':<40} {c['role']} ({c['confidence']})"
                 for c in table["columns"] if c["role"] != "ignore"]  # fmt: skip
    return "\n".join([*said, *(f"  ! {problem['message']}" for problem in answer["problems"])])


def imported(answer: dict[str, Any], told: Told) -> str:
    text = msg(
        "{file}: {lines} of {rows} rows loaded, {total} euro; {aside} rows set aside.",
        file=answer["file"], lines=answer["lines"], rows=answer["rows_read"],
        total=Decimal(answer["total_loaded"]), aside=answer["set_aside"],
    )  # fmt: skip
    return "\n".join([told.say(text), *(f"  ! {problem['message']}" for problem in answer["problems"])])


def sentences(said: Iterable[Message], problems: Iterable[Problem], told: Told) -> str:
    """What was done, and below it what to know about it."""
    return "\n".join([*map(told.say, said), *(f"  ! {told.say(problem.message)}" for problem in problems)])


def known_by(tagged: int, suspected: int) -> Message:
    """How many suppliers are known by registers, and how many only by their names."""
    return msg(
        "Suppliers that stand in a register by their number: {tagged}. Possible by the name alone: {suspected}.",
        tagged=tagged,
        suspected=suspected,
    )


def vars_of(record: Any) -> dict[str, Any]:
    """A view-model's fields as plain data, nested ones too."""
    if isinstance(record, (list, tuple)):
        return [vars_of(item) for item in record]  # type: ignore[return-value]  # recursion over plain data
    return {key: vars_of(value) for key, value in vars(record).items()} if hasattr(record, "__dict__") else record


def plainly(details: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in details.items() if isinstance(value, (str, int))}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
