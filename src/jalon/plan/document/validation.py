"""The document checked field by field against the schema: every F1xx finding at once, values for what is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import available_timezones

from jalon.findings import Finding, Place, Severity
from jalon.plan.document import values as v
from jalon.plan.document.agreement import disagreements
from jalon.plan.document.nodes import Node, PlaceIndex
from jalon.plan.schema.kinds import KINDS
from jalon.plan.schema.types import Choice, Either, Kind, ListOf, MapOf, Pair, Plain, Reference, Type
from jalon.quantities import Text

Value = object
Values = dict[str, Value]
LANGUAGES = ("fr", "en")
GROUNDS = ("channel", "asset", "budget", "stage", "decision")


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference met on the way, looked up once every id is known."""

    kinds: tuple[str, ...]
    id: str
    path: str
    subject: str


@dataclass(slots=True)
class Check:
    """What one validation gathers: findings, faulty paths, ids by space, references to look up."""

    places: PlaceIndex
    language: str = "fr"
    offered: tuple[str, ...] = ("fr",)
    findings: list[Finding] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    several_owners: set[str] = field(default_factory=set)
    shared_owners: set[str] = field(default_factory=set)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[tuple[str, dict[str, tuple[str, ...]], str]] = field(default_factory=list)
    gives: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)

    def report(self, code: str, path: str, subject: str, place: Place | None = None, **details: object) -> None:
        """Add an F1xx finding; the path is then left alone by every other rule."""
        kept = {name: value for name, value in details.items() if value not in (None, [], "")}
        where = place or self.places.place(path)
        self.findings.append(Finding(code, Severity.ERROR, subject, where, kept))
        self.faulty.add(path)


def checked(check: Check, node: Node, type_: Type, path: str, subject: str) -> Value:
    """The value of a node by its type; None where it is absent or wrong (a finding then says why)."""
    if node.value is None:
        return None
    if isinstance(type_, Plain):
        return _PLAIN[type_.name](check, node, path, subject)
    if isinstance(type_, Choice):
        return _choice(check, node, type_, path, subject)
    if isinstance(type_, Reference):
        return _reference(check, node, type_, path, subject)
    if isinstance(type_, ListOf):
        return _list(check, node, type_, path, subject)
    if isinstance(type_, MapOf):
        return _map(check, node, type_, path, subject)
    if isinstance(type_, Pair):
        return _pair(check, node, type_, path, subject)
    if isinstance(type_, Either):
        as_list = node.items is not None
        chosen = next((t for t in type_.types if isinstance(t, Pair | ListOf) == as_list), type_.types[0])
        return checked(check, node, chosen, path, subject)
    return checked_object(check, node, KINDS[type_.kind], path, subject)


def checked_object(check: Check, node: Node, kind: Kind, path: str, subject: str) -> Values | None:
    """The fields of an object, each checked; unknown and missing ones reported."""
    entries = node.mapping
    if entries is None:
        _wrong(check, node, path, subject, kind.name)
        return None
    subject = _subject(entries, kind, subject)
    fields = {item.name: item for item in kind.fields}
    found: Values = {}
    for name, inner in entries.items():
        inside = f"{path}.{name}" if path else name
        if name not in fields:
            check.report("F103", inside, subject, key=name, near=", ".join(v.nearest(name, fields)))
            continue
        found[name] = checked(check, inner, fields[name].type, inside, subject)
    present = {name for name, inner in entries.items() if inner.value is not None}
    for item in kind.fields:
        if item.required is True and item.name not in present:
            inside = f"{path}.{item.name}" if path else item.name
            check.report("F101", inside, subject, Place(check.places.file, node.line, inside), field=item.name)
    _together(check, kind, present, found, path, subject)
    _own_id(check, kind, found, path, subject)
    found["#path"] = path
    return found


def _subject(entries: dict[str, Node], kind: Kind, subject: str) -> str:
    if kind.subject is None or kind.subject == "waiver":
        return subject
    named = entries.get("id") or (entries.get("use") if kind.name in ("kpi", "kri") else None)
    word = v.a_word(named) if named else None
    return f"{kind.subject}:{word}" if word else subject


def _together(check: Check, kind: Kind, present: set[str], found: Values, path: str, subject: str) -> None:
    for first, second in kind.exclusive:
        if first in present and second in present:
            check.report("F104", f"{path}.{second}", subject, excludes=[first, second])
    for group in kind.one_of:
        named = [name for name in group if name in present]
        if len(named) != 1:
            place = f"{path}.{named[1]}" if len(named) > 1 else f"{path}.{group[0]}"
            code = "F104" if named else "F101"
            check.report(code, place, subject, excludes=list(group) if named else None, field=" | ".join(group))
    for first, second in kind.ordered:
        start, end = found.get(first), found.get(second)
        if start is not None and end is not None and end < start:  # type: ignore[operator]  # both are days
            check.report("F108", f"{path}.{second}", subject, start=str(start), end=str(end))
    for code, name, details in disagreements(kind.name, frozenset(present), found):
        if not any(fault.startswith(f"{path}.{name}") for fault in check.faulty):
            check.report(code, f"{path}.{name}", subject, None, **details)


