"""Knowledge kept as data: the YAML files of `data/`, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from socialimpact import settings


@cache
def load(name: str) -> Any:
    """The content of `data/<name>.yml`. Callers share one copy and must not change it."""
    with (settings.DATA / f"{name}.yml").open(encoding="utf-8") as file:
        return yaml.safe_load(file)
