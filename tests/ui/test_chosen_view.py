"""What is chosen goes into the URL and comes back the same."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.ui.chosen_view import as_query, default, from_query

CHOICES = FilterChoices(
    years=(2025, 2024, 2023),
    latest_year=2025,
    first_date=date(2023, 1, 1),
    last_date=date(2025, 10, 31),
    companies={1: msg("Officine"), 2: msg("Servizi")},
    sites={1: msg("Torino"), None: msg("not known")},
    categories={"Pulizie": msg("Pulizie"), "Mensa & bar": msg("Mensa & bar")},
    scopes={"social_enterprises": msg("Social enterprises"), "social_economy": msg("Social economy")},
    default_scope="social_enterprises",
    local_rules={"province": msg("Same province"), "radius:50": msg("Within 50 km")},
    default_local_rule="province",
)

EMPTY = FilterChoices(
    years=(), latest_year=None, first_date=None, last_date=None, companies={}, sites={}, categories={},
    scopes={"social_enterprises": msg("Social enterprises")}, default_scope="social_enterprises",
    local_rules={}, default_local_rule="province",
)  # fmt: skip

periods = st.one_of(
    st.builds(lambda year: Selection(years=(year,)), st.sampled_from(CHOICES.years)),
    st.just(Selection()),
    st.builds(
        lambda one, other: Selection(date_from=min(one, other), date_to=max(one, other)),
        st.dates(date(2020, 1, 1), date(2026, 1, 1)),
        st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    ),
)
selections = st.builds(
    lambda period, companies, sites, categories, scope, rule: Selection(
        period.date_from, period.date_to, period.years, companies=companies, sites=sites, categories=categories,
        scope=scope, local_rule=rule,
    ),
    periods,
    st.sampled_from([(), (1,), (2, 1)]),
    st.sampled_from([(), (1,), (None,)]),
    st.sampled_from([(), ("Pulizie",), ("Mensa & bar",)]),
    st.sampled_from([None, "social_economy"]),
    st.sampled_from([None, "radius:50"]),
)  # fmt: skip


@given(selections)
def test_a_link_shows_the_same_view(selection):
    assert from_query(as_query(selection, CHOICES), CHOICES) == selection


def test_the_default_view_has_a_plain_address():
    assert default(CHOICES) == Selection(years=(2025,))
    assert as_query(default(CHOICES), CHOICES) == {}
    assert from_query({}, CHOICES) == default(CHOICES)


def test_all_dates_are_said_because_no_period_means_the_default():
    assert as_query(Selection(), CHOICES) == {"period": ["all"]}
    assert from_query({"period": ["all"]}, CHOICES) == Selection()


def test_a_link_without_a_period_takes_the_default_one():
    assert from_query({"category": ["Pulizie"]}, CHOICES) == Selection(years=(2025,), categories=("Pulizie",))


def test_a_scope_that_is_gone_gives_way_to_the_organisations_own():
    assert from_query({"year": ["2024"], "scope": ["deleted"]}, CHOICES) == Selection(years=(2024,))


def test_the_last_twelve_months_end_with_the_ledger():
    assert CHOICES.last_twelve == (date(2024, 11, 1), date(2025, 10, 31))


def test_without_any_data_there_is_still_a_default():
    assert default(EMPTY) == Selection()
    assert EMPTY.last_twelve is None
    assert as_query(Selection(), EMPTY) == {}
