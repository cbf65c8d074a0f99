"""K001: an area is no task: it neither delivers nor ends on a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning
from jalon.quantities import Text

VERBS = frozenset(
    (
        "publier livrer lancer créer produire rédiger écrire envoyer déployer installer organiser migrer refondre "
        "finaliser terminer réaliser mettre publish deliver launch create produce write send deploy install organise "
        "organize migrate finish complete build ship release"
    ).split()
)
_MONTH = "janv|févr|mars|avril|mai|juin|juil|août|sept|oct|nov|déc|jan|feb|mar|apr|may|jun|jul|aug|dec"
_DATE = re.compile(
    r"\b(20\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|d[’'](?:ici|janvier|avril|août|octobre)|"
    rf"(?:avant|by|before|until) (?:\d|{_MONTH}))",
    re.I,
)


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        for field, text in (("name", kra.name), ("mission", kra.mission)):
            found = _task(text)
            if found:
                yield Breach(f"kra:{kra.id}", f"{kra.path}.{field}", {"found": found})
                break


def _task(text: Text | None) -> str | None:
    for said in text.by_language.values() if text else ():
        first = re.split(r"[\s’']", said.strip().lower(), maxsplit=1)[0]
        dated = _DATE.search(said)
        if first in VERBS or dated:
            return dated[0] if dated else first
    return None


RULE = warning("K001", _breaches)
