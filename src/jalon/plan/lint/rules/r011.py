"""R011: an external owner has an internal sponsor."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        owner = case.plan.person(kra.owner)
        if owner is None or not owner.external or case.wrong(f"{owner.path}.sponsor"):
            continue
        sponsor = case.plan.person(owner.sponsor)
        if sponsor is None or sponsor.external:
            yield Breach(f"kra:{kra.id}", f"{kra.path}.owner", {"owner": owner.id, "sponsor": owner.sponsor})


RULE = warning("R011", _breaches)
