"""Whether a common milestone is kept: told by the company's own delays, refused while there are too few of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jalon.plan.document import plan_in
from jalon.plan.model import Plan
from jalon.quantities.refusals import NoEndDate, TooLittleHistory
from jalon.scorecard.punctual import OnTime, in_time, milestone_rows

DAY = date(2027, 6, 15)
SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
ACTION = "  - {{id: X{n}, kra: K_seo, kpi: seo_leads, name: Chantier, start: 2027-06-01{end}, status: running}}\n"


def planned(delays: list[int], needs: str = "", ends: tuple[str, ...] = ()) -> Plan:
    """A plan with milestones done so many days late, and one ahead on the 1st of September that waits for actions."""
    past = "".join(
        f"  - {{id: P{n}, name: Passé, date: 2027-03-01, owner: ana, needed_by: [K_seo, K_sea], status: done, "
        f"done_on: {date(2027, 3, 1) + timedelta(days=late)}}}\n"
        for n, late in enumerate(delays)
    )
    ahead = f"  - {{id: N1, name: Ouverture, date: 2027-09-01, owner: ana, needed_by: [K_seo, K_sea]{needs}}}\n"
    actions = "".join(ACTION.format(n=n, end=f", end: {end}" if end else "") for n, end in enumerate(ends))
    head, _, rest = SOUND.partition("milestones:\n")
    text = f"{head}milestones:\n{past}{ahead}{rest}".replace("\nactions:\n", f"\nactions:\n{actions}", 1)
    found = plan_in(text)
    assert found is not None
    return found


def row_of(plan: Plan) -> object:
    return next(one.on_time for one in milestone_rows(plan, DAY) if one.id == "N1")


def test_too_few_milestones_done_say_nothing_of_the_next() -> None:
    found = row_of(planned([0, 3]))
    assert isinstance(found, TooLittleHistory)
    assert (found.needed, found.have < 8) == (8, True)


def test_a_milestone_that_waits_for_one_thing_has_one_chance_from_the_delays_before() -> None:
    """Eight cases, six of them late by at most a week; the sound plan holds none more: (6 + 1/2) / 9."""
    plan = planned([0, 0, -2, 5, 7, 6, 20, 30], ", needs: [X0]", ("2027-08-25",))
    found = row_of(plan)
    assert isinstance(found, OnTime)
    cases = found.cases
    share = sum(1 for one in [0, 0, -2, 5, 7, 6, 20, 30] if one <= 7) + (cases - 8) + 0.5
    assert found.low == found.high == Decimal(str(share / (cases + 1))).quantize(Decimal("0.001"))


def test_two_things_to_wait_for_give_two_bounds() -> None:
    found = row_of(planned([0] * 4 + [10] * 4, ", needs: [X0, X1]", ("2027-08-30", "2027-08-31")))
    assert isinstance(found, OnTime)
    assert found.low < found.high


def test_something_awaited_without_an_end_is_named() -> None:
    assert row_of(planned([0] * 8, ", needs: [X0]", ("",))) == NoEndDate("X0")


@given(st.lists(st.integers(-30, 90), min_size=8, max_size=30), st.integers(-40, 100), st.integers(0, 40))
def test_more_room_never_lowers_the_chance(delays: list[int], room: int, more: int) -> None:
    assert 0 < in_time(delays, room) <= in_time(delays, room + more) < 1
