"""An engine for the tests that ask SQL over single cells."""

from __future__ import annotations

import duckdb
import pytest


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection
