"""Eight threads read while a writer imports and rebuilds: every answer is one that was true at its commit."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from socialimpact.figures import spend
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

THREADS = 8
READS = 10_000
QUESTIONS = 320
LINES = 60

# Supplier n has LINES lines of n euro and n cents, so that another thread's rows would show at once.
LEDGER = "date | supplier | amount\n" + "\n".join(
    f"2024-{1 + line % 12:02d}-01 | Supplier {number} | {number}.{number:02d}"
    for number in range(1, THREADS + 1)
    for line in range(LINES)
)
ALL = sum((Decimal(f"{number}.{number:02d}") * LINES for number in range(1, THREADS + 1)), Decimal(0))


class Writer(threading.Thread):
    """Adds a line of one cent and rebuilds, commit after commit, until it is told to stop."""

    def __init__(self, store):
        super().__init__()
        self.store = store
        self.enough = threading.Event()
        self.commits = 0

    def run(self):
        while not self.enough.is_set():
            with self.store.write(OWNER) as tx:
                tx.execute(
                    "insert into line by name select * replace (0.01 as net_amount, 9 as supplier_id,"
                    " nextval('line_sequence') as line_id) from line limit 1"
                )
                tx.execute("update supplier set screened_on = current_date where supplier_id = 9")
                spend.rebuild(tx)
            self.commits += 1
            self.enough.wait(0.01)


def test_no_wrong_row_in_ten_thousand_reads_while_a_writer_rebuilds(tmp_path):
    store = store_with(LEDGER, suppliers="name\n" + "\n".join(f"Supplier {n}" for n in range(1, THREADS + 2)),
                       folder=tmp_path)  # fmt: skip
    first_version = store.data_version()
    writer = Writer(store)

    def wrong_rows(number):
        """What thread `number` read that was never true."""
        each = Decimal(f"{number}.{number:02d}")
        wrong = []
        for _ in range(READS // THREADS):
            rows = store.rows(
                "select supplier_id, net_amount, count(*) from spend where supplier_id = ? group by all", [number]
            )
            if rows != [(number, each, LINES)]:
                wrong.append(rows)
        return wrong

    def wrong_figures(number):
        """What thread `number` was answered that does not belong to the version of the data that it names."""
        wrong = []
        for _ in range(QUESTIONS // THREADS):
            result = query(store, ["total_spend", "lines"], actor=OWNER)
            commits = result.data_version - first_version
            expected = {"total_spend": ALL + commits * Decimal("0.01"), "lines": THREADS * LINES + commits}
            if result.rows != [expected]:
                wrong.append(result.rows)
            mine = query(store, ["total_spend"], ["month"], Selection(suppliers=(number,)), actor=OWNER)
            if sum(row["total_spend"] for row in mine.rows) != Decimal(f"{number}.{number:02d}") * LINES:
                wrong.append(mine.rows)
        return wrong

    writer.start()
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            rows = [wrong for found in pool.map(wrong_rows, range(1, THREADS + 1)) for wrong in found]
            figures = [wrong for found in pool.map(wrong_figures, range(1, THREADS + 1)) for wrong in found]
    finally:
        writer.enough.set()
        writer.join()
        store.close()
    assert rows == []
    assert figures == []
    assert writer.commits > 5


def test_writers_wait_for_one_another(tmp_path):
    store = store_with(folder=tmp_path)

    def add(number):
        with store.write(OWNER) as tx:
            tx.insert("company", {"company_id": tx.next_id("company", "company_id"), "name": f"Company {number}"})
            spend.rebuild(tx)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(add, range(40)))
    assert store.rows("select count(*), max(company_id) from company") == [(40, 40)]
    store.close()
