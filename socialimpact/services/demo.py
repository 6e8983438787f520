"""The demo company: fictional data, imported through the same code as any upload."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from socialimpact import knowledge, settings
from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import msg
from socialimpact.places import municipalities
from socialimpact.services import organisation
from socialimpact.services.goals import initiatives
from socialimpact.services.ledgers import import_records, importing
from socialimpact.services.ledgers.importing import ImportResult
from socialimpact.services.progress import Progress, silent
from socialimpact.services.registers import registering
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import Workspace

FOLDER = settings.DATA / "demo"


def load_demo(ws: Workspace, actor: Actor, progress: Progress | None = None) -> list[ImportResult]:
    """Fill an empty home with the demo company: company and sites, registers, three years of purchases.

    Raises `Refused` where purchases were imported before: real and invented spend never mix.
    """
    actor.require("owner")
    if any(record.undone_at is None for record in import_records.imports(ws, actor)):
        raise Refused(
            msg("There are purchases here already. The demo company needs an empty home."), code="home_not_empty"
        )
    tell = progress or silent
    wanted = knowledge.load("demo/demo")
    tell(0.02, msg("Setting up the demo company"))
    company = _company(ws, actor, wanted)
    for number, register in enumerate(wanted["registers"]):
        tell(0.05 + 0.15 * number, msg("Reading the register {name}", name=register["name"]))
        registering.add_register(
            ws,
            actor,
            register["kind"],
            FOLDER / register["file"],
            as_of=register["as_of"],
            register_name=register["name"],
        )
    previewed = importing.preview(
        ws, actor, FOLDER / wanted["ledger"], company_id=company, rehearse=False,
        progress=lambda part, message: tell(0.35 + 0.3 * part, message),
    )  # fmt: skip
    result = importing.import_ledger(
        ws, actor, previewed, progress=lambda part, message: tell(0.65 + 0.35 * part, message)
    )
    _initiatives(ws, actor, wanted)
    return [result]


def _company(ws: Workspace, actor: Actor, wanted: dict[str, Any]) -> int:
    """Make the company with its sites, settings and targets; returns its number."""
    said = wanted["company"]
    company = organisation.require_company(ws, actor, None, "owner")
    organisation.save_company(ws, actor, company_id=company, **said)
    for number, site in enumerate(wanted["sites"]):
        town = municipalities.find(site["municipality"], site["province"])
        organisation.save_site(
            ws, actor, company_id=company, name=site["name"], is_default=number == 0,
            is_significant=site.get("significant", False),
            municipality_code=town.municipality.code if town else None,
        )  # fmt: skip
    chosen = wanted["settings"]
    organisation.save_settings(
        ws,
        actor,
        organisation.OrganisationSettings(
            said["name"],
            chosen["scope"],
            chosen["local_rule"],
            declared_counts=chosen["declared_counts"],
            significant_sites=chosen["significant_sites"],
        ),
    )
    for target in wanted["targets"]:
        organisation.save_target(ws, actor, **(target | {"value": Decimal(target["value"])}))
    return company


def _initiatives(ws: Workspace, actor: Actor, wanted: dict[str, Any]) -> None:
    for said in wanted["initiatives"]:
        numbers = [
            row["supplier_id"]
            for name in said["suppliers"]
            for row in directory.suppliers(ws, actor, search=name, limit=1).to_pylist()
        ]
        initiatives.save_initiative(ws, actor, **(said | {"suppliers": numbers}))
