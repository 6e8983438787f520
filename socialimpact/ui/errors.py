"""What a person sees when something does not go: a refusal's own sentence, or an apology with a reference."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from socialimpact.errors import Refused
from socialimpact.language import msg
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_log = logging.getLogger("socialimpact.screen")


@contextmanager
def told() -> Generator[None, None, None]:
    """Run a block; what goes wrong in it is said on the page, and the rest of the page still shows.

    A `Refused` is shown as it is. Any other exception is a fault of this program: the page shows an apology
    with a short reference, and the log the place in the code under the same reference.
    """
    try:
        yield
    except Refused as refusal:
        refuse(refusal)
    except Exception as error:  # noqa: BLE001 - the last resort of the screen: nobody is shown a traceback
        apologise(error)


def refuse(refusal: Refused) -> None:
    """Show a refusal in its own words. These may quote a file's name or a cell: nothing in them is Markdown."""
    st.error(literal(say(refusal.message)), icon=":material/info:")


def apologise(error: BaseException) -> str:
    """Show the apology, write the place of the fault to the log, and return the reference that ties them."""
    reference = secrets.token_hex(3).upper()
    # Messages of exceptions may quote cells of a ledger: only the type and the places in the code are written.
    places = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s %s\n%s", reference, type(error).__name__, places)
    st.error(
        say(
            msg(
                "Something went wrong on our side. Your data is as it was. Reload the page; if it happens again,"
                " tell the person who looks after this app the reference {reference}.",
                reference=reference,
            )
        ),
        icon=":material/error:",
    )
    return reference


def on_script_error(error: Exception) -> bool:
    """For exceptions outside `told()`, such as in a button's callback. True: the framework shows nothing itself."""
    if isinstance(error, Refused):
        refuse(error)
    else:
        apologise(error)
    return True
