"""The ways in which the lines of a ledger write their suppliers."""

from __future__ import annotations

# The columns of `parsed` that say who a supplier is.
WRITTEN = (
    "supplier_name", "supplier_code", "supplier_vat", "supplier_tax_code", "supplier_address", "supplier_municipality",
    "supplier_province", "supplier_postcode", "supplier_country",
)  # fmt: skip
# A number that rows share which write their supplier alike: the texts themselves would be held once more.
KEY = f"hash({', '.join(WRITTEN)})"
# The key of rows that say nothing of their supplier.
NOBODY = f"hash({', '.join(['cast(null as varchar)'] * len(WRITTEN))})"


def sightings_sql() -> str:
    """Makes the temporary table `sighting`: one row a distinct way of writing a supplier among the lines."""
    named = ", ".join(f"any_value({name}) as {name}" for name in WRITTEN)
    return (
        "create temp table sighting as with final as ("
        f" select sighting_key, count(*) as lines, min(row_number) as row_number, {named}"
        " from parsed where reason is null group by sighting_key)"
        " select cast(row_number() over (order by row_number, sighting_key) - 1 as integer) as sighting, *"
        " exclude (row_number), row_number from final order by sighting"
    )
