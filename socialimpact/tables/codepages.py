"""Which character encoding bytes are in. Imports nothing of the package: the guarded process uses it too."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The old code pages that Western exports still come in, likeliest first: Windows, DOS, Macintosh.
OLD_PAGES = ("cp1252", "cp850", "mac_roman")
_USUAL = frozenset("àèéìòùÀÈÉÌÒÙáíóúÁÍÓÚçÇñÑäöüÄÖÜßâêîôûëïÂÊÎÔÛœŒåÅøØ£€°§ªº«»·‘’“”–\u00a0®©²½¼¾×")
_COMMON = frozenset("àèéìòùçñäöü")
# What these names stand for in the wild; the standards for web pages say the same of the first two.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
# UTF-8 that was read as cp1252 and written again. Only the leads that Western texts give: what follows them is never
# written in any language, whereas other pairs, such as an accented letter before quotation marks, are.
_CONTINUED = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_GARBLED = re.compile(f"[\u00c2\u00c3]{_CONTINUED}|[\u00e2\u00ef]{_CONTINUED}{{2}}")
# cp1252 that was read as Latin-1: quotation marks and the euro become control characters
_CONTROLS = re.compile("[\x80-\x9f]")
_SUSPECT = "\u00c3\u00c2\u00e2\u00ef\x80\x85\x91\x92\x93\x94\x96\x97"
_GARBLED_GRAVE = re.compile(
    "\u00c3(?: (?= )|(?= |$))", re.MULTILINE
)  # à, whose second half became a blank or was trimmed


class Decoded(NamedTuple):
    """A text, how it was written, and whether that had to be guessed."""

    text: str
    encoding: str
    guessed: bool


def utf16_without_mark(head: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """UTF-16 that forgot its byte order mark: every other byte of Latin text is zero."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 4 or b"\x00" not in sample:  # noqa: PLR2004 - two characters are the least to tell
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def utf32_without_mark(head: bytes) -> Literal["utf-32-le", "utf-32-be"] | None:
    """UTF-32 that forgot its byte order mark: three of four bytes of Latin text are zero."""
    sample = head[: len(head) // 4 * 4]
    quarter = len(sample) // 4
    if not quarter:
        return None
    first, last = sample[0::4].count(0), sample[3::4].count(0)
    if last == quarter and sample[2::4].count(0) == quarter and first < 0.05 * quarter:
        return "utf-32-le"
    if first == quarter and sample[1::4].count(0) == quarter and last < 0.05 * quarter:
        return "utf-32-be"
    return None


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, with or without a byte order mark; None for everything else."""
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    if marked:
        return None if marked == "utf-8-sig" else marked
    return utf32_without_mark(head) or utf16_without_mark(head)


def old_page(counts: Mapping[int, int]) -> str:
    """The old code page in which bytes beyond ASCII (and how often each) give the usual letters."""
    total = sum(counts.values())

    def usual(page: str, letters: frozenset[str] = _USUAL) -> int:
        return sum(n for byte, n in counts.items() if bytes([byte]).decode(page, "replace") in letters)

    if 2 * usual(OLD_PAGES[0]) >= total:
        return OLD_PAGES[0]
    return max(OLD_PAGES, key=lambda page: usual(page) + usual(page, _COMMON))  # the first of equals


def decode(data: bytes) -> Decoded:
    """The whole text of `data`: by its byte order mark, else as it declares itself, else as it can be read."""
    head = data[:_DECLARED_WITHIN]
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None) or wide_encoding(head)
    if marked:
        return Decoded(data.decode(marked, "replace"), marked, guessed=False)
    declared = _declared(head)
    for name in dict.fromkeys((declared, "utf-8")):
        if name:
            try:
                return Decoded(data.decode(name), name, guessed=name != declared and not data.isascii())
            except UnicodeDecodeError:
                continue
    page = old_page(Counter(byte for byte in data[:1_000_000] if byte > 127))  # noqa: PLR2004 - beyond ASCII
    lines = data.splitlines(keepends=True)
    return Decoded("".join(decode_line(line, page) for line in lines), page, guessed=True)


def decode_line(line: bytes, old: str) -> str:
    """A line in UTF-8, else in the old code page."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(old, "replace")


def may_be_garbled(text: str) -> bool:
    """A quick test before `mended`: whether any of the likeliest letters is there."""
    return any(letter in text for letter in _SUSPECT)


def mended(text: str) -> tuple[str, list[str]]:
    """Text without letters that were read wrongly once before (`SocietÃ ` for `Società`), and those letters."""
    found: list[str] = []

    def letter(match: re.Match[str]) -> str:
        wrong = match[0]
        try:
            right = b"".join(map(_byte, wrong)).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return wrong
        found.append(wrong)
        return right

    text = _GARBLED.sub(letter, text)
    if found:
        text = _GARBLED_GRAVE.sub("à", text)
    for wrong in sorted(set(_CONTROLS.findall(text))):
        right = wrong.encode("latin-1").decode("cp1252", "ignore")
        if right:
            found += [wrong] * text.count(wrong)
            text = text.replace(wrong, right)
    return text, found


def _byte(character: str) -> bytes:
    """The byte that cp1252 shows as a character; those it has no character for stand for themselves."""
    return character.encode("latin-1") if "\x80" <= character < "\xa0" else character.encode("cp1252")


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(head)
    if not found:
        return None
    name = found.group(1).decode("ascii").lower()
    try:
        name = codecs.lookup(_MEANT.get(name, name)).name
    except LookupError:
        return None
    return None if name.startswith(("utf-16", "utf-32", "utf-7")) or not _is_text(name) else name


def _is_text(name: str) -> bool:
    """Whether a codec makes text of bytes; some of Python's do other things."""
    try:
        return b"a".decode(name) == "a"
    except (LookupError, UnicodeDecodeError, ValueError):
        return False
