"""Who we are: the organisation's settings, companies, sites and scopes; its decisions come from `decisions`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from socialimpact.actor import Actor, Role
from socialimpact.errors import NotFound, Refused
from socialimpact.figures import choices, spend
from socialimpact.figures import scopes as scope_figures
from socialimpact.figures.choices import OrganisationSettings
from socialimpact.figures.scopes import Scope
from socialimpact.figures.targets import Target
from socialimpact.language import msg, plural
from socialimpact.places import local_rules, municipalities
from socialimpact.services.goals.targets import remove_target, save_target, targets
from socialimpact.services.own_scopes import save_scope, scopes
from socialimpact.services.suppliers.decisions import (
    Exclusion,
    NatureSpend,
    add_exclusion,
    exclusions,
    gift_natures,
    natures_by_spend,
    remove_exclusion,
    require,
    sees,
)
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.suppliers import identifiers

__all__ = [
    "Company", "Exclusion", "NatureSpend", "OrganisationSettings", "Scope", "Site", "Target", "add_exclusion",
    "companies", "exclusions", "find_company", "gift_natures", "natures_by_spend", "remove_exclusion", "remove_site",
    "remove_target", "require_company", "save_company", "save_scope", "save_settings", "save_site", "save_target",
    "scopes", "settings", "sites", "targets",
]  # fmt: skip

# The company that is made at first need has a name for readers of either language until someone gives it its own.
FIRST_COMPANY = "La mia azienda · My company"


@dataclass(frozen=True)
class Company:
    """A company that buys. Identifiers are valid ones."""

    company_id: int
    name: str
    vat_number: str | None = None
    tax_code: str | None = None
    country: str = "IT"


@dataclass(frozen=True)
class Site:
    """Where a company buys for: an Italian municipality (ISTAT code), coordinates in degrees, or a country alone.

    `is_default`: lines that name no site are bought for this one. `is_significant`: a "significant location of
    operation" in the report (GRI 204-1).
    """

    site_id: int
    company_id: int
    name: str
    municipality_code: str | None = None
    country: str = "IT"
    latitude: float | None = None
    longitude: float | None = None
    is_default: bool = False
    is_significant: bool = False


def settings(ws: Workspace, actor: Actor) -> OrganisationSettings:
    """Name, scope, local rule, and whether a supplier's own word counts."""
    actor.require("viewer")
    return choices.settings(ws.db)


def save_settings(ws: Workspace, actor: Actor, wanted: OrganisationSettings) -> OrganisationSettings:
    """Save the settings and return them as kept. No figure has to be rebuilt: they are conditions over the lines.

    Raises `NotFound` for a scope, `Refused` for a local rule that does not exist.
    """
    require(actor, "editor", None)
    kept = replace(
        wanted,
        name=wanted.name.strip(),
        significant_sites=" ".join(wanted.significant_sites.split()),
        scope_key=scope_figures.scope(ws.db, wanted.scope_key).key,
        local_rule_key=local_rules.parse(wanted.local_rule_key).key,
    )
    before = choices.settings(ws.db)
    with ws.db.write(actor) as tx:
        for key, value in (
            ("organisation_name", kept.name),
            ("scope", kept.scope_key),
            ("local_rule", kept.local_rule_key),
            ("declared_counts", "true" if kept.declared_counts else "false"),
            ("significant_sites", kept.significant_sites),
        ):
            tx.execute("delete from setting where key = ?", [key])
            tx.insert("setting", {"key": key, "value": value})
        tx.event("saved", "settings", before=asdict(before), after=asdict(kept))
    return kept


def companies(ws: Workspace, actor: Actor) -> list[Company]:
    """The companies that the actor may see, by name."""
    actor.require("viewer")
    return [each for each in _companies(ws.db) if sees(actor, each.company_id)]


def save_company(
    ws: Workspace,
    actor: Actor,
    *,
    name: str,
    company_id: int | None = None,
    vat_number: str | None = None,
    tax_code: str | None = None,
    country: str = "IT",
) -> int:
    """Make a company, or change the one with this number. Returns its number.

    Raises `Refused` for a name that is missing or taken, or an identifier whose check digit is wrong.
    """
    require(actor, "editor", company_id)
    title = " ".join(name.split())
    if not title:
        raise Refused(msg("Give the company a name."), code="no_name")
    with ws.db.write(actor) as tx:
        known = _companies(tx)
        before = next((each for each in known if each.company_id == company_id), None)
        if company_id is not None and before is None:
            raise NotFound(msg("There is no company {number}.", number=str(company_id)))
        if any(each.name.casefold() == title.casefold() and each != before for each in known):
            raise Refused(msg("There is a company called “{name}” already.", name=title), code="name_taken")
        made = Company(
            before.company_id if before else tx.next_id("company", "company_id"),
            title,
            _identifier(vat_number, country),
            _identifier(tax_code, country),
            country.upper(),
        )
        _write_company(tx, made, before)
        # what a company of one's own charges is intercompany, in past imports too
        was = (before.name, before.vat_number, before.tax_code) if before else (made.name, None, None)
        if was != (made.name, made.vat_number, made.tax_code):
            spend.rebuild(tx)
    return made.company_id


def require_company(ws: Workspace, actor: Actor, company_id: int | None, role: Role = "editor") -> int:
    """The company that is meant, if the actor has `role` in it.

    With None it is the only one there is; where there is none yet, it is made. Raises `NotFound`, `NotAllowed`, and
    `Refused` where there are several and none is named.
    """
    actor.require(role, company_id)
    if company_id is not None:
        if not any(each.company_id == company_id for each in _companies(ws.db)):
            raise NotFound(msg("There is no company {number}.", number=str(company_id)))
        return company_id
    seen = companies(ws, actor)
    if len(seen) > 1:
        raise Refused(
            msg("Say which company this is about: {known}.", known=", ".join(each.name for each in seen)),
            code="which_company",
        )
    if seen:
        actor.require(role, seen[0].company_id)
        return seen[0].company_id
    return _first_company(ws, actor, choices.settings(ws.db).name or FIRST_COMPANY)


def find_company(ws: Workspace, actor: Actor, named: str) -> int:
    """The number of the company with this number, name, VAT number or tax code; the first one is made by its name.

    Raises `NotFound` that names those there are.
    """
    text = named.strip()
    seen = companies(ws, actor)
    for each in seen:
        if text in {str(each.company_id), each.vat_number, each.tax_code} or text.casefold() == each.name.casefold():
            return each.company_id
    if not seen and text and not text.isdigit() and not _companies(ws.db):
        return _first_company(ws, actor, text)
    raise NotFound(
        msg(
            "There is no company “{name}”. Those there are: {known}.",
            name=text,
            known=", ".join(f"{each.company_id} {each.name}" for each in seen) or "–",
        )
    )


def sites(ws: Workspace, actor: Actor, company_id: int | None = None) -> list[Site]:
    """The sites of one company, or of all that the actor may see; the default one first."""
    actor.require("viewer", company_id)
    return [each for each in _sites(ws.db) if sees(actor, each.company_id) and company_id in {None, each.company_id}]


