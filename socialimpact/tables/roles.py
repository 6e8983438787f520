"""Which column plays which role: what its name says, weighed with what its cells look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socialimpact.language import Message, Share, msg
from socialimpact.tables.headings import meanings
from socialimpact.tables.periods import names_period
from socialimpact.tables.template import certain_roles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socialimpact.tables.content import Profile
    from socialimpact.tables.headings import Purpose

IGNORE = "ignore"
LEAST_SCORE = 0.3
# of a score, the share that the name keeps when the cells do not fit at all
NAME_SHARE = 0.4
SURE, DOCUMENTS = 0.75, 0.8
CONTENT_ONLY = 0.5  # what cells alone are worth
ORGANISATIONS = 0.4  # the share of cells that name an organisation, where a column is one of names after all
DATES = ("invoice_date", "posting_date", "payment_date")
AMOUNTS = ("net_amount", "gross_amount", "debit", "credit")


@dataclass(frozen=True)
class Column:
    """A column and the role proposed for it; `confidence` is from 0 to 1."""

    index: int
    header: str | None
    role: str
    confidence: float
    reason: Message


@dataclass(frozen=True)
class _Claim:
    score: float
    column: int
    role: str
    fit: float
    named: bool
    known: bool


def assign(headers: Sequence[str | None], profiles: Sequence[Profile], purpose: Purpose) -> tuple[Column, ...]:
    """One column for every role at most, and one role for every column."""
    claims: list[_Claim] = []
    for column, (header, profile) in enumerate(zip(headers, profiles, strict=True)):
        if header:
            claims += _claims_by_name(column, header, profile, purpose)
    ours = certain_roles(headers) if purpose == "ledger" else {}
    taken = {index: _Claim(1.0, index, role, 1.0, named=True, known=True) for index, role in ours.items()}
    roles = set(ours.values())
    _settle(_without_weak_firsts(claims), taken, roles)
    _settle(_claims_by_content(headers, profiles, purpose, taken, roles), taken, roles)
    if purpose == "ledger" and "document_type" not in roles:
        _find_types(profiles, taken)
    if purpose == "ledger" and not roles & {"supplier_name", "supplier_vat", "supplier_tax_code"}:
        _find_names(profiles, taken)
    return tuple(
        Column(index, header, ours[index], 1.0, msg("A column of our template."))
        if index in ours
        else _column(index, header, profile, taken.get(index), claims)
        for index, (header, profile) in enumerate(zip(headers, profiles, strict=True))
    )


def _find_types(profiles: Sequence[Profile], taken: dict[int, _Claim]) -> None:
    """A weakly named category that holds invoices, payments and credit notes is that of documents."""
    for column, claim in taken.items():
        profile = profiles[column]
        if claim.role == "category" and claim.score < SURE and profile.document > DOCUMENTS:
            taken[column] = _Claim(claim.score, column, "document_type", profile.document, named=False, known=False)
            return


def _find_names(profiles: Sequence[Profile], taken: dict[int, _Claim]) -> None:
    """Where no column is the supplier's, a description or category that holds the names of organisations is."""
    texts = [(profiles[column].organisation, column) for column, claim in taken.items()
             if claim.role in {"description", "category"}]  # fmt: skip
    share, column = max(texts, default=(0.0, -1))
    if share > ORGANISATIONS and profiles[column].letters > ORGANISATIONS:
        taken[column] = _Claim(CONTENT_ONLY * share, column, "supplier_name", share, named=False, known=False)


def _without_weak_firsts(claims: Sequence[_Claim]) -> list[_Claim]:
    """Whoever needs one date takes the first of `DATES`, one amount the first of `AMOUNTS`: a doubtful first gives
    way to a sure second.
    """
    kept = list(claims)
    for family in (DATES, AMOUNTS[:2]):
        for place, role in enumerate(family):
            later = [claim for claim in claims if claim.role in family[place + 1 :] and claim.known]
            sure = max((claim.score for claim in later if claim.fit > 0.5), default=0.0)  # noqa: PLR2004
            kept = [claim for claim in kept if claim.role != role or claim.score >= sure - 0.25]
    return kept


def _settle(claims: Sequence[_Claim], taken: dict[int, _Claim], roles: set[str]) -> None:
    for claim in sorted(claims, key=lambda claim: (-claim.score, claim.column)):
        if claim.column in taken or (claim.role in roles and claim.role not in {IGNORE, "personal"}):
            continue
        taken[claim.column] = claim
        roles.add(claim.role)


