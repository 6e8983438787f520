"""What the organisation has decided about its figures: scope, local rule, whether a supplier's own word counts."""

from __future__ import annotations

from dataclasses import dataclass

from socialimpact.figures import scopes
from socialimpact.figures.filters import Selection
from socialimpact.figures.scopes import Scope
from socialimpact.places import local_rules
from socialimpact.places.local_rules import LocalRule
from socialimpact.store.reader import Reader

DEFAULT_LOCAL_RULE = "province"


@dataclass(frozen=True)
class OrganisationSettings:
    """`name` is empty until someone gives one; so is `significant_sites`, the sentence that says which sites are
    "significant locations of operation" (GRI 204-1).
    """

    name: str
    scope_key: str
    local_rule_key: str
    declared_counts: bool
    significant_sites: str = ""


@dataclass(frozen=True)
class Definitions:
    """The definitions behind one answer: printed with every share."""

    scope: Scope
    local_rule: LocalRule
    declared_counts: bool

    def fill(self, sql: str) -> str:
        """Put the conditions in the place of the marks in a measure's SQL."""
        return (
            sql.replace("{social}", scopes.predicate_sql(self.scope, self.declared_counts))
            .replace("{possible}", scopes.possible_sql(self.scope, self.declared_counts))
            .replace("{impact}", scopes.impact_sql(self.declared_counts))
            .replace("{counted}", scopes.counted_sql(self.declared_counts))
            .replace("{local}", self.local_rule.predicate_sql())
        )


def settings(reader: Reader) -> OrganisationSettings:
    """The organisation's settings, or the defaults where it has not decided."""
    stored = dict(reader.rows("select key, value from setting", step="settings"))
    return OrganisationSettings(
        stored.get("organisation_name", ""),
        stored.get("scope", scopes.standard_scopes()[0].key),
        stored.get("local_rule", DEFAULT_LOCAL_RULE),
        stored.get("declared_counts") == "true",
        stored.get("significant_sites", ""),
    )


def definitions(reader: Reader, selection: Selection) -> Definitions:
    """The definitions for a selection: its own scope and local rule, else the organisation's."""
    chosen = settings(reader)
    return Definitions(
        scopes.scope(reader, selection.scope or chosen.scope_key),
        local_rules.parse(selection.local_rule or chosen.local_rule_key),
        chosen.declared_counts,
    )
