"""Knowledge kept as data: the YAML files of `data/`, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from socialimpact import settings

# The C loader reads the same safe subset ten times faster; it is missing where the package was built without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The content of `data/<name>.yml`. Callers share one copy and must not change it."""
    with (settings.DATA / f"{name}.yml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506 - both loaders make plain data only
