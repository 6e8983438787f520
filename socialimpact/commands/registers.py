"""The command `registers`: the lists there are and those that are known, adding, comparing and taking them back."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from socialimpact.actor import Actor
from socialimpact.answers import Told, known_by, sentences, vars_of
from socialimpact.commands.given import existing
from socialimpact.errors import Refused
from socialimpact.language import label, msg
from socialimpact.registers.news import News
from socialimpact.services.registers import register_news, register_workbook, registering
from socialimpact.services.registers.register_news import Rehearsed
from socialimpact.services.registers.register_reading import Wanted
from socialimpact.services.workspace import Workspace

_USAGE = {"add": "KIND FILE", "remove": "SNAPSHOT", "diff": "SNAPSHOT [OLDER]"}


def registers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Run the command with what follows it."""
    first, second = called.first, called.second
    match called.action:
        case "add" if first and second:
            return _add(ws, actor, called, told)
        case "remove" if first:
            result = registering.remove_snapshot(ws, actor, _number(first))
            told.answer({"removed": _number(first), **result.as_json()}, lambda: told.say(msg("The list was removed.")))
        case "diff" if first:
            found = register_news.between(ws, actor, _number(first), _number(second) if second else None)
            nothing = msg("There is no list before it to compare it with.")
            told.answer(found and found.as_json(), lambda: _news(found, told) if found else told.say(nothing))
        case "known":
            known = [
                {
                    "kind": preset.key,
                    **{name: getattr(preset, name) for name in ("publisher", "licence", "country", "columns_seen")},
                    **{name: label(getattr(preset, name), told.language) for name in ("name", "good_for", "get")},
                }
                for preset in registering.register_kinds()
            ]
            told.answer(known, lambda: "\n".join(f"{row['kind']:<20} {row['name']}" for row in known))
        case None:
            _list(ws, actor, told)
        case action:
            print(f"registers {action} {_USAGE[action]}", file=sys.stderr)
            return 2
    return 0


def _list(ws: Workspace, actor: Actor, told: Told) -> None:
    records = registering.registers(ws, actor)

    def lines() -> str:
        said = []
        for record in records:
            said.append(" · ".join(text for text in (record.name, record.publisher, record.licence) if text))
            said += [
                f"  {each.snapshot_id:>4}  {each.as_of}  {each.entries:>8} / {each.rows_read}  {each.file}"
                for each in record.snapshots
            ]
        return "\n".join(said)

    told.answer([vars_of(record) for record in records], lines)


def _add(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    path = existing(Path(called.second))
    given = json.loads(called.mapping.read_text(encoding="utf-8")) if called.mapping else None
    wanted = Wanted(called.first, called.as_of, called.name, given, called.default_kind)
    if called.dry_run:
        rehearsed = register_news.rehearse_register(ws, actor, path, wanted)
        told.answer(rehearsed.as_json(told.language), lambda: _rehearsed(rehearsed, told))
        return 0
    result = registering.add_register(
        ws, actor, wanted.kind, path, as_of=wanted.as_of, mapping=given, register_name=called.name,
        default_kind=called.default_kind, accept_losses=called.accept_losses,
    )  # fmt: skip
    said = [
        msg(
            "{name}, list of {date}, was added under number {snapshot}: {entries} entries of {rows} rows, {aside} set"
            " aside.",
            name=result.register, date=result.as_of, snapshot=str(result.snapshot_id),
            entries=result.entries, rows=result.rows_read, aside=result.set_aside,
        ),
        known_by(result.tagged, result.suspected),
    ]  # fmt: skip
    told.answer(result.as_json(told.language), lambda: sentences(said, result.problems, told))
    return 0


def _rehearsed(seen: Rehearsed, told: Told) -> str:
    said = [
        told.say(
            msg(
                "{name}, list of {date}: {entries} entries of {rows} rows, {aside} set aside. Nothing was written.",
                name=seen.register,
                date=seen.as_of,
                entries=seen.entries,
                rows=seen.rows_read,
                aside=seen.set_aside,
            )
        )
    ]
    said += [_news(each, told) for each in (seen.since, seen.until) if each is not None]
    said += [
        f"  {told.say(register_workbook.CHANGES[change.sort])}: {change.supplier}, {change.kind} ({change.evidence}),"
        f" {change.spend}"
        for change in seen.tags
    ]
    said += [
        f"  {each.year}: {each.spend_before} → {each.spend_after} ({_share(each.share_before)} →"
        f" {_share(each.share_after)})"
        for each in seen.years
    ]
    if seen.asks:
        said.append(f"  ! {told.say(seen.asks)}")
    return "\n".join(said)


def _news(news: News, told: Told) -> str:
    parts = (f"{told.say(register_workbook.SORTS[sort])} {number}" for sort, number in news.counts.items())
    return f"{news.older.as_of} → {news.newer.as_of}: {', '.join(parts)}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refused(msg("“{text}” is no list's number.", text=text), code="not_found") from None
