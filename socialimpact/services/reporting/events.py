"""What happened in the store, as it was written down: who, when, what, before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socialimpact.store.reader import Reader

COLUMNS = "event_id, happened_at, who, what, subject, subject_id, before, after"


@dataclass(frozen=True)
class Event:
    """One row of `event`, its states read."""

    event_id: int
    when: datetime
    who: str
    what: str
    subject: str
    subject_id: str | None
    before: Any
    after: Any

    def said(self, name: str) -> Any:
        """What the event says of `name`: after it, else before."""
        for state in (self.after, self.before):
            if isinstance(state, Mapping) and state.get(name) is not None:
                return state[name]
        return None

    @property
    def number(self) -> int | None:
        """The number of its subject, where it has one."""
        return int(self.subject_id) if self.subject_id and self.subject_id.isdigit() else None


def event(row: tuple[Any, ...]) -> Event:
    """The event of a row of `COLUMNS`."""
    *told, before, after = row
    return Event(*told, *(None if state is None else json.loads(state) for state in (before, after)))


def since(reader: Reader, last_event: int) -> tuple[Event, ...]:
    """All events after that one, the oldest first."""
    rows = reader.rows(
        f"select {COLUMNS} from event where event_id > ? order by event_id", [last_event], step="events since"
    )
    return tuple(event(row) for row in rows)
