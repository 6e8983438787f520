"""The files that a person has dropped on the upload page, and how far each has come. Kept for the visit."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, Literal, cast

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Cancelled, Refused
from socialimpact.language import msg, plural
from socialimpact.ledger.loading import Reconciliation
from socialimpact.services.ledgers import importing, inbox, waiting
from socialimpact.services.ledgers.importing import ImportResult
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.workspace import Workspace
from socialimpact.ui import errors
from socialimpact.ui.job import Job, Tell
from socialimpact.ui.language import say

_KEY = "upload_desk"
# Work that is shorter than this never shows a bar: a flicker tells nothing.
_PATIENCE_SECONDS = 0.6
# A change of the columns is tried on the file as read, which is quick: better a moment than a bar that flickers.
_PATIENCE_WITH_CHANGES_SECONDS = 1.5

Stage = Literal["waiting", "looking", "ready", "refused", "importing", "imported"]


@dataclass(eq=False)
class Upload:
    """One file on its way in.

    `said` is how the columns are read (as `Mapping.as_json`), by proposal until `touched` by the person. `due` asks
    for a look; `current` says that `preview` is what was asked for last. `refusal` says why a look or an import was
    refused; what was seen before stays in place. `editing` keeps the columns open once they had to be corrected.
    `before` are the sums, and `said_before` what was said, before the person's last change.
    """

    number: int
    name: str
    path: Path
    company_id: int | None = None
    said: dict[str, Any] = field(default_factory=dict)
    touched: bool = False
    include_overlaps: bool = False
    due: bool = True
    current: bool = False
    editing: bool = False
    job: Job[Preview] | Job[ImportResult] | None = None
    preview: Preview | None = None
    refusal: Refused | None = None
    result: ImportResult | None = None
    writing: bool = False
    before: Reconciliation | None = None
    said_before: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        # However the visit ends, the passing file goes with it.
        self._put_away = weakref.finalize(self, inbox.put_away, self.path)

    @property
    def stage(self) -> Stage:
        if self.result:
            return "imported"
        if self.job:
            return "importing" if self.writing else "looking"
        if self.due:
            return "waiting"
        return "ready" if self.preview else "refused"

    @property
    def importable(self) -> bool:
        """Whether pressing *Import* would do it as far as the first look can tell."""
        seen = self.preview
        return bool(
            self.stage == "ready"
            and self.current
            and seen
            and seen.reconciliation
            and (seen.reconciliation.lines or waiting.number(seen) or any(each.adds for each in seen.set_aside))
            and not seen.already
        )

    def look(self, ws: Workspace, actor: Actor) -> None:
        """Read the file, or try what is said now on the file as read."""
        seen = self.preview
        # Bound now: what the person changes while the work runs belongs to the next look.
        work = partial(
            importing.preview,
            ws,
            actor,
            self.path,
            name=self.name,
            book=seen.book if seen else None,
            company_id=self.company_id,
            mapping=self.said if self.touched else None,
            include_overlaps=self.include_overlaps,
        )

        def run(tell: Tell, stop: Callable[[], bool]) -> Preview:
            return work(progress=tell, cancelled=stop)

        self.refusal, self.writing, self.due, self.current = None, False, False, False
        self.job = Job(run, msg("Reading the file"))

    def bring_in(self, ws: Workspace, actor: Actor) -> None:
        """Import the file as previewed."""
        seen, overlaps = cast("Preview", self.preview), self.include_overlaps

        def run(tell: Tell, stop: Callable[[], bool]) -> ImportResult:
            return importing.import_ledger(ws, actor, seen, include_overlaps=overlaps, progress=tell, cancelled=stop)

        self.refusal, self.writing = None, True
        self.job = Job(run, msg("Keeping the file"))

    def change(self) -> None:
        """Something about the file is said otherwise now: a look under way is of no use any more."""
        self.due = True
        if self.job and not self.writing:
            self.job.stop()

    def correct(self, said: dict[str, Any]) -> None:
        """The person says the columns otherwise: remember how it was, and try it."""
        if self.preview and self.current:
            self.said_before, self.before = self.preview.mapping.as_json(), self.preview.reconciliation
        self.said, self.touched = said, True
        self.change()

    def take_back(self) -> None:
        """Say again what was said before the last change."""
        if self.said_before is not None:
            self.said, self.said_before, self.before = self.said_before, None, None
            self.change()

    def put_away(self) -> None:
        """Forget the passing file and what was read of it."""
        if self.job:
            self.job.stop()
        self.preview, self.current = None, False
        self._put_away()


@dataclass
class Desk:
    """All files of this visit, in the order they came."""

    uploads: list[Upload] = field(default_factory=list)
    received: int = 0
    queue: list[Upload] = field(default_factory=list)

    def receive(self, ws: Workspace, actor: Actor, name: str, content: BinaryIO, company_id: int | None) -> Upload:
        """Take a file in; the next `go_on` looks at it."""
        self.received += 1
        upload = Upload(self.received, name, inbox.receive(ws, actor, content), company_id)
        self.uploads.append(upload)
        return upload

    def receive_all(
        self, ws: Workspace, actor: Actor, files: Sequence[tuple[str, BinaryIO]], company_id: int | None
    ) -> None:
        """Take in what was dropped at once. Several single electronic invoices become one batch: hundreds of files
        would be hundreds of imports.
        """
        invoices = [file for file in files if inbox.is_single_invoice(file[0])]
        if len(invoices) > 1:
            self.received += 1
            name = say(plural("{n} electronic invoice.zip", "{n} electronic invoices.zip", len(invoices)))
            path = inbox.receive_invoices(ws, actor, invoices)
            self.uploads.append(Upload(self.received, name, path, company_id))
        for file, content in files:
            if len(invoices) <= 1 or not inbox.is_single_invoice(file):
                self.receive(ws, actor, file, content, company_id)

    def remove(self, upload: Upload) -> None:
        upload.put_away()
        self.uploads = [other for other in self.uploads if other is not upload]
        self.queue = [other for other in self.queue if other is not upload]

    def bring_in(self, uploads: Sequence[Upload]) -> None:
        """Import these, one after the other."""
        self.queue.extend(upload for upload in uploads if upload not in self.queue)

    def look_again(self) -> None:
        """Ask for a look at every file that is not imported: what the store holds has changed."""
        for upload in self.uploads:
            upload.due = upload.due or upload.current

    def go_on(self, ws: Workspace, actor: Actor) -> None:
        """Take in what has ended, and begin what comes next: one piece of work at a time.

        Waits a moment for work that is short; when this returns, `working` tells what goes on.
        """
        begun = monotonic()
        while True:
            if (upload := self.working) and upload.job:
                changing = upload.preview is not None and not upload.writing
                patience = _PATIENCE_WITH_CHANGES_SECONDS if changing else _PATIENCE_SECONDS
                if not upload.job.wait(begun + patience - monotonic()):
                    return
                self._take_in(upload)
            elif upload := next((upload for upload in self.uploads if upload.stage == "waiting"), None):
                upload.look(ws, actor)
            elif self.queue:
                self.queue.pop(0).bring_in(ws, actor)
            else:
                return

    @property
    def working(self) -> Upload | None:
        return next((upload for upload in self.uploads if upload.job), None)

    def _take_in(self, upload: Upload) -> None:
        job, upload.job = upload.job, None
        try:
            outcome = job.result() if job else None
        except Refused as refusal:
            # A look that was stopped because the person changed something is no news: the next one is due.
            upload.refusal = None if upload.due else refusal
            if isinstance(refusal, Cancelled):
                self.queue.clear()
        except Exception as error:  # noqa: BLE001 - said as an apology; the file leaves the desk, the data is as it was
            self.remove(upload)
            errors.apologise(error)
        else:
            if isinstance(outcome, ImportResult):
                upload.result = outcome
                upload.put_away()
                self.look_again()
            elif outcome:
                upload.preview, upload.current = outcome, True
                upload.said = upload.said if upload.due else outcome.mapping.as_json()


def desk() -> Desk:
    """The desk of this visit."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Desk()
    return cast("Desk", st.session_state[_KEY])
