"""What is computed: each measure is one declared object.

`sql` is an aggregate over `spend`, in a subset of SQL that other engines understand too. It may hold the marks
`{social}`, `{possible}`, `{local}`, `{counted}` and `{impact}`, conditions on a line that are never NULL and that
the query fills in from the scope, the local rule and what the organisation counts. Money is DECIMAL, a share is a
DOUBLE between 0 and 1, NULL where there is nothing to divide by.

Unless it says otherwise a measure is about addressable spend: a gift, a tax or the rent is never social,
never local, and never in a denominator.
"""

from __future__ import annotations

from socialimpact.errors import Refused
from socialimpact.figures import declare
from socialimpact.figures.declare import LOCAL, PLACE_KNOWN, SOCIAL, Measure
from socialimpact.figures.payment_measures import PAYMENTS
from socialimpact.language import msg

__all__ = ["LOCAL", "MEASURES", "PLACE_KNOWN", "SOCIAL", "Measure", "measure"]

_TOTAL = declare.euro(
    "total_spend", msg("Total spend"), "true",
    msg(
        "Everything in the ledgers, net of VAT where they say so, credit notes subtracted: purchases and all other "
        "lines."
    ),
)  # fmt: skip
_ADDRESSABLE = declare.euro(
    "addressable_spend", msg("Addressable spend"), "addressable",
    msg("Spend on purchases, less what the organisation has excluded: the denominator of every share."),
)  # fmt: skip
_SOCIAL = declare.euro(
    "social_spend", msg("Social spend"), SOCIAL,
    msg(
        "Addressable spend with suppliers whose kind is in the scope on the line's date, known by evidence that "
        "counts. A supplier of two kinds counts once."
    ),
    better="more", standards=("Buy Social Corporate Challenge",),
)  # fmt: skip
_POSSIBLE = declare.euro(
    "possible_social_spend", msg("Possible social spend"), "addressable and {possible}",
    msg(
        "Addressable spend with suppliers that may be in the scope: a name that resembles a register's, or their "
        "own word. It is in no share until someone confirms it."
    ),
)  # fmt: skip
_LOCAL = declare.euro(
    "local_spend", msg("Local spend"), LOCAL,
    msg(
        "Addressable spend with suppliers whose seat is near the buying site by the chosen rule. A supplier without "
        "a known place is not local."
    ),
    better="more", standards=("GRI 204-1",),
)  # fmt: skip
_SOCIAL_LOCAL = declare.euro(
    "social_local_spend", msg("Social and local spend"), "addressable and {social} and {local}",
    msg("Addressable spend with suppliers that are social and local at once."),
    better="more",
)  # fmt: skip
_IDENTIFIED = declare.euro(
    "identified_spend", msg("Identified spend"), "addressable and identified",
    msg("Addressable spend with suppliers that have a VAT number or tax code whose check digit is right."),
    better="more",
)  # fmt: skip
_PLACED = declare.euro(
    "place_known_spend", msg("Spend with a known place"), f"addressable and {PLACE_KNOWN}",
    msg("Addressable spend with suppliers whose town, province or foreign country is known."),
    better="more",
)  # fmt: skip
_CLASSIFIED = declare.euro(
    "classified_spend", msg("Classified spend"), "addressable and category is not null",
    msg("Addressable spend on lines that have one of the categories of this program."),
    better="more",
)  # fmt: skip
_SUPPLIERS = declare.suppliers(
    "suppliers", msg("Suppliers"), "addressable",
    msg("Suppliers with addressable spend, each counted once."),
)  # fmt: skip
_SOCIAL_SUPPLIERS = declare.suppliers(
    "social_suppliers", msg("Social suppliers"), SOCIAL,
    msg("Suppliers with social spend, each counted once."),
    better="more", standards=("Buy Social Corporate Challenge",),
)  # fmt: skip
_NEW = declare.suppliers(
    "new_suppliers", msg("New suppliers"), "addressable and supplier_is_new",
    msg(
        "Suppliers from whom a company buys for the first time in the year. The first year of its ledger has none, "
        "as nobody knows who was there before."
    ),
)  # fmt: skip
_SCREENED = declare.suppliers(
    "new_suppliers_screened", msg("New suppliers screened"), "addressable and supplier_is_new and supplier_screened",
    msg("New suppliers that were screened on social criteria by the end of the year."),
    better="more",
)  # fmt: skip
_TOP_THREE = "supplier_place <= 3"

