"""Sites that a ledger names: made at import, so that a person has only to say where they are."""

from __future__ import annotations

from socialimpact.ledger.documents import folded
from socialimpact.places import municipalities
from socialimpact.store import Transaction

# More names than a company has sites: then the column holds something else.
_MOST = 100


def make_missing(tx: Transaction, company_id: int, import_id: int) -> list[str]:
    """Make the sites that the lines in `parsed` name and the company does not know; returns their names.

    A site that is called like one Italian municipality is placed there. Nothing is made where the column holds
    more than a hundred names.
    """
    named = tx.rows(
        f"""
        with final as (
            select min(site) as name from parsed
            where reason is null and site is not null and {folded("site")} not in (
                select {folded("name")} from site where company_id = ?)
            group by {folded("site")}
        )
        select name from final order by name""",
        [company_id],
        step="sites of the ledger",
    )
    if len(named) > _MOST:
        return []
    for (name,) in named:
        found = municipalities.find(name)
        tx.insert(
            "site",
            {
                "site_id": tx.next_id("site", "site_id"),
                "company_id": company_id,
                "name": name,
                "municipality_code": found.municipality.code if found else None,
                "made_by_import": import_id,
            },
        )
    return [name for (name,) in named]


def forget(tx: Transaction, import_id: int) -> None:
    """Take back the sites that an import made, unless other lines name them or a person has changed them."""
    tx.execute(
        "delete from site where made_by_import = ? and site_id not in"
        " (select site_id from line where site_id is not null)",
        [import_id],
        step="forget sites",
    )
