"""`make bench`: every benchmark, its figure, its goal; exit status 1 when a goal is missed."""

from __future__ import annotations

import sys

from benchmarks import (
    allocation,
    causes,
    effects,
    long_files,
    machine,
    odds,
    reading,
    refresh,
    response,
    screens,
    start,
    starting,
    territory,
    watching,
)


def main() -> int:
    """Run them all, or those named, and say which goals hold."""
    print(machine.described())
    missed = []
    asked = sys.argv[1:]
    for part in (
        start,
        starting,
        territory,
        reading,
        long_files,
        refresh,
        screens,
        odds,
        watching,
        causes,
        effects,
        response,
        allocation,
    ):
        if asked and part.__name__.removeprefix("benchmarks.") not in asked:
            continue
        print(f"\n{part.__name__.removeprefix('benchmarks.')}: {(part.__doc__ or '').splitlines()[0]}", flush=True)
        if not part.run():
            missed.append(part.__name__)
    print(f"\ngoals missed: {', '.join(missed)}" if missed else "\nevery goal holds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
