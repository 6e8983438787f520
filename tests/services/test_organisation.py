from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.services import organisation, selecting
from socialimpact.services.workspace import open_workspace
from tests.store_with import OWNER, workspace_with

VIEWER = Actor("vera", "viewer")
EDITOR_OF_ONE = Actor("edo", "editor", frozenset({1}))
LINES = """
    company | date       | supplier | amount | nature   | category
    Alba    | 2024-01-10 | Coop     |  10.00 |          | Cleaning
    Alba    | 2024-01-10 | Landlord |  20.00 | rent     |
    Bosco   | 2024-01-10 | Coop     |  40.00 | donation |
    """


@pytest.fixture
def ws(tmp_path):
    tags = "supplier | kind | evidence\nCoop | aps | declared"
    with workspace_with(tmp_path, LINES, suppliers="name | municipality\nCoop | Torino", tags=tags) as made:
        yield made


@pytest.fixture
def empty(tmp_path):
    with open_workspace(tmp_path / "home") as made:
        yield made


def figure(ws, key, **chosen):
    return query(ws.db, [key], where=Selection(**chosen), actor=OWNER).value(key)


def events(ws):
    return ws.db.rows("select who, what, subject from event order by event_id")


# -- settings and scopes -----------------------------------------------------------------------------------


def test_settings_have_defaults_and_are_kept(ws):
    before = organisation.settings(ws, VIEWER)
    assert (before.name, before.scope_key, before.local_rule_key, before.declared_counts) == (
        "", "social_enterprises", "province", False,
    )  # fmt: skip
    wanted = replace(before, name=" Gruppo ", scope_key="social_economy", local_rule_key="50km", declared_counts=True)
    organisation.save_settings(ws, OWNER, wanted)
    assert organisation.settings(ws, VIEWER) == replace(wanted, name="Gruppo", local_rule_key="radius:50")
    assert figure(ws, "social_spend") == Decimal("10.00")
    assert events(ws) == [("test", "saved", "settings")]


def test_settings_that_mean_nothing_are_refused_and_change_nothing(ws):
    before = organisation.settings(ws, OWNER)
    with pytest.raises(NotFound, match="no scope"):
        organisation.save_settings(ws, OWNER, replace(before, scope_key="mine"))
    with pytest.raises(Refused, match="no rule"):
        organisation.save_settings(ws, OWNER, replace(before, local_rule_key="near"))
    assert organisation.settings(ws, OWNER) == before


def test_a_scope_of_one_s_own_is_made_changed_and_counts(ws):
    key = organisation.save_scope(ws, OWNER, "Associations & co", ["aps"])
    assert key == "own_associations_co"
    assert organisation.save_scope(ws, OWNER, "associations  & CO", ["aps", "odv"]) == key
    own = organisation.scopes(ws, VIEWER)[-1]
    assert (own.key, own.kinds, own.own) == (key, ("aps", "odv"), True)
    assert figure(ws, "possible_social_spend", scope=key) == Decimal("10.00")
    with pytest.raises(Refused, match="name"):
        organisation.save_scope(ws, OWNER, " ", ["aps"])
    with pytest.raises(Refused, match="at least one kind"):
        organisation.save_scope(ws, OWNER, "None", [])
    with pytest.raises(NotFound, match="no kind"):
        organisation.save_scope(ws, OWNER, "Wrong", ["bakery"])


# -- companies ---------------------------------------------------------------------------------------------


def test_the_first_company_is_made_at_first_need(empty):
    made = organisation.require_company(empty, OWNER, None, "editor")
    assert organisation.require_company(empty, OWNER, None, "editor") == made
    assert [each.company_id for each in organisation.companies(empty, VIEWER)] == [made]


def test_the_first_company_takes_the_organisation_s_name(empty):
    organisation.save_settings(empty, OWNER, replace(organisation.settings(empty, OWNER), name="Officine Valdora"))
    organisation.require_company(empty, OWNER, None, "editor")
    assert organisation.companies(empty, OWNER)[0].name == "Officine Valdora"


