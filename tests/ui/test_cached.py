"""What was asked lately is answered anew after an import, before anybody waits for it."""

from socialimpact import settings
from socialimpact.actor import local_owner
from socialimpact.figures.filters import Selection
from socialimpact.ui import cached
from tests.store_with import OWNER, workspace_with

LINES = "date | supplier | amount\n2025-03-01 | Alfa | 100.00"


def test_an_import_is_shown_with_the_answers_that_were_asked_for(monkeypatch):
    with workspace_with(settings.home(), LINES) as ws:
        asked = []
        found = cached.ask_overview
        monkeypatch.setattr(cached, "ask_overview", lambda *words: asked.append(words[2]) or found(*words))
        ws.db.before_shown(lambda version: cached.make_ready(ws, version))
        seen = Selection(years=(2025,))
        assert cached.overview(ws, local_owner(), seen).lines == 1
        assert cached.has_lines(ws, local_owner())
        with ws.db.write(OWNER, large=True) as tx:
            tx.execute("delete from spend")
        assert asked == [seen, seen]
        assert cached.overview(ws, local_owner(), seen).lines == 0
        assert not cached.has_lines(ws, local_owner())
        assert asked == [seen, seen], "it had been answered before the page asked"


def test_what_nobody_looks_at_any_more_is_left_alone(monkeypatch):
    with workspace_with(settings.home(), LINES) as ws:
        asked = []
        found = cached.ask_overview
        monkeypatch.setattr(cached, "ask_overview", lambda *words: asked.append(words[2]) or found(*words))
        ws.db.before_shown(lambda version: cached.make_ready(ws, version))
        cached.overview(ws, local_owner(), Selection())
        monkeypatch.setattr(cached, "_LATELY", -1.0)
        with ws.db.write(OWNER, large=True) as tx:
            tx.event("noted", "test")
        assert len(asked) == 1
