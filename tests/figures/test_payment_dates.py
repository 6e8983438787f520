"""How late each line was paid, and what should have been paid by now: in `spend`, and in a home that is older."""

from tests.figures.test_spend import columns
from tests.store_with import store_with


def test_what_should_have_been_paid_is_known_only_where_a_file_knows_payments():
    store = store_with(
        """
        date       | due        | paid       | supplier | amount | file
        2024-03-01 | 2024-03-31 | 2024-04-10 | Alfa     | 100.00 | paid.xlsx
        2024-03-01 | 2024-03-31 | 2024-03-31 | Alfa     | 100.00 | paid.xlsx
        2024-03-01 | 2024-03-31 |            | Alfa     | 100.00 | paid.xlsx
        2024-04-01 | 2024-04-30 |            | Alfa     | 100.00 | paid.xlsx
        2024-03-01 | 2024-03-31 |            | Alfa     | 100.00 | unpaid.xlsx
        2024-03-01 |            |            | Alfa     | 100.00 | unpaid.xlsx
        """
    )
    assert columns(store, "days_late", "past_due") == [
        (10, False), (0, False), (None, True), (None, False), (None, False), (None, False),
    ]  # fmt: skip
