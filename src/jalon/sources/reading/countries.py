"""Countries as tools write them, in English, in French or by code, to ISO 3166."""

from __future__ import annotations

from functools import cache

from jalon.sources.reading.headers import normal

_OTHER_NAMES = {
    "turkey": "TR", "turquie": "TR", "czechia": "CZ", "tchéquie": "CZ", "république tchèque": "CZ", "macedonia": "MK",
    "hong kong": "HK", "macao": "MO", "south korea": "KR", "corée du sud": "KR", "north korea": "KP", "russia": "RU",
    "myanmar (burma)": "MM", "myanmar (birmanie)": "MM", "congo - kinshasa": "CD", "congo-kinshasa": "CD",
    "congo - brazzaville": "CG", "congo-brazzaville": "CG", "côte d'ivoire": "CI", "palestine": "PS",
    "united states": "US", "états-unis": "US", "united kingdom": "GB", "royaume-uni": "GB", "uk": "GB",
}  # fmt: skip


@cache
def _labels() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for language in ("en", "fr"):
        for code, label in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(normal(label), code)
                found.setdefault(code.lower(), code)
    return {**found, **_OTHER_NAMES}


def country_code(label: str) -> str | None:
    """Two letters of a country, or None when the label is no country's name or code."""
    return _labels().get(normal(label))


def country_of_three(code: str) -> str | None:
    """Two letters for three (`fra`), as APIs write countries; None for what is no country (`zzz`)."""
    from babel.core import get_global

    known = get_global("territory_aliases").get(code.upper(), ())
    return known[0] if len(code) == 3 and len(known) == 1 and len(known[0]) == 2 else None
