"""The fields that hold no object: words, numbers, days, texts, filters, vocabularies, each by its reader."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from zoneinfo import available_timezones

from jalon.plan.document import values as v
from jalon.plan.document.checking import (
    GROUNDS,
    LANGUAGES,
    Check,
    Mention,
    Reader,
    Value,
    Values,
    reference,
    wrong,
)
from jalon.plan.document.nodes import Node
from jalon.plan.schema.types import Reference
from jalon.quantities import Text


def _scalar(read: Callable[[Node], Value], awaited: str) -> Reader:
    def reader(check: Check, node: Node, path: str, subject: str) -> Value:
        value = read(node)
        if value is None:
            wrong(check, node, path, subject, awaited)
        return value

    return reader


def _bounded(least: Decimal, most: Decimal | None, awaited: str, whole: bool = False) -> Reader:
    def reader(check: Check, node: Node, path: str, subject: str) -> Value:
        number = v.a_number(node)
        if number is None or (whole and number != int(number)):
            wrong(check, node, path, subject, awaited)
            return None
        if number < least or (most is not None and number > most):
            allowed = [str(least), str(most) if most is not None else "…"]
            check.report("F104", path, subject, value=str(number), allowed=allowed)
            return None
        return int(number) if whole else number

    return reader


def _coded(known: Callable[[str], bool], awaited: str) -> Reader:
    def reader(check: Check, node: Node, path: str, subject: str) -> Value:
        if not isinstance(node.value, str):
            wrong(check, node, path, subject, awaited)
            return None
        if known(node.value):
            return node.value
        near = ", ".join(v.nearest(node.value, available_timezones())) if awaited == "timezone" else None
        check.report("F104", path, subject, value=node.value, near=near)
        return None

    return reader


def id_of(check: Check, node: Node, path: str, subject: str) -> Value:
    """An id, in the form that ids have."""
    word = node.value if isinstance(node.value, str) else None
    if word is None and isinstance(node.value, Decimal):
        word = str(node.value)
    if word is None:
        wrong(check, node, path, subject, "id")
        return None
    if v.ID.fullmatch(word):
        return word
    check.report("F105", path, subject, value=word)
    return None


def text_of(check: Check, node: Node, path: str, subject: str) -> Value:
    """A text in the languages that the plan speaks."""
    if isinstance(node.value, str) and node.value.strip():
        if len(check.offered) > 1:
            check.untranslated.append(path)
        return Text({check.language: node.value})
    entries = node.mapping
    if not entries:
        wrong(check, node, path, subject, "text")
        return None
    found = {}
    for language, inner in entries.items():
        if language not in LANGUAGES:
            near = ", ".join(v.nearest(language, LANGUAGES))
            check.report("F103", f"{path}.{language}", subject, key=language, near=near)
        elif isinstance(inner.value, str) and inner.value.strip():
            found[language] = inner.value
        elif inner.value is not None:
            wrong(check, inner, f"{path}.{language}", subject, "text")
    if check.language not in found:
        if not any(inside.startswith(path) for inside in check.faulty):
            check.report("F109", path, subject, language=check.language)
        return None
    if any(language not in found for language in check.offered):
        check.untranslated.append(path)
    return Text(found)


def _owner(check: Check, node: Node, path: str, subject: str) -> Value:
    if node.items is not None:
        check.several_owners.add(path.rpartition(".")[0])
        for number, inner in enumerate(node.items):
            if isinstance(inner.value, str):
                check.shared_owners.add(inner.value)
                check.mentions.append(Mention(("person",), inner.value, f"{path}.{number}", subject))
        return None
    return reference(check, node, Reference(("person",)), path, subject)


def words_of(check: Check, node: Node, path: str, subject: str) -> tuple[str, ...] | None:
    """A word or a list of words; an empty list is refused."""
    nodes = node.items if node.items is not None else [node]
    words = [v.a_word(inner) for inner in nodes]
    if any(word is None for word in words):
        wrong(check, node, path, subject, "words")
        return None
    if not words:
        check.report("F104", path, subject, least=1, have=0)
        return None
    return tuple(str(word) for word in words)


def _filter(check: Check, node: Node, path: str, subject: str) -> Value:
    if node.mapping is None:
        wrong(check, node, path, subject, "filter")
        return None
    found = {name: words_of(check, inner, f"{path}.{name}", subject) for name, inner in node.mapping.items()}
    return {name: words for name, words in found.items() if words is not None}


def _claim(check: Check, node: Node, path: str, subject: str) -> Value:
    found = _filter(check, node, path, subject)
    if not isinstance(found, dict):
        return None
    check.claims.append((path, found, subject))
    return {"#path": path, "#claim": found}


def _gives(check: Check, node: Node, path: str, subject: str) -> Value:
    found = _filter(check, node, path, subject)
    if not isinstance(found, dict):
        return None
    flat = {str(name): words[0] for name, words in found.items()}
    check.gives.append((path, flat, subject))
    return flat


def _vocabulary(check: Check, node: Node, path: str, subject: str) -> dict[str, Text | None] | None:
    """Values of a ground or dimension: a list of ids, or id → text."""
    found: dict[str, Text | None] = {}
    if node.items is not None:
        for number, inner in enumerate(node.items):
            name = id_of(check, inner, f"{path}.{number}", subject)
            if isinstance(name, str) and name in found:
                check.report("F106", f"{path}.{number}", subject, id=name)
            elif isinstance(name, str):
                found[name] = None
        return found
    if node.mapping is None:
        wrong(check, node, path, subject, "list")
        return None
    for name, inner in node.mapping.items():
        if not v.ID.fullmatch(name):
            check.report("F105", f"{path}.{name}", subject, value=name)
            continue
        text = None if inner.value is None else text_of(check, inner, f"{path}.{name}", subject)
        found[name] = text if isinstance(text, Text) else None
    return found


def _grounds(check: Check, node: Node, path: str, subject: str) -> Value:
    if node.mapping is None:
        wrong(check, node, path, subject, "mapping")
        return None
    found = {}
    declared = tuple(name for name in GROUNDS if name != "budget")
    for name, inner in node.mapping.items():
        if name not in declared:
            check.report("F103", f"{path}.{name}", subject, key=name, near=", ".join(v.nearest(name, declared)))
            continue
        words = _vocabulary(check, inner, f"{path}.{name}", subject)
        if words is not None:
            found[name] = words
    return found


def _dimensions(check: Check, node: Node, path: str, subject: str) -> Value:
    if node.mapping is None:
        wrong(check, node, path, subject, "mapping")
        return None
    found: Values = {}
    for name, inner in node.mapping.items():
        inside = f"{path}.{name}"
        if name in GROUNDS:
            check.report("F104", inside, subject, value=name)
            continue
        if not v.ID.fullmatch(name):
            check.report("F105", inside, subject, value=name)
            continue
        long_form = inner.mapping if inner.mapping and "values" in inner.mapping else None
        title = (
            text_of(check, long_form["name"], f"{inside}.name", subject) if long_form and "name" in long_form else None
        )
        words = _vocabulary(check, long_form["values"], f"{inside}.values", subject) if long_form else None
        words = words if long_form else _vocabulary(check, inner, inside, subject)
        if words is not None:
            found[name] = {"name": title, "values": words}
    return found


PLAIN: dict[str, Reader] = {
    "id": id_of,
    "text": text_of,
    "string": _scalar(v.a_word, "string"),
    "number": _scalar(v.a_number, "number"),
    "amount": _bounded(Decimal(0), None, "amount"),
    "share": _bounded(Decimal(0), Decimal(1), "share"),
    "integer": _bounded(Decimal(0), None, "integer", whole=True),
    "boolean": _scalar(lambda node: node.value if isinstance(node.value, bool) else None, "boolean"),
    "date": _scalar(v.a_day, "date"),
    "duration": _scalar(v.a_duration, "duration"),
    "country": _coded(lambda code: len(code) == 2 and code.isalpha() and code.isupper(), "country"),
    "currency": _coded(lambda code: len(code) == 3 and code.isalpha() and code.isupper(), "currency"),
    "clock": _coded(lambda hour: v.CLOCK.fullmatch(hour) is not None, "clock"),
    "timezone": _coded(lambda name: name in available_timezones(), "timezone"),
    "channel": lambda check, node, path, subject: reference(check, node, Reference(("#channel",)), path, subject),
    "who": lambda check, node, path, subject: reference(check, node, Reference(("#who",)), path, subject),
    "owner": _owner,
    "filter": _filter,
    "claim": _claim,
    "gives": _gives,
    "grounds": _grounds,
    "dimensions": _dimensions,
}
"""Type of the format → its reader."""
