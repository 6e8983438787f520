"""Broken, hostile and absurd files: each is read or refused with a sentence, within bounds of time and memory."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from socialimpact.errors import FileRefused
from socialimpact.settings import READING
from socialimpact.tables.book import read_book
from socialimpact.tables.layout import propose

LIMITS = replace(READING, memory_bytes=1_500 * 1024**2)
MOST_SECONDS = 20


def answer(path: Path) -> tuple[str, str, float]:
    begin = time.monotonic()
    try:
        book = read_book(path, limits=LIMITS)
        propose(book)
        what = "read"
    except FileRefused as refused:
        what = refused.code if refused.message.to("en") else "no sentence"
    return path.name, what, time.monotonic() - begin


def test_every_file_is_answered(samples):
    files = sorted(p for p in (samples / "torture").iterdir() if p.name not in {"INDEX.csv", "README.md"})
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(answer, files))
    told = Counter(what for _, what, _ in answers)
    print(told)  # noqa: T201 - the figure
    assert not [found for found in answers if found[2] > MOST_SECONDS]
    assert told["read"] >= 480
    assert told["password"] >= 14
    assert not told["too_slow"]
    assert not told["no sentence"]
