"""Two hundred possible social suppliers, decided with the keyboard alone: the place is kept, each answer is quick."""

from __future__ import annotations

import itertools
import json
import os
import statistics
import subprocess
import sys
import time

import pytest

from tests.browser.conftest import ROOT, serve, settled

pytestmark = pytest.mark.browser

CASES = 200
KEYS = "yxyl"  # yes, none of them, yes, later
QUICK = 300  # milliseconds from the key to the next question, drawn whole
NAMES = ["".join(parts).capitalize() for parts in itertools.product(("ba", "do", "fe", "gi", "lu", "mo"), repeat=4)]
# Notes when a key went down and when another case stood there, both in the page itself: what is measured is what a
# person waits, without the way to this test and back.
WATCH = """() => {
    let since = 0, seen = null
    window.__answers = []
    const shown = () => {
        const drawn = document.querySelector('.si-case')
        return drawn && `${drawn.dataset.supplier} ${drawn.dataset.entry}`
    }
    seen = shown()
    addEventListener('keydown', () => { since = performance.now() }, true)
    new MutationObserver(() => {
        const now = shown()
        if (now === seen || (!now && document.querySelector('[data-stale=true]'))) return
        seen = now
        window.__answers.push([now ? Number(now.split(' ')[0]) : null, performance.now() - since])
    }).observe(document.body, {subtree: true, childList: true, attributes: true})
}"""
RESTS = "() => document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'"


def run(home, *command) -> dict:
    """A command of the program on that home, as data."""
    done = subprocess.run(
        [sys.executable, "-m", "socialimpact", "--home", str(home), *command, "--json"],
        cwd=ROOT, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture
def asked(tmp_path):
    """A server whose home has 200 suppliers that a register lists by name, and one that it does not."""
    names = NAMES[:: len(NAMES) // CASES][:CASES]
    assert len(set(names)) == CASES
    ledger, register = tmp_path / "acquisti.csv", tmp_path / "albo.csv"
    rows = [
        f"{1 + year}0/03/2024;{name} Soc. Coop. Sociale;Torino;Pulizia {year};{(CASES - place) * 100 + year},00"
        for place, name in enumerate(names)
        for year in range(2)
    ]
    head = "Data;Fornitore;Comune;Descrizione;Importo"
    ledger.write_text("\n".join([head, *rows, "01/03/2024;Ferramenta S.r.l.;Torino;Viti;9,00"]), encoding="utf-8")
    rows = [f"{name.upper()} SOCIETA' COOPERATIVA SOCIALE,{code(place)},TORINO,TO" for place, name in enumerate(names)]
    register.write_text("\n".join(["Denominazione,Codice fiscale,Comune,Provincia", *rows]), encoding="utf-8")
    home = tmp_path / "served" / "home"
    run(home, "registers", "add", "generic", str(register), "--as-of", "2026-01-15", "--name", "Albo di prova",
        "--default-kind", "social_cooperative_b")  # fmt: skip
    run(home, "import", str(ledger))
    return home


def code(number: int) -> str:
    """A tax code of eleven digits with its check digit (Luhn's, as Italy uses it)."""
    digits = f"{3_000_000 + number:07d}001"
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(digits)]
    return digits + str(-sum(value - 9 * (value > 9) for value in doubled) % 10)


def slowness() -> float:
    """How many times longer than alone a piece of work takes on this machine now: its time over its work."""
    began, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < 0.01:
        pass
    return (time.perf_counter() - began) / (time.process_time() - worked)


class Desk:
    """The review in the browser, worked with keys."""

    def __init__(self, page) -> None:
        self.page = page
        self.given = 0
        self.slow = [slowness()]
        self.page.locator(".si-case").wait_for()
        self.page.evaluate(WATCH)

    def shown(self) -> int | None:
        """The supplier that is asked about."""
        found = self.page.locator(".si-case")
        return int(found.get_attribute("data-supplier")) if found.count() else None

    def press(self, key: str) -> None:
        """Press when the page rests, as a person does who has read it, and wait for the next question."""
        self.page.wait_for_function(RESTS, polling=10)
        self.page.keyboard.press(key)
        self.given += 1
        self.page.wait_for_function(f"() => window.__answers.length >= {self.given}", polling=10)
        if self.given % 20 == 0:
            self.slow.append(slowness())

    def took(self) -> list[float]:
        """Milliseconds of each answer."""
        return [milliseconds for _, milliseconds in self.page.evaluate("window.__answers")]


def test_two_hundred_questions_are_answered_by_key_in_order_and_quickly(asked, visit):
    before = run(asked, "review")
    assert (before["open"], before["decided"]) == (CASES, 0)
    order = [row["supplier_id"] for row in before["cases"]]
    stakes = [float(row["stake"]) for row in before["cases"]]
    assert stakes == sorted(stakes, reverse=True)
    with serve(asked.parent) as server:
        page = settled(visit(server.address("review")))
        desk = Desk(page)
        scrolled = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
        for place, supplier in enumerate(order):
            assert desk.shown() == supplier, f"the place was lost at question {place + 1}"
            desk.press(KEYS[place % len(KEYS)])
            if place == CASES // 2:
                desk.press("u")
                assert desk.shown() == supplier, "what was taken back is asked again at once"
                desk.press(KEYS[place % len(KEYS)])
        for supplier in [supplier for place, supplier in enumerate(order) if KEYS[place % len(KEYS)] == "l"]:
            assert desk.shown() == supplier, "what was put off comes back in the order in which it was"
            while desk.shown() == supplier:
                desk.press("n")
        page.get_by_text("Everything is decided").wait_for()
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == scrolled
        took, load = sorted(desk.took()), max(statistics.mean(desk.slow), 1.0)
    nearly_all = took[len(took) * 95 // 100]
    told = (
        f"{len(took)} answers: median {statistics.median(took):.0f} ms, 95 of 100 within {nearly_all:.0f} ms,"
        f" on a machine {load:.1f} times slower than alone"
    )
    print(told)  # noqa: T201 - shown with -s and where it fails
    assert statistics.median(took) < QUICK, told
    # where other work takes the processor, the clock runs on while nothing of ours does
    assert nearly_all < QUICK * load, told
    after = run(asked, "review")
    assert (after["open"], after["decided"]) == (0, CASES)
    figures = run(asked, "figures", "--measures", "social_spend,possible_social_spend")["rows"][0]
    confirmed = sum(stake for place, stake in enumerate(stakes) if KEYS[place % len(KEYS)] == "y")
    assert float(figures["social_spend"]) == pytest.approx(confirmed, abs=0.01)
    assert float(figures["possible_social_spend"]) == 0
    answers = run(asked, "review", "answers")
    assert {each["who"] for each in answers} == {"local"}
    assert {each["answer"] for each in answers} == {"no"}, "the latest are those that were put off first"
