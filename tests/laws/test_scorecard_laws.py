"""Laws of the scorecard: whatever the figures, the shapes and the order in which they come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.scorecard.conftest import YEAR, asked, kpi, kra, measured, plan, series, target

from jalon.catalogue.calendars import public_holidays
from jalon.metrics import MeasuredSeries
from jalon.plan.model import Cascade, Objective, Part, Plan, Rest, TargetVersion
from jalon.quantities import Period, Refusal, Text
from jalon.scorecard.calendar import same_day
from jalon.scorecard.cascade import product_split
from jalon.scorecard.kri.judging import held as state
from jalon.scorecard.pace import Aim, course, expected_on
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import KpiStanding, KriStanding, Scorecard
from jalon.scorecard.standing import judged_by_pace
from jalon.scorecard.trajectory import Profile

DEMO = date(2026, 10, 15)
SHAPES = st.sampled_from(["linear", "seasonal", "s_curve"])
AMOUNTS = st.decimals(min_value=1, max_value=10**7, places=2)
SMALL = st.decimals(min_value=1, max_value=1000, places=1)
DAYS = st.dates(YEAR.start, YEAR.end)
VOLUMES = st.lists(st.integers(0, 500), min_size=14, max_size=14)


def season(volumes: Sequence[int]) -> Profile:
    """Two past years that repeat a fortnight, with something sold on their last day."""
    first = date(2024, 1, 1)
    by_day = {first + timedelta(days=n): Decimal(volumes[n % 14]) for n in range(731)}
    by_day[date(2024, 12, 31)] = by_day[date(2025, 12, 31)] = Decimal(7)
    return Profile(by_day, first, date(2025, 12, 31))


def aim(kind: str, baseline: Decimal, goal: Decimal, shape: str, direction: str = "up") -> Aim:
    return Aim(kind, direction, baseline, 0, TargetVersion(goal, None, YEAR.end, shape), YEAR)


def number(value: Decimal | Refusal) -> Decimal:
    assert isinstance(value, Decimal)
    return value


@given(SHAPES, AMOUNTS, AMOUNTS, VOLUMES)
@settings(max_examples=60, deadline=None)
def test_a_path_starts_at_the_baseline_and_ends_at_the_target(
    shape: str, baseline: Decimal, goal: Decimal, volumes: list[int]
) -> None:
    profile, eve = season(volumes), YEAR.start - timedelta(days=1)
    level, flow = aim("ratio", baseline, goal, shape), aim("flow", baseline, goal, shape)
    assert (expected_on(level, eve, profile), expected_on(level, YEAR.end, profile)) == (baseline, goal)
    assert (expected_on(flow, eve, profile), expected_on(flow, YEAR.end, profile)) == (0, goal)


@given(SHAPES, AMOUNTS, VOLUMES, DAYS, DAYS)
@settings(max_examples=60, deadline=None)
def test_what_a_flow_should_have_reached_never_goes_back(
    shape: str, goal: Decimal, volumes: list[int], one: date, other: date
) -> None:
    profile, flow = season(volumes), aim("flow", goal, goal, shape)
    early, late = sorted((one, other))
    assert 0 <= number(expected_on(flow, early, profile)) <= number(expected_on(flow, late, profile)) <= goal


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=4), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_product_is_split_without_residue_even_when_a_factor_falls_to_zero(
    factors: list[tuple[Decimal, Decimal]], to_zero: bool
) -> None:
    if to_zero:
        factors[0] = (factors[0][0], Decimal(0))
    before, after = Decimal(1), Decimal(1)
    for old, new in factors:
        before, after = before * old, after * new
    brought = product_split(factors)
    scale = max(before, after, *(abs(part) for part in brought))
    assert abs(sum(brought, Decimal(0)) - (after - before)) <= scale * Decimal("1e-20")
    if not to_zero:
        assert all((part > 0) == (new > old) for part, (old, new) in zip(brought, factors, strict=True) if new != old)


def by_day(daily: Decimal, seed: int) -> dict[date, Decimal]:
    """Two years and the year to date around a daily figure."""
    random, first = Random(seed), date(2024, 1, 1)
    last = DEMO - timedelta(days=1)
    span = Period(first, last)
    return {day: daily * random.randint(5, 15) / 10 for day in span.days()}


def two_areas(goals: tuple[Decimal, Decimal], shape: str, mode: str, factor: Decimal = Decimal(1)) -> Plan:
    parts = [
        kpi(name, asked(str(goal * factor), target(str(goal * factor), shape)))
        for name, goal in zip("ab", goals, strict=True)
    ]
    whole = sum(goals, Decimal(0)) * factor
    result = asked(str(whole), target(str(whole), shape))
    cascade = Cascade(mode, (Part(kpi="a"), Part(kpi="b")), Rest(), None)
    objective = Objective("O", Text.of("O", "O"), None, "ana", result, (), cascade, None)
    return plan(kra("A", parts[0]), kra("B", parts[1]), objectives=(objective,))


def figures(daily: tuple[Decimal, Decimal], seed: int, factor: Decimal = Decimal(1)) -> list[MeasuredSeries]:
    one, other = by_day(daily[0] * factor, seed), by_day(daily[1] * factor, seed + 1)
    whole = {day: one[day] + other[day] for day in one}
    return [
        series("kpi:a", "leads", {"leads": one}),
        series("kpi:b", "orders", {"orders": other}),
        series("objective:O", "sessions", {"sessions": whole}),
    ]


def published(of: Plan, told: Sequence[MeasuredSeries]) -> Scorecard:
    return scorecard(of, measured(*told), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1")


PAIRS = st.tuples(SMALL, SMALL)
SEEDS = st.integers(0, 10_000)


@given(PAIRS, PAIRS, SHAPES, st.sampled_from(["sum", "product"]), SEEDS)
@settings(max_examples=25, deadline=None)
def test_what_the_parts_and_the_rest_bring_is_the_gap_of_the_whole(
    goals: tuple[Decimal, Decimal], daily: tuple[Decimal, Decimal], shape: str, mode: str, seed: int
) -> None:
    row = published(two_areas((goals[0] * 365, goals[1] * 365), shape, mode), figures(daily, seed)).objectives[0]
    value, due = number(row.measured.value), number(row.measured.expected)
    told = sum((number(part.contribution) for part in row.parts), Decimal(0))
    assert abs(told - (value - due)) <= max(value, due) * Decimal("1e-9")


@given(PAIRS, PAIRS, SHAPES, SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_areas_and_series_changes_no_standing(
    goals: tuple[Decimal, Decimal], daily: tuple[Decimal, Decimal], shape: str, seed: int
) -> None:
    of, told = two_areas((goals[0] * 365, goals[1] * 365), shape, "sum"), figures(daily, seed)
    random = Random(seed)
    shuffled = [series(one.key, name, {name: _shuffled(one, name, random)}) for one in told for name in one.components]
    random.shuffle(shuffled)
    turned = plan(*reversed(of.kras), objectives=of.objectives)
    first, second = published(of, told), published(turned, shuffled)
    assert {row.id: row.standing for row in first.kras} == {row.id: row.standing for row in second.kras}
    assert first.objectives == second.objectives


def _shuffled(one: MeasuredSeries, name: str, random: Random) -> dict[date, Decimal]:
    readings = one.components[name]
    known = [(day, number(readings.over(Period(day, day)))) for day in readings.days]
    random.shuffle(known)
    return dict(known)


@given(PAIRS, PAIRS, SHAPES, SEEDS)
@settings(max_examples=15, deadline=None)
def test_the_same_facts_published_twice_are_the_same_bytes(
    goals: tuple[Decimal, Decimal], daily: tuple[Decimal, Decimal], shape: str, seed: int
) -> None:
    of = two_areas((goals[0] * 365, goals[1] * 365), shape, "product")
    once, again = (json.dumps(published(of, figures(daily, seed)).as_document()) for _ in range(2))
    assert once.encode() == again.encode()


@given(PAIRS, PAIRS, SHAPES, SEEDS, st.sampled_from([Decimal("0.01"), Decimal(100), Decimal(1000)]))
@settings(max_examples=20, deadline=None)
def test_counting_in_cents_or_in_thousands_changes_no_standing(
    goals: tuple[Decimal, Decimal], daily: tuple[Decimal, Decimal], shape: str, seed: int, factor: Decimal
) -> None:
    yearly = (goals[0] * 365, goals[1] * 365)
    plain = published(two_areas(yearly, shape, "sum"), figures(daily, seed))
    scaled = published(two_areas(yearly, shape, "sum", factor), figures(daily, seed, factor))
    assert [row.measured.standing for row in plain.kpis] == [row.measured.standing for row in scaled.kpis]
    assert [row.measured.pace for row in plain.kpis] == [row.measured.pace for row in scaled.kpis]


@given(SHAPES, SMALL, SMALL, SMALL, DAYS, VOLUMES)
@settings(max_examples=60, deadline=None)
def test_a_level_that_should_go_down_is_the_mirror_of_one_that_should_go_up(
    shape: str, baseline: Decimal, way: Decimal, moved: Decimal, day: date, volumes: list[int]
) -> None:
    profile = season(volumes)
    up = course(aim("ratio", baseline, baseline + way, shape), baseline + moved, day, profile)
    down = course(aim("ratio", baseline, baseline - way, shape, "down"), baseline - moved, day, profile)
    assert type(up.pace) is type(down.pace)
    if isinstance(up.pace, Decimal) and isinstance(down.pace, Decimal):
        assert abs(up.pace - down.pace) <= Decimal("1e-20") * max(Decimal(1), abs(up.pace))


@given(SHAPES, SMALL, SMALL, DAYS, VOLUMES)
@settings(max_examples=60, deadline=None)
def test_a_flow_that_should_go_down_has_the_inverse_pace(
    shape: str, goal: Decimal, value: Decimal, day: date, volumes: list[int]
) -> None:
    profile = season(volumes)
    up = course(aim("flow", goal, goal, shape), value, day, profile).pace
    down = course(aim("flow", goal, goal, shape, "down"), value, day, profile).pace
    assume(isinstance(up, Decimal) and isinstance(down, Decimal))
    assert abs(number(up) * number(down) - 1) <= Decimal("1e-20")


@given(st.decimals(-5, 5, places=3), st.decimals(-5, 5, places=3))
def test_a_better_pace_never_stands_worse(one: Decimal, other: Decimal) -> None:
    order = [KpiStanding.OFF_COURSE, KpiStanding.WATCH, KpiStanding.ON_COURSE]
    low, high = sorted((one, other))
    assert order.index(judged_by_pace(low).standing) <= order.index(judged_by_pace(high).standing)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 2))
def test_a_twin_is_of_its_year_and_a_holiday_is_never_read_on_an_ordinary_day(day: date, years: int) -> None:
    twin = same_day(day, years)
    assert twin.year == day.year - years
    assert (day in public_holidays()) == (twin in public_holidays())


LEVELS = st.sampled_from([KriStanding.QUIET, KriStanding.AMBER, KriStanding.RED])
RANK = {KriStanding.UNKNOWN: -1, KriStanding.QUIET: 0, KriStanding.AMBER: 1, KriStanding.RED: 2}


@given(st.lists(st.one_of(LEVELS, st.none()), max_size=13), st.integers(1, 3), st.integers(0, 2))
def test_a_state_is_never_worse_than_its_readings_nor_quiet_by_silence(
    levels: list[KriStanding | None], hits: int, more: int
) -> None:
    found = state(levels, hits, hits + more)
    known = [one for one in levels if one is not None]
    if not known or levels[-1] is None or len(known) < hits:
        assert found is KriStanding.UNKNOWN
    else:
        assert min(RANK[one] for one in [*known, KriStanding.QUIET]) <= RANK[found] <= max(RANK[one] for one in known)


@given(st.lists(LEVELS, min_size=3, max_size=13), st.integers(1, 3))
def test_as_many_readings_alike_as_it_takes_settle_the_state(levels: list[KriStanding], hits: int) -> None:
    last = levels[-1]
    assert state([*levels, *[last] * hits], hits, 3) is last
