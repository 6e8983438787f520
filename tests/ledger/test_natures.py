from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from socialimpact import knowledge
from socialimpact.figures import spend
from socialimpact.ledger import natures
from tests.store_with import OWNER, store_with

FIELDS = ("category", "supplier_name", "description")


def read(text: str) -> list[tuple[str, ...]]:
    rows = [row for row in text.splitlines() if row.strip() and not row.startswith("#")]
    return [tuple(cell.strip() for cell in row.split("|")) for row in rows]


EXAMPLES = read(Path(__file__).with_name("nature_examples.txt").read_text(encoding="utf-8"))


def judged(*rows: tuple[str, str, str]) -> list[tuple[str, str]]:
    """Nature and reason of lines with this category, supplier and description ('' where there is none)."""
    table = pa.table(
        {
            "place": range(len(rows)),
            **{field: pa.array([row[at] or None for row in rows], pa.string()) for at, field in enumerate(FIELDS)},
        }
    )
    with store_with().rehearse(OWNER) as tx, tx.frame("given", table):
        tx.execute("create temp table parsed as select *, cast(null as varchar) as reason from given")
        natures.look_up(tx)
        return tx.rows(f"select {natures.nature_sql()} from parsed {natures.joins_sql('parsed')} order by parsed.place")


def test_every_example_is_of_its_nature():
    found = judged(*(row[1:] for row in EXAMPLES))
    wrong = [(row, nature) for row, (nature, _) in zip(EXAMPLES, found, strict=True) if row[0] != nature]
    assert not wrong
    assert len(EXAMPLES) >= 200


def test_every_nature_has_examples_of_what_it_is():
    assert {row[0] for row in EXAMPLES} == set(natures.declared())


@pytest.mark.parametrize(
    ("category", "supplier", "description", "nature", "reason"),
    [
        ("Stipendi", "", "", "payroll", "rule:category"),
        ("", "INPS", "", "payroll", "rule:supplier"),
        ("", "Rossi", "Quota associativa", "membership_fee", "rule:description"),
        ("Cancelleria", "Rossi", "Penne", "purchase", "default"),
        ("Assicurazioni", "Banca Sella", "", "insurance", "rule:category;supplier=financial"),
        ("Assicurazioni", "Rossi", "Commissioni bancarie", "insurance", "rule:category;description=financial"),
        ("", "Banca Sella", "Polizza incendio", "financial", "rule:supplier;description=insurance"),
        ("Stipendi", "INPS", "", "payroll", "rule:category"),
    ],
)
def test_the_reason_names_what_decides_and_what_says_otherwise(category, supplier, description, nature, reason):
    assert judged((category, supplier, description)) == [(nature, reason)]


@pytest.mark.parametrize(
    ("field", "text", "nature", "words"),
    [
        ("category", "Spese di Pubblicità e Sponsorizzazioni", "sponsorship", "Sponsorizzazioni"),
        ("supplier", "INPS", "payroll", "INPS"),
        ("description", "ANUTEL: QUOTA ASSOCIATIVA 2019", "membership_fee", "QUOTA ASSOCIATIVA"),
        ("description", "Électricité, loyer bureaux mars", "rent", "loyer bureaux"),
        ("description", "Carta", "rent", None),
    ],
)
def test_the_words_that_a_rule_saw_are_shown_as_the_ledger_writes_them(field, text, nature, words):
    assert natures.found_in(field, text, nature) == words


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("Fondazione Casa Amica", "donation"),
        ("Immobiliare Dora srl", "rent"),
        ("Sinergie Energia srl", "utility"),
        ("Rossi Costruzioni", None),
        ("Noleggi Immobiliari", None),
    ],
)
def test_weaker_signs_are_hints_only(text, nature):
    store = store_with()
    assert store.value(f"select {natures.looks_like_sql('t')} from (select ? as t)", [text.lower()]) == nature
    assert judged(("", text, ""))[0][0] == "purchase"


def test_the_declared_natures_and_what_is_said_of_them_are_one_set():
    known = set(natures.declared())
    exclusions = knowledge.load("exclusions")
    assert {rule["nature"] for rule in knowledge.load("natures")["rules"]} == known - {"purchase"}
    assert {hint["nature"] for hint in knowledge.load("natures")["hints"]} <= known - {"purchase"}
    assert set(exclusions["why"]) == known - {"purchase"}
    assert set(spend.gift_natures()) == {"donation", "sponsorship", "membership_fee"}
