"""What a person says of columns instead of the proposal: column and role by name, refused where there is none such."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from socialimpact.errors import MappingRefused
from socialimpact.language import msg


def known_role(role: str, roles: Collection[str]) -> str:
    """`role`, if it is one of `roles`. Raises `MappingRefused` with those there are."""
    if role not in roles:
        raise MappingRefused(
            msg("“{role}” is no column role. Known roles: {roles}.", role=str(role), roles=", ".join(roles))
        )
    return role


def column_index(key: str | int, headers: Mapping[str, int]) -> int:
    """The 0-based index of a column that is named by index or by header (`headers`: casefolded text → index)."""
    if isinstance(key, int) or str(key).isdigit():
        return int(key)
    found = headers.get(str(key).strip().casefold())
    if found is None:
        raise MappingRefused(msg("The mapping names a column “{column}” that this file has not.", column=str(key)))
    return found
