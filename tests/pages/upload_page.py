"""The upload page as a person uses it, and the ledgers that its tests drop there."""

from __future__ import annotations

import time
from pathlib import Path

from socialimpact import settings
from socialimpact.services.workspace import Workspace
from socialimpact.ui import access
from tests.pages.screen import PATIENCE, opened

LEDGER = """\
Fornitore;Partita IVA;Data fattura;Numero;Descrizione;Imponibile
Alfa Meccanica Srl;00488410010;05/03/2024;17;Bulloni;1.000,00
Verde Cooperativa Sociale;02118311006;12/04/2024;A/3;Pulizie;250,50
Beta Carta Spa;00159560366;30/06/2024;991;Carta;49,50
Totale;;;;;1.300,00
"""
NEXT_MONTH = """\
Fornitore;Partita IVA;Data fattura;Numero;Descrizione;Imponibile
Beta Carta Spa;00159560366;30/06/2024;991;Carta;49,50
Alfa Meccanica Srl;00488410010;02/07/2024;40;Viti;100,00
"""


class Page:
    """The app, opened on the upload screen, with what is behind it."""

    def __init__(self, language: str = "en") -> None:
        self.at = opened("data/upload", language)

    @property
    def ws(self) -> Workspace:
        return access.current()[0]

    def drop(self, **files: str | bytes) -> None:
        """Drop files named by keyword: `ledger_csv` is `ledger.csv`."""
        for name, content in files.items():
            raw = content.encode() if isinstance(content, str) else content
            self.at.file_uploader[0].upload(name.replace("_", "."), raw)
        self.at.run()
        self.settle()

    def settle(self) -> None:
        """Wait for the work in the background, and draw the page again, as the browser does, until there is none."""
        while upload := self.at.session_state["upload_desk"].working:
            assert upload.job.wait(PATIENCE), "the work never ended"
            self.at.run()

    def wait_for(self, text: str) -> None:
        """Draw the page again, as the browser does, until it says `text`."""
        end = time.monotonic() + PATIENCE
        while text not in self.text():
            assert time.monotonic() < end, self.text()
            time.sleep(0.05)
            self.at.run()

    def press(self, key: str) -> None:
        self.at.button(key=key).click().run()
        self.settle()

    def text(self) -> str:
        """All sentences of the screen."""
        at = self.at
        kinds = (at.title, at.subheader, at.markdown, at.caption, at.error, at.warning, at.info, at.success)
        return "\n".join(
            [
                *(item.value for kind in kinds for item in kind),
                *(item.label for kind in (at.expander, at.button, at.toggle) for item in kind),
            ]
        )

    def lines(self) -> list[tuple[object, ...]]:
        return self.ws.db.rows("select row_number, net_amount::varchar from line order by import_id, row_number")

    def passing_files(self) -> list[Path]:
        folder = settings.home() / "incoming"
        return list(folder.iterdir()) if folder.exists() else []
