"""Names: keys that survive how people write, legal forms, and words that hint."""

from __future__ import annotations

import csv
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact import knowledge
from socialimpact.suppliers import kinds
from socialimpact.suppliers.names import alike_in_form, family, kind_hint, legal_form, name_key, read_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ROSSI & C. S.N.C.", "Rossi e C snc"),
        ("F.LLI VERDI S.R.L.", "F.lli Verdi srl"),
        ("Eidè Società Coop.va Sociale a Responsabilità Limitata", "EIDE' SOC. COOP. SOC. A R.L."),
        ("TEKNE S. r. l.", "Tekne SRL unipersonale"),
        ("COOP. SOC. IL PUNTO S.C.AR.L. ONLUS", "Il Punto - società cooperativa sociale"),
        ("E.N.E.L. S.p.A.", "ENEL SpA"),
        ("Alfa GmbH & Co. KG", "ALFA GMBH"),
        ("Daylight C.I.C.", "DAYLIGHT COMMUNITY INTEREST COMPANY"),
        ("L'ALBERO S.A.S.", "L’Albero sas"),
        ("Ditta Secom s.r.l.", "SECOM SRL"),
        ("Società 4 Emme service S.p.a.", "4 EMME SERVICE SPA"),
        ("ACCA software S.p.a. - Contrada Rosole 13 - 83043 BAGNOLI IRPINO (AV)", "ACCA SOFTWARE S.P.A."),
        ("ISTITUTO GIORDANO SPA (RN)", "Istituto Giordano S.p.A."),
        ("FLEET & TENDERS S.R.L. (in R.T.I.)", "FLEET & TENDERS SRL"),
        ("Sole S.C.S. a r.l. ONLUS", "SOLE Soc. Coop. Soc. di tipo B"),
        ("Les Amis SCOP SARL", "Les Amis société coopérative et participative"),
        ("Hilfe gUG (haftungsbeschränkt)", "Hilfe gemeinnützige UG"),
        ("Mondragón S.Coop.", "MONDRAGON SOCIEDAD COOPERATIVA LIMITADA"),
        ("Taller S.L.L.", "Taller Sociedad Limitada Laboral"),
    ],
)
def test_spellings_of_one_body_have_one_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("name", "country", "read_as"),
    [
        ("Dupont S.A.S.", "FR", "share_company"),
        ("Dupont SASU", "FR", "share_company"),
        ("Dupont SARL", "FR", "limited_company"),
        ("Dupont S.A.S.", "IT", "partnership"),
        ("Dupont S.A.S.", None, "partnership"),
        ("Emploi SAS ESUS", None, "share_company"),
    ],
)
def test_a_legal_form_is_read_as_the_country_reads_it(name, country, read_as):
    assert family(name, country) == read_as


@pytest.mark.parametrize(
    ("name", "form", "hint"),
    [
        ("Tekne Società Cooperativa Sociale", "it_social_cooperative", "social_cooperative"),
        ("BBS S.C.S.", "it_social_cooperative", "social_cooperative"),
        ("TEKNE s.r.l.", "it_srl", None),
        ("ALFA SOC. COOP. A R.L.", "it_cooperative", "other_cooperative"),
        ("CONSORZIO DI COOPERATIVE SOCIALI MERIDIA", "it_social_cooperative", "social_consortium"),
        ("Beta Srl Società Benefit", "it_srl", "societa_benefit"),
        ("CuoreMenteLab Impresa sociale", "it_impresa_sociale", "impresa_sociale"),
        ("ASSOCIAZIONE DI PROMOZIONE SOCIALE ARTELEGO", "it_aps", "aps"),
        ("AIUTO O.D.V.", "it_odv", "odv"),
        ("Fondazione Sole", "it_foundation", None),
        ("Società di Mutuo Soccorso di Pinerolo", "it_mutual_aid", "mutuo_soccorso"),
        ("COMUNE DI TORINO", "it_public", None),
        ("Smith & Sons Ltd", "gb_ltd", None),
        ("Helping Hands CIO", "gb_cio", "association"),
        ("Helping Hands C.I.C. Limited", "gb_ltd", "cic"),
        ("Helping Hands CLG", "gb_ltd", None),
        ("Counsel LLP", "gb_llp", None),
        ("Leith Community Benefit Society Ltd", "gb_community_benefit", None),
        ("Le Relais SCIC SA", "fr_cooperative", "other_cooperative"),
        ("Emploi SAS ESUS", "fr_sas", "esus"),
        ("Taller CEE S.L.", "es_sl", "cee"),
        ("Taller S.L.L.", "es_worker_owned", None),
        ("Empresa de Inserción Sol S.L.", "es_sl", None),
        ("Wohnen e.G.", "de_eg", "other_cooperative"),
        ("Hilfe gGmbH", "de_ggmbh", None),
        ("Bosch Stiftung", "it_foundation", None),
        ("Hilfe e.V.", "de_ev", "association"),
        ("Hilfe e. V.", "de_ev", "association"),
        ("Corel Soc. Cop.", "it_cooperative", "other_cooperative"),
        ("Ecipa Soc. Cons.", "it_cooperative_or_consortium", None),
        ("Mediashop S.R.L.S.U.", "it_srl", None),
        ("Soc. Agr. Campagnoli", "it_agricultural", None),
        ("Croce Verde Organizz. di volontariato", "it_odv", "odv"),
        ("Bürgerkapelle Gries - Ehrenamtliche Organisation", "it_odv", "odv"),
        ("Bergrettung EO", "it_odv", "odv"),
        ("KVW Bozen VFG", "it_aps", "aps"),
        ("Antur Teifi Cyfyngedig", "gb_ltd", None),
        ("Cwmni Sol Cwmni Buddiannau Cymunedol", "gb_cic", "cic"),
        ("Midcounties Co-operative Limited", "gb_cooperative", "other_cooperative"),
        ("SCOP Les Cigales", "fr_cooperative", "other_cooperative"),
        ("Enercoop SCIC SAS à capital variable", "fr_cooperative", "other_cooperative"),
        ("Cabinet Dupont SELAS", "fr_sas", None),
        ("Sol Sdad. Coop. Ltda.", "es_cooperative", "other_cooperative"),
        ("Sol S. Koop.", "es_cooperative", "other_cooperative"),
        ("Associació Sol", "es_association", "association"),
        ("Gesellschaft für Sonne mbH", "de_gmbh", None),
        ("Sonne Ges.m.b.H.", "de_gmbh", None),
        ("Sonne eGbR", "de_partnership", None),
        ("Sonne VVaG", "de_mutual", "mutual"),
    ],
)
def test_forms_and_hints(name, form, hint):
    assert legal_form(name).key == form
    assert kind_hint(name) == hint


