"""Messages for people, and their rendering in Italian or English.

Lower rooms say things as `Message` objects: an English sentence with named values. Only the edge knows the
reader's language. English is the source; `locale/<language>.po` holds the translations, read with Babel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from babel import Locale, dates, numbers
from babel.messages.pofile import read_po

from socialimpact import settings

SOURCE_LANGUAGE = "en"
_LOCALES = {"it": "it_IT", "en": "en_GB"}


@dataclass(frozen=True)
class Euro:
    """An amount of money; `cents` says whether the cents are worth the reader's attention."""

    value: Decimal
    cents: bool = True


@dataclass(frozen=True)
class Share:
    """A ratio between 0 and 1, printed as a percentage."""

    value: float | Decimal
    decimals: int = 1


@dataclass(frozen=True)
class Message:
    """A sentence in English with named values, translated when it is shown."""

    text: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None
    count: int | None = None

    def to(self, language: str) -> str:
        """The sentence in `language`, its values formatted by that locale."""
        template = _catalogue(language).get(self._key(), None)
        if template is None:
            template = self.text if self.plural is None else (self.text, self.plural)
        if isinstance(template, tuple):
            template = template[0 if self.count == 1 else 1]
        shown = {name: _render(value, language) for name, value in self.values.items()}
        if self.count is not None:
            shown.setdefault("n", _render(self.count, language))
        return template.format(**shown) if shown else template

    def _key(self) -> str | tuple[str, str]:
        return self.text if self.plural is None else (self.text, self.plural)

    def as_json(self) -> dict[str, Any]:
        """A form that can be stored and read back with `message_from_json`, then shown in any language."""
        plain: dict[str, Any] = {
            "text": self.text,
            "values": {name: _pack(value) for name, value in self.values.items()},
        }
        if self.plural is not None:
            plain |= {"plural": self.plural, "count": self.count}
        return plain

    def __str__(self) -> str:
        return self.to(SOURCE_LANGUAGE)


def msg(text: str, /, **values: Any) -> Message:
    """Mark an English sentence for translation: `msg("Row {row} has no date", row=12)`."""
    return Message(text, MappingProxyType(values))


def plural(one: str, many: str, n: int, /, **values: Any) -> Message:
    """Like `msg` for a counted thing: `plural("{n} line", "{n} lines", count)`."""
    return Message(one, MappingProxyType(values), many, n)


@dataclass(frozen=True)
class Label(Message):
    """A message whose translations stand in a data file beside it, not in the catalogue."""

    entry: Mapping[str, str] = field(default_factory=dict)

    def to(self, language: str) -> str:
        return label(self.entry, language)

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "entry": dict(self.entry)}


def labelled(entry: Mapping[str, str]) -> Label:
    """The message of a data entry `{it: …, en: …}`."""
    return Label(entry[SOURCE_LANGUAGE], entry=entry)


def plain(text: str) -> Label:
    """A name that a person gave, the same in every language."""
    return Label(text, entry={SOURCE_LANGUAGE: text})


def message_from_json(stored: Mapping[str, Any]) -> Message:
    if "entry" in stored:
        return Label(stored["text"], entry=stored["entry"])
    values = {name: _unpack(value) for name, value in stored.get("values", {}).items()}
    return Message(stored["text"], MappingProxyType(values), stored.get("plural"), stored.get("count"))


def label(entry: Mapping[str, str], language: str) -> str:
    """The text of a data entry that carries its own `it` and `en`."""
    return entry.get(language) or entry[SOURCE_LANGUAGE]


@cache
def locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, _LOCALES[SOURCE_LANGUAGE]))


@cache
def _catalogue(language: str) -> Mapping[str | tuple[str, str], str | tuple[str, ...]]:
    path = settings.LOCALE / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    known: dict[str | tuple[str, str], str | tuple[str, ...]] = {}
    for entry in catalogue:
        if isinstance(entry.id, (list, tuple)):
            if entry.string and all(entry.string):
                known[(entry.id[0], entry.id[1])] = tuple(entry.string)
        elif entry.id and isinstance(entry.string, str) and entry.string:
            known[entry.id] = entry.string
    return known


def _render(value: Any, language: str) -> str:
    match value:
        case Message():
            return value.to(language)
        case Euro() | Share():
            return _render_amount(value, language)
        case _:
            return _render_plain(value, language)


# A page is drawn again and again, and most of its amounts are those of before.
@lru_cache(maxsize=8192)
def _render_amount(value: Euro | Share, language: str) -> str:
    where = locale(language)
    match value:
        case Euro():
            pattern = None if value.cents else "¤#,##0" if language == "en" else "#,##0 ¤"
            return numbers.format_currency(
                value.value, "EUR", format=pattern, locale=where, currency_digits=value.cents
            )
        case Share():
            pattern = "0" + ("." + "0" * value.decimals if value.decimals else "") + ("%" if language == "en" else " %")
            return numbers.format_percent(value.value, format=pattern, locale=where)


def _render_plain(value: Any, language: str) -> str:
    where = locale(language)
    match value:
        case bool():
            return str(value)
        case int():
            return numbers.format_decimal(value, locale=where)
        case Decimal():
            return numbers.format_decimal(value, format="#,##0.00", locale=where)
        case float():
            return numbers.format_decimal(value, format="#,##0.##", locale=where)
        case datetime():
            return dates.format_datetime(value, "d MMM y, HH:mm", locale=where)
        case date():
            return dates.format_date(value, "d MMM y", locale=where)
        case _:
            return str(value)


def render(value: Any, language: str) -> str:
    """One value as the locale writes it: numbers grouped, months named, `Euro` and `Share` with their sign."""
    return _render(value, language)


_PACKED = {"Euro": Euro, "Share": Share}


def _pack(value: Any) -> Any:
    match value:
        case Message():
            return {"$": "Message", "v": value.as_json()}
        case Euro():
            return {"$": "Euro", "v": str(value.value), "cents": value.cents}
        case Share():
            return {"$": "Share", "v": str(value.value), "decimals": value.decimals}
        case Decimal():
            return {"$": "Decimal", "v": str(value)}
        case datetime():
            return {"$": "datetime", "v": value.isoformat()}
        case date():
            return {"$": "date", "v": value.isoformat()}
        case bool() | int() | float() | str() | None:
            return value
        case _:
            return str(value)


def _unpack(value: Any) -> Any:
    if not (isinstance(value, Mapping) and "$" in value):
        return value
    match value["$"]:
        case "Message":
            return message_from_json(value["v"])
        case "Euro":
            return Euro(Decimal(value["v"]), value["cents"])
        case "Share":
            return Share(Decimal(value["v"]), value["decimals"])
        case "Decimal":
            return Decimal(value["v"])
        case "datetime":
            return datetime.fromisoformat(value["v"])
        case _:
            return date.fromisoformat(value["v"])
