"""What a dashboard shows where there is no line to speak of: none at all, or none that fits the filters."""

from __future__ import annotations

from socialimpact.language import msg
from socialimpact.ui.empty import Step, empty


def nothing_yet() -> None:
    """There is no ledger: the first page offers the two ways to begin."""
    empty(
        msg("Nothing has been bought yet"),
        msg("This page fills as soon as a ledger is uploaded."),
        [Step("upload", msg("Upload a ledger")), Step("overview", msg("Look around with the demo company"))],
    )


def nothing_selected(url: str) -> None:
    """The filters leave no line; `url` is the page on which all dates are shown instead."""
    empty(
        msg("No purchases here"),
        msg("No line of the ledgers fits what is chosen above. Choose another period or fewer filters."),
        [Step(url, msg("Show all dates"), query={"period": "all"}), Step("upload", msg("Upload a ledger"))],
        icon=":material/filter_alt_off:",
    )
