"""Real purchase files of thirty publishers: the header row and the columns are found without help."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from socialimpact.tables.book import read_book
from socialimpact.tables.proposal import propose

DATE = ("invoice_date", "posting_date", "payment_date")
AMOUNT = ("net_amount", "gross_amount", "debit")
LEAST = 0.95


@pytest.fixture(scope="module")
def judged(samples):
    """For every labelled sheet, and every thing to be found, whether it was: {thing: [(publisher, file, found)]}."""
    results = defaultdict(list)
    layouts = {}
    with (samples / "ledgers" / "truth.csv").open(encoding="utf-8") as file:
        for truth in csv.DictReader(file):
            path = samples / "ledgers" / truth["publisher"] / truth["file"]
            if path not in layouts:
                layouts[path] = propose(read_book(path))
            layout = next(layout for layout in layouts[path] if (layout.sheet or "") == truth["sheet"])

            def judge(thing: str, found: object, right: bool, truth=truth) -> None:
                results[thing].append((truth["publisher"], f"{truth['file']}: {found}", right))

            if not truth["n_lines"]:  # a summary: no purchase lines
                judge("summary left alone", layout.chosen, not layout.chosen)
                continue
            judge("chosen", layout.chosen, layout.chosen)
            judge("header", layout.header_row, str(layout.header_row) == truth["header_row"])
            judge("decimal mark", layout.decimal_mark, layout.decimal_mark == truth["decimal_mark"])
            judge("date order", layout.date_order, layout.date_order == truth["date_order"])
            for thing, wanted in {"date": DATE, "supplier": ("supplier_name",), "amount": AMOUNT}.items():
                accepted = truth[f"{thing}_cols"]
                column = layout.column(*wanted)
                if accepted:
                    judge(thing, column, column is not None and str(column.index) in accepted.split("|"))
    return results


@pytest.mark.parametrize(
    "thing", ["summary left alone", "chosen", "header", "date", "supplier", "amount", "decimal mark", "date order"]
)
def test_it_is_found_in_nearly_all_files_of_every_publisher(judged, thing):
    results = judged[thing]
    misses = [f"{publisher}/{file}" for publisher, file, right in results if not right]
    print(f"{thing}: {len(results) - len(misses)} of {len(results)}", *misses, sep="\n  ")  # noqa: T201 - the figure
    assert results
    assert len(misses) <= (1 - LEAST) * len(results), misses
    for publisher in {publisher for publisher, _, _ in results}:
        own = [right for name, _, right in results if name == publisher]
        assert sum(own) >= LEAST * len(own), [miss for miss in misses if miss.startswith(publisher)]


def test_rows_are_counted_as_the_labels_do(samples):
    """Lines that are no purchases (totals, notes, repeated headers) are few and still there."""
    with (samples / "ledgers" / "truth.csv").open(encoding="utf-8") as file:
        for truth in csv.DictReader(file):
            if not truth["n_lines"]:
                continue
            book = read_book(samples / "ledgers" / truth["publisher"] / truth["file"])
            rows = sum(layout.rows for layout in propose(book) if (layout.sheet or "") == truth["sheet"])
            assert 0 <= rows - int(truth["n_lines"]) <= 14, truth["file"]
