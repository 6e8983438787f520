"""Where files are dropped, and which file it should be."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.ledger import template
from socialimpact.services.organisation import Company
from socialimpact.services.workspace import Workspace
from socialimpact.ui import language
from socialimpact.ui.language import say
from socialimpact.ui.upload import uploader
from socialimpact.ui.upload.upload_desk import Desk


def show(ws: Workspace, actor: Actor, desk: Desk, companies: Sequence[Company]) -> None:
    """The uploader. What is dropped moves to the desk at once, and the place is free for the next file."""
    uploader.speak()
    files = st.file_uploader(
        say(msg("Purchase files: Excel, OpenDocument, CSV or electronic invoices (XML, p7m, zip), one or several")),
        accept_multiple_files=True,
        key=f"drop_{desk.received}",
    )
    company = companies[0].company_id if companies else None
    desk.receive_all(ws, actor, [(file.name, file) for file in files], company)
    if files:
        st.rerun()


def which_file() -> None:
    """What a file must hold, and where to get one that every Italian company has."""
    with st.expander(say(msg("Which file do I need?")), icon=":material/help:"):
        st.markdown(
            "\n".join(
                f"- {say(sentence)}"
                for sentence in (
                    msg(
                        "A list of purchases, one row each, with at least the supplier, a date and an amount. Titles,"
                        " totals and empty rows may stay: they are recognised and set aside."
                    ),
                    msg(
                        "From your accounting or ERP: the register of purchase invoices, the supplier ledger, or the"
                        " list of documents received, saved as Excel or CSV."
                    ),
                    msg(
                        "In Italy every company can download it: portal “Fatture e Corrispettivi” of the Agenzia delle"
                        " Entrate, invoices received, “Esporta la tabella”."
                    ),
                    msg(
                        "Or the electronic invoices themselves (FatturaPA, UBL, Factur-X), signed or not, also as the"
                        " zip in which the portal or your provider hands them out: they know where each supplier is."
                    ),
                    msg(
                        "The supplier's VAT number or tax code helps most: with it, registers are matched for certain."
                    ),
                )
            )
        )
    reader = language.current()
    st.download_button(
        say(msg("No export? Download our Excel template")),
        data=lambda: template.template(reader),
        file_name=template.file_name(reader),
        mime=template.MIME,
        key="template",
        icon=":material/download:",
        on_click="ignore",
    )
