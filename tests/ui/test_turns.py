"""Two dashboards are drawn at a time; other pages wait for nobody."""

import threading
import time

from socialimpact.ui import turns


def test_a_third_dashboard_waits_for_its_turn_and_a_hanging_one_holds_nobody(monkeypatch):
    monkeypatch.setattr(turns, "_LONGEST_WAIT", 0.2)
    end, drawn = threading.Event(), []

    def draw(url: str) -> None:
        begin = time.monotonic()
        with turns.turn(url):
            drawn.append((url, time.monotonic() - begin))
            end.wait(5)

    def begun(url: str) -> threading.Thread:
        thread = threading.Thread(target=draw, args=(url,))
        thread.start()
        return thread

    first = [begun("overview"), begun("trends")]
    while len(drawn) < 2:
        time.sleep(0.01)
    first += [begun("upload"), begun("changes")]
    while len(drawn) < 4:
        time.sleep(0.01)
    end.set()
    for thread in first:
        thread.join()
    waited = dict(drawn)
    assert waited["changes"] >= 0.2
    assert max(waited["overview"], waited["upload"]) < waited["changes"]
    with turns.turn("overview"):
        pass
