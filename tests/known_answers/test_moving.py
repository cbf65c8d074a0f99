"""Published splits of a change, by hand.

Ang, B. W. (2005), The LMDI approach to decomposition analysis, Energy Policy 33, 867-871: d = L(V1, V0) ln(x1 / x0).
"""

from __future__ import annotations

from decimal import Decimal

from jalon.catalogue.formula import parse
from jalon.scorecard.moving.splitting import Segment, Split, by_formula, factors, mix_and_within


def test_revenue_of_traffic_conversion_and_basket() -> None:
    parts = {
        "sessions": (Decimal(120_000), Decimal(132_000)),
        "conversion": (Decimal("0.024"), Decimal("0.0228")),
        "basket": (Decimal(72), Decimal("75.75")),
    }
    split = factors(Decimal(207_360), Decimal("227977.2"), parts)
    told = {part.name: round(part.effect) for part in split.parts}
    assert told == {"sessions": 20_731, "conversion": -11_157, "basket": 11_043}
    assert split.rest == 0


def test_a_mix_that_moves_alone_is_nobodys_fault() -> None:
    """Two channels keep their rates (1 % and 4 %); the better one shrinks from half to a quarter of the visits."""
    segments = {
        "seo": Segment((Decimal(1), Decimal("1.5")), (Decimal(100), Decimal(150))),
        "email": Segment((Decimal(4), Decimal(2)), (Decimal(100), Decimal(50))),
    }
    split = mix_and_within(Decimal("0.025"), Decimal("0.0175"), segments)
    assert isinstance(split, Split)
    assert (split.mix, split.within, split.rest) == (Decimal("-0.0075"), 0, 0)


def test_a_channel_that_comes_in_and_one_that_goes_out_move_the_mix() -> None:
    segments = {
        "old": Segment((Decimal(2), Decimal(0)), (Decimal(100), Decimal(0))),
        "kept": Segment((Decimal(6), Decimal(6)), (Decimal(100), Decimal(100))),
        "new": Segment((Decimal(0), Decimal(9)), (Decimal(0), Decimal(100))),
    }
    split = mix_and_within(Decimal("0.04"), Decimal("0.075"), segments)
    assert isinstance(split, Split)
    assert {part.name: part.within for part in split.parts} == {"old": 0, "kept": 0, "new": 0}
    assert split.mix == Decimal("0.035")


def test_a_cost_per_lead_is_split_between_spend_and_leads() -> None:
    """Spend alone doubles: all of the change is the spend's; halved leads alone: all of it is theirs."""
    was = {"cost": Decimal(1000), "leads": Decimal(20)}
    doubled = by_formula(Decimal(50), Decimal(100), parse("cost / leads"), was, {**was, "cost": Decimal(2000)})
    halved = by_formula(Decimal(50), Decimal(100), parse("cost / leads"), was, {**was, "leads": Decimal(10)})
    assert isinstance(doubled, Split)
    assert isinstance(halved, Split)
    assert {part.name: part.effect for part in doubled.parts} == {"cost": 50, "leads": 0}
    assert {part.name: part.effect for part in halved.parts} == {"cost": 0, "leads": 50}
