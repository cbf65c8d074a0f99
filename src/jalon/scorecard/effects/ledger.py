"""Expected against measured, by area and kind of action, never by person: what past announcements were worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

ENOUGH = 10
"""Measured actions under which only counts are said, never a share."""
_TOLD = ("effect", "no_effect")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """The measured actions of one area and one kind of work: how many, their verdicts, how they met what was expected.

    `inside` counts those whose expected effect lay in the measured 95 % interval, of `compared`. `share` is what came
    of what was expected, on average, told from ten on.
    """

    kra: str
    work: str
    actions: tuple[str, ...]
    effect: int
    no_effect: int
    cannot_tell: int
    compared: int
    inside: int
    share: Decimal | None

    @property
    def measured(self) -> int:
        """How many there are."""
        return len(self.actions)


def ledger(rows: Iterable[Row]) -> tuple[LedgerLine, ...]:
    """Lines by area, then kind, from the action rows of a published scorecard."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["state"] == "measured" and isinstance(row.get("effect"), Mapping):
            found.setdefault((str(row["kra"] or ""), str(row["work"])), []).append(row)
    return tuple(_line(kra, work, told) for (kra, work), told in sorted(found.items()))


def _line(kra: str, work: str, rows: list[Row]) -> LedgerLine:
    verdicts = [str(_effect(row)["verdict"]) for row in rows]
    compared = [row for row in rows if row["expected_effect"] is not None]
    shares = [
        Decimal(str(row["came_true"]))
        for row in rows
        if row["came_true"] is not None and _effect(row)["verdict"] in _TOLD
    ]
    return LedgerLine(
        kra,
        work,
        tuple(str(row["id"]) for row in rows),
        verdicts.count("effect"),
        verdicts.count("no_effect"),
        verdicts.count("cannot_tell"),
        len(compared),
        sum(1 for row in compared if holds(_effect(row), row["expected_effect"])),
        sum(shares, Decimal(0)) / len(shares) if len(shares) >= ENOUGH else None,
    )


def holds(effect: Row, expected: object) -> bool:
    """Whether the measured 95 % interval holds what was expected."""
    ends = effect["interval95"]
    assert isinstance(ends, list | tuple)  # noqa: S101  # the contract's own shape
    return Decimal(str(ends[0])) <= Decimal(str(expected)) <= Decimal(str(ends[1]))


def _effect(row: Row) -> Row:
    found = row["effect"]
    assert isinstance(found, Mapping)  # noqa: S101  # chosen for it
    return found
