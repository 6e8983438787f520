"""Events in words that whoever reads a report understands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from socialimpact.errors import Refused
from socialimpact.figures import scopes
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg, plain, plural
from socialimpact.places import local_rules
from socialimpact.services.reporting.events import Event
from socialimpact.services.suppliers.tag_words import evidence_words, kind_words, register_words
from socialimpact.services.workspace import OTHER_CATEGORIES
from socialimpact.store.reader import Reader
from socialimpact.suppliers import tags

Names = Mapping[tuple[str, int], str]
# Reasons of the program's own, as earlier versions wrote them down.
_AS_ONCE_WRITTEN = {OTHER_CATEGORIES.text: OTHER_CATEGORIES}
_NAMED = {
    "supplier": "select supplier_id, name from supplier",
    "import": "select import_id, file from import",
    "register": "select register_id, name from register",
}


def names(reader: Reader, events: Iterable[Event]) -> Names:
    """What the events call by a number: suppliers, imported files, registers."""
    numbers = sorted({int(each) for event in events for each in _numbers(event) if str(each or "").isdigit()})
    found: dict[tuple[str, int], str] = {}
    if not numbers:
        return found
    marks = ", ".join("?" for _ in numbers)
    for subject, sql in _NAMED.items():
        rows = reader.rows(f"{sql} where {subject}_id in ({marks})", numbers, step=f"names: {subject}")
        found |= {(subject, number): name for number, name in rows}
    return found


def _numbers(event: Event) -> tuple[Any, ...]:
    return (event.number, *(event.said(name) for name in ("supplier_id", "other_id", "register_id", "value")))


def told(event: Event, known: Names) -> Message:
    """What happened."""
    say = _WORDS.get((event.subject, event.what)) or _WORDS.get((event.subject, "*"))
    return say(event, known) if say else msg("{subject}: {what}", subject=event.subject, what=event.what)


def why(event: Event) -> Message | None:
    """The reason that was given, where one was."""
    reason = event.said("why") or _answer(event).get("why")
    if isinstance(reason, str) and reason in _AS_ONCE_WRITTEN:
        return _AS_ONCE_WRITTEN[reason]
    return tags.unpack(reason) if isinstance(reason, str) and reason else None


def state(kept: Any) -> str | None:
    """The state of something before or after an event, as it was written down."""
    return None if kept is None else json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _said(message: Message) -> Callable[[Event, Names], Message]:
    return lambda _event, _names: message


def _supplier(event: Event, known: Names) -> Message:
    return _named(known, "supplier", event.said("supplier_id") or event.number)


def _named(known: Names, subject: str, number: Any) -> Message:
    name = known.get((subject, int(number))) if str(number or "").isdigit() else None
    return plain(name) if name else msg("number {number}", number=str(number or "–"))


def _of_supplier(make: Callable[[Message], Message]) -> Callable[[Event, Names], Message]:
    return lambda event, known: make(_supplier(event, known))


def _imported(event: Event, known: Names) -> Message:
    file = event.said("file") or str(_named(known, "import", event.number))
    return plural("{file} was imported: {n} line.", "{file} was imported: {n} lines.", int(event.said("lines") or 0),
                  file=file)  # fmt: skip


def _undone(event: Event, known: Names) -> Message:
    file = event.said("file") or str(_named(known, "import", event.number))
    return msg("The import of {file} was undone.", file=file)


def _converted(event: Event, known: Names) -> Message:
    return msg("Amounts in other currencies of {file} were converted.", file=_named(known, "import", event.number))


def _exclusion(event: Event, known: Names) -> Message:
    about = _about(event, known)
    if event.what == "removed":
        return msg("A rule was taken back: {about}", about=about)
    if event.said("included"):
        return msg("Let into addressable spend: {about}", about=about)
    return msg("Left out of addressable spend: {about}", about=about)


def _about(event: Event, known: Names) -> Message:
    """What a rule is about: “Supplier: Alfa”."""
    field, value = str(event.said("field") or ""), str(event.said("value") or "")
    by = DIMENSIONS.get(field)
    if by is None:
        return plain(f"“{value}”")
    shown = _named(known, "supplier", value) if field == "supplier" else by.label({by.id_column: value,
                                                                                by.label_column: value})  # fmt: skip
    return msg("{dimension}: {values}", dimension=by.name, values=shown)


def _settings(event: Event, _: Names) -> Message:
    before, after = event.before or {}, event.after or {}
    parts: list[Message] = []
    if before.get("scope_key") != after.get("scope_key"):
        parts.append(msg("what counts as social is now “{scope}”", scope=scope_name(after.get("scope_key"))))
    if before.get("local_rule_key") != after.get("local_rule_key"):
        parts.append(msg("what is local is now “{rule}”", rule=rule_name(after.get("local_rule_key"))))
    if before.get("declared_counts") != after.get("declared_counts"):
        parts.append(
            msg("what suppliers declare of themselves counts now")
            if after.get("declared_counts")
            else msg("what suppliers declare of themselves no longer counts")
        )
    if not parts:
        return msg("The settings of the organisation were saved.")
    whole = parts[0]
    for part in parts[1:]:
        whole = msg("{first}; {second}", first=whole, second=part)
    return msg("The settings were changed: {what}.", what=whole)


def scope_name(key: Any) -> Message:
    """A scope by its name."""
    return next((each.name for each in scopes.standard_scopes() if each.key == key), plain(str(key or "–")))


def rule_name(key: Any) -> Message:
    """A local rule by its name."""
    try:
        return local_rules.parse(str(key)).name()
    except Refused:
        return plain(str(key or "–"))


def _register(event: Event, known: Names) -> Message:
    name = register_words(known.get(("register", int(event.said("register_id") or 0))))
    about = {"register": name, "day": date.fromisoformat(str(event.said("as_of"))), "file": str(event.said("file"))}
    if event.what == "remove register":
        return msg("The list of {register} of {day} was removed ({file}).", **about)
    return msg("The list of {register} of {day} was added ({file}).", **about)


def _tags(event: Event, _: Names) -> Message:
    count = len((event.after or {}).get("tags", ()))
    if event.what == "end tags":
        return plural("The comparison with the registers ended {n} proof.",
                      "The comparison with the registers ended {n} proofs.", count)  # fmt: skip
    return plural("The comparison with the registers found {n} proof.",
                  "The comparison with the registers found {n} proofs.", count)  # fmt: skip


def _begun(event: Event, known: Names) -> Message:
    kind, evidence = kind_words(event.said("kind")), evidence_words(event.said("evidence"))
    return msg("{supplier} was said to be: {kind} ({evidence}).", supplier=_supplier(event, known), kind=kind or "–",
               evidence=evidence or "–")  # fmt: skip


def _ended(event: Event, known: Names) -> Message:
    kind = kind_words(event.said("kind"))
    return msg("{supplier} no longer counts as: {kind}.", supplier=_supplier(event, known), kind=kind or "–")


def _rule_about(made: Message, back: Message) -> Callable[[Event, Names], Message]:
    return lambda event, known: msg("{what} ({about})", what=made if event.what == "decided" else back,
                                    about=_about(event, known))  # fmt: skip


def _identity(event: Event, known: Names) -> Message:
    ones = {"first": _named(known, "supplier", event.said("supplier_id")),
            "second": _named(known, "supplier", event.said("other_id"))}  # fmt: skip
    match event.what:
        case "merged":
            return msg("{first} and {second} were joined to one supplier.", **ones)
        case "split":
            return msg("{first} was parted from {second}.", **ones)
        case "told apart":
            return msg("{first} and {second} were said to be two suppliers.", **ones)
        case _:
            return msg("A decision about which suppliers are one was taken back.")


def _called(saved: Message, gone: Message) -> Callable[[Event, Names], Message]:
    def say(event: Event, _: Names) -> Message:
        what = gone if event.what in _GONE else saved
        return msg("{what}: {name}", what=what, name=str(event.said("name") or event.subject_id or "–"))

    return say


_GONE = ("removed", "deleted", "revoked", "uninvited", "forgot", "undone")


def _target(event: Event, _: Names) -> Message:
    key = str(event.said("measure") or "")
    try:
        name = measure(key).name
    except Refused:
        name = plain(key)
    about = {"measure": name, "year": str(event.said("year") or "–")}
    if event.what == "removed":
        return msg("The target of {measure} for {year} was removed.", **about)
    return msg("A target of {measure} for {year} was set.", **about)


def _released(event: Event, _: Names) -> Message:
    return msg("Release {number} of the impact report was made.", number=str(event.said("number") or "–"))


def _answer(event: Event) -> Mapping[str, Any]:
    """The first of the answers that an event of the review gave; nothing for other events."""
    answers = event.said("answers")
    first = answers[0] if isinstance(answers, list) and answers else None
    return first if isinstance(first, Mapping) else {}


def _answered(event: Event, known: Names) -> Message:
    given, supplier = _answer(event), _supplier(event, known)
    if given.get("answer") == "yes" and given.get("entry"):
        return msg("{supplier} was confirmed under Review to be this entry of a register: {entry}.",
                   supplier=supplier, entry=plain(str(given["entry"])))  # fmt: skip
    if given.get("answer") == "no" and given.get("entry"):
        return msg("{supplier} was said under Review not to be this entry of a register: {entry}.",
                   supplier=supplier, entry=plain(str(given["entry"])))  # fmt: skip
    return msg("A question about {supplier} was answered under Review.", supplier=supplier)


# By subject and what was done; `*` stands for whatever was done.
_WORDS: Mapping[tuple[str, str], Callable[[Event, Names], Message]] = {
    ("import", "imported"): _imported,
    ("import", "undone"): _undone,
    ("import", "converted"): _converted,
    ("rates", "*"): _said(msg("Exchange rates were added.")),
    ("exclusion", "*"): _exclusion,
    ("settings", "*"): _settings,
    ("scope", "*"): lambda event, _: msg("The kinds of the scope “{scope}” were chosen.",
                                         scope=str(event.subject_id or "–")),
    ("register_snapshot", "*"): _register,
    ("tag", "*"): _tags,
    ("supplier", "begin tag"): _begun,
    ("supplier", "end tag"): _ended,
    ("supplier", "answer review"): _answered,
    ("supplier", "undo review"): _of_supplier(
        lambda name: msg("An answer about {supplier} under Review was taken back.", supplier=name)),
    ("supplier", "follow register"): _of_supplier(
        lambda name: msg("The dates of {supplier} follow the newer list of the register.", supplier=name)),
    ("supplier", "declare"): _of_supplier(
        lambda name: msg("What {supplier} declares of itself was written down.", supplier=name)),
    ("supplier", "withdraw declaration"): _of_supplier(
        lambda name: msg("What {supplier} had declared was taken back.", supplier=name)),
    ("nature", "*"): _rule_about(msg("It was decided what is no purchase"),
                                 msg("A decision on what is no purchase was taken back")),
    ("category_rule", "*"): _rule_about(msg("It was decided what is bought"),
                                        msg("A decision on what is bought was taken back")),
    ("identity", "*"): _identity,
    ("site", "*"): _called(msg("A site was saved"), msg("A site was removed")),
    ("company", "*"): _called(msg("A company was saved"), msg("A company was removed")),
    ("target", "*"): _target,
    ("initiative", "*"): _called(msg("An initiative was saved"), msg("An initiative was taken back")),
    ("layout", "*"): _called(msg("A layout was renamed"), msg("A layout was forgotten")),
    ("saved_view", "*"): _called(msg("A view was saved"), msg("A view was deleted")),
    ("app_user", "came"): _called(msg("Somebody signed in for the first time"), msg("–")),
    ("app_user", "*"): _called(msg("Access was given"), msg("Access was taken back")),
    ("invitation", "*"): _called(msg("Somebody was invited"), msg("An invitation was taken back")),
    ("spend", "*"): _said(msg("What is bought was worked out anew, by the words of a newer version of the program.")),
    ("names", "*"): _said(msg("Names were read anew, by the legal forms that a newer version of the program knows.")),
    ("release", "*"): _released,
    ("report_text", "saved"): _said(msg("A text of the report was rewritten.")),
    ("report_text", "*"): _said(msg("A text of the report went back to what the data propose.")),
    ("report_sections", "*"): _said(msg("The sections of the report were chosen.")),
    ("document_look", "*"): _said(msg("The colours or the logo of documents were chosen.")),
}  # fmt: skip
