"""X001: a risk has thresholds, a response and a delay."""

from __future__ import annotations

from collections.abc import Iterator

from jalon import catalogue
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for _, kri in case.plan.kris():
        if kri.use is not None and kri.use not in catalogue.kris():
            continue
        missing = []
        for name, value in (("appetite", kri.appetite), ("limit", kri.limit)):
            if value is None and kri.scale != "rule" and not case.wrong(f"{kri.path}.{name}"):
                missing.append(name)
        for name, said in (("amber", kri.response.amber), ("red", kri.response.red), ("within", kri.response.within)):
            if said is None and not case.wrong(f"{kri.path}.response"):
                missing.append(f"response.{name}")
        if missing:
            yield Breach(f"kri:{kri.id}", kri.path, {"missing": missing})


RULE = error("X001", _breaches, "plan+catalogue")
