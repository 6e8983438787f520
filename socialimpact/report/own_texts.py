"""The report as people made it their own: their texts in the place of the proposed ones, sections left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from socialimpact.language import msg
from socialimpact.report.document import Block, Paragraph, Report, Written

# A share without its method and sources means nothing: these stay in every report.
ALWAYS = frozenset({"method", "sources"})


def with_own_texts(report: Report, texts: Mapping[str, tuple[Written, ...]], hidden: Collection[str]) -> Report:
    """The report with the texts by their key, and without the `hidden` sections."""

    def own(block: Block) -> Block:
        return (
            replace(block, written=texts[block.key]) if isinstance(block, Paragraph) and block.key in texts else block
        )

    told = Paragraph(
        msg("Texts with a line at their side were written by people; everything else is taken from the data."), "note"
    )
    return replace(
        report,
        sections=tuple(
            replace(
                section, blocks=(*map(own, section.blocks), *((told,) if texts and section.key == "method" else ()))
            )
            for section in report.sections
            if section.key in ALWAYS or section.key not in hidden
        ),
    )
