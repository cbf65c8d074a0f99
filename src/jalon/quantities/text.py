"""What a person wrote, in one language or several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[\w«])")
_BEFORE = re.compile(r" (?=[:;!?%€»](?:\W|$))")
_AFTER = re.compile(r"(?<=«) ")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}) (?=\d{3}(?!\d))")


def spoken(texts: Mapping[str, str], language: str) -> str:
    """What somebody wrote, in that language or the first it was written in, typeset as that language wants."""
    chosen = language if texts.get(language) else next(iter(texts), language)
    return typeset(str(texts.get(chosen) or ""), chosen)


@lru_cache(maxsize=32_768)
def typeset(text: str, language: str) -> str:
    """French as it is printed, whatever keyboard it came from: ’ for ', no-break spaces where a line must not end."""
    if language != "fr":
        return text
    text = _APOSTROPHE.sub("\u2019", text)
    text = _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))
    return _THOUSANDS.sub("\\1\u202f", text)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the plan or the catalogue by language code; never empty."""

    by_language: Mapping[str, str]

    @classmethod
    def of(cls, fr: str, en: str) -> Text:
        """A text given in French and English."""
        return cls({"fr": fr, "en": en})

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_language.items())))

    def in_language(self, language: str) -> str:
        """The text in that language, else in the first it was written in, as it is printed."""
        return spoken(self.by_language, language)

    def as_document(self) -> dict[str, str]:
        """Its JSON form."""
        return dict(self.by_language)
