"""Tests that draw lots: arms told by totals, read once, at planned looks or at any time."""

from jalon.stats.effects.randomised.arms import (
    Arm,
    PairedSums,
    adjusted,
    amounts,
    capped,
    counted,
    paired_sums,
    proportion,
    ratio,
)
from jalon.stats.effects.randomised.reading import (
    Anytime,
    Fixed,
    Mode,
    Planned,
    Split,
    TestReading,
    guardrail,
    holm,
    read_test,
    split,
)
from jalon.stats.effects.randomised.spending import bound

__all__ = [
    "Anytime",
    "Arm",
    "Fixed",
    "Mode",
    "PairedSums",
    "Planned",
    "Split",
    "TestReading",
    "adjusted",
    "amounts",
    "bound",
    "capped",
    "counted",
    "guardrail",
    "holm",
    "paired_sums",
    "proportion",
    "ratio",
    "read_test",
    "split",
]
