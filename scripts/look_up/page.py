"""What the pages share: a text in one of two languages, a table, a phrase with its places open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from jalon.wording.phrases import translations

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jalon"
MADE = {
    "fr": "*Page écrite par `scripts/write_look_up.py` à partir du code : ne la modifiez pas à la main.*",
    "en": "*Written by `scripts/write_look_up.py` from the code: do not edit it by hand.*",
}


def said(language: str, fr: str, en: str) -> str:
    """One of two texts."""
    return fr if language == "fr" else en


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; bars and line ends inside cells are made harmless."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return lines


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def phrase_keys(language: str, start: str) -> list[str]:
    """Keys of the catalogue of phrases that begin so."""
    known = getattr(translations(language), "_catalog", {})
    return sorted(key for key in known if isinstance(key, str) and key.startswith(start))


def text_of(key: str, language: str) -> str:
    """A phrase with its places still open."""
    return translations(language).gettext(key)
