"""The presets as data: whole, apart from one another, and recognised by names alone."""

from __future__ import annotations

import re

import pytest

from socialimpact import knowledge
from socialimpact.errors import NotFound
from socialimpact.ledger.judgement import REASONS
from socialimpact.ledger.mapping import ROLES
from socialimpact.ledger.preset_rules import BALANCE, PAYMENT
from socialimpact.tables import presets
from socialimpact.tables.content import Profile
from socialimpact.tables.headings import normal
from socialimpact.tables.proposal import propose
from tests.tables.making import book_of, grid_of

TYPES = {kind["key"] for kind in knowledge.load("document_types")} | {PAYMENT, BALANCE}
ENTRIES = knowledge.load("presets")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["key"])
def test_a_preset_speaks_of_roles_types_and_reasons_that_exist(entry):
    each = presets.preset(entry["key"])
    assert {"it", "en"} <= set(entry["label"])
    assert all({"it", "en"} <= set(entry[part]) for part in ("get", "note") if entry.get(part))
    assert each.source
    assert set(each.roles) <= set(ROLES)
    assert set(each.unless) <= set(each.roles)
    assert set(each.needs) <= set(each.roles)
    assert set(each.cells) <= set(each.roles)
    assert set(each.types.values()) <= TYPES
    assert {rule.reason for rule in each.rows} <= set(REASONS)
    for pattern in (*each.types, *each.cells.values(), *(rule.keep or rule.drop for rule in each.rows)):
        re.compile(pattern)
    assert all(any_of for any_of in each.must)
    assert each.least <= len(each.known)
    assert "" not in each.known


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry["roles"]], ids=lambda entry: entry["key"])
def test_the_first_names_of_a_preset_are_recognised_as_that_preset(entry):
    """A sheet with the columns that the preset names first, and no cells that speak against it."""
    each = presets.preset(entry["key"])
    names = list(dict.fromkeys([*(headers[0] for headers in entry["roles"].values()), *(m[0] for m in entry["must"])]))
    names = [name for name in names if normal(name) not in each.without]
    found = presets.recognised(names, [[] for _ in names], [Profile(0.0, 0) for _ in names])
    assert found is not None
    assert found.preset.key == entry["key"]
    assert found.matched == found.columns


def test_an_unknown_key_is_refused_with_those_there_are():
    with pytest.raises(NotFound, match="ade_received"):
        presets.preset("nothing")


def test_a_plain_list_is_no_known_export():
    text = "Data;Fornitore;Descrizione;Imponibile\n31/01/2025;Rossi srl;viti;10,00\n"
    assert propose(book_of(grid_of(text)))[0].preset is None


def test_a_column_that_the_export_has_not_keeps_its_role():
    text = """
        Data;Prox scadenza;Nr. acquisto;Data ricezione FE;Fornitore;Partita IVA;Imponibile;IVA;Sito;Totale con IVA
        03/01/2025;;1;05/01/2025;Coop Il Sole;07643520567;1.000,00;220,00;Ivrea;1.220,00
    """
    layout = propose(book_of(grid_of(text)))[0]
    roles = {column.header: column.role for column in layout.columns}
    assert layout.preset == "fatture_in_cloud"
    assert roles["Sito"] == "site"
    assert roles["Totale con IVA"] == "ignore"  # the export's own amounts are enough


def test_cells_that_contradict_a_name_leave_the_column_alone():
    text = """
        Data;Prox scadenza;Nr. acquisto;Data ricezione FE;Fornitore;Partita IVA;Imponibile;IVA;Provincia
        03/01/2025;;1;05/01/2025;Coop Il Sole;07643520567;1.000,00;220,00;12345
        04/01/2025;;2;05/01/2025;Coop Il Lago;00488410010;1.000,00;220,00;67890
    """
    layout = propose(book_of(grid_of(text)))[0]
    assert layout.preset == "fatture_in_cloud"
    assert "supplier_province" not in {column.role for column in layout.columns}
