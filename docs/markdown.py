"""The pieces of a page that is made from declarations."""

from __future__ import annotations


def page(introduction: str, *chapters: str) -> str:
    return "\n".join((introduction, *chapters))


def table(title: str, header: str, rows: list[str]) -> str:
    """A chapter with one table; `header` and the rows have their cells between bars."""
    bars = "|".join("---" for _ in header.split("|"))
    return "\n".join([f"## {title}", "", f"| {header} |", f"|{bars}|", *rows, ""])
