"""How many examples a law is shown: a third in `make test`, all of them in `make laws`, new ones in `make fuzz`."""

from __future__ import annotations

import os

WHOLE = bool({"JALON_LAWS", "JALON_FUZZ"} & os.environ.keys())


def examples(all_of_them: int) -> int:
    """The share of a law's examples that this run draws: always the same ones, unless new ones are asked for."""
    return all_of_them if WHOLE else max(3, all_of_them // 3)
