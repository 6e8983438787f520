"""A share a year as columns, the value on each; a year that the ledger has only in part is paler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from socialimpact.charts.style import Palette, figure
from socialimpact.language import Share, render

HEIGHT = 260


@dataclass(frozen=True)
class Column:
    """One year: `share` None where there is nothing to divide by, `note` in words where the year is not whole."""

    year: int
    share: float | None
    whole: bool
    note: str = ""


def year_columns(years: Sequence[Column], *, palette: Palette, language: str) -> go.Figure:
    """Columns from the first year on the left to the last; the axis begins at zero unless a share is negative."""
    values = [year.share or 0.0 for year in years]
    labels = ["–" if year.share is None else render(Share(year.share), language) for year in years]
    low, high = min([0.0, *values]), max([0.0, *values])
    air = (high - low or 1.0) * 0.14
    data = [
        {
            "type": "bar",
            "x": [str(year.year) for year in years],
            "y": values,
            "width": 0.55 if len(years) > 1 else 0.2,
            "marker": {"color": [palette.accent if year.whole else palette.faint for year in years]},
            "text": [f"<b>{escape(label)}</b>" for label in labels],
            "textposition": "outside",
            "textfont": {"color": palette.text, "size": 13},
            "cliponaxis": False,
            "hoverinfo": "text",
            "hovertext": [
                "<br>".join(filter(None, [f"{year.year}: {escape(label)}", escape(year.note)]))
                for year, label in zip(years, labels, strict=True)
            ],
            "customdata": [str(year.year) for year in years],
        }
    ]
    layout = {
        "margin": {"l": 0, "r": 0, "t": 8, "b": 0},
        "hovermode": "closest",
        "xaxis": {
            "type": "category",
            "tickvals": [str(year.year) for year in years],
            "ticktext": [str(year.year) if year.whole else f"{year.year}*" for year in years],
            "showgrid": False,
            "fixedrange": True,
            "automargin": True,
        },
        "yaxis": {
            "range": [low - (air if low < 0 else 0), high + air],
            "showgrid": False,
            "showticklabels": False,
            "zeroline": True,
            "zerolinecolor": palette.grid,
            "fixedrange": True,
        },
    }
    return figure(palette, height=HEIGHT, data=data, layout=layout)