def test_the_first_company_can_be_named_by_the_command_line(empty):
    made = organisation.find_company(empty, OWNER, "Officine Valdora")
    assert organisation.find_company(empty, OWNER, "officine valdora") == made
    assert organisation.find_company(empty, OWNER, str(made)) == made
    with pytest.raises(NotFound, match=r"no company “Other”. Those there are: 1 Officine Valdora"):
        organisation.find_company(empty, OWNER, "Other")


def test_of_several_companies_one_has_to_be_named(ws):
    with pytest.raises(Refused, match="Alba, Bosco"):
        organisation.require_company(ws, OWNER, None)
    assert organisation.require_company(ws, EDITOR_OF_ONE, None) == 1
    with pytest.raises(NotFound):
        organisation.require_company(ws, OWNER, 9)
    with pytest.raises(NotAllowed):
        organisation.require_company(ws, EDITOR_OF_ONE, 2)
    with pytest.raises(NotAllowed):
        organisation.require_company(ws, VIEWER, 1)


def test_a_company_is_renamed_everywhere(ws):
    organisation.save_company(ws, OWNER, company_id=1, name="Alba Nuova", vat_number="IT 07643520567")
    assert organisation.companies(ws, OWNER)[0].vat_number == "07643520567"
    rows = query(ws.db, ["lines"], ["company"], actor=OWNER).rows
    assert {row["company"] for row in rows} == {"Alba Nuova", "Bosco"}
    with pytest.raises(Refused, match="already"):
        organisation.save_company(ws, OWNER, company_id=1, name="bosco")
    with pytest.raises(Refused, match="check digit"):
        organisation.save_company(ws, OWNER, company_id=1, name="Alba", vat_number="01234567890")
    with pytest.raises(Refused, match="name"):
        organisation.save_company(ws, OWNER, name="")


