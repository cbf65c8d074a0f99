"""Three verdicts, read once from the very interval that is shown: effect, no effect, cannot tell."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["effect", "no_effect", "cannot_tell"]
Interval = tuple[float, float]


def verdict(interval: Interval, margin: float | None, is_contradicted: bool = False) -> Verdict:
    """What the 95 % interval allows one to say; `margin` is the smallest effect that would matter, if it was stated.

    Without a margin "no effect" cannot be said. Placebos that contradict leave "cannot tell".
    """
    low, high = interval
    if is_contradicted:
        return "cannot_tell"
    if margin is not None and -margin < low and high < margin:
        return "no_effect"
    return "effect" if low > 0 or high < 0 else "cannot_tell"
