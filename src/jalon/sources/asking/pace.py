"""How fast a tool may be asked: the clock is given, so that a test never waits."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol


class Clock(Protocol):
    """Seconds that only go forward, and a way to let some pass."""

    def now(self) -> float:
        """Seconds since some moment."""
        ...

    def wait(self, seconds: float) -> None:
        """Let seconds pass."""
        ...


class RealClock:
    """The machine's own."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Quota:
    """What the tool's own pages allow: so many calls within so many seconds. Each of them holds."""

    limits: tuple[tuple[int, float], ...]


@dataclass(slots=True)
class Pace:
    """Lets a call go when every limit of a quota allows one more."""

    quota: Quota
    clock: Clock
    _gone: deque[float] = field(default_factory=deque)

    def turn(self) -> None:
        """Wait for one's turn, and take it."""
        for most, seconds in self.quota.limits:
            if len(self._gone) >= most:
                oldest = self._gone[-most]
                left = oldest + seconds - self.clock.now()
                if left > 0:
                    self.clock.wait(left)
        self._gone.append(self.clock.now())
        longest = max((most for most, _ in self.quota.limits), default=0)
        while len(self._gone) > longest:
            self._gone.popleft()