def _claims_by_name(column: int, header: str, profile: Profile, purpose: Purpose) -> list[_Claim]:
    claims = []
    found = meanings(header, purpose)
    for meaning in found:
        fit = fit_of(meaning.role, profile)
        if fit is None:
            continue
        score = meaning.score * (NAME_SHARE + (1 - NAME_SHARE) * fit)
        if score >= LEAST_SCORE:
            claims.append(_Claim(score, column, meaning.role, fit, named=True, known=meaning.known))
    # a column called after the supplier's number that holds names holds the supplier
    if found and found[0].role == "supplier_code" and not any(claim.role == "supplier_name" for claim in claims):
        fit = fit_of("supplier_name", profile) or 0.0
        if fit > 0.6 and profile.code < 0.3:  # noqa: PLR2004
            claims.append(_Claim(0.75 * found[0].score * fit, column, "supplier_name", fit, named=True, known=False))
    return claims


def _claims_by_content(
    headers: Sequence[str | None],
    profiles: Sequence[Profile],
    purpose: Purpose,
    taken: dict[int, _Claim],
    roles: set[str],
) -> list[_Claim]:
    """Claims to the roles that nothing else works without, by cells alone, where no name claimed them."""
    wanted = [(role, like) for role, instead, like in _NEEDED[purpose] if not roles & set(instead)]
    undated = any(role == "invoice_date" for role, _ in wanted)
    claims = []
    for column, profile in enumerate(profiles):
        free = column not in taken
        found = meanings(header, purpose) if (header := headers[column]) else ()
        dated = bool(header and names_period(header) and profile.date > 0.8)  # noqa: PLR2004 - months for want of days
        if undated and dated and column in taken and taken[column].role == IGNORE:
            del taken[column]
            claims.append(_Claim(CONTENT_ONLY, column, "invoice_date", profile.date, named=False, known=False))
            continue
        if not free or (found and found[0].known and fit_of(found[0].role, profile) is not None):
            continue
        for role, like in wanted:
            score = CONTENT_ONLY * like(profile)
            if score >= LEAST_SCORE:
                claims.append(_Claim(score, column, role, score / CONTENT_ONLY, named=False, known=False))
    return claims


def _like_date(profile: Profile) -> float:
    return profile.date * (0.7 + 0.3 * min(profile.filled, 1))


def _like_amount(profile: Profile) -> float:
    if profile.running or _like_codes(profile):
        return 0.0
    return profile.number * (0.65 + 0.35 * profile.decimal) * (0.7 + 0.3 * profile.filled)


def _like_name(profile: Profile) -> float:
    if profile.distinct < 0.02 and profile.count > 100:  # noqa: PLR2004 - a few values over and over: no names
        return 0.0
    return (
        profile.letters
        * (0.5 + 0.5 * min(1.0, 2 * profile.organisation))
        * (0.6 + 0.4 * min(1.0, 3 * profile.distinct))
    )


def _like_description(profile: Profile) -> float:
    return profile.letters * min(1.0, profile.length / 25) * min(1.0, 2 * profile.distinct) * 0.8


def _like_identifier(profile: Profile) -> float:
    # one value all the way down is the buyer's own
    return max(profile.vat, profile.tax) if profile.distinct * profile.count > 1 or profile.count == 1 else 0.0


# what nothing works without: the role, the roles that do instead, and how cells alone may tell
_NEEDED: dict[Purpose, tuple[tuple[str, tuple[str, ...], Callable[[Profile], float]], ...]] = {
    "ledger": (
        ("invoice_date", DATES, _like_date),
        ("net_amount", AMOUNTS, _like_amount),
        ("supplier_name", ("supplier_name",), _like_name),
        ("supplier_vat", ("supplier_vat", "supplier_tax_code"), _like_identifier),
        ("description", ("description",), _like_description),
    ),
    "register": (
        ("name", ("name",), _like_name),
        ("tax_code", ("tax_code", "vat"), _like_identifier),
    ),
}


def _like_codes(profile: Profile) -> bool:
    """Whole numbers of one length, all different: numbers of documents or suppliers, no amounts."""
    return (
        profile.integer > 0.95 and profile.same_length > 0.9 and profile.length >= 6 and profile.distinct > 0.5  # noqa: PLR2004
    )


def fit_of(role: str, profile: Profile) -> float | None:
    """How well cells suit a role (0–1), None where they contradict it. An empty column suits everything badly."""
    if role in {IGNORE, "personal"}:
        return 1.0
    if not profile.count:
        return 0.1
    rule = _FITS.get(role)
    fit = 0.8 if rule is None else rule(profile)
    if fit is None:
        return None
    return fit * (1.0 if profile.filled > 0.3 else 0.8 if profile.filled > 0.02 else 0.5)  # noqa: PLR2004


def _amount(profile: Profile) -> float | None:
    if profile.number < 0.3:  # noqa: PLR2004
        return None
    if profile.running or profile.date > 0.5:  # noqa: PLR2004
        return 0.1
    return profile.number * (0.4 if _like_codes(profile) else 1.0)


def _date(profile: Profile) -> float | None:
    return max(profile.date, 0.9 * profile.serial if profile.serial > 0.8 else 0.0)  # noqa: PLR2004


def _name(profile: Profile) -> float | None:
    if profile.letters < 0.3:  # noqa: PLR2004
        return None
    alone = profile.count > 20 and profile.distinct * profile.count <= 1  # noqa: PLR2004
    return profile.letters * (0.7 if alone else 0.85) + 0.15 * min(1.0, 2 * profile.organisation)


def _text(profile: Profile) -> float | None:
    return max(profile.letters, 0.2)


def _identifier(profile: Profile) -> float | None:
    found = max(profile.vat, profile.tax, 0.8 * profile.tax_shape)
    return None if found < 0.2 else found  # noqa: PLR2004


def _document(profile: Profile) -> float | None:
    if profile.date > 0.8 or (profile.letters > 0.8 and profile.code < 0.1 and profile.length > 15):  # noqa: PLR2004
        return 0.1
    return 0.5 + 0.5 * profile.distinct


def _supplier_code(profile: Profile) -> float | None:
    return None if profile.letters > 0.6 and profile.code < 0.3 and profile.length > 8 else 0.9  # noqa: PLR2004


def _category(profile: Profile) -> float | None:
    return max(profile.letters, 0.3) * (1.0 - 0.3 * profile.distinct)


def _code(profile: Profile) -> float | None:
    return 0.9 if profile.length < 20 and profile.letters < 0.6 else 0.4  # noqa: PLR2004


def _vat_rate(profile: Profile) -> float | None:
    """A handful of short values over and over: percentages, or codes of the tax office."""
    few = profile.count < 20 or profile.distinct < 0.3  # noqa: PLR2004
    return 0.9 if few and profile.length <= 12 and profile.date < 0.5 else None  # noqa: PLR2004


def _at_least(share: float) -> float | None:
    return None if share < 0.4 else share  # noqa: PLR2004


_FITS: dict[str, Callable[[Profile], float | None]] = {
    **dict.fromkeys(("net_amount", "gross_amount", "debit", "credit"), _amount),
    **dict.fromkeys(("vat_amount", "quantity", "unit_price", "exchange_rate"), lambda p: _at_least(p.number)),
    **dict.fromkeys((*DATES, "due_date", "valid_from", "valid_to", "registered_on"), _date),
    **dict.fromkeys(("supplier_name", "name"), _name),
    **dict.fromkeys(("supplier_vat", "supplier_tax_code", "vat", "tax_code"), _identifier),
    **dict.fromkeys(
        ("description", "offers", "supplier_address", "address", "supplier_municipality", "municipality"), _text
    ),
    **dict.fromkeys(("supplier_postcode", "postcode"), lambda p: _at_least(p.postcode)),
    **dict.fromkeys(("supplier_province", "province"), lambda p: _at_least(max(p.two_letters, 0.7 * p.letters))),
    **dict.fromkeys(("supplier_country", "country"), lambda p: _at_least(p.letters)),
    "vat_rate": _vat_rate,
    "currency": lambda p: _at_least(p.currency),
    "document_number": _document,
    "supplier_code": _supplier_code,
    "category": _category,
    "category_code": _code,
    "email": lambda p: _at_least(p.letters),
    "website": lambda p: _at_least(p.letters),
}


def _column(index: int, header: str | None, profile: Profile, claim: _Claim | None, claims: Sequence[_Claim]) -> Column:
    if claim is None:
        lost = any(other.column == index for other in claims)
        return Column(index, header, IGNORE, 0.0, _why_ignored(header, profile, lost=lost))
    confidence = round(min(claim.score, 0.99), 2)
    if claim.role == IGNORE:
        return Column(index, header, IGNORE, confidence, _why_ignored(header, profile, named=True))
    if claim.role == "personal":
        return Column(index, header, claim.role, confidence, msg("Personal data. It is not kept."))
    return Column(index, header, claim.role, confidence, _why(header, claim))


def _why(header: str | None, claim: _Claim) -> Message:
    fits = Share(round(claim.fit, 2), 0)
    if not claim.named:
        return msg("No known name, but {share} of the cells look right.", share=fits)
    if claim.known:
        return msg("“{header}” is a known name, and {share} of the cells look right.", header=header, share=fits)
    return msg("“{header}” resembles a known name, and {share} of the cells look right.", header=header, share=fits)


def _why_ignored(header: str | None, profile: Profile, *, named: bool = False, lost: bool = False) -> Message:
    if not profile.count:
        return msg("The column is empty.")
    if named:
        return msg("“{header}” is not needed.", header=header)
    if lost:
        return msg("Another column suits the role better.")
    return msg("Neither the name nor the cells say what this is.")
