"""Charts for paper, drawn without a browser: as SVG for PDF, as PNG for Word."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from socialimpact.charts.axes import short_euro
from socialimpact.charts.style import LIGHT
from socialimpact.language import Share, locale, render
from socialimpact.report.document import Bars, Course, words
from socialimpact.report.look import Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Format = Literal["svg", "png"]
_WIDTH = 6.7  # inches: the text of an A4 page
_BAR = 0.36
_EDGES = 0.25
_COURSE_HEIGHT = 2.7
_LEAST_SHARE = 0.01  # a course of nothing but zeros lies on the ground
_DOTS = 300
_LONGEST_NAME = 46
FONT = "Source Sans Pro"
# The same chart is the same file, whoever draws it and when.
_SALT = "socialimpact"


def fonts() -> Path:
    """The folder of the fonts that documents carry with them: none of the machine's own is needed."""
    found = find_spec("font_source_sans_pro")
    if found is None or not found.submodule_search_locations:
        message = "the package font-source-sans-pro is not installed"
        raise RuntimeError(message)
    return Path(next(iter(found.submodule_search_locations))) / "files"


def drawn(chart: Bars | Course, language: str, form: Format, look: Look | None = None) -> bytes:
    """The chart as a file, in the organisation's colours."""
    dressed = look or Look()
    import matplotlib as mpl  # noqa: PLC0415 - takes half a second, which only a report should pay
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    _know_fonts()
    settings: Any = {"font.family": FONT, "font.size": 9.5, "svg.fonttype": "path", "svg.hashsalt": _SALT,
                "text.parse_math": False}  # fmt: skip
    with mpl.rc_context(settings):
        height = _BAR * len(chart.values) + _EDGES if isinstance(chart, Bars) else _COURSE_HEIGHT
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        if isinstance(chart, Bars):
            _bars(axes, chart, language, dressed)
        else:
            _course(axes, chart, language, dressed)
        target = io.BytesIO()
        figure.savefig(target, format=form, dpi=_DOTS, metadata={"Date": None} if form == "svg" else {"Software": None})
    return target.getvalue()


def _know_fonts() -> None:
    from matplotlib import font_manager  # noqa: PLC0415 - as above

    if all(font.name != FONT for font in font_manager.fontManager.ttflist):
        for weight in ("Regular", "Semibold"):
            font_manager.fontManager.addfont(str(fonts() / f"SourceSansPro-{weight}.ttf"))


def _bars(axes: Axes, chart: Bars, language: str, look: Look) -> None:
    names = [_short(name.to(language)) for name in chart.names]
    amounts = [float(value.value or 0) for value in chart.values]
    places = range(len(names))
    axes.barh(places, amounts, color=look.accent, height=0.62)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.margins(x=0.16)
    for place, value in zip(places, chart.values, strict=True):
        shown = short_euro(value.value, language) if value.measure.unit == "euro" else words(value, language)
        axes.annotate(shown, (float(value.value or 0), place), xytext=(4, 0),
                      textcoords="offset points", va="center", color=LIGHT.text)  # fmt: skip
    _bare(axes)


def _course(axes: Axes, chart: Course, language: str, look: Look) -> None:
    months = range(len(chart.months))
    axes.plot(
        months, [value.value for value in chart.monthly], color=look.faint, linewidth=1.1, marker="o", markersize=2.5
    )
    rolling = [float("nan") if value is None else value for value in chart.rolling]
    axes.plot(months, rolling, color=look.accent, linewidth=2.4)
    if chart.target is not None:
        axes.axhline(chart.target, color=look.second, linewidth=1.2, linestyle=(0, (2, 2)))
        axes.annotate(render(Share(chart.target), language), (0, chart.target), xytext=(0, 3),
                      textcoords="offset points", color=look.second)  # fmt: skip
    names = locale(language).months["format"]["abbreviated"]
    axes.set_xticks(months, [names[month.month] for month in chart.months])
    lowest = min([0.0, *(float(value.value) for value in chart.monthly if value.value is not None)])
    axes.set_ylim(bottom=lowest if lowest == 0 else axes.get_ylim()[0], top=max(axes.get_ylim()[1], _LEAST_SHARE))
    axes.yaxis.set_major_formatter(lambda value, _: render(Share(value, 0 if _whole(axes) else 1), language))
    axes.grid(axis="y", color=LIGHT.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    _bare(axes)


def _whole(axes: Axes) -> bool:
    return all(abs(tick * 100 - round(tick * 100)) < 1e-6 for tick in axes.get_yticks())  # noqa: PLR2004 - of a point


def _bare(axes: Axes) -> None:
    """Without the frame: what is to be seen are the values."""
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=LIGHT.text)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
