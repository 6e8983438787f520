"""The page that was probably meant by an address that no page has."""

import pytest

from socialimpact.ui.not_found import probably_meant


@pytest.mark.parametrize(
    ("address", "meant"),
    [("supliers", "suppliers"), ("panoramica", "overview"), ("app/Trend/", "trends"), ("fornitori", "suppliers")],
)
def test_a_slip_or_the_name_of_a_page_in_any_language_leads_to_it(address, meant):
    assert probably_meant(address).url == meant


@pytest.mark.parametrize("address", ["", "wp-login.php", "../../etc/passwd", "x" * 5000])
def test_what_is_like_no_page_means_none(address):
    assert probably_meant(address) is None
