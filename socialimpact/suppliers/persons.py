"""Which suppliers are, or look like, natural persons: their names go into no package that can do without."""

from __future__ import annotations

from functools import cache

from socialimpact import knowledge
from socialimpact.suppliers.names import legal_form, words

# An Italian tax code of sixteen characters is a person's; a company's has eleven digits.
_CODE_LENGTH = 16
_MOST_WORDS = 6


def is_person(tax_code: str | None) -> bool:
    """Whether its tax code says that it is one."""
    return tax_code is not None and len(tax_code) == _CODE_LENGTH


def looks_like_person(name: str | None) -> bool:
    """Whether a name looks like one's: a title or a first name (`data/person_words.yml`), and no legal form and no word
    of a body beside it. It errs to the side of leaving a name out: a shop called after its owner is told as one.
    """
    if not name or legal_form(name) is not None:
        return False
    said, known = words(name), _words()
    if len(said) > _MOST_WORDS or known["bodies"] & set(said):
        return False
    whole = f" {' '.join(said)} "
    has_first_name = len(said) > 1 and bool(known["first_names"] & set(said))
    return has_first_name or any(f" {each} " in whole for each in known["alone"])


@cache
def _words() -> dict[str, frozenset[str]]:
    return {key: frozenset(map(str, found)) for key, found in knowledge.load("person_words").items()}
