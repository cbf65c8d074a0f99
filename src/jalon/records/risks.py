"""Signals of risks from the day they rise to their verdict: raised by a publication, treated and closed by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from jalon.records import audit
from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from jalon.records.models import RiskSignal

Verdict = Literal["hit", "false_alarm", "averted"]
VERDICTS: tuple[Verdict, ...] = ("hit", "false_alarm", "averted")
PUBLICATION = "publication"
REARMED_AFTER = timedelta(days=28)
"""A signal that came down and stayed so for four weeks is over: the next rise is another one."""
_LOUD = ("amber", "red")


@dataclass(frozen=True, slots=True)
class KeptStep:
    """One step in the life of a signal."""

    step: str
    verdict: str
    on: date
    actor: str
    why: str
    written: datetime


@dataclass(frozen=True, slots=True)
class KeptSignal:
    """A signal with its steps, oldest first."""

    number: int
    kri: str
    opened: date
    raised_at: str
    reading: str
    unit: str
    evidence: Mapping[str, object]
    steps: tuple[KeptStep, ...]

    @property
    def state(self) -> str:
        """open, treated or closed."""
        done = {one.step for one in self.steps}
        return "closed" if "closed" in done else "treated" if "treated" in done else "open"

    @property
    def verdict(self) -> str:
        """What it proved to be, once closed."""
        return next((one.verdict for one in self.steps if one.verdict), "")

    @property
    def level(self) -> str:
        """The worst level it reached."""
        return "red" if any(one.step == "worsened" for one in self.steps) else self.raised_at

    @property
    def level_since(self) -> date:
        """The day from which the delay of its response runs."""
        return next((one.on for one in self.steps if one.step == "worsened"), self.opened)

    @property
    def calm_since(self) -> date | None:
        """The day on which the risk came back to quiet, if it stayed so."""
        moved = [one for one in self.steps if one.step in ("raised", "worsened", "back", "calmed")]
        return moved[-1].on if moved and moved[-1].step == "calmed" else None


def of(workspace: Workspace, kri: str | None = None) -> list[KeptSignal]:
    """Signals of a workspace or of one KRI, newest first."""
    from jalon.records import models

    rows = models.RiskSignal.objects.filter(workspace_id=workspace.id).prefetch_related("steps")
    if kri is not None:
        rows = rows.filter(kri=kri)
    return [_kept(row) for row in rows.order_by("-opened", "-id")]


def _kept(row: RiskSignal) -> KeptSignal:
    steps = sorted(row.steps.all(), key=lambda one: one.pk)
    return KeptSignal(
        row.pk,
        row.kri,
        row.opened,
        row.level,
        row.reading,
        row.unit,
        row.evidence,
        tuple(KeptStep(one.step, one.verdict, one.on, one.actor, one.why, one.written) for one in steps),
    )


def follow(workspace: Workspace, as_of: date, rows: Sequence[Mapping[str, object]], now: datetime) -> None:
    """After a publication: signals rise, worsen, come back and calm down as the published states say."""
    last: dict[str, KeptSignal] = {}
    for kept in of(workspace):
        last.setdefault(kept.kri, kept)
    for row in rows:
        name, level = str(row["id"]), str(row["standing"])
        signal = last.get(name)
        if signal is not None and any(one.on > as_of for one in signal.steps if one.actor == PUBLICATION):
            continue
        if level in _LOUD and (signal is None or _is_over(signal, as_of)):
            _raise(workspace, as_of, row, now)
        elif signal is not None and (step := _moved(signal, level)):
            _write(signal.number, step, as_of, PUBLICATION, now)


def _is_over(signal: KeptSignal, as_of: date) -> bool:
    calm = signal.calm_since
    return calm is not None and (signal.state == "closed" or as_of - calm >= REARMED_AFTER) and signal.opened < as_of


def _moved(signal: KeptSignal, level: str) -> str:
    """How a signal moves with the level published today; empty when it does not."""
    if level == "quiet":
        return "" if signal.calm_since is not None else "calmed"
    if level == "red" and signal.level != "red":
        return "worsened"
    return "back" if level in _LOUD and signal.calm_since is not None else ""


def _raise(workspace: Workspace, as_of: date, row: Mapping[str, object], now: datetime) -> None:
    from django.db import transaction

    from jalon.records import models

    reading = row["reading"]
    evidence = row["evidence"]
    with transaction.atomic():
        signal = models.RiskSignal.objects.create(
            workspace_id=workspace.id,
            kri=str(row["id"]),
            opened=as_of,
            level=str(row["standing"]),
            reading="" if isinstance(reading, Mapping) or reading is None else str(reading)[:64],
            unit=str(row["unit"]),
            evidence=dict(evidence) if isinstance(evidence, Mapping) else {},
        )
        _write(signal.pk, "raised", as_of, PUBLICATION, now)


def _write(signal: int, step: str, on: date, actor: str, now: datetime, why: str = "", verdict: str = "") -> None:
    from jalon.records import models

    models.RiskStep.objects.create(
        signal_id=signal, step=step, verdict=verdict, on=on, actor=actor, why=why, written=now
    )


def treat(signal: KeptSignal, actor: str, why: str, on: date, now: datetime) -> str:
    """The prepared response is under way; the reason of a refusal, else nothing."""
    if signal.state != "open":
        return "signals.already"
    if not why.strip():
        return "signals.why"
    _write(signal.number, "treated", on, actor, now, why.strip())
    audit.write(
        actor,
        "treat_risk",
        f"kri:{signal.kri}",
        now,
        {"opened": signal.opened.isoformat(), "why": why.strip()},
        workspace=_workspace_of(signal),
    )
    return ""


def close(signal: KeptSignal, verdict: str, actor: str, why: str, on: date, now: datetime) -> str:
    """It is over, with its verdict; the reason of a refusal, else nothing."""
    if signal.state == "closed":
        return "signals.already"
    if verdict not in VERDICTS:
        return "signals.verdict"
    if not why.strip():
        return "signals.why"
    _write(signal.number, "closed", on, actor, now, why.strip(), verdict)
    said = {"opened": signal.opened.isoformat(), "verdict": verdict, "why": why.strip()}
    audit.write(actor, "close_risk", f"kri:{signal.kri}", now, said, workspace=_workspace_of(signal))
    return ""


def _workspace_of(signal: KeptSignal) -> UUID:
    from jalon.records import models

    found: UUID = models.RiskSignal.objects.values_list("workspace_id", flat=True).get(pk=signal.number)
    return found


def document(signals: Sequence[KeptSignal]) -> list[dict[str, object]]:
    """Signals as JSON, newest first."""
    return [
        {
            "kri": one.kri,
            "opened": one.opened.isoformat(),
            "level": one.level,
            "state": one.state,
            "verdict": one.verdict or None,
            "reading": one.reading or None,
            "unit": one.unit,
            "steps": [
                {"step": s.step, "on": s.on.isoformat(), "actor": s.actor, "why": s.why, "verdict": s.verdict or None}
                for s in one.steps
            ],
        }
        for one in signals
    ]