def test_an_actor_of_one_company_sees_it_and_changes_no_other(ws):
    assert [each.name for each in organisation.companies(ws, EDITOR_OF_ONE)] == ["Alba"]
    organisation.save_company(ws, EDITOR_OF_ONE, company_id=1, name="Alba Due")
    for refused in (
        lambda: organisation.save_company(ws, EDITOR_OF_ONE, company_id=2, name="Mine"),
        lambda: organisation.save_company(ws, EDITOR_OF_ONE, name="New"),
        lambda: organisation.save_settings(ws, EDITOR_OF_ONE, organisation.settings(ws, EDITOR_OF_ONE)),
        lambda: organisation.save_scope(ws, EDITOR_OF_ONE, "Mine", ["aps"]),
        lambda: organisation.add_exclusion(ws, EDITOR_OF_ONE, "nature", "rent", "x", included=True),
        lambda: organisation.save_target(ws, EDITOR_OF_ONE, "social_share", 2025, Decimal("0.1")),
        lambda: organisation.sites(ws, EDITOR_OF_ONE, 2),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_viewer_changes_nothing(ws):
    before = ws.db.data_version()
    for refused in (
        lambda: organisation.save_company(ws, VIEWER, name="New"),
        lambda: organisation.save_site(ws, VIEWER, company_id=1, name="Works"),
        lambda: organisation.save_scope(ws, VIEWER, "Mine", ["aps"]),
        lambda: organisation.add_exclusion(ws, VIEWER, "nature", "rent", "x", included=True),
        lambda: organisation.save_target(ws, VIEWER, "social_share", 2025, Decimal("0.1")),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert ws.db.data_version() == before


# -- sites -------------------------------------------------------------------------------------------------


def test_the_first_site_is_the_default_and_makes_spend_local(ws):
    assert figure(ws, "local_spend") == 0
    works = organisation.save_site(ws, OWNER, company_id=1, name="Works", municipality_code="001272")
    assert organisation.sites(ws, VIEWER)[0].is_default
    assert figure(ws, "local_spend") == Decimal("10.00")
    depot = organisation.save_site(ws, OWNER, company_id=1, name="Depot", municipality_code="015146", is_default=True)
    assert {each.site_id: each.is_default for each in organisation.sites(ws, OWNER, 1)} == {works: False, depot: True}
    assert figure(ws, "local_spend") == 0
    organisation.remove_site(ws, OWNER, depot)
    assert figure(ws, "local_spend") == Decimal("10.00")
    assert organisation.sites(ws, OWNER, 2) == []


def test_the_only_default_stays_one(ws):
    works = organisation.save_site(ws, OWNER, company_id=1, name="Works")
    organisation.save_site(ws, OWNER, company_id=1, site_id=works, name="Works", is_default=False)
    assert organisation.sites(ws, OWNER)[0].is_default


def test_a_site_that_cannot_be_is_refused(ws):
    organisation.save_site(ws, OWNER, company_id=1, name="Works", latitude=45.1, longitude=7.7)
    for wrong, said in (
        ({"name": " "}, "name"),
        ({"name": "works"}, "already"),
        ({"name": "Depot", "municipality_code": "999999"}, "no Italian municipality"),
        ({"name": "Depot", "latitude": 45.0}, "latitude and longitude"),
        ({"name": "Depot", "latitude": 145.0, "longitude": 7.0}, "latitude and longitude"),
        ({"name": "Depot", "site_id": 9}, "no site 9"),
    ):
        with pytest.raises(Refused, match=said):
            organisation.save_site(ws, OWNER, company_id=1, **wrong)
    assert len(organisation.sites(ws, OWNER)) == 1


def test_a_site_that_lines_name_is_not_removed(tmp_path):
    with workspace_with(tmp_path, "date | supplier | amount | site\n2024-01-01 | Coop | 1.00 | Works") as ws:
        with pytest.raises(Refused, match="1 line was bought"):
            organisation.remove_site(ws, OWNER, 1)
        with pytest.raises(NotFound):
            organisation.remove_site(ws, OWNER, 2)


# -- exclusions --------------------------------------------------------------------------------------------


def test_a_nature_is_let_in_and_left_out_again(ws):
    assert figure(ws, "addressable_spend") == Decimal("10.00")
    number = organisation.add_exclusion(ws, OWNER, "nature", "rent", "We choose our landlords", included=True)
    assert figure(ws, "addressable_spend") == Decimal("30.00")
    rent = next(each for each in organisation.natures_by_spend(ws, VIEWER) if each.nature == "rent")
    assert (rent.spend, rent.lines, rent.addressable, str(rent.why)) == (
        Decimal("20.00"), 1, True, "We choose our landlords",
    )  # fmt: skip
    assert [each.exclusion_id for each in organisation.exclusions(ws, VIEWER)] == [number]
    assert organisation.add_exclusion(ws, OWNER, "nature", "rent", "No more") is None
    assert organisation.exclusions(ws, VIEWER) == []
    assert figure(ws, "addressable_spend") == Decimal("10.00")


@pytest.mark.parametrize("nature", ["donation", "sponsorship", "membership_fee"])
def test_what_is_given_is_never_let_in(ws, nature):
    with pytest.raises(Refused, match="never counted"):
        organisation.add_exclusion(ws, OWNER, "nature", nature, "We like it", included=True)
    assert figure(ws, "addressable_spend") == Decimal("10.00")


def test_a_company_that_gets_its_number_later_makes_what_it_charges_intercompany(ws):
    with ws.db.write(OWNER) as tx:
        tx.execute("update supplier set vat_number = '00488410010' where name = 'Coop'")
    organisation.save_company(ws, OWNER, name="Coop", vat_number="00488410010")
    natures = [row[0] for row in ws.db.rows("select nature from spend order by line_id")]
    assert natures == ["intercompany", "rent", "intercompany"]


def test_every_nature_is_listed_with_its_reason(ws):
    found = organisation.natures_by_spend(ws, VIEWER)
    assert [each.nature for each in found[:3]] == ["donation", "rent", "purchase"]
    assert len(found) == 11
    assert all(str(each.why) for each in found)
    assert [each.nature for each in found if each.addressable] == ["purchase"]


def test_a_category_is_left_out_with_its_reason_and_taken_back(ws):
    number = organisation.add_exclusion(ws, OWNER, "category", "Cleaning", "Reserved")
    assert figure(ws, "addressable_spend") == 0
    organisation.remove_exclusion(ws, OWNER, number)
    assert figure(ws, "addressable_spend") == Decimal("10.00")
    with pytest.raises(NotFound):
        organisation.remove_exclusion(ws, OWNER, number)
    assert [what for _, what, _ in events(ws)] == ["decided", "removed"]


@pytest.mark.parametrize(
    ("field", "value", "why", "said"),
    [
        ("planet", "Mars", "x", "cannot be left out by"),
        ("nature", "magic", "x", "no nature"),
        ("supplier", "99", "x", "no supplier"),
        ("supplier", "Coop", "x", "no supplier"),
        ("category", " ", "x", "what is to be left out"),
        ("category", "Cleaning", " ", "Say why"),
    ],
)
def test_an_exclusion_that_cannot_be_is_refused(ws, field, value, why, said):
    with pytest.raises(Refused, match=said):
        organisation.add_exclusion(ws, OWNER, field, value, why)
    assert organisation.exclusions(ws, OWNER) == []


# -- targets -----------------------------------------------------------------------------------------------


def test_a_target_is_set_replaced_and_removed(ws):
    organisation.save_target(ws, OWNER, "social_share", 2025, Decimal("0.05"))
    number = organisation.save_target(ws, OWNER, "social_share", 2025, Decimal("0.06"))
    own = organisation.save_target(ws, EDITOR_OF_ONE, "social_share", 2025, Decimal("0.07"), company_id=1)
    assert {(each.target_id, each.company_id, each.value) for each in organisation.targets(ws, VIEWER)} == {
        (number, None, Decimal("0.0600")), (own, 1, Decimal("0.0700")),
    }  # fmt: skip
    organisation.remove_target(ws, OWNER, number)
    assert [each.target_id for each in organisation.targets(ws, VIEWER)] == [own]
    with pytest.raises(NotFound):
        organisation.remove_target(ws, OWNER, number)
    with pytest.raises(Refused, match="between 0 and 100"):
        organisation.save_target(ws, OWNER, "social_share", 2025, Decimal(6))
    with pytest.raises(Refused, match="no measure"):
        organisation.save_target(ws, OWNER, "profit", 2025, Decimal(6))


# -- the command line's words ------------------------------------------------------------------------------


def test_conditions_may_name_companies_and_sites(ws):
    organisation.save_site(ws, OWNER, company_id=1, name="Works")
    found = selecting.selection(
        ws, OWNER, where=["company=bosco", "site=works", "year=2024"], scope="social_economy", local="50km"
    )
    assert found == Selection(companies=(2,), sites=(1,), years=(2024,), scope="social_economy", local_rule="radius:50")
    assert selecting.selection(ws, OWNER, where=["company=1,2"]) == Selection(companies=(1, 2))
    for wrong in (["company=Nobody"], ["site=Nowhere"], ["planet=Mars"]):
        with pytest.raises(Refused):
            selecting.selection(ws, OWNER, where=wrong)
    with pytest.raises(NotFound, match="no scope"):
        selecting.selection(ws, OWNER, scope="mine")
    with pytest.raises(NotFound, match="no company"):
        selecting.selection(ws, EDITOR_OF_ONE, where=["company=Bosco"])
