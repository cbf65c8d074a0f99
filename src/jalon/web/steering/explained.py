"""What a number is made of: its definition's version, its measures, its files, their age, and its target on any day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jalon import wording
from jalon.catalogue.measures import measures
from jalon.records import loads
from jalon.web.here import Here
from jalon.web.rows import items

VERSION = 8
"""Letters of a definition's digest that are enough to tell two versions apart."""


@dataclass(frozen=True, slots=True)
class Fed:
    """One measure of a formula: how it adds, and the file or call it came from, with its age and its owner."""

    measure: str
    kind: str
    tool: str
    file_name: str
    last_day: str
    extracted_at: str
    age: str
    late: bool
    owner: str | None


def fed(place: Here, measured: Mapping[str, object]) -> list[Fed]:
    """The way back of a number, measure by measure."""
    owners = {str(row["tool"]): row["owner"] for row in place.rows("sources")}
    return [_fed(place, one, owners) for one in items(measured["provenance"]) if isinstance(one, Mapping)]


def _fed(place: Here, source: Mapping[str, object], owners: Mapping[str, object]) -> Fed:
    load = loads.found(place.workspace, str(source["import_id"])) if source["import_id"] else None
    known, age, allowed = measures().get(str(source["measure"])), source["age_days"], source["expected_days"]
    aged = ""
    if age is not None and allowed is not None:
        facts = {
            name: wording.quantity(str(days), "day", place.language)
            for name, days in (("age", age), ("allowed", allowed))
        }
        aged = wording.phrase("explain.age", place.language, facts)
    owner = owners.get(str(source["tool"]))
    return Fed(
        measure=str(source["measure"]),
        kind=wording.phrase(f"explain.kind.{known.kind}", place.language) if known else "",
        tool=str(source["tool"]),
        file_name=load.file_name if load else "",
        last_day=str(source["last_day"] or ""),
        extracted_at=str(source["extracted_at"] or ""),
        age=aged,
        late=age is not None and allowed is not None and int(str(age)) > int(str(allowed)),
        owner=str(owner) if owner else None,
    )


@dataclass(frozen=True, slots=True)
class OnDay:
    """The target in force on a day, as it was decided."""

    day: date
    version: Mapping[str, object] | None


def target_on(measured: Mapping[str, object], asked: str) -> OnDay | None:
    """The version in force on the day asked: the latest decided by then. None where no day was asked."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    history = [one for one in items(measured["target_history"]) if isinstance(one, Mapping)]
    by_then = [one for one in history if not one["decided_on"] or str(one["decided_on"]) <= day.isoformat()]
    return OnDay(day, max(by_then, key=lambda one: str(one["decided_on"] or ""), default=None))


def version_of(measured: Mapping[str, object]) -> str:
    """The beginning of the digest that names a definition: another formula or filter is another version."""
    return str(measured["definition"])[:VERSION]
