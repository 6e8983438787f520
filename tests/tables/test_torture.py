"""Broken, hostile and absurd files: each is read or refused with a sentence, within bounds of time and memory.

Most of the time of such a test is the start of a process a file, so two run at once: half a minute for all.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from socialimpact.errors import FileRefused
from socialimpact.settings import READING
from socialimpact.tables.book import read_book
from socialimpact.tables.proposal import propose

if TYPE_CHECKING:
    from pathlib import Path

MOST_SECONDS = 20
MOST_BYTES = 1_500 * 1024**2
LIMITS = replace(READING, memory_bytes=MOST_BYTES)


@dataclass(frozen=True)
class Answer:
    what: str
    seconds: float
    sentence: str
    refused: FileRefused | None = None


def answer(path: Path) -> Answer:
    begin = time.monotonic()
    try:
        propose(read_book(path, limits=LIMITS))
    except FileRefused as refused:
        sentences = [refused.message.to(language) for language in ("it", "en")]
        told = sentences[1] if all(sentences) and sentences[0] != sentences[1] else ""
        return Answer(refused.code, time.monotonic() - begin, told, refused)
    return Answer("read", time.monotonic() - begin, "")


@pytest.fixture(scope="module")
def answers(samples) -> dict[str, Answer]:
    files = sorted(p for p in (samples / "torture").iterdir() if p.name not in {"INDEX.csv", "README.md"})
    with ThreadPoolExecutor(2) as both:
        return dict(zip((file.name for file in files), both.map(answer, files), strict=True))


def test_every_file_is_answered_in_time(answers):
    told = Counter(found.what for found in answers.values())
    print(told)  # noqa: T201 - the figure
    assert len(answers) == 568
    assert {name: found.seconds for name, found in answers.items() if found.seconds > MOST_SECONDS} == {}
    assert not told["too_slow"]
    assert told["read"] >= 486
    assert told["password"] == 14


def test_no_reading_process_takes_more_memory_than_it_may(answers):
    """The system keeps the size of the largest child process; there are no larger ones than those that read."""
    assert answers
    kibibytes = 1 if sys.platform == "darwin" else 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * kibibytes < MOST_BYTES


def test_every_refusal_has_a_sentence_in_both_languages(answers):
    assert [name for name, found in answers.items() if found.refused and not found.sentence] == []


def test_no_sentence_is_said_of_everything(answers):
    """What is neither empty nor protected has its own reason; the catch-all is for what no reason was found for."""
    refused = {name: found.refused for name, found in answers.items() if found.refused}
    vague = [name for name, why in refused.items() if why.code == "damaged" and not why.details]
    assert len(vague) <= 1, vague


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("poi4.0.1__poc-xmlbomb.xlsx", "entities", "“xl/sharedStrings.xml” of the workbook defines XML entities"),
        ("poi4.0.1__54764.xlsx", "entities", "“xl/sharedStrings.xml” of the workbook defines XML entities"),
        ("calamine__issue_594_dos.ods", "too_large", "far more cells"),
        ("calamine__issue252.xlsx", "damaged", "“xl/_rels/workbook.xml.rels” cannot be unpacked"),
        ("poi4.0.1__invalid.xlsx", "not_a_table", "an archive with nothing in it"),
        ("poi4.0.1__testEXCEL_4.xls", "ancient_workbook", "before 1995"),
        ("poi4.0.1__password.xls", "password", "protected by a password"),
        ("calamine__picture.xlsx", "empty_workbook", "no cells with content"),
    ],
)
def test_what_is_wrong_is_said(answers, name, code, said):
    assert answers[name].what == code
    assert said in answers[name].sentence