def test_short_forms_are_read_only_at_the_end():
    assert name_key("SS Lazio Trasporti") == "SS LAZIO TRASPORTI"
    assert name_key("POLO S.S.") == "POLO"
    assert kind_hint("CIC Impianti srl") is None
    assert name_key("Sci Club Torino") == "SCI CLUB TORINO"
    assert name_key("Elisabetta V") == "ELISABETTA V"


def test_a_name_of_nothing_but_forms_keeps_them():
    assert name_key("SOCIETA' COOPERATIVA SOCIALE") == "SOCIETA COOPERATIVA SOCIALE"
    assert name_key("") == name_key(None) == ""


def test_what_is_no_address_stays_in_a_name():
    assert name_key("Piazza 51 srl") == "PIAZZA 51"
    assert name_key("Antico Caffè Piazza 4 srl") == "ANTICO CAFFE PIAZZA 4"
    assert name_key("Alta Via srl") == "ALTA VIA"
    assert name_key("Via Roma Trasporti srl") == "VIA ROMA TRASPORTI"
    assert name_key("DITTA") == "DITTA"


def test_a_public_bodys_words_stay_in_its_key():
    assert name_key("Comune di Torino") == "COMUNE DI TORINO"


def test_families_tell_bodies_apart():
    assert not alike_in_form(family("TEKNE s.r.l."), family("Tekne cooperativa sociale"))
    assert alike_in_form(family("Tekne"), family("TEKNE s.r.l."))
    assert not alike_in_form(family("Sole"), family("Fondazione Sole"))
    assert alike_in_form(family("Alfa cooperativa"), family("Alfa coop. sociale"))


def test_the_data_names_only_kinds_and_families_that_exist():
    data = knowledge.load("legal_forms")
    for form in data["forms"]:
        assert form["family"] is None or form["family"] in data["families"], form["key"]
        assert form.get("hint") is None or kinds.kind(form["hint"]), form["key"]
        assert form["label"].keys() == {"it", "en"}, form["key"]
    keys = [form["key"] for form in data["forms"]]
    assert len(keys) == len(set(keys))


@given(st.text(max_size=60))
def test_a_key_is_stable(name):
    key = name_key(name)
    assert key == key.upper().strip()
    assert "  " not in key


@given(st.text(max_size=40), st.sampled_from([" srl", " S.R.L.", ", s.r.l.", " Società a responsabilità limitata"]))
def test_a_legal_form_changes_no_key(name, form):
    key = name_key(name)
    # a name may itself end in a form, or in letters that the form's would join
    if key and len(key.split()[-1]) > 1 and not legal_form(name):
        assert name_key(name + form) == key


def test_a_real_registers_names_are_read_fast_enough(samples):
    with (samples / "registers" / "it_ets_onlus_from_5x1000.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [row["name"] for row in rows]
    read_names(names[:10])
    start = time.process_time()
    found = read_names(names)
    assert time.process_time() - start < 1.5
    assert found["name_key"].null_count == 0
    hints = found["hint"].to_pylist()
    # cooperatives by their published guess are social cooperatives by our words, all but those that do not say so
    social = [
        hint
        for row, hint in zip(rows, hints, strict=True)
        if "COOPERATIVA SOCIALE" in row["name"] and "FONDAZIONE" not in row["name"]
    ]
    assert len(social) > 3000
    assert sum(hint in {"social_cooperative", "social_consortium"} for hint in social) / len(social) > 0.99