def _own_id(check: Check, kind: Kind, found: Values, path: str, subject: str) -> None:
    """Remember an id; a KPI or KRI without one is named by its `use`."""
    if kind.id_space is None:
        return
    name = found.get("id") or (found.get("use") if kind.name in ("kpi", "kri") and "id" not in found else None)
    if not isinstance(name, str):
        return
    taken = check.ids.setdefault(kind.id_space, {})
    inside = f"{path}.{'id' if check.places.written(f'{path}.id') else 'use' if kind.name in ('kpi', 'kri') else 'id'}"
    if name in taken:
        check.report("F106", inside, subject, id=name, first=taken[name])
        return
    taken[name] = kind.name


def _list(check: Check, node: Node, type_: ListOf, path: str, subject: str) -> Value:
    if node.items is None:
        _wrong(check, node, path, subject, "list")
        return None
    if len(node.items) < type_.least:
        check.report("F104", path, subject, least=type_.least, have=len(node.items))
    found = [checked(check, inner, type_.of, f"{path}.{number}", subject) for number, inner in enumerate(node.items)]
    return [value for value in found if value is not None]


def _map(check: Check, node: Node, type_: MapOf, path: str, subject: str) -> Value:
    if node.mapping is None:
        _wrong(check, node, path, subject, "mapping")
        return None
    found: Values = {}
    for name, inner in node.mapping.items():
        if type_.keys and name not in type_.keys:
            check.report("F103", f"{path}.{name}", subject, key=name, near=", ".join(v.nearest(name, type_.keys)))
            continue
        value = checked(check, inner, type_.of, f"{path}.{name}", subject)
        if value is not None:
            found[name] = value
    return found


def _pair(check: Check, node: Node, type_: Pair, path: str, subject: str) -> Value:
    numbers = [v.a_number(inner) for inner in node.items or []]
    if len(numbers) != 2 or any(number is None for number in numbers):
        _wrong(check, node, path, subject, "pair")
        return None
    low, high = numbers
    if low is None or high is None or high < low:
        _wrong(check, node, path, subject, "pair")
        return None
    if not type_.whole:
        return (low, high)
    if low == int(low) and high == int(high):
        return (int(low), int(high))
    _wrong(check, node, path, subject, "pair")
    return None


def _choice(check: Check, node: Node, type_: Choice, path: str, subject: str) -> Value:
    if not isinstance(node.value, str):
        _wrong(check, node, path, subject, "word")
        return None
    if node.value in type_.words:
        return node.value
    near = ", ".join(v.nearest(node.value, type_.words))
    check.report("F104", path, subject, value=node.value, allowed=list(type_.words), near=near)
    return None


def _reference(check: Check, node: Node, type_: Reference, path: str, subject: str) -> Value:
    word = node.value if isinstance(node.value, str) else None
    if word is None:
        _wrong(check, node, path, subject, "id")
        return None
    check.mentions.append(Mention(type_.kinds, word, path, subject))
    return word


def _wrong(check: Check, node: Node, path: str, subject: str, awaited: str) -> None:
    shown = (
        node.value
        if isinstance(node.value, str | bool)
        else str(node.value)
        if isinstance(node.value, Decimal)
        else None
    )
    got = "list" if node.items is not None else "mapping" if node.mapping is not None else shown
    check.report("F102", path, subject, awaited=awaited, value=got, write=v.to_write(node, awaited))


_Reader = Callable[[Check, Node, str, str], Value]


def _scalar(read: Callable[[Node], Value], awaited: str) -> _Reader:
    def reader(check: Check, node: Node, path: str, subject: str) -> Value:
        value = read(node)
        if value is None:
            _wrong(check, node, path, subject, awaited)
        return value

    return reader


def _bounded(least: Decimal, most: Decimal | None, awaited: str, whole: bool = False) -> _Reader:
    def reader(check: Check, node: Node, path: str, subject: str) -> Value:
        number = v.a_number(node)
        if number is None or (whole and number != int(number)):
            _wrong(check, node, path, subject, awaited)
            return None
        if number < least or (most is not None and number > most):
            allowed = [str(least), str(most) if most is not None else "…"]
            check.report("F104", path, subject, value=str(number), allowed=allowed)
            return None
        return int(number) if whole else number

    return reader


