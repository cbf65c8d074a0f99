"""The page of exports: for every tool, the reports that are read, by which columns, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from jalon.assembly import House
from jalon.sources.reading.descriptor import Descriptor
from look_up.page import MADE, said

READ_ME = {"fr": "README.fr.md", "en": "README.md"}


def exports(language: str) -> list[str]:
    """Every format that its descriptor describes; the house table and rates have pages of their own."""
    intro = said(
        language,
        "Chaque rapport que Jalon sait lire, et les colonnes qu’il y lit, en minuscules (la casse, la forme des "
        "accents et les blancs ne comptent pas). Une colonne qui n’est pas ici n’est pas gardée ; taux et moyennes "
        "jamais. Tout autre fichier passe par la correspondance de colonnes ou la "
        "[table maison](../do/your-own-tables.md).",
        "Every report that Jalon can read, and the columns it reads there, in lower case (case, composed accents and "
        "blanks do not matter). A column that is not here is not kept; rates and averages never are. Any other file "
        "goes through the column mapper or the [house table](../do/your-own-tables.md).",
    )
    lines = [said(language, "# Exports lus", "# Exports read"), "", MADE[language], "", intro]
    for tool, ones in groupby(sorted(_described(), key=lambda one: (one.tool, one.id)), key=lambda one: one.tool):
        link = f"../../../src/jalon/sources/{tool}/{READ_ME[language]}"
        how = said(language, "Comment l’exporter, ce qui n’est jamais fait", "How to export it, what is never done")
        lines += ["", f"## `{tool}`", "", f"[{how}]({link})."]
        for one in ones:
            lines += ["", f"**`{one.id}`**", *_report(one, language)]
    return lines


def _described() -> list[Descriptor]:
    found = (getattr(one, "said", None) for one in House(Path()).formats())
    return [one for one in found if isinstance(one, Descriptor)]


def _report(one: Descriptor, language: str) -> Iterable[str]:
    keys = _named(one.dimensions)
    measures = _named(one.measures) | {name: sorted(product.times) for name, product in one.derived.items()}
    semicolon = said(language, "\u00a0; ", "; ")
    yield said(language, "- Lignes\u00a0: ", "- Rows: ") + (_told(keys, semicolon) or said(language, "jours", "days"))
    yield said(language, "- Mesures\u00a0: ", "- Measures: ") + _told(measures, semicolon)
    spoken = sorted(set(one.languages.values()) | set(one.titles.values()))
    if spoken:
        yield said(language, "- Langues\u00a0: ", "- Languages: ") + ", ".join(spoken)
    if one.personal:
        shown = ", ".join(f"*{header}*" for header in sorted(one.personal))
        yield said(language, "- Jamais gardé, données de personnes\u00a0: ", "- Never kept, personal data: ") + shown


def _named(headers: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for header, name in headers.items():
        found.setdefault(name, []).append(header)
    return found


def _told(named: Mapping[str, list[str]], semicolon: str) -> str:
    return semicolon.join(
        f"`{name}` ← {', '.join(f'*{header}*' for header in headers)}" for name, headers in named.items()
    )
