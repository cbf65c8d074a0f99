"""The document checked field by field against the schema: every F1xx finding at once, values for what is right."""

from __future__ import annotations

from jalon.findings import Place
from jalon.plan.document import values as v
from jalon.plan.document.agreement import disagreements
from jalon.plan.document.checking import Check, Reader, Value, Values, reference, wrong
from jalon.plan.document.nodes import Node
from jalon.plan.document.plain import PLAIN, text_of
from jalon.plan.schema.kinds import KINDS
from jalon.plan.schema.types import Choice, Either, Kind, ListOf, MapOf, Pair, Plain, Reference, Type


def checked(check: Check, node: Node, type_: Type, path: str, subject: str) -> Value:
    """The value of a node by its type; None where it is absent or wrong (a finding then says why)."""
    if node.value is None:
        return None
    if isinstance(type_, Plain):
        return (PLAIN.get(type_.name) or _HELD[type_.name])(check, node, path, subject)
    if isinstance(type_, Choice):
        return _choice(check, node, type_, path, subject)
    if isinstance(type_, Reference):
        return reference(check, node, type_, path, subject)
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
        wrong(check, node, path, subject, kind.name)
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
        wrong(check, node, path, subject, "list")
        return None
    if len(node.items) < type_.least:
        check.report("F104", path, subject, least=type_.least, have=len(node.items))
    found = [checked(check, inner, type_.of, f"{path}.{number}", subject) for number, inner in enumerate(node.items)]
    return [value for value in found if value is not None]


def _map(check: Check, node: Node, type_: MapOf, path: str, subject: str) -> Value:
    if node.mapping is None:
        wrong(check, node, path, subject, "mapping")
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
        wrong(check, node, path, subject, "pair")
        return None
    low, high = numbers
    if low is None or high is None or high < low:
        wrong(check, node, path, subject, "pair")
        return None
    if not type_.whole:
        return (low, high)
    if low == int(low) and high == int(high):
        return (int(low), int(high))
    wrong(check, node, path, subject, "pair")
    return None


def _choice(check: Check, node: Node, type_: Choice, path: str, subject: str) -> Value:
    if not isinstance(node.value, str):
        wrong(check, node, path, subject, "word")
        return None
    if node.value in type_.words:
        return node.value
    near = ", ".join(v.nearest(node.value, type_.words))
    check.report("F104", path, subject, value=node.value, allowed=list(type_.words), near=near)
    return None


def _guardrail(check: Check, node: Node, path: str, subject: str) -> Value:
    if isinstance(node.value, str):
        return {"kpi": reference(check, node, Reference(("kpi",)), path, subject), "#path": path}
    return checked_object(check, node, KINDS["guardrail"], path, subject)


def _limit(check: Check, node: Node, path: str, subject: str) -> Value:
    entries = node.mapping
    if entries is not None and "text" in entries:
        return checked_object(check, node, KINDS["limit"], path, subject)
    text = text_of(check, node, path, subject)
    return None if text is None else {"text": text, "#path": path}


_HELD: dict[str, Reader] = {"guardrail": _guardrail, "limit": _limit}
"""Types that may be written short or as an object."""
