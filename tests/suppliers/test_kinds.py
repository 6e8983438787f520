"""Kinds, evidence and scopes are data: complete in both languages, and holding together."""

from __future__ import annotations

import pytest

from socialimpact import knowledge
from socialimpact.errors import NotFound
from socialimpact.suppliers import kinds


def test_every_kind_is_complete():
    families = knowledge.load("legal_forms")["families"]
    for kind in kinds.all_kinds():
        assert kind.label.keys() == kind.sentence.keys() == {"it", "en"}, kind.key
        assert all(kind.label.values())
        assert all(sentence.endswith(".") for sentence in kind.sentence.values()), kind.key
        assert kind.source, kind.key
        assert kind.family in kinds.families(), kind.key
        assert set(kind.forms) <= families.keys(), kind.key
    assert [kind.precedence for kind in kinds.all_kinds()] == list(range(1, len(kinds.all_kinds()) + 1))


def test_social_enterprises_come_before_everything_else():
    families = [kind.family for kind in kinds.all_kinds()]
    first_other = next(place for place, family in enumerate(families) if family != "social_enterprise")
    assert "social_enterprise" not in families[first_other:]


def test_an_alias_belongs_to_one_kind():
    owners: dict[str, str] = {}
    for kind in kinds.all_kinds():
        for alias in {*kind.aliases, *kind.sections}:
            assert owners.setdefault(alias, kind.key) == kind.key, alias


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Cooperativa sociale di tipo B", "social_cooperative_b"),
        ("COOPERATIVA SOCIALE A+B", "social_cooperative_ab"),
        ("Cooperative sociali", "social_cooperative"),
        ("odv", "odv"),
        ("Società benefit", "societa_benefit"),
        ("B-Corp", "b_corp"),
        ("social_cooperative_a", "social_cooperative_a"),
        ("Community Interest Company", "cic"),
        ("Consorzio di cooperative sociali (art. 8)", "social_consortium"),
        ("Impresa sociale [D.Lgs. 112/2017]", "impresa_sociale"),
        ("Cooperativa sociale (L. 381/1991)", "social_cooperative"),
        # what stands in brackets may be the type itself
        ("Cooperativa sociale (tipo B)", "social_cooperative_b"),
        ("Cooperativa sociale (tipo Z)", None),
        ("something else", None),
    ],
)
def test_texts_of_lists_are_understood(text, kind):
    assert kinds.kind_from_text(text) == kind


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("ORGANIZZAZIONI DI VOLONTARIATO", "odv"),
        ("Associazioni di promozione sociale / Vereine zur Förderung", "aps"),
        ("ENTI FILANTROPICI", "ente_filantropico"),
        ("IMPRESE SOCIALI", "impresa_sociale"),
        ("SOCIETA' DI MUTUO SOCCORSO", "mutuo_soccorso"),
        ("SOCIETA’ DI MUTUO SOCCORSO", "mutuo_soccorso"),
        ("SOCIETÀ DI MUTUO SOCCORSO", "mutuo_soccorso"),
        ("ALTRI ENTI DEL TERZO SETTORE", "altro_ets"),
        ("RETI ASSOCIATIVE", "rete_associativa"),
        ("", None),
    ],
)
def test_every_section_of_the_runts_has_its_kind(section, kind):
    assert kinds.kind_from_section(section) == kind


def test_scopes_hold_kinds_that_exist_and_grow():
    enterprises, economy = kinds.standard_scopes()
    assert (enterprises.key, economy.key) == ("social_enterprises", "social_economy")
    for scope in (enterprises, economy):
        assert all(kinds.kind(key) for key in scope.kinds)
        assert scope.sentence.keys() == {"it", "en"}
        assert scope.reference
    assert set(enterprises.kinds) < set(economy.kinds)


def test_benefit_corporations_are_in_no_standard_scope():
    impact = {kind.key for kind in kinds.all_kinds() if kind.family == "impact_business"}
    assert impact == {"b_corp", "societa_benefit", "siavs"}
    assert all(impact.isdisjoint(scope.kinds) for scope in kinds.standard_scopes())


def test_what_counts():
    assert kinds.counted_evidence() == ("registered", "documented", "confirmed")
    assert kinds.counted_evidence(declared=True) == ("registered", "documented", "confirmed", "declared")
    assert kinds.evidence("suspected").counted == "never"


def test_what_does_not_exist_is_refused_by_name():
    with pytest.raises(NotFound, match="“charity”"):
        kinds.kind("charity")
    with pytest.raises(NotFound, match="“rumour”"):
        kinds.evidence("rumour")
