"""Numbers typed on the plan's page: read as the page writes them, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jalon.web.plan.typed import shown, typed


@pytest.mark.parametrize(
    ("text", "unit", "language", "value"),
    [
        ("520 000", "count", "fr", "520000"),
        ("520\u202f000", "count", "fr", "520000"),
        ("4,5", "ratio", "fr", "0.045"),
        ("4,5 %", "ratio", "fr", "0.045"),
        ("1 250,50 €", "EUR", "fr", "1250.50"),
        ("€1,250.50", "EUR", "en", "1250.50"),
        ("1,200", "count", "en", "1200"),
        ("\u22123", "points", "fr", "-3"),
        ("12 GBP", "GBP", "en", "12"),
    ],
)
def test_a_number_is_read_in_the_language_of_the_page(text: str, unit: str, language: str, value: str) -> None:
    assert typed(text, unit, language) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "language"),
    [("1.5", "fr"), ("1,5", "en"), ("1,23", "en"), ("1.2.3", "en"), ("ten", "en"), ("1e9", "en"), ("1" * 16, "fr")],
)
def test_what_could_be_two_numbers_or_none_is_not_read(text: str, language: str) -> None:
    assert typed(text, "count", language) is None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("value", "unit"), [("0.0125", "ratio"), ("1234567.5", "EUR"), ("42", "count")])
def test_a_field_takes_back_what_it_shows(value: str, unit: str, language: str) -> None:
    assert typed(shown(Decimal(value), unit, language), unit, language) == Decimal(value)