def save_site(
    ws: Workspace,
    actor: Actor,
    *,
    company_id: int,
    name: str,
    site_id: int | None = None,
    municipality_code: str | None = None,
    country: str = "IT",
    latitude: float | None = None,
    longitude: float | None = None,
    is_default: bool = False,
    is_significant: bool | None = None,
) -> int:
    """Make a site, or change the one with this number, and rebuild the figures. Returns its number.

    A company has one default site: its first, until another is made so. `is_significant` None leaves that as it is.
    Raises `Refused` and `NotFound`.
    """
    require_company(ws, actor, company_id, "editor")
    title = " ".join(name.split())
    if not title:
        raise Refused(msg("Give the site a name."), code="no_name")
    if municipality_code is not None and municipalities.by_code(municipality_code) is None:
        raise NotFound(msg("There is no Italian municipality with the code {code}.", code=municipality_code))
    if (latitude is None) != (longitude is None) or abs(latitude or 0) > 90 or abs(longitude or 0) > 180:  # noqa: PLR2004 - degrees
        raise Refused(msg("Give both latitude and longitude in degrees, or neither."), code="bad_coordinates")
    with ws.db.write(actor) as tx:
        others = [each for each in _sites(tx) if each.company_id == company_id and each.site_id != site_id]
        before = next((each for each in _sites(tx) if each.site_id == site_id), None)
        if site_id is not None and (before is None or before.company_id != company_id):
            raise NotFound(msg("There is no site {number}.", number=str(site_id)))
        if any(each.name.casefold() == title.casefold() for each in others):
            raise Refused(msg("There is a site called “{name}” already.", name=title), code="name_taken")
        main = is_default or not any(each.is_default for each in others)
        made = Site(
            before.site_id if before else tx.next_id("site", "site_id"),
            company_id, title, municipality_code, country.upper(), latitude, longitude, main,
            bool(before and before.is_significant) if is_significant is None else is_significant,
        )  # fmt: skip
        former = [each.site_id for each in others if each.is_default]
        if main:
            tx.execute("update site set is_default = false where company_id = ?", [company_id])
        tx.execute("delete from site where site_id = ?", [made.site_id])
        tx.insert("site", asdict(made))
        spend.rebuild(tx)
        after = asdict(made) | ({"instead_of": former} if main and former else {})
        tx.event("saved", "site", made.site_id, before=asdict(before) if before else None, after=after)
    return made.site_id


def remove_site(ws: Workspace, actor: Actor, site_id: int) -> None:
    """Remove a site that no line names, and rebuild the figures. Raises `NotFound`, and `Refused` where lines do."""
    found = next((each for each in sites(ws, actor) if each.site_id == site_id), None)
    if found is None:
        raise NotFound(msg("There is no site {number}.", number=str(site_id)))
    actor.require("editor", found.company_id)
    with ws.db.write(actor) as tx:
        named = tx.value("select count(*) from line where site_id = ?", [site_id])
        if named:
            raise Refused(
                plural(
                    "{n} line was bought for this site: change it instead of removing it.",
                    "{n} lines were bought for this site: change it instead of removing it.",
                    int(named),
                ),
                code="site_in_use",
            )
        tx.execute("delete from site where site_id = ?", [site_id])
        if found.is_default:
            tx.execute(
                "update site set is_default = true"
                " where site_id = (select min(site_id) from site where company_id = ?)",
                [found.company_id],
            )
        spend.rebuild(tx)
        tx.event("removed", "site", site_id, before=asdict(found))


def _first_company(ws: Workspace, actor: Actor, name: str) -> int:
    require(actor, "editor", None)
    with ws.db.write(actor) as tx:
        # another thread may have made it in the meantime
        known = _companies(tx)
        made = known[0] if known else Company(tx.next_id("company", "company_id"), name)
        if not known:
            _write_company(tx, made, None)
    return made.company_id


def _write_company(tx: Transaction, made: Company, before: Company | None) -> None:
    if before:
        tx.execute(
            "update company set name = ?, vat_number = ?, tax_code = ?, country = ? where company_id = ?",
            [made.name, made.vat_number, made.tax_code, made.country, made.company_id],
            step="change company",
        )
    else:
        tx.insert("company", asdict(made))
    tx.event("saved", "company", made.company_id, before=asdict(before) if before else None, after=asdict(made))


def _companies(reader: Reader) -> list[Company]:
    rows = reader.rows("select company_id, name, vat_number, tax_code, country from company order by name, company_id")
    return [Company(*row) for row in rows]


def _sites(reader: Reader) -> list[Site]:
    rows = reader.rows(
        "select site_id, company_id, name, municipality_code, country, latitude, longitude, is_default,"
        " coalesce(is_significant, false) from site"
        " order by company_id, is_default desc, name, site_id"
    )
    return [Site(*row) for row in rows]


def _identifier(text: str | None, country: str) -> str | None:
    if not text or not text.strip():
        return None
    found = identifiers.identify(text, country)
    if found is None or not found.valid:
        raise Refused(
            msg("“{number}” is no valid VAT number or tax code: its check digit is wrong.", number=text.strip()),
            code="bad_identifier",
        )
    return found.value
