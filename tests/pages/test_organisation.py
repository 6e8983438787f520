"""The organisation page: what is decided there is written down, and the figures follow."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact.services import organisation
from socialimpact.services.dashboards import measuring
from socialimpact.ui import access
from tests.pages import screen
from tests.pages.screen import said, workspace
from tests.store_with import OWNER, workspace_with

PAGE = "settings/organisation"

LINES = """
    date       | supplier   | amount  | nature | category
    2025-03-01 | Alfa       | 1000.00 |        | Cleaning
    2025-04-01 | Enel       |  500.00 | rent   | Rent
    2025-05-01 | Coop Verde |  250.00 |        | Green
    2025-06-01 | Mensa      |  250.00 |        | Canteen
"""
SUPPLIERS = """
    name       | municipality
    Alfa       | Milano
    Coop Verde | Torino
    Mensa      | Moncalieri
"""
SITES = """
    name  | municipality | default
    Works | Torino       | yes
    Ivrea |              |
"""
TAGS = """
    supplier   | kind                 | evidence
    Coop Verde | social_cooperative_b | registered
    Mensa      | social_cooperative_a | declared
"""


@pytest.fixture
def full(tmp_path: Path) -> None:
    """A home with three suppliers of known kinds and places, and a site that has none."""
    workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS).close()


def opened(section: str, language: str = "en") -> AppTest:
    return screen.opened(PAGE, language, section=section)


def share(measure: str) -> float:
    return measuring.figures(workspace(), OWNER, measures=[measure])["rows"][0][measure]


@pytest.mark.parametrize("section", ["companies", "definitions", "exclusions", "targets"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_section_opens_on_an_empty_home(section, language):
    at = opened(section, language)
    assert not at.exception
    assert not at.error
    assert at.title[0].value == {"it": "Organizzazione", "en": "Organisation"}[language]


@pytest.mark.usefixtures("full")
class TestCompanies:
    def test_a_site_without_a_place_is_asked_for(self):
        at = opened("companies")
        assert "Ivrea" in at.warning[0].value
        assert "place missing" in said(at)

    def test_a_site_gets_its_place_and_the_local_share_follows(self):
        at = opened("companies")
        works = next(site for site in organisation.sites(workspace(), OWNER) if site.name == "Works")
        at.button(key=f"site_change_{works.site_id}").click().run()
        at.selectbox(key="site_town").set_value("015146")
        at.button(key="site_save").click().run()
        assert not at.exception
        assert share("local_share") == pytest.approx(1000 / 1500)
        assert "The site “Works” was saved." in said(at)
        assert "Local-supplier share: 33.33% → 66.67%" in said(at)

    def test_a_company_number_with_a_wrong_check_digit_is_refused_where_it_was_typed(self):
        at = opened("companies")
        at.button(key="company_change_1").click().run()
        at.text_input(key="company_vat").set_value("00488410011")
        at.button(key="company_save").click().run()
        assert at.error
        assert organisation.companies(workspace(), OWNER)[0].vat_number is None

    def test_a_companys_country_decides_in_which_money_its_books_are(self):
        at = opened("companies")
        at.button(key="company_change_1").click().run()
        at.selectbox(key="company_country").set_value("GB")
        at.button(key="company_save").click().run()
        assert organisation.companies(workspace(), OWNER)[0].country == "GB"

    def test_a_company_is_added_and_shown(self):
        at = opened("companies")
        at.button(key="company_add").click().run()
        at.text_input(key="company_name").set_value("Seconda S.r.l.")
        at.button(key="company_save").click().run()
        assert "Seconda" in said(at)
        assert [company.name for company in organisation.companies(workspace(), OWNER)][-1] == "Seconda S.r.l."

    def test_a_site_is_removed(self):
        at = opened("companies")
        ivrea = next(site for site in organisation.sites(workspace(), OWNER) if site.name == "Ivrea")
        at.button(key=f"site_change_{ivrea.site_id}").click().run()
        at.button(key="site_remove").click().run()
        assert [site.name for site in organisation.sites(workspace(), OWNER)] == ["Works"]
        assert not at.warning

    def test_the_organisation_gets_its_name(self):
        at = opened("companies")
        at.text_input(key="organisation_name").set_value("Gruppo Valdora")
        at.button(key="organisation_name_save").click().run()
        assert organisation.settings(workspace(), OWNER).name == "Gruppo Valdora"

    def test_a_site_is_marked_as_significant_and_the_definition_written(self):
        at = opened("companies")
        works = next(site for site in organisation.sites(workspace(), OWNER) if site.name == "Works")
        at.button(key=f"site_change_{works.site_id}").click().run()
        at.toggle(key="site_significant").set_value(True)
        at.button(key="site_save").click().run()
        assert [site.name for site in organisation.sites(workspace(), OWNER) if site.is_significant] == ["Works"]
        at.text_area(key="significant_sites").set_value("Over 50 people.")
        at.button(key="significant_save").click().run()
        assert organisation.settings(workspace(), OWNER).significant_sites == "Over 50 people."
        assert "Marked so far: Works" in said(at)
        what = workspace().db.rows("select subject, after from event order by event_id desc limit 2")
        assert [subject for subject, _ in what] == ["settings", "site"]
        assert "Over 50 people." in what[0][1]


@pytest.mark.usefixtures("full")
class TestDefinitions:
    def test_the_local_rule_is_saved_and_says_what_it_did(self):
        at = opened("definitions")
        at.radio(key="local_rule_kind").set_value("municipality")
        at.button(key="local_rule_save").click().run()
        assert organisation.settings(workspace(), OWNER).local_rule_key == "municipality"
        assert "Local-supplier share: 33.33% → 16.67%" in said(at)

    def test_a_radius_takes_its_kilometres(self):
        at = opened("definitions")
        at.radio(key="local_rule_kind").set_value("radius")
        at.number_input(key="local_rule_km").set_value(200)
        at.button(key="local_rule_save").click().run()
        assert organisation.settings(workspace(), OWNER).local_rule_key == "radius:200"
        assert share("local_share") == pytest.approx(1.0)

    def test_a_suppliers_own_word_counts_only_if_the_organisation_says_so(self):
        assert share("social_share") == pytest.approx(250 / 1500)
        at = opened("definitions")
        at.toggle(key="declared_counts").set_value(True)
        at.button(key="declared_save").click().run()
        assert share("social_share") == pytest.approx(500 / 1500)
        assert "Social-spend share: 16.67% → 33.33%" in said(at)

    def test_a_scope_of_ones_own_is_made_and_chosen(self):
        at = opened("definitions")
        at.text_input(key="own_scope_name").set_value("Only type A")
        at.multiselect(key="own_scope_kinds").set_value(["social_cooperative_a"])
        at.button(key="own_scope_save").click().run()
        own = organisation.scopes(workspace(), OWNER)[-1]
        assert own.kinds == ("social_cooperative_a",)
        at.radio(key="scope_key").set_value(own.key)
        at.button(key="scope_save").click().run()
        assert organisation.settings(workspace(), OWNER).scope_key == own.key
        assert share("social_share") == 0

    def test_a_scope_without_a_name_is_refused_in_words(self):
        at = opened("definitions")
        at.button(key="own_scope_save").click().run()
        assert at.error[0].value == "Give the scope a name."


@pytest.mark.usefixtures("full")
class TestExclusions:
    def test_a_nature_is_counted_in_with_its_reason(self):
        at = opened("exclusions")
        at.button(key="nature_rent").click().run()
        at.text_input(key="nature_why").set_value("We choose our landlords")
        at.button(key="nature_save").click().run()
        assert [each.value for each in organisation.exclusions(workspace(), OWNER)] == ["rent"]
        assert "Addressable spend: €1,500 → €2,000" in said(at)

    def test_a_nature_without_a_reason_is_refused(self):
        at = opened("exclusions")
        at.button(key="nature_rent").click().run()
        at.button(key="nature_save").click().run()
        assert at.error[0].value == "Say why: the reason is printed with every share."
        assert organisation.exclusions(workspace(), OWNER) == []

    def test_purchases_themselves_cannot_be_left_out(self):
        keys = [button.key for button in opened("exclusions").button]
        assert "nature_rent" in keys
        assert "nature_purchase" not in keys

    def test_a_category_is_left_out_and_let_in_again(self):
        at = opened("exclusions")
        at.selectbox(key="exclusion_value_category").set_value("Canteen")
        at.text_input(key="exclusion_why").set_value("Paid by the staff")
        at.button(key="exclusion_save").click().run()
        assert "Canteen" in said(at)
        assert measuring.figures(workspace(), OWNER, measures=["addressable_spend"])["rows"][0] == {
            "addressable_spend": "1250.00"
        }
        number = organisation.exclusions(workspace(), OWNER)[0].exclusion_id
        at.button(key=f"exclusion_remove_{number}").click().run()
        assert organisation.exclusions(workspace(), OWNER) == []

    def test_a_supplier_is_left_out_by_its_name(self):
        at = opened("exclusions")
        at.segmented_control(key="exclusion_field").set_value("supplier").run()
        alfa = workspace().db.value("select supplier_id from supplier where name = 'Alfa'")
        at.selectbox(key="exclusion_value_supplier").set_value(str(alfa))
        at.text_input(key="exclusion_why").set_value("Belongs to the group")
        at.button(key="exclusion_save").click().run()
        assert "**Alfa**" in said(at)
        assert share("addressable_spend") == "500.00"


@pytest.mark.usefixtures("full")
class TestTargets:
    def test_a_share_is_typed_in_percent_and_kept_as_a_share(self):
        at = opened("targets")
        at.number_input(key="target_year").set_value(2027)
        at.number_input(key="target_value_social_share").set_value(6.5)
        at.button(key="target_save").click().run()
        (target,) = organisation.targets(workspace(), OWNER)
        assert (target.measure, target.year, target.value) == ("social_share", 2027, Decimal("0.065"))
        assert "6.5%" in said(at)

    def test_a_target_of_a_year_that_was_measured_says_how_far_it_is(self):
        at = opened("targets")
        at.number_input(key="target_year").set_value(2025)
        at.number_input(key="target_value_social_share").set_value(20.0)
        at.button(key="target_save").click().run()
        assert "so far 16.7%, 3.3 points to go: €50" in said(at).replace("\u00a0", " ")

    def test_a_site_and_a_category_have_targets_of_their_own(self):
        at = opened("targets")
        works = next(site for site in organisation.sites(workspace(), OWNER) if site.name == "Works")
        for about in (("site_id", works.site_id), ("category", "cleaning")):
            at.selectbox(key="target_about").set_value(about)
            at.number_input(key="target_value_social_share").set_value(10.0)
            at.button(key="target_save").click().run()
        assert [(each.site_id, each.category) for each in organisation.targets(workspace(), OWNER)] == [
            (None, "cleaning"),
            (works.site_id, None),
        ]
        assert "site Works" in said(at)
        assert "Cleaning" in said(at)

    def test_an_amount_is_kept_in_euro_and_removed_again(self):
        at = opened("targets")
        at.selectbox(key="target_measure").set_value("social_spend").run()
        at.number_input(key="target_value_social_spend").set_value(100000.0)
        at.button(key="target_save").click().run()
        (target,) = organisation.targets(workspace(), OWNER)
        assert target.value == Decimal(100000)
        at.button(key=f"target_remove_{target.target_id}").click().run()
        assert organisation.targets(workspace(), OWNER) == []

    def test_a_target_without_a_value_is_asked_for(self):
        at = opened("targets")
        at.button(key="target_save").click().run()
        assert at.error[0].value == "Write down the value that you want to reach."


@pytest.mark.usefixtures("full")
def test_a_reader_may_not_change_anything(monkeypatch):
    at = opened("definitions")
    ws = workspace()
    monkeypatch.setattr(access, "current", lambda: (ws, type(OWNER)("reader", "viewer")))
    at.toggle(key="declared_counts").set_value(True)
    at.button(key="declared_save").click().run()
    assert "no right" in at.error[0].value
    assert organisation.settings(ws, OWNER).declared_counts is False
