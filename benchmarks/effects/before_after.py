"""Before and after: shared laws, given series, laws held out, designs; both sides where the other is installed."""

from __future__ import annotations

from types import ModuleType

from benchmarks.effects import adapter, held_out, rivals, true_law
from benchmarks.effects.held_out import Case, Floats
from benchmarks.effects.reference import reference
from benchmarks.effects.scoring import Scored, scored

RUNS, FIRST_SEED = 200, 1000
HELD_OUT_RUNS = 100
GIVEN = ("real_geo", "real_geox", "real_robyn", "real_deaths")
HELD = {0.80: (0.76, 0.84), 0.95: (0.93, 0.97)}
ENOUGH, FALSE_ALARMS, CPU_SECONDS, GIVEN_HELD = 7, 0.06, 0.5, 0.90
DESIGNED = (0.7, 0.9)


def run() -> bool:
    """Every part; True when every goal holds."""
    shared = reference("bench_before_after")
    kept = [_held_out()]
    if shared is None:
        print("  the shared scenarios are not here")
        return all(kept)
    return all([*kept, _laws(shared), _given(shared), _designs()])


def _cases(shared: ModuleType, name: str, count: int) -> list[Case]:
    out = []
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        try:
            d = shared.make(name, seed)
        except StopIteration:
            break
        out.append(Case(d["y"], d["X"], d["t0"], d["season"], d.get("weights"), d["truth"], d["base"]))
    return out


def _beside(name: str, cases: list[Case], has_ratio: bool = False) -> tuple[Scored | None, Scored | None]:
    """One line for each side."""
    ours, theirs = scored(adapter.estimate_effect, cases), None
    print(f"    {name:28s} Jalon  {ours.line() if ours else 'refused'}", flush=True)
    if rivals.has("bsts-causalimpact") and not has_ratio:
        theirs = scored(rivals.bsts, [one for one in cases if (one.y == one.y).all()])
        print(f"    {'':28s} bsts   {theirs.line() if theirs else 'cannot read missing values'}", flush=True)
    return ours, theirs


def _inside(one: Scored) -> bool:
    return all(
        low <= share <= high for share, (low, high) in zip((one.held_80, one.held_95), HELD.values(), strict=True)
    )


def _laws(shared: ModuleType) -> bool:
    """The eight laws of the shared benchmark, and what each of them allows to whoever knows it."""
    print(f"  shared laws, {RUNS} draws each from seed {FIRST_SEED}")
    good, calm, sharp, fast = [], [], [], []
    for name in shared.SCENARIOS:
        cases = _cases(shared, name, RUNS)
        ours, theirs = _beside(name, cases)
        _allowed(name, cases)
        if ours is None:
            return False
        good.append(_inside(ours))
        fast.append(ours.seconds <= CPU_SECONDS)
        if name.endswith("0"):
            calm.append(ours.excludes_zero <= FALSE_ALARMS)
        sharp.append(theirs is None or ours.error <= 1.01 * theirs.error)
    goals = {
        f"intervals hold on {sum(good)} of {len(good)}": sum(good) >= ENOUGH,
        f"false alarms at most {FALSE_ALARMS:.0%} on {sum(calm)} of {len(calm)} nulls": all(calm),
        f"RMSE no worse on {sum(sharp)} of {len(sharp)}": all(sharp),
        f"at most {CPU_SECONDS} CPU s": all(fast),
    }
    print("    " + ", ".join(f"{name} {'reached' if held else 'MISSED'}" for name, held in goals.items()))
    return all(goals.values())


def _allowed(name: str, cases: list[Case]) -> None:
    """The same draws read by whoever knows the law: where it misses the aim, the draws do."""

    def knowing(y: Floats, X: Floats | None, t0: int, seed: int, **_: object) -> adapter.Answer:
        return true_law.estimate(name, FIRST_SEED + seed, {"y": y, "X": X, "t0": t0})

    known = scored(knowing, cases)
    print(f"    {'':28s} true   {known.line() if known else 'refused'}", flush=True)


def _given(shared: ModuleType) -> bool:
    """Invented dates on given series."""
    print("  invented dates on given series")
    kept = []
    for name in GIVEN:
        ours, _ = _beside(name, _cases(shared, name, RUNS))
        kept.append(ours is not None and ours.held_95 >= GIVEN_HELD)
    print(f"    95 % intervals hold at least {GIVEN_HELD:.0%}: {'reached' if all(kept) else 'MISSED'}")
    return all(kept)


def _held_out() -> bool:
    """Laws written after the method was frozen: shown, no goal but honesty."""
    print(f"  laws held out, {HELD_OUT_RUNS} draws each")
    for name in held_out.NAMES:
        cases = [held_out.case(name, seed) for seed in range(HELD_OUT_RUNS)]
        _beside(name, cases, has_ratio=cases[0].weights is not None)
    return True


def _designs() -> bool:
    """Announced effects, added to the true future."""
    shared = reference("bench_design")
    if shared is None:
        return True
    print("  smallest effects announced, then added")
    kept = []
    for name in shared.NULLS:
        row = shared.run(adapter, name, 60)
        kept.append(DESIGNED[0] <= row["found"] <= DESIGNED[1])
        print(f"    {name:28s} found {100 * row['found']:.0f} % of the time, announced {row['smallest_pct']:.1f} %")
    print(f"    found {DESIGNED[0]:.0%} to {DESIGNED[1]:.0%}: {'reached' if all(kept) else 'MISSED'}")
    return all(kept)
