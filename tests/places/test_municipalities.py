"""Finding the municipality that a cell means, by hand-picked spellings and by the real register."""

from __future__ import annotations

import csv
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from socialimpact.places import municipalities
from socialimpact.places.municipalities import as_arrow, by_code, find, resolve
from socialimpact.places.names import key


def found(name: str | None, province: str | None = None, postcode: str | None = None) -> str | None:
    match = find(name, province, postcode)
    return f"{match.municipality.name} {match.municipality.province}" if match else None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # case, accents, apostrophes
        (("TORINO", "TO"), "Torino TO"),
        (("FORLI'", "FC"), "Forlì FC"),
        (("forlì", "FC"), "Forlì FC"),
        (("Forli’", "FC"), "Forlì FC"),
        (("SANT’ANTONIO ABATE", "NA"), "Sant'Antonio Abate NA"),
        (("Cantu`", "CO"), "Cantù CO"),
        (("VO", "PD"), "Vo' PD"),
        # small words and saints
        (("REGGIO EMILIA", "RE"), "Reggio nell'Emilia RE"),
        (("Reggio Emilia", None), "Reggio nell'Emilia RE"),
        (("REGGIO CALABRIA", None), "Reggio di Calabria RC"),
        (("REGGIO", "RC"), "Reggio di Calabria RC"),
        (("S. GIOVANNI LUPATOTO", "VR"), "San Giovanni Lupatoto VR"),
        (("S.GIOVANNI LUPATOTO", "VR"), "San Giovanni Lupatoto VR"),
        (("S. ANTONIO ABATE", "NA"), "Sant'Antonio Abate NA"),
        (("S.TA MARIA CAPUA VETERE", "CE"), "Santa Maria Capua Vetere CE"),
        (("ROSETO ABRUZZI", "TE"), "Roseto degli Abruzzi TE"),
        # two languages
        (("BOLZANO", "BZ"), "Bolzano/Bozen BZ"),
        (("Bozen", "BZ"), "Bolzano/Bozen BZ"),
        (("BOLZANO/BOZEN", "BZ"), "Bolzano/Bozen BZ"),
        (("Bozen - Bolzano", None), "Bolzano/Bozen BZ"),
        (("Duino Aurisina", "TS"), "Duino Aurisina-Devin Nabrežina TS"),
        (("Turin", None), "Torino TO"),
        (("FLORENCE", None), "Firenze FI"),
        # cut at 20 characters, abbreviated, misspelt
        (("SAN GIOVANNI IN PERS", "BO"), "San Giovanni in Persiceto BO"),
        (("CASTELNUOVO DI GARFA", None), "Castelnuovo di Garfagnana LU"),
        (("CASTELNUOVO VAL DI C", "PI"), "Castelnuovo di Val di Cecina PI"),
        (("S. GIOV. IN PERS.", "BO"), "San Giovanni in Persiceto BO"),
        (("CASTELFRANCO VENTO", "TV"), "Castelfranco Veneto TV"),
        # province and postcode in the cell, and what else people write there
        (("10121 TORINO (TO)", None), "Torino TO"),
        (("Torino - TO", None), "Torino TO"),
        (("MILANO MI", None), "Milano MI"),
        (("Roma (RM), Italia", None), "Roma RM"),
        (("Comune di Rivoli", "TO"), "Rivoli TO"),
        (("VENEZIA - MESTRE", "VE"), "Venezia VE"),
        (("MESTRE (VENEZIA)", "VE"), "Venezia VE"),
        (("MILANO 2", "MI"), "Milano MI"),
        # names of the past
        (("CASTEGNERO", "VI"), "Castegnero Nanto VI"),
        (("Murisengo", "AL"), "Murisengo Monferrato AL"),
        (("Fiera di Primiero", "TN"), "Primiero San Martino di Castrozza TN"),
        (("Valmala", "CN"), "Busca CN"),
        # provinces by name, and of the past
        (("Ivrea", "Torino"), "Ivrea TO"),
        (("Ivrea", "Città metropolitana di Torino"), "Ivrea TO"),
        (("Verbania", "NO"), "Verbania VB"),
        (("Olbia", "SS"), "Olbia OT"),
        (("Villacidro", "SU"), "Villacidro VS"),
        (("Pesaro", "PS"), "Pesaro PU"),
        # the postcode when the name says nothing to us
        (("Borgo Panigale", "BO", "40132"), "Bologna BO"),
        (("", None, "10015"), "Ivrea TO"),
        (("", "RM", "184"), "Roma RM"),
    ],
)
def test_a_town_is_found_however_it_is_written(written, meant):
    assert found(*written) == meant


@pytest.mark.parametrize("name", ["Castro", "Livo", "Paterno", "Peglio", "Samone", "San Teodoro"])
def test_namesakes_are_told_apart_by_province_or_postcode_and_else_not_at_all(name):
    namesakes = [town for town in municipalities.municipalities().values() if key(town.name) == key(name)]

    assert len(namesakes) == 2
    assert find(name) is None
    for town in namesakes:
        assert find(name, town.province).municipality == town
        assert find(name, None, town.caps[0]).municipality == town


@pytest.mark.parametrize(
    "written",
    [
        ("", None, None),
        (None, None, None),
        ("-", "TO", None),
        ("London", None, "SW1A 1AA"),
        ("Nizza", "EE", None),
        ("Borgo", "CN", None),  # a hamlet in many places, and the first word of Borgo San Dalmazzo
        ("Budrio", "FC", None),  # Budrio is in the province of Bologna
        ("Sevegliano", "UD", None),  # not Sedegliano
        ("Nessuno", "TO", "10010"),  # a postcode of many municipalities
        ("Nessuno", "MI", "10015"),  # a postcode that contradicts the province
    ],
)
def test_what_cannot_be_told_is_not_guessed(written):
    assert found(*written) is None


