"""What waits for a person's eye: one section an open question, each with what is at stake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.workspace import Workspace
from socialimpact.ui import parts
from socialimpact.ui.review import review_categories, review_identity, review_natures, review_suppliers


@dataclass(frozen=True)
class Section:
    """One kind of question. `key` stands in the address (`review?about=natures`); `show` draws its cases."""

    key: str
    title: Message
    show: Callable[[Workspace, Actor], None]


# In the order of what they decide. One line here puts a section on the page.
SECTIONS: tuple[Section, ...] = (
    Section("suppliers", msg("Possible social suppliers"), review_suppliers.show),
    Section("identity", msg("Same supplier?"), review_identity.show),
    Section("natures", msg("What is no purchase"), review_natures.show),
    Section("categories", msg("Categories"), review_categories.show),
)


def show(ws: Workspace, actor: Actor) -> None:
    """The choice of section, kept in the address, and the section that was chosen."""
    chosen = parts.chosen("about", {section.key: section.title for section in SECTIONS}, label=msg("What to review"))
    next(section for section in SECTIONS if section.key == chosen).show(ws, actor)
