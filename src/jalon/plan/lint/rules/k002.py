"""K002: an area is no indicator: its name holds no number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        said = " ".join(kra.name.by_language.values()) if kra.name else ""
        if re.search(r"[\d%€$]", said):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.name", {"name": said})


RULE = warning("K002", _breaches)
