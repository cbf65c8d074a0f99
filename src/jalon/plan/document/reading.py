"""Reading a plan: bytes in, the plan with every F-family finding and the line of everything out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jalon import catalogue
from jalon.findings import Finding, Severity, in_reading_order
from jalon.plan.document import values as v
from jalon.plan.document.building import Values
from jalon.plan.document.building_plan import built
from jalon.plan.document.checking import GROUNDS, LANGUAGES, Check
from jalon.plan.document.nodes import Node, PlaceIndex, Unreadable, compose
from jalon.plan.document.validation import checked_object
from jalon.plan.model import EVERYTHING, Plan
from jalon.plan.schema.kinds import KINDS

FORMAT = "jalon/1"
KEPT = "plan.yaml"
"""What a document from the records is called in a finding."""
_SHARED = ("objective", "kpi", "kri", "action", "milestone")


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as read. `plan` is None when the document cannot be read at all (F001 to F005: one finding)."""

    plan: Plan | None
    findings: tuple[Finding, ...]
    places: PlaceIndex
    file: str
    data: bytes


def read_plan(data: bytes, file: str) -> Reading:
    """Read a plan document; never raises for what a document holds."""
    try:
        root = compose(data, file)
        _known_version(root, file)
    except Unreadable as fault:
        return Reading(None, (fault.finding,), PlaceIndex(file, None), file, data)
    places = PlaceIndex(file, root)
    languages = _languages(root)
    check = Check(places, languages[0], languages)
    values: Values = checked_object(check, root, KINDS["plan"], "", "plan") or {}
    _look_up_references(check, values)
    _look_up_claims(check, values)
    _look_up_mappings(check, values)
    plan = built(values, *(frozenset(found) for found in (check.faulty, check.several_owners, check.shared_owners)))
    findings = [*check.findings, *_untranslated(check)]
    return Reading(plan, tuple(in_reading_order(findings)), places, file, data)


def _known_version(root: Node, file: str) -> None:
    version = (root.mapping or {}).get("version")
    word = version.value if version else None
    if word != FORMAT:
        line = version.line if version else 1
        raise Unreadable("F005", file, line, value=None if word is None else str(word), awaited=FORMAT)


def _languages(root: Node) -> tuple[str, ...]:
    written = (root.mapping or {}).get("languages")
    found = [item.value for item in (written.items or [] if written else [])]
    known = tuple(str(language) for language in found if language in LANGUAGES)
    return tuple(dict.fromkeys(known)) or ("fr",)


def _known_ids(check: Check, values: Values) -> dict[str, set[str]]:
    """Ids by the kind that references name."""
    shared = check.ids.get("shared", {})
    known = {kind: {name for name, of in shared.items() if of == kind} for kind in _SHARED}
    for space in ("person", "team", "role", "axis", "kra", "decision", "budget_line", "overlap_rule", "rule", "event"):
        known[space] = set(check.ids.get(space, {}))
    known["role"] |= set(catalogue.roles())
    known["event"] |= _dated_events()
    known["#channel"] = set((values.get("grounds") or {}).get("channel", {}))
    known["#who"] = known["person"] | known["team"] | {"owners", "owner", "everyone", "board"}
    return known


def _dated_events() -> set[str]:
    from jalon.catalogue.events import google_updates, platform_events

    return {event.id for event in (*google_updates(), *platform_events())}


def _look_up_references(check: Check, values: Values) -> None:
    known = _known_ids(check, values)
    for mention in check.mentions:
        ids = set().union(*(known.get(kind, set()) for kind in mention.kinds))
        if mention.id not in ids:
            near = ", ".join(v.nearest(mention.id, ids))
            check.report("F107", mention.path, mention.subject, id=mention.id, kinds=list(mention.kinds), near=near)


def _vocabulary(values: Values) -> dict[str, set[str]]:
    words = {name: set(found) for name, found in (values.get("grounds") or {}).items()}
    budget = values.get("budget") or {}
    words["budget"] = {line["id"] for line in budget.get("lines") or () if line.get("id")}
    words.update({name: set(inner["values"]) for name, inner in (values.get("dimensions") or {}).items()})
    return words


def _look_up_claims(check: Check, values: Values) -> None:
    """A claim has exactly one ground; its grounds, dimensions and values are declared."""
    words = _vocabulary(values)
    for path, claim, subject in check.claims:
        grounds = [name for name in claim if name in GROUNDS]
        unknown = [name for name in claim if name not in GROUNDS and name not in words]
        if len(grounds) != 1:
            near = [close for name in unknown for close in v.nearest(name, GROUNDS)]
            check.report("F104", path, subject, grounds=grounds, near=", ".join(near))
            if near:
                continue
        for name in unknown:
            check.report("F103", f"{path}.{name}", subject, key=name, near=", ".join(v.nearest(name, words)))
        for name in (name for name in claim if name not in unknown):
            _look_up_values(check, words, name, claim[name], f"{path}.{name}", subject)


def _look_up_values(
    check: Check, words: dict[str, set[str]], name: str, given: tuple[str, ...], path: str, subject: str
) -> None:
    if name in GROUNDS and name != "budget" and name not in words:
        check.report("F107", path, subject, id=name, kinds=["ground"])
        return
    for value in given:
        if value == EVERYTHING and len(given) == 1:
            continue
        if value == EVERYTHING:
            check.report("F104", path, subject, value=value)
        elif value not in words.get(name, set()):
            near = ", ".join(v.nearest(value, words.get(name, set())))
            check.report("F107", path, subject, id=value, kinds=[name], near=near)


def _look_up_mappings(check: Check, values: Values) -> None:
    words = _vocabulary(values)
    for path, gives, subject in check.gives:
        for name, value in gives.items():
            inside = f"{path}.{name}"
            if name not in words:
                check.report("F103", inside, subject, key=name, near=", ".join(v.nearest(name, words)))
            elif value not in words[name]:
                near = ", ".join(v.nearest(value, words[name]))
                check.report("F107", inside, subject, id=value, kinds=[name], near=near)
    for number, mapping in enumerate(values.get("mappings") or ()):
        if mapping.get("match") != "any" and "value" not in mapping:
            check.report("F101", f"mappings.{number}.value", "plan", field="value")


def _untranslated(check: Check) -> list[Finding]:
    if not check.untranslated:
        return []
    places = [check.places.place(path) for path in check.untranslated]
    first = replace(places[0], path=check.untranslated[0])
    details = {"places": [f"{place.path}:{place.line}" for place in places], "count": len(places)}
    return [Finding("F110", Severity.INFO, "plan", first, details)]
