"""What an action brings to an objective: by the plan's cascade, or not at all."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jalon.plan.model import Action, Expect
from jalon.scorecard.leverage import expected_of, levers


def _measured(name: str, baseline: str, target: str, median: str | None = None, **more: object) -> dict[str, object]:
    row = {"id": name, "unit": "count", "baseline": baseline, "target": target, "direction": "up"}
    forecast = {"median": median} if median else {"refused": "x"}
    return {**row, "forecast": forecast, "value": {"refused": "x"}, "expected": {"refused": "x"}, **more}


def _part(kind: str, name: str, target: str) -> dict[str, object]:
    return {"kind": kind, "id": name, "target": target}


def _document(median: str = "600", product_target: str = "5500000") -> dict[str, object]:
    """Revenue = sessions × conversion × basket; sessions = SEO + SEA + the rest."""
    revenue = _measured("O1", "4800000", product_target, unit="EUR")
    sessions = _measured("O1a", "1600", "1720")
    return {
        "objectives": [
            {
                "measured": revenue,
                "mode": "product",
                "parts": [_part("objective", "O1a", "1720"), _part("kpi", "aov", "123")],
            },
            {"measured": sessions, "mode": "sum", "parts": [_part("kpi", "seo", "672"), _part("rest", "rest", "340")]},
            {"measured": _measured("O5", "0.86", "0.9"), "mode": "weighted", "parts": [_part("kra", "K_care", "1")]},
        ],
        "kpis": [
            {"measured": _measured("seo", "620", "672", median)},
            {"measured": _measured("cpl", "60", "50", "55", direction="down")},
        ],
    }


def _action(**expect: Decimal | None) -> Action:
    empty = dict.fromkeys(Action.__dataclass_fields__)
    known = {"id": "A1", "kpi": "seo", "expect": Expect(expect.get("abs"), expect.get("rel"))}
    return Action(**{**empty, **known})  # type: ignore[arg-type]  # only what weighs is filled in


def test_without_a_cascade_nothing_is_counted() -> None:
    assert "cpl" not in levers(_document())


def test_an_action_weighs_what_was_announced() -> None:
    by_number, by_share = (
        expected_of(_document(), _action(**one)) for one in ({"abs": Decimal(67)}, {"rel": Decimal("0.1")})
    )
    assert by_number is not None
    assert by_share is not None
    assert (by_number.objective, by_number.unit) == ("O1", "EUR")
    assert round(by_number.amount) == 214_244  # 67 sessions, each worth 5,500,000 / 1,720
    assert round(by_number.share, 4) == Decimal("0.0390")
    assert abs(by_number.amount - by_share.amount) < 1000  # a tenth of 672 is 67.2
    assert expected_of(_document(), _action()) is None


@given(st.integers(1, 600), st.integers(1, 600))
def test_the_more_is_announced_the_more_it_weighs(one: int, other: int) -> None:
    less, more = (expected_of(_document(), _action(abs=Decimal(size))) for size in sorted((one, other)))
    assert less is not None
    assert more is not None
    assert less.share <= more.share


def test_a_cascade_that_turns_in_a_circle_ends() -> None:
    row = {"measured": _measured("O1", "1", "2"), "mode": "sum", "parts": [_part("objective", "O1", "2")]}
    assert levers({"objectives": [row], "kpis": []}) == {}