def test_the_postcode_overrules_a_wrong_province():
    assert found("Budrio", "FC", "40054") == "Budrio BO"


def test_a_match_says_by_which_reading():
    assert find("TORINO", "TO").how == "name"
    assert find("Turin", "TO").how == "other name"
    assert find("S. GIOV. IN PERS.", "BO").how == "abbreviation"
    assert find("Borgo Panigale", "BO", "40132").how == "postcode"


def test_every_municipality_is_found_by_its_name_and_province():
    for town in municipalities.municipalities().values():
        bare = "".join(c for c in unicodedata.normalize("NFKD", town.name) if not unicodedata.combining(c)).upper()
        assert find(town.name, town.province).municipality == town
        assert find(bare, town.province_name).municipality == town


def test_codes_of_before_2026_lead_to_the_municipality_of_today():
    assert by_code("090003") == by_code("112001")
    assert by_code("90003").name == "Alghero"
    assert by_code("1272").name == "Torino"
    assert by_code("018082") is None  # Lirio, which ended
    assert by_code("") is by_code(None) is None


def test_the_arrow_table_has_one_row_a_municipality_and_the_promised_types():
    table = as_arrow()

    assert table.schema == pa.schema(
        [
            *((name, pa.string()) for name in ("code", "name", "province", "province_name", "region")),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("approximate", pa.bool_()),
        ]
    )
    assert table.num_rows == len(municipalities.municipalities()) == 7894
    assert not any(column.null_count for column in table.columns)
    for row in table.slice(3000, 200).to_pylist():
        town = by_code(row["code"])
        assert row == {name: getattr(town, name) for name in row}
    assert "NA" in table.column("province").to_pylist()  # Naples is no missing value


def test_resolve_gives_one_code_a_row_and_needs_only_the_names():
    places = pa.table({"municipality": ["Torino", "Castro", None, "Napoli"], "province": ["TO", None, "MI", "NA"]})

    assert resolve(places) == ["001272", None, None, "063049"]
    assert resolve(places.select(["municipality"])) == ["001272", None, None, "063049"]
    assert resolve(places.slice(0, 0)) == []


def test_the_real_register_is_found(samples: Path):
    """50,301 bodies with town and province of 2023; the truth has ISTAT codes."""
    with (samples / "registers" / "it_ets_onlus_from_5x1000.csv").open(encoding="utf-8", newline="") as file:
        bodies = Counter((row["municipality"], row["province"], row["istat_code_2026"]) for row in csv.DictReader(file))
    total = bodies.total()
    wrong, missed, ended = Counter(), Counter(), Counter()
    for (name, province, code), count in bodies.items():
        match = find(name, province)
        if match is None:
            missed[name, province] += count
        elif by_code(code) is None:  # merged since: the truth names a municipality that is no more
            ended[name, province, match.municipality.name] += count
        elif match.municipality.code != code:
            wrong[name, province, match.municipality.name] += count
    assert total == 50_301
    assert missed.total() / total <= 0.0005, missed
    assert wrong.total() / total <= 0.0005, wrong
    assert ended.total() <= 22, ended


def test_names_cut_at_20_characters_are_found(samples: Path):
    """The RUNTS list cuts some towns at 20 characters. First its own rows, then every municipality cut so."""
    with (samples / "registers" / "it_ets_onlus_from_5x1000.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["tax_id"]: row["istat_code_2026"] for row in csv.DictReader(file)}
    book = CalamineWorkbook.from_path(samples / "registers" / "runts_layout_from_5x1000.xlsx")
    rows = [row for row in book.get_sheet_by_index(0).iter_rows() if str(row[0]) in codes and len(str(row[6])) >= 19]
    misses = Counter()
    for row in rows:
        match = find(str(row[6]), str(row[7]))
        if by_code(codes[str(row[0])]) and (not match or match.municipality.code != codes[str(row[0])]):
            misses[row[6], row[7], match and match.municipality.name] += 1
    assert len(rows) > 488
    assert misses.total() / len(rows) <= 0.001, misses

    long = [town for town in municipalities.municipalities().values() if len(town.name) > 20]
    cut = {town: find(town.name[:20].strip().upper(), town.province) for town in long}
    wrong = {town.name: match.municipality.name for town, match in cut.items() if match and match.municipality != town}
    assert not wrong
    assert not [town.name for town in long if not cut[town]]


def test_50_000_distinct_places_take_about_a_second():
    towns = list(municipalities.municipalities().values())
    ways = (str.upper, str.lower, str.title, str, lambda name: f"{name} ", lambda name: name.replace("'", "’"))
    places = {
        (way(town.name), province, cap)
        for town in towns
        for way in ways
        for province, cap in ((town.province, None), (town.province_name, town.caps[0]))
    }
    rows = sorted(places, key=str)[:50_000]
    table = pa.table(
        dict(zip(("municipality", "province", "postcode"), map(list, zip(*rows, strict=True)), strict=True))
    )
    find("Torino", "TO")

    start = time.process_time()
    codes = resolve(table)
    took = time.process_time() - start

    assert len(rows) == 50_000
    assert None not in codes
    assert took <= 1.5  # one second on a machine that does nothing else


@given(st.text(max_size=40), st.text(max_size=6) | st.none(), st.text(max_size=8) | st.none())
def test_no_text_makes_it_fail(name, province, postcode):
    match = find(name, province, postcode)
    assert match is None or by_code(match.municipality.code) == match.municipality
