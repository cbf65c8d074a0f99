"""Panels: published results, intervals on untouched units, and pysyncon where it is installed."""

from __future__ import annotations

import numpy as np

from benchmarks.effects import adapter, rivals
from benchmarks.effects.reference import reference

PUBLISHED = {"sdid": (-15.60, 0.05), "sc": (-19.5, 0.15), "did": (-27.35, 0.01)}
HELD = 0.93


def run() -> bool:
    """Proposition 99, the Basque and German panels."""
    shared = reference("bench_panel")
    if shared is None:
        print("  the shared panels are not here")
        return True
    kept = []
    for name, read in (("prop99", shared.prop99), ("basque", shared.basque), ("germany", shared.germany)):
        values, touched, start = read()
        for method in PUBLISHED:
            answer = adapter.synth(values, touched, start, method=method)
            held, error, count = shared.placebo(adapter.synth, np.delete(values, touched, 1), start, method)
            print(
                f"    {name:8s} {method:5s} {answer['att']:10.3f} [{answer['lo']:.3f}, {answer['hi']:.3f}] "
                f"p {answer['p']:.3f}   untouched units held: {100 * held:.1f} % of {count}, RMSE {error:.1f} %"
            )
            kept.append(held >= HELD)
            if name == "prop99":
                aim, near = PUBLISHED[method]
                kept.append(abs(float(answer["att"]) - aim) <= near)  # type: ignore[arg-type]
    if rivals.has("pysyncon"):
        values, touched, start = shared.prop99()
        others = np.delete(values, touched, 1)
        weights = rivals.synthetic_control(others[:start], values[:start, touched])
        theirs = float((values[start:, touched] - others[start:] @ weights).mean())
        print(f"    prop99   sc, pysyncon {theirs:.3f}")
    said = "reached" if all(kept) else "MISSED"
    print(f"    published within their bounds, untouched units held at least {HELD:.0%}: {said}")
    return all(kept)
