"""What is computed: each measure is one declared object.

`sql` is an aggregate over `spend`, in a subset of SQL that other engines understand too. It may hold the marks
`{social}`, `{possible}`, `{local}`, `{counted}` and `{impact}`, conditions on a line that are never NULL and that
the query fills in from the scope, the local rule and what the organisation counts. Money is DECIMAL, a share is a
DOUBLE between 0 and 1, NULL where there is nothing to divide by.

Unless it says otherwise a measure is about addressable spend: a gift, a tax or the rent is never social,
never local, and never in a denominator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from socialimpact.errors import Refused
from socialimpact.language import Message, msg

Unit = Literal["euro", "share", "count", "days", "points"]
Step = Literal["lines", "suppliers"]

SOCIAL = "addressable and {social}"
LOCAL = "addressable and {local}"
# A town, or at least a province, or a country that is not ours: enough to say whether a supplier can be local.
PLACE_KNOWN = "(municipality_code is not null or province is not null or (country is not null and country <> 'IT'))"


@dataclass(frozen=True)
class Measure:
    """One figure. `condition` says which lines it is about: the lines that are shown behind it.

    `numerator` and `denominator` are the keys of the measures that a share divides. A measure of step
    `suppliers` aggregates one row a supplier (`supplier_total`, `supplier_social`, `supplier_place`: the rank by
    addressable spend within the group) instead of one row a line. `adds_up` is true where the values of the parts
    are the value of the whole.
    """

    key: str
    name: Message
    unit: Unit
    sql: str
    sentence: Message
    condition: str
    better: Literal["more", "less"] | None = None
    standards: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    step: Step = "lines"
    adds_up: bool = False


def _euro(key: str, name: Message, condition: str, sentence: Message, **more: object) -> Measure:
    sql = f"coalesce(sum(case when {condition} then net_amount end), 0)"
    return Measure(key, name, "euro", sql, sentence, condition, adds_up=True, **more)  # type: ignore[arg-type]


def _suppliers(key: str, name: Message, condition: str, sentence: Message, **more: object) -> Measure:
    sql = f"count(distinct case when {condition} then supplier_id end)"
    return Measure(key, name, "count", sql, sentence, condition, **more)  # type: ignore[arg-type]


def _share(key: str, name: Message, top: Measure, bottom: Measure, sentence: Message, **more: object) -> Measure:
    sql = f"cast({top.sql} as double) / nullif(cast({bottom.sql} as double), 0)"
    return Measure(
        key, name, "share", sql, sentence, top.condition, numerator=top.key, denominator=bottom.key,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _days(key: str, name: Message, condition: str, sentence: Message) -> Measure:
    paid = f"{condition} and days_to_pay is not null and document_type <> 'credit_note'"
    sql = f"avg(cast(case when {paid} then days_to_pay end as double))"
    return Measure(key, name, "days", sql, sentence, paid, better="less", standards=("ESRS G1-6",))


_TOTAL = _euro(
    "total_spend", msg("Total spend"), "true",
    msg(
        "Everything in the ledgers, net of VAT where they say so, credit notes subtracted: purchases and all other "
        "lines."
    ),
)  # fmt: skip
_ADDRESSABLE = _euro(
    "addressable_spend", msg("Addressable spend"), "addressable",
    msg("Spend on purchases, less what the organisation has excluded: the denominator of every share."),
)  # fmt: skip
_SOCIAL = _euro(
    "social_spend", msg("Social spend"), SOCIAL,
    msg(
        "Addressable spend with suppliers whose kind is in the scope on the line's date, known by evidence that "
        "counts. A supplier of two kinds counts once."
    ),
    better="more", standards=("Buy Social Corporate Challenge",),
)  # fmt: skip
_POSSIBLE = _euro(
    "possible_social_spend", msg("Possible social spend"), "addressable and {possible}",
    msg(
        "Addressable spend with suppliers that may be in the scope: a name that resembles a register's, or their "
        "own word. It is in no share until someone confirms it."
    ),
)  # fmt: skip
_LOCAL = _euro(
    "local_spend", msg("Local spend"), LOCAL,
    msg(
        "Addressable spend with suppliers whose seat is near the buying site by the chosen rule. A supplier without "
        "a known place is not local."
    ),
    better="more", standards=("GRI 204-1",),
)  # fmt: skip
_SOCIAL_LOCAL = _euro(
    "social_local_spend", msg("Social and local spend"), "addressable and {social} and {local}",
    msg("Addressable spend with suppliers that are social and local at once."),
    better="more",
)  # fmt: skip
_IDENTIFIED = _euro(
    "identified_spend", msg("Identified spend"), "addressable and identified",
    msg("Addressable spend with suppliers that have a VAT number or tax code whose check digit is right."),
    better="more",
)  # fmt: skip
_PLACED = _euro(
    "place_known_spend", msg("Spend with a known place"), f"addressable and {PLACE_KNOWN}",
    msg("Addressable spend with suppliers whose town, province or foreign country is known."),
    better="more",
)  # fmt: skip
_CLASSIFIED = _euro(
    "classified_spend", msg("Classified spend"), "addressable and category is not null",
    msg("Addressable spend on lines that have one of the categories of this program."),
    better="more",
)  # fmt: skip
_SUPPLIERS = _suppliers(
    "suppliers", msg("Suppliers"), "addressable",
    msg("Suppliers with addressable spend, each counted once."),
)  # fmt: skip
_SOCIAL_SUPPLIERS = _suppliers(
    "social_suppliers", msg("Social suppliers"), SOCIAL,
    msg("Suppliers with social spend, each counted once."),
    better="more", standards=("Buy Social Corporate Challenge",),
)  # fmt: skip
_NEW = _suppliers(
    "new_suppliers", msg("New suppliers"), "addressable and supplier_is_new",
    msg(
        "Suppliers from whom a company buys for the first time in the year. The first year of its ledger has none, "
        "as nobody knows who was there before."
    ),
)  # fmt: skip
_SCREENED = _suppliers(
    "new_suppliers_screened", msg("New suppliers screened"), "addressable and supplier_is_new and supplier_screened",
    msg("New suppliers that were screened on social criteria by the end of the year."),
    better="more",
)  # fmt: skip
_TOP_THREE = "supplier_place <= 3"

_ALL = (
    _TOTAL,
    _ADDRESSABLE,
    _SOCIAL,
    _share(
        "social_share", msg("Social-spend share"), _SOCIAL, _ADDRESSABLE,
        msg("Social spend divided by addressable spend."),
        better="more", standards=("Buy Social Corporate Challenge",),
    ),
    _POSSIBLE,
    _share(
        "possible_social_share", msg("Possible social share"), _POSSIBLE, _ADDRESSABLE,
        msg("Possible social spend divided by addressable spend: what the social-spend share could still gain."),
    ),
    _LOCAL,
    _share(
        "local_share", msg("Local-supplier share"), _LOCAL, _ADDRESSABLE,
        msg("Local spend divided by addressable spend, on the accrual basis."),
        better="more", standards=("GRI 204-1",),
    ),
    _SOCIAL_LOCAL,
    _share(
        "social_local_share", msg("Social and local share"), _SOCIAL_LOCAL, _ADDRESSABLE,
        msg("Spend that is social and local at once, divided by addressable spend."),
        better="more",
    ),
    _euro(
        "social_not_local_spend", msg("Social spend that is not local"), "addressable and {social} and not {local}",
        msg("Addressable spend with suppliers that are social, but not near the buying site by the chosen rule."),
    ),
    _euro(
        "local_not_social_spend", msg("Local spend that is not social"), "addressable and {local} and not {social}",
        msg("Addressable spend with suppliers that are near the buying site, but not known to be social."),
    ),
    _euro(
        "not_social_not_local_spend", msg("Spend neither social nor local"),
        "addressable and not {social} and not {local}",
        msg("Addressable spend with suppliers that are neither known to be social nor near the buying site."),
    ),
    _SUPPLIERS,
    _SOCIAL_SUPPLIERS,
    _NEW,
    _suppliers(
        "local_suppliers", msg("Local suppliers"), LOCAL,
        msg("Suppliers with local spend, each counted once."),
        better="more", standards=("GRI 204-1",),
    ),
    _suppliers(
        "lost_suppliers", msg("Lost suppliers"), "addressable and supplier_is_lost",
        msg(
            "Suppliers from whom a company buys for the last time in the year, while its ledger goes on into later "
            "years."
        ),
        better="less",
    ),
    _suppliers(
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
    _IDENTIFIED,
    _share(
        "identified_share", msg("Identified share"), _IDENTIFIED, _ADDRESSABLE,
        msg("Identified spend divided by addressable spend: how much could be looked up in a register at all."),
        better="more",
    ),
    _euro(
        "unidentified_spend", msg("Unidentified spend"), "addressable and not identified",
        msg(
            "Addressable spend with suppliers that have no valid VAT number or tax code: no register can confirm or "
            "deny what they are."
        ),
        better="less",
    ),
    _euro(
        "impact_driven_spend", msg("Impact-driven spend"), "addressable and {impact}",
        msg(
            "Addressable spend with benefit corporations and B Corps, known by evidence that counts. They "
            "distribute profit and are in no social share."
        ),
        better="more",
    ),
    _euro(
        "donations", msg("Donations"), "nature = 'donation'",
        msg("Gifts to organisations, shown beside social spend and never inside it."),
    ),
    _euro(
        "sponsorships", msg("Sponsorships"), "nature = 'sponsorship'",
        msg("Money for a name or a logo shown, beside social spend and never inside it."),
    ),
    _euro(
        "membership_fees", msg("Membership fees"), "nature = 'membership_fee'",
        msg("Fees for belonging to associations, beside social spend and never inside it."),
    ),
    _euro(
        "given_to_social", msg("Given to social suppliers"),
        "nature in ('donation', 'sponsorship', 'membership_fee') and {social}",
        msg(
            "Donations, sponsorships and membership fees to organisations whose kind is in the scope, known by "
            "evidence that counts. Nothing was bought with them: they are in no share."
        ),
    ),
    _days(
        "average_days_to_pay", msg("Average days to pay"), "addressable",
        msg(
            "Days from the invoice's date to its payment, averaged over the lines that have both dates, credit "
            "notes left out."
        ),
    ),
    _days(
        "average_days_to_pay_social", msg("Average days to pay, social suppliers"), SOCIAL,
        msg(
            "Days from the invoice's date to its payment, averaged over the lines of social spend that have both "
            "dates, credit notes left out."
        ),
    ),
    _SCREENED,
    _share(
        "new_suppliers_screened_share", msg("Share of new suppliers screened"), _SCREENED, _NEW,
        msg("New suppliers that were screened on social criteria, divided by all new suppliers."),
        better="more", standards=("GRI 414-1",),
    ),
    _PLACED,
    _share(
        "place_known_share", msg("Share with a known place"), _PLACED, _ADDRESSABLE,
        msg(
            "Spend with suppliers whose place is known, divided by addressable spend: the rest cannot be called "
            "local."
        ),
        better="more",
    ),
    _CLASSIFIED,
    _share(
        "classified_share", msg("Share with a category"), _CLASSIFIED, _ADDRESSABLE,
        msg("Classified spend divided by addressable spend: the rest is in no category."),
        better="more",
    ),
    Measure(
        "lines", msg("Lines"), "count", "count(*)",
        msg("Rows of the ledgers, whatever their nature; those set aside at the import are not among them."),
        "true", adds_up=True,
    ),
    _euro(
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
