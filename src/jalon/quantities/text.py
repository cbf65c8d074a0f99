"""What a person wrote, in one language or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
        """The text in that language, else in the first it was written in."""
        return self.by_language.get(language) or next(iter(self.by_language.values()))

    def as_document(self) -> dict[str, str]:
        """Its JSON form."""
        return dict(self.by_language)
