"""Texts that people typed, as they are printed."""

from __future__ import annotations

import pytest

from jalon.quantities import Text, typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Mise à jour d'algorithme en cours", "Mise à jour d\u2019algorithme en cours"),
        ("Objectif maintenu ?", "Objectif maintenu\u00a0?"),
        ("Obtenir 2 900 leads : 45 % qualifiés", "Obtenir 2\u202f900 leads\u00a0: 45\u00a0% qualifiés"),
        ("Le jalon « Offres »", "Le jalon «\u00a0Offres\u00a0»"),
        ("en 2026 100 pages, https://exemple.fr/a:b", "en 2026 100 pages, https://exemple.fr/a:b"),
        ("l'« euro » de plus", "l\u2019«\u00a0euro\u00a0» de plus"),
    ],
)
def test_a_text_typed_in_french_is_printed_as_french_is(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed
    assert typeset(printed, "fr") == printed


def test_a_text_is_typeset_in_the_language_it_was_written_in() -> None:
    both = Text.of("L'essai ?", "The team's trial?")
    assert (both.in_language("fr"), both.in_language("en")) == ("L\u2019essai\u00a0?", "The team's trial?")
    assert Text({"fr": "L'essai"}).in_language("en") == "L\u2019essai"
    assert both.as_document()["fr"] == "L'essai ?"
