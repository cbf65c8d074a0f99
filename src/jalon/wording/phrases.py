"""Phrases by key or by English text, from the one catalogue that Django reads too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

LANGUAGES = ("fr", "en")
_PLACE = re.compile(r"\{(\w+)\}")


@cache
def translations(language: str) -> NullTranslations:
    """The compiled phrases of a language; English texts stand for themselves."""
    compiled = files("jalon.wording").joinpath("locale", language, "LC_MESSAGES", "django.mo")
    if not compiled.is_file():
        raise FileNotFoundError(f"the phrases for “{language}” are not compiled: run `make phrases`")
    with compiled.open("rb") as lines:
        return GNUTranslations(lines)


def known(key: str, language: str) -> bool:
    """Whether the catalogue says that key in that language."""
    return translations(language).gettext(key) != key


def phrase(key: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """The phrase of a key with its places filled; a place without value is written as an en dash."""
    text = translations(language).gettext(key)
    return _PLACE.sub(lambda place: (values or {}).get(place[1], "–"), text)


def places(key: str, language: str) -> tuple[str, ...]:
    """The names of the places that a phrase fills."""
    return tuple(_PLACE.findall(translations(language).gettext(key)))
