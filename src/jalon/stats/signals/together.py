"""Many questions at once: methods that follow their inputs day by day follow them all in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jalon.quantities import Refusal
from jalon.stats.signals.events import event_window, event_windows
from jalon.stats.signals.given import Given, Readings, Signal
from jalon.stats.signals.residual import residual_shift, residual_shifts

Together = Callable[[Sequence[Given]], list[Readings | Refusal]]

_TOGETHER: tuple[tuple[Signal, Together], ...] = ((residual_shift, residual_shifts), (event_window, event_windows))


def read_all(asked: Sequence[tuple[Signal, Given]]) -> list[Readings | Refusal]:
    """The answer to each question, in their order; a method of its own is asked one by one."""
    found: dict[int, Readings | Refusal] = {}
    for method, batch in _TOGETHER:
        mine = [at for at, (signal, _) in enumerate(asked) if signal is method]
        if mine:
            found |= dict(zip(mine, batch([asked[at][1] for at in mine]), strict=True))
    return [found[at] if at in found else signal(given) for at, (signal, given) in enumerate(asked)]