_ALL = (
    _TOTAL,
    _ADDRESSABLE,
    _SOCIAL,
    declare.share(
        "social_share", msg("Social-spend share"), _SOCIAL, _ADDRESSABLE,
        msg("Social spend divided by addressable spend."),
        better="more", standards=("Buy Social Corporate Challenge",),
    ),
    _POSSIBLE,
    declare.share(
        "possible_social_share", msg("Possible social share"), _POSSIBLE, _ADDRESSABLE,
        msg("Possible social spend divided by addressable spend: what the social-spend share could still gain."),
    ),
    _LOCAL,
    declare.share(
        "local_share", msg("Local-supplier share"), _LOCAL, _ADDRESSABLE,
        msg("Local spend divided by addressable spend, on the accrual basis."),
        better="more", standards=("GRI 204-1",),
    ),
    _SOCIAL_LOCAL,
    declare.share(
        "social_local_share", msg("Social and local share"), _SOCIAL_LOCAL, _ADDRESSABLE,
        msg("Spend that is social and local at once, divided by addressable spend."),
        better="more",
    ),
    declare.euro(
        "social_not_local_spend", msg("Social spend that is not local"), "addressable and {social} and not {local}",
        msg("Addressable spend with suppliers that are social, but not near the buying site by the chosen rule."),
    ),
    declare.euro(
        "local_not_social_spend", msg("Local spend that is not social"), "addressable and {local} and not {social}",
        msg("Addressable spend with suppliers that are near the buying site, but not known to be social."),
    ),
    declare.euro(
        "not_social_not_local_spend", msg("Spend neither social nor local"),
        "addressable and not {social} and not {local}",
        msg("Addressable spend with suppliers that are neither known to be social nor near the buying site."),
    ),
    _SUPPLIERS,
    _SOCIAL_SUPPLIERS,
    _NEW,
    declare.suppliers(
        "local_suppliers", msg("Local suppliers"), LOCAL,
        msg("Suppliers with local spend, each counted once."),
        better="more", standards=("GRI 204-1",),
    ),
    declare.suppliers(
        "lost_suppliers", msg("Lost suppliers"), "addressable and supplier_is_lost",
        msg(
            "Suppliers from whom a company buys for the last time in the year, while its ledger goes on into later "
            "years."
        ),
        better="less",
    ),
    declare.suppliers(
        "new_social_suppliers", msg("New social suppliers"), "addressable and {social} and supplier_is_new",
        msg("New suppliers that have social spend in the year in which they are new."),
        better="more",
    ),
    Measure(
        "average_spend_per_social_supplier", msg("Average spend per social supplier"), "euro",
        f"cast({_SOCIAL.sql} / nullif({_SOCIAL_SUPPLIERS.sql}, 0) as decimal(18, 2))",
        msg("Social spend divided by the number of social suppliers."),
        SOCIAL, better="more", numerator="social_spend", denominator="social_suppliers",
    ),
    Measure(
        "median_spend_per_social_supplier", msg("Median spend per social supplier"), "euro",
        "cast(median(supplier_social) as decimal(18, 2))",
        msg("Half of the social suppliers receive more than this, half receive less."),
        SOCIAL, better="more", step="suppliers",
    ),
    Measure(
        "concentration", msg("Share of the three largest suppliers"), "share",
        f"cast(sum(case when {_TOP_THREE} then supplier_total end) as double)"
        " / nullif(cast(sum(supplier_total) as double), 0)",
        msg("Addressable spend with the three suppliers that receive the most, divided by addressable spend."),
        "addressable", better="less", denominator="addressable_spend", step="suppliers",
    ),
    Measure(
        "significant_suppliers", msg("Suppliers that make up 80 %"), "count",
        "count(case when supplier_total > 0 and supplier_running - supplier_total < 0.8 * supplier_sum then 1 end)",
        msg(
            "The fewest suppliers that together receive 80 % of addressable spend, the largest first: the significant "
            "suppliers. Those with more credit notes than invoices are left out."
        ),
        "addressable", standards=("B Impact Assessment",), step="suppliers",
    ),
    Measure(
        "largest_social_share", msg("Share of the largest social supplier"), "share",
        "cast(max(supplier_social) as double) / nullif(cast(sum(supplier_social) as double), 0)",
        msg("Social spend with the social supplier that receives the most, divided by social spend."),
        SOCIAL, better="less", denominator="social_spend", step="suppliers",
    ),
    _IDENTIFIED,
    declare.share(
        "identified_share", msg("Identified share"), _IDENTIFIED, _ADDRESSABLE,
        msg("Identified spend divided by addressable spend: how much could be looked up in a register at all."),
        better="more",
    ),
    declare.euro(
        "unidentified_spend", msg("Unidentified spend"), "addressable and not identified",
        msg(
            "Addressable spend with suppliers that have no valid VAT number or tax code: no register can confirm or "
            "deny what they are."
        ),
        better="less",
    ),
    declare.euro(
        "impact_driven_spend", msg("Impact-driven spend"), "addressable and {impact}",
        msg(
            "Addressable spend with benefit corporations and B Corps, known by evidence that counts. They "
            "distribute profit and are in no social share."
        ),
        better="more",
    ),
    declare.euro(
        "donations", msg("Donations"), "nature = 'donation'",
        msg("Gifts to organisations, shown beside social spend and never inside it."),
    ),
    declare.euro(
        "sponsorships", msg("Sponsorships"), "nature = 'sponsorship'",
        msg("Money for a name or a logo shown, beside social spend and never inside it."),
    ),
    declare.euro(
        "membership_fees", msg("Membership fees"), "nature = 'membership_fee'",
        msg("Fees for belonging to associations, beside social spend and never inside it."),
    ),
    declare.euro(
        "given_to_social", msg("Given to social suppliers"),
        "nature in ('donation', 'sponsorship', 'membership_fee') and {social}",
        msg(
            "Donations, sponsorships and membership fees to organisations whose kind is in the scope, known by "
            "evidence that counts. Nothing was bought with them: they are in no share."
        ),
    ),
    *PAYMENTS,
    _SCREENED,
    declare.share(
        "new_suppliers_screened_share", msg("Share of new suppliers screened"), _SCREENED, _NEW,
        msg("New suppliers that were screened on social criteria, divided by all new suppliers."),
        better="more", standards=("GRI 414-1",),
    ),
    _PLACED,
    declare.share(
        "place_known_share", msg("Share with a known place"), _PLACED, _ADDRESSABLE,
        msg(
            "Spend with suppliers whose place is known, divided by addressable spend: the rest cannot be called "
            "local."
        ),
        better="more",
    ),
    _CLASSIFIED,
    declare.share(
        "classified_share", msg("Share with a category"), _CLASSIFIED, _ADDRESSABLE,
        msg("Classified spend divided by addressable spend: the rest is in no category."),
        better="more",
    ),
    Measure(
        "lines", msg("Lines"), "count", "count(*)",
        msg("Rows of the ledgers, whatever their nature; those set aside at the import are not among them."),
        "true", adds_up=True,
    ),
    declare.euro(
        "undated_spend", msg("Undated spend"), "addressable and date is null",
        msg("Addressable spend on lines without any date: it is in no year and no month."),
        better="less",
    ),
)  # fmt: skip

MEASURES: dict[str, Measure] = {measure.key: measure for measure in _ALL}


def measure(key: str) -> Measure:
    """The declared measure. Raises `Refused` that names those there are."""
    found = MEASURES.get(key)
    if found is None:
        raise Refused(
            msg("There is no measure “{key}”. Those there are: {known}.", key=key, known=", ".join(MEASURES)),
            code="unknown_measure",
        )
    return found
