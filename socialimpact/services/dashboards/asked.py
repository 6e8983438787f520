"""Which question the numbers of a chart answer, so that anyone can ask it again and hold the answers side by side.

Every dashboard says it of its charts, and a test asks each again on the command line: to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socialimpact.figures.filters import Selection


@dataclass(frozen=True)
class Asked:
    """`measures`: by the key of the chart's column, the measure that it shows. `by`: the dimension of its rows, whose
    key each row holds under `key` as text, empty where it is not known, None for a row that is all the rest.

    `months`: of how many months each row is, its key being the last of them. `apart`: the question of rows that are
    asked for on their own, by their key.
    """

    measures: Mapping[str, str]
    by: str
    selection: Selection
    months: int = 1
    apart: Mapping[str, Asked] = field(default_factory=dict)
