"""Both languages are complete: every sentence of the program has its Italian, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from socialimpact import settings
from socialimpact.language import Euro, Message, Share, label, message_from_json, msg, plural, render

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [*sorted((ROOT / "socialimpact").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py")), ROOT / "app.py"]
SENTENCES = {"msg": 1, "plural": 2}
# Where messages are taken apart and put together, their text is a value.
MAKERS = {ROOT / "socialimpact" / "language.py"}

Key = str | tuple[str, str]


@dataclass(frozen=True)
class Said:
    """One call of `msg` or `plural` in the code."""

    key: Key | None  # None: the text is not a literal
    values: frozenset[str]
    where: str


def said(path: Path) -> Iterator[Said]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENTENCES):
            continue
        wanted = SENTENCES[node.func.id]
        texts = [
            arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        literal = len(texts) == wanted
        key: Key | None = (texts[0] if wanted == 1 else (texts[0], texts[1])) if literal else None
        given = {keyword.arg for keyword in node.keywords if keyword.arg} | ({"n"} if wanted == 2 else set())
        if any(keyword.arg is None for keyword in node.keywords):
            given |= {name for text in texts for name in placeholders(text)}  # **values: not to be seen here
        yield Said(key, frozenset(given), f"{path.relative_to(ROOT)}:{node.lineno}")


def placeholders(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def everything_said() -> tuple[Said, ...]:
    return tuple(call for path in SOURCES if path.exists() and path not in MAKERS for call in said(path))


def translations(language: str) -> dict[Key, tuple[str, ...]]:
    with (settings.LOCALE / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        entry.id if isinstance(entry.id, str) else (entry.id[0], entry.id[1]): (
            (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        )
        for entry in catalogue
        if entry.id and not entry.fuzzy
    }


OTHER_LANGUAGES = [language for language in settings.LANGUAGES if language != "en"]


def test_the_code_says_something():
    assert len(everything_said()) > 5


def test_every_sentence_is_a_literal():
    # A text that is put together while running cannot be found, so never be translated.
    assert [call.where for call in everything_said() if call.key is None] == []


def test_every_sentence_gets_the_values_that_it_names():
    wrong = [
        f"{call.where}: {sorted(wanted ^ call.values)}"
        for call in everything_said()
        if call.key is not None
        and (wanted := set().union(*map(placeholders, [call.key] if isinstance(call.key, str) else call.key)))
        != call.values - ({"n"} - wanted)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_every_sentence_is_translated(language):
    known = translations(language)
    missing = {call.key: call.where for call in everything_said() if call.key and not all(known.get(call.key, ("",)))}
    assert missing == {}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_no_translation_is_left_over(language):
    in_use = {call.key for call in everything_said()}
    assert [key for key in translations(language) if key not in in_use] == []


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_translations_keep_the_values_of_the_sentence(language):
    wrong = {}
    for key, strings in translations(language).items():
        wanted = placeholders(key) if isinstance(key, str) else placeholders(key[0]) | placeholders(key[1])
        if any(strings) and set().union(*map(placeholders, strings)) != wanted:
            wrong[key] = strings
    assert wrong == {}


def test_every_label_in_the_data_has_both_languages():
    def lacking(node: object, path: str) -> Iterator[str]:
        if isinstance(node, dict):
            present = {key for key in node if key in settings.LANGUAGES}
            if present and all(isinstance(node[key], str) for key in present):
                if present != set(settings.LANGUAGES) or not all(node[key].strip() for key in present):
                    yield path
                return
            for key, value in node.items():
                yield from lacking(value, f"{path}.{key}")
        elif isinstance(node, list):
            for number, value in enumerate(node):
                yield from lacking(value, f"{path}[{number}]")

    import yaml  # noqa: PLC0415 - only here

    files = sorted((ROOT / "data").glob("*.yml"))
    # In the list of column names, `it` and `en` are the languages of headers: a role may be named in one alone.
    labelled = [path for path in files if path.name != "column_aliases.yml"]
    assert [gap for path in labelled for gap in lacking(yaml.safe_load(path.read_text("utf-8")), path.stem)] == []


@pytest.mark.parametrize(
    ("value", "italian", "english"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("1234.5"), "1.234,50", "1,234.50"),
        (Decimal("-0.25"), "-0,25", "-0.25"),
        (Euro(Decimal("1234.5")), "1.234,50 €", "€1,234.50"),
        (Euro(Decimal("1234.5"), cents=False), "1.234 €", "€1,234"),
        (Share(0.056), "5,6 %", "5.6%"),
        (Share(0.056, decimals=0), "6 %", "6%"),
        (date(2025, 3, 9), "9 mar 2025", "9 Mar 2025"),
        ("12", "12", "12"),
    ],
)
def test_values_are_written_by_the_locale(value, italian, english):
    assert render(value, "it").replace("\xa0", " ").replace("\u202f", " ") == italian
    assert render(value, "en").replace("\xa0", " ").replace("\u202f", " ") == english


def test_a_message_survives_storage():
    message = plural(
        "{n} line of {supplier} costs {total}, {share}, on {day}: {why}",
        "{n} lines of {supplier} cost {total}, {share}, on {day}: {why}",
        2,
        supplier="Alfa",
        total=Euro(Decimal("12.30")),
        share=Share(Decimal("0.5")),
        day=date(2025, 1, 2),
        why=msg("no date"),
    )
    again = message_from_json(message.as_json())
    assert again == message
    assert str(again) == "2 lines of Alfa cost €12.30, 50.0%, on 2 Jan 2025: no date"


def test_a_sentence_without_translation_is_shown_in_english():
    assert Message("There is no such sentence {x}.", {"x": 3}).to("it") == "There is no such sentence 3."


def test_labels_fall_back_to_english():
    assert label({"en": "Rent"}, "it") == "Rent"
    assert label({"en": "Rent", "it": "Affitto"}, "it") == "Affitto"
