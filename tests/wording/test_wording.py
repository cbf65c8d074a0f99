"""Numbers, days and sentences as a French or an English reader expects them."""

from decimal import Decimal

import pytest

from jalon import wording

NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        ("358900", "count", f"358{NARROW}900", "358,900"),
        ("0.214", "ratio", f"21,4{NO_BREAK}%", "21.4%"),
        ("4.2", "times", f"4,2{NO_BREAK}×", "4.2×"),
        ("11.684", "times", f"11,68{NO_BREAK}×", "11.68×"),
        ("25.36", "times", f"25,4{NO_BREAK}×", "25.4×"),
        ("3", "times", f"3,0{NO_BREAK}×", "3.0×"),
        ("0.0128", "ratio", f"1,28{NO_BREAK}%", "1.28%"),
        ("12000", "EUR", f"12{NARROW}000{NO_BREAK}€", "€12,000"),
        ("38", "points", f"38{NO_BREAK}pts", "38 pts"),
        ("-1234.5", "EUR", f"{MINUS}1{NARROW}235{NO_BREAK}€", f"{MINUS}€1,235"),
    ],
)
def test_a_value_is_written_in_its_unit(value: str, unit: str, french: str, english: str) -> None:
    assert wording.quantity(value, unit, "fr") == french
    assert wording.quantity(value, unit, "en") == english


def test_a_large_amount_is_short_on_a_tile() -> None:
    assert wording.quantity("5380000", "EUR", "fr", compact=True) == f"5,38{NO_BREAK}M€"
    assert wording.quantity("5380000", "EUR", "en", compact=True) == "€5.38M"
    assert wording.short(359_000, "fr") == f"359{NO_BREAK}k"


def test_a_fall_carries_a_real_minus_sign() -> None:
    assert wording.percent(Decimal("-0.003"), "fr") == f"{MINUS}0,3{NO_BREAK}%"
    assert wording.percent(Decimal("0.006"), "en", signed=True) == "+0.6%"
    assert wording.number(Decimal("-0.0001"), "fr", 2) == "0,00"


def test_a_day_is_written_as_people_say_it() -> None:
    assert wording.day("2026-10-15", "fr") == "15 oct. 2026"
    assert wording.day("2026-10-15", "fr", "long") == "jeudi 15 octobre"
    assert wording.day("2026-10-01", "fr", "full") == "jeudi 1er octobre 2026"
    assert wording.day("2026-10-15", "en", "short") == "15 Oct"


def test_a_finding_is_said_with_its_subject_and_its_nearest_name() -> None:
    finding = {"code": "F107", "subject": "kra:seo", "details": {"near": "ines"}}
    sentence = wording.say(finding, "fr")
    assert "« ines »".replace(" ", NO_BREAK) in sentence
    assert "Vouliez-vous dire" in sentence


def test_every_standing_has_a_word_in_both_languages() -> None:
    codes = ["on_course", "watch", "off_course", "no_data", "stale", "no_target", "quiet", "amber", "red", "unknown"]
    french = [wording.standing(code, "fr") for code in codes]
    english = [wording.standing(code, "en") for code in codes]
    assert len(set(french)) == len(set(english)) == 10
    assert not any(text.startswith("standing.") for text in french + english)
    assert wording.standing("off_course", "fr") == "compromis"


def test_a_kind_of_finding_is_headed_by_what_its_sentence_begins_with() -> None:
    from jalon.wording.codes import about

    said = {code: (about(code, "fr"), about(code, "en")) for code in ("A007", "S004", "X004", "Z002", "nothing")}
    assert said == {
        "A007": ("KPI compromis sans action en cours", "Off-course KPI with no live action"),
        "S004": ("Valeur cible hors de portée", "Out of reach"),
        "X004": ("KRI en alerte sans décision journalisée", "Red KRI without a logged decision"),
        "Z002": ("Arbitrage attendu depuis plus de 5 jours ouvrés", "Decision awaited for more than 5 working days"),
        "nothing": ("nothing", "nothing"),
    }
