"""On ledgers as their publishers released them: most of their own categories for goods and services are recognised."""

from __future__ import annotations

import pytest

from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace
from tests.store_with import OWNER


@pytest.mark.parametrize(("publisher", "floor"), [("lancashire_fire", 0.6), ("oxford", 0.5)])
def test_lines_get_a_category(samples, tmp_path, publisher, floor):
    path = min((samples / "ledgers" / publisher).iterdir(), key=lambda each: (each.stat().st_size, each.name))
    with open_workspace(tmp_path / "home") as ws:
        importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, path, rehearse=False))
        lines, placed = ws.db.rows("select count(*), count(category) from spend where addressable")[0]
    assert lines > 0
    assert placed / lines >= floor
