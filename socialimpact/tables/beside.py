"""A second table to the right of the first: its columns are not those of the purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialimpact.tables.headings import meanings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socialimpact.tables.content import Profile

LEAST_ROLES = 2  # that both tables name


def beside(names: Sequence[str | None], profiles: Sequence[Profile]) -> frozenset[int]:
    """The columns of tables beside the one with most known names: behind a blank column, and with the same roles."""
    groups: list[list[int]] = [[]]
    for index, (name, profile) in enumerate(zip(names, profiles, strict=True)):
        if name or profile.count:
            groups[-1].append(index)
        elif groups[-1]:
            groups.append([])
    roles = [_roles(names, group) for group in groups]
    main = max(range(len(groups)), key=lambda place: len(roles[place]))
    return frozenset(
        index
        for place, group in enumerate(groups)
        if place != main and len(roles[place] & roles[main]) >= LEAST_ROLES
        for index in group
    )


def _roles(names: Sequence[str | None], group: Sequence[int]) -> set[str]:
    found = (meanings(name, "ledger") for index in group if (name := names[index]))
    return {meaning[0].role for meaning in found if meaning and meaning[0].known and meaning[0].role != "ignore"}
