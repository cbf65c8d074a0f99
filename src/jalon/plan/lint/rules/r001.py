"""R001: an actor answers for at least one active area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    owners = {kra.owner for kra in case.plan.kras if kra.status == "active"}
    for person in case.plan.people:
        if person.actor and person.id and person.id not in owners and not case.wrong(person.path):
            yield Breach(f"person:{person.id}", person.path, {"name": person.name})


RULE = error("R001", _breaches)
