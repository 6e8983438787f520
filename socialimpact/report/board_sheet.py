"""A page on one sheet of paper: a tagged PDF, set by Typst from the same plain values as the slides."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

from socialimpact.language import msg
from socialimpact.report.board import Board, Chart, written
from socialimpact.report.print_chart import fonts

_TEMPLATE = Path(__file__).with_name("board.typ")
# The size of the letters in points and the number of columns: the first at which everything stands on one sheet.
Layout = tuple[float, int]
_LAYOUTS: tuple[Layout, ...] = ((9.5, 2), (8.5, 2), (8.0, 3), (7.0, 3), (6.2, 3), (5.5, 4))
_MOST_BARS = 8
_LONGEST_NAME = 34


def sheet(board: Board, language: str) -> bytes:
    """The file, in A4 across, tagged for screen readers (PDF/UA-1)."""
    made: bytes = _compiled(board, language, fitting(board, language), "pdf")
    return made


def fitting(board: Board, language: str) -> Layout:
    """The first layout in which the page stands on one sheet."""
    return next((each for each in _LAYOUTS[:-1] if len(pictures(board, language, each)) == 1), _LAYOUTS[-1])


def pictures(board: Board, language: str, layout: Layout = _LAYOUTS[0]) -> list[bytes]:
    """The pages as SVG."""
    made = _compiled(board, language, layout, "svg")
    return made if isinstance(made, list) else [made]


def _compiled(board: Board, language: str, layout: Layout, form: Literal["pdf", "svg"]) -> Any:
    import typst  # noqa: PLC0415 - only a download should pay for it

    with tempfile.TemporaryDirectory(prefix="socialimpact-board-") as folder:
        root = Path(folder)
        (root / "board.json").write_text(json.dumps(_data(board, language, layout)), encoding="utf-8")
        if logo := board.logo():
            (root / "logo.png").write_bytes(logo)
        (root / "board.typ").write_bytes(_TEMPLATE.read_bytes())
        return typst.compile(
            str(root / "board.typ"),
            root=str(root),
            font_paths=[str(fonts())],
            ignore_system_fonts=True,
            format=form,
            pdf_standards="ua-1" if form == "pdf" else None,
            timestamp=int(datetime.combine(board.made_on, time(12), UTC).timestamp()),
        )


def _data(board: Board, language: str, layout: Layout) -> dict[str, Any]:
    size, columns = layout
    return {
        "language": language,
        "accent": board.look.accent,
        "faint": board.look.faint,
        "second": board.look.second,
        "logo": board.logo_words(language) if board.look.logo else None,
        "size": size,
        "columns": max(1, min(columns, len(board.charts))),
        "title": board.title,
        "organisation": board.organisation,
        "coverage": board.coverage,
        "made_on": msg("Made on {day}", day=board.made_on).to(language),
        "cards": [{"name": card.name, "value": card.value, "change": card.change} for card in board.cards],
        "charts": [_chart(each, language) for each in board.charts],
        "definitions": " · ".join(f"{card.name}: {card.sentence}" for card in board.cards),
    }


def _chart(chart: Chart, language: str) -> dict[str, Any]:
    several = len(chart.series) > 1
    common = {
        "title": chart.title,
        "under": chart.under,
        "alt": f"{chart.title}. {chart.under}",
        "legend": " / ".join(series.name for series in chart.series) if several else "",
    }
    if chart.over_time:
        return {**common, "kind": "lines", "rest": "", **_lines(chart, language)}
    rows = [
        {
            "name": name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…",
            "parts": [
                {
                    "start": start,
                    "part": part,
                    "text": written(series.values[number], chart.unit, language),
                }
                for series in chart.series
                for start, part in [_part(series.values[number], chart)]
            ],
        }
        for number, name in enumerate(chart.names[:_MOST_BARS])
    ]
    rest = chart.rest + len(chart.names) - len(rows)
    return {**common, "kind": "bars", "rows": rows, "rest": msg("… and {n} more", n=rest).to(language) if rest else ""}


def _part(value: float | None, chart: Chart) -> tuple[float, float]:
    """Where a bar begins and how long it is, as parts of the room for all: what is below nothing goes to the left."""
    known = [each for series in chart.series for each in series.values if each is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high or not value:
        return 0.0, 0.0
    return (min(value, 0.0) - low) / (high - low), abs(value) / (high - low)


def _lines(chart: Chart, language: str) -> dict[str, Any]:
    """The points of each series between 0 and 1, in runs without a gap, and what stands at the ends of both axes."""
    known = [value for series in chart.series for value in series.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    spread, last = (high - low) or 1.0, max(1, len(chart.names) - 1)
    drawn = []
    for series in chart.series:
        runs: list[list[tuple[float, float]]] = [[]]
        for number, value in enumerate(series.values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append((number / last, (value - low) / spread))
        drawn.append([run if len(run) > 1 else [*run, *run] for run in runs if run])
    return {
        "lines": drawn,
        "goals": [series.goal for series in chart.series],
        "top": written(high, chart.unit, language),
        "bottom": written(low, chart.unit, language),
        "first": chart.names[0],
        "last": chart.names[-1],
    }
