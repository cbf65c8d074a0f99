"""R014: a hand-over says when."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        for hand_over in kra.hand_overs:
            if hand_over.when is None and not case.wrong(f"{hand_over.path}.when"):
                yield Breach(f"kra:{kra.id}", f"{hand_over.path}.when", {"to": hand_over.to})


RULE = warning("R014", _breaches)