def _coded(known: Callable[[str], bool], awaited: str) -> _Reader:
    def reader(check: Check, node: Node, path: str, subject: str) -> Value:
        if not isinstance(node.value, str):
            _wrong(check, node, path, subject, awaited)
            return None
        if known(node.value):
            return node.value
        near = ", ".join(v.nearest(node.value, available_timezones())) if awaited == "timezone" else None
        check.report("F104", path, subject, value=node.value, near=near)
        return None

    return reader


def _id(check: Check, node: Node, path: str, subject: str) -> Value:
    word = node.value if isinstance(node.value, str) else None
    if word is None and isinstance(node.value, Decimal):
        word = str(node.value)
    if word is None:
        _wrong(check, node, path, subject, "id")
        return None
    if v.ID.fullmatch(word):
        return word
    check.report("F105", path, subject, value=word)
    return None


def _text(check: Check, node: Node, path: str, subject: str) -> Value:
    if isinstance(node.value, str) and node.value.strip():
        if len(check.offered) > 1:
            check.untranslated.append(path)
        return Text({check.language: node.value})
    entries = node.mapping
    if not entries:
        _wrong(check, node, path, subject, "text")
        return None
    found = {}
    for language, inner in entries.items():
        if language not in LANGUAGES:
            near = ", ".join(v.nearest(language, LANGUAGES))
            check.report("F103", f"{path}.{language}", subject, key=language, near=near)
        elif isinstance(inner.value, str) and inner.value.strip():
            found[language] = inner.value
        elif inner.value is not None:
            _wrong(check, inner, f"{path}.{language}", subject, "text")
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
    return _reference(check, node, Reference(("person",)), path, subject)


def words_of(check: Check, node: Node, path: str, subject: str) -> tuple[str, ...] | None:
    """A word or a list of words; an empty list is refused."""
    nodes = node.items if node.items is not None else [node]
    words = [v.a_word(inner) for inner in nodes]
    if any(word is None for word in words):
        _wrong(check, node, path, subject, "words")
        return None
    if not words:
        check.report("F104", path, subject, least=1, have=0)
        return None
    return tuple(str(word) for word in words)


def _filter(check: Check, node: Node, path: str, subject: str) -> Value:
    if node.mapping is None:
        _wrong(check, node, path, subject, "filter")
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


def _guardrail(check: Check, node: Node, path: str, subject: str) -> Value:
    if isinstance(node.value, str):
        return {"kpi": _reference(check, node, Reference(("kpi",)), path, subject), "#path": path}
    return checked_object(check, node, KINDS["guardrail"], path, subject)


def _limit(check: Check, node: Node, path: str, subject: str) -> Value:
    entries = node.mapping
    if entries is not None and "text" in entries:
        return checked_object(check, node, KINDS["limit"], path, subject)
    text = _text(check, node, path, subject)
    return None if text is None else {"text": text, "#path": path}


def _vocabulary(check: Check, node: Node, path: str, subject: str) -> dict[str, Text | None] | None:
    """Values of a ground or dimension: a list of ids, or id → text."""
    found: dict[str, Text | None] = {}
    if node.items is not None:
        for number, inner in enumerate(node.items):
            name = _id(check, inner, f"{path}.{number}", subject)
            if isinstance(name, str) and name in found:
                check.report("F106", f"{path}.{number}", subject, id=name)
            elif isinstance(name, str):
                found[name] = None
        return found
    if node.mapping is None:
        _wrong(check, node, path, subject, "list")
        return None
    for name, inner in node.mapping.items():
        if not v.ID.fullmatch(name):
            check.report("F105", f"{path}.{name}", subject, value=name)
            continue
        text = None if inner.value is None else _text(check, inner, f"{path}.{name}", subject)
        found[name] = text if isinstance(text, Text) else None
    return found


def _grounds(check: Check, node: Node, path: str, subject: str) -> Value:
    if node.mapping is None:
        _wrong(check, node, path, subject, "mapping")
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
        _wrong(check, node, path, subject, "mapping")
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
            _text(check, long_form["name"], f"{inside}.name", subject) if long_form and "name" in long_form else None
        )
        words = _vocabulary(check, long_form["values"], f"{inside}.values", subject) if long_form else None
        words = words if long_form else _vocabulary(check, inner, inside, subject)
        if words is not None:
            found[name] = {"name": title, "values": words}
    return found


_PLAIN: dict[str, _Reader] = {
    "id": _id,
    "text": _text,
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
    "timezone": _coded(lambda name: name in available_timezones(), "timezone"),
    "channel": lambda check, node, path, subject: _reference(check, node, Reference(("#channel",)), path, subject),
    "who": lambda check, node, path, subject: _reference(check, node, Reference(("#who",)), path, subject),
    "owner": _owner,
    "filter": _filter,
    "claim": _claim,
    "gives": _gives,
    "guardrail": _guardrail,
    "limit": _limit,
    "grounds": _grounds,
    "dimensions": _dimensions,
}
