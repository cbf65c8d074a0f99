"""R001: an actor answers for at least one active area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.document.values import nearest
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    active = [kra for kra in case.plan.kras if kra.status == "active"]
    owners = {kra.owner for kra in active} | case.plan.shared_owners
    known = {person.id for person in case.plan.people}
    for kra in active:
        if kra.owner not in known and case.wrong(f"{kra.path}.owner"):
            # A name that nobody bears is F107 already: whoever it was meant for is not also without an area.
            owners |= set(nearest(kra.owner, known)) or known if kra.owner else known
    for person in case.plan.people:
        if person.actor and person.id and person.id not in owners and not case.wrong(person.path):
            yield Breach(f"person:{person.id}", person.path, {"name": person.name})


RULE = error("R001", _breaches)
