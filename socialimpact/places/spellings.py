"""What a town's cell says besides the town: a postcode, a province, the word *comune*, a quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from socialimpact.places.provinces import province_code, provinces

_POSTCODE = re.compile(r"(?<!\d)(?:I(?:T)?-?)?(\d{5})(?!\d)")
_LEADING = re.compile(
    r"^\s*(?:comune|citt[aà]|municipio|fraz(?:ione)?|loc(?:alit[aà])?)\b['’]?\.?\s*(?:di\s|del\s|della\s)?\s*",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"[\s,;(-]+(?:ital(?:ia|y|ien|ie)|it|ita)\)?\s*$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)?")
_LAST_WORD = re.compile(r"[\s,;/-]+([A-Za-z]{2})\.?\s*$")
_BREAKS = re.compile(r"\s*[/,;()]\s*|\s+-\s*|\s*-\s+|(?<=\w)-(?=\w)")
_SPACES = re.compile(r"\s+")
_LOST_ZEROS = re.compile(r"[0-9]{3,4}")  # Rome is 00118 to 00199
_SIGLA = 2  # letters of a province code


@dataclass(frozen=True, slots=True)
class Reading:
    """A town's cell taken apart: `texts` are whole names to try in order, `parts` pieces that may be one."""

    texts: tuple[str, ...]
    parts: tuple[str, ...]
    province: str
    postcode: str


def read(name: str, province: str = "", postcode: str = "") -> Reading:
    """Take a cell apart: `10121 TORINO (TO)` is the name `TORINO`, the province `TO`, the postcode `10121`."""
    code = province_code(province) or ""
    cap = clean_postcode(postcode)
    text = _SPACES.sub(" ", name.replace("\u00a0", " ")).strip(' .,;:*"“”')
    if inside := _POSTCODE.search(text):
        cap = cap or inside[1]
        text = _POSTCODE.sub(" ", text).strip(" .,;-")
    whole = [text]
    shorter = _COUNTRY.sub("", _LEADING.sub("", text)).strip(" .,;-")
    bracketed = [found.strip() for found in _IN_BRACKETS.findall(shorter)]
    shorter = _IN_BRACKETS.sub(" ", shorter).strip(" .,;-") if bracketed else shorter
    whole.append(shorter)
    hints = [hint for hint in bracketed if province_code(hint)]
    if (last := _LAST_WORD.search(shorter)) and last[1].upper() in provinces():
        hints.append(last[1])
        whole.append(shorter[: last.start()])
    if not code and hints:
        code = province_code(hints[0]) or ""
    texts = tuple(dict.fromkeys(_SPACES.sub(" ", found).strip() for found in whole if found.strip()))
    return Reading(texts, _parts(texts, bracketed), code, cap)


def _parts(texts: tuple[str, ...], bracketed: list[str]) -> tuple[str, ...]:
    """The pieces between breaks, then the first words of the text, the longest first."""
    pieces = [piece for text in texts for piece in _BREAKS.split(text)]
    words = texts[-1].split() if texts else []
    pieces += [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
    pieces += bracketed
    return tuple(dict.fromkeys(piece for piece in pieces if len(piece) > _SIGLA and piece not in texts))


def clean_postcode(text: str) -> str:
    """Five digits, or nothing: `184` is `00184` with its zeros lost, `I-10121` is `10121`."""
    if found := _POSTCODE.search(text):
        return found[1]
    digits = text.strip().removesuffix(".0")
    return digits.zfill(5) if _LOST_ZEROS.fullmatch(digits) else ""
