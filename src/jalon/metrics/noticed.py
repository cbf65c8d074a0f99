"""What measuring notices about the data: sources missing, late, unsettled, in disagreement, values unmapped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.catalogue import measures
from jalon.findings import Detail, Finding, Severity
from jalon.metrics.binding import Bound, Unbound
from jalon.metrics.formulas import ROUNDED, plain
from jalon.metrics.freshness import Binding
from jalon.metrics.readings import DailyFlow, total
from jalon.metrics.refused import MixedCurrencies
from jalon.plan.model import Plan
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import NoRate

_GAP = Decimal("0.10")
_MUCH = Decimal("0.20")
_RULE, _WITNESS = "rule:", "witness:"
"""A lint rule and a control series read what there is; what lacks is no fault of the plan."""
_SECOND = ("alternative", "also", "confirm")
"""Second readings of a risk: one that is not measured neither raises nor clears."""
_QUIET_WHY = {"computed": Severity.INFO, "day": Severity.WARNING}


@dataclass(slots=True)
class Noticed:
    """Findings gathered once each; indicators that share one are its `others`."""

    plan: Plan
    _kept: dict[tuple[str, str, str], tuple[Finding, list[str]]] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, in a lasting order."""
        told = [
            Finding(f.code, f.severity, f.subject, f.place, f.details, tuple(o for o in others if o != f.subject))
            for f, others in self._kept.values()
        ]
        return tuple(sorted(told, key=lambda f: (f.code, f.subject, str(dict(f.details)))))

    def unbound(self, key: str, unbound: Unbound) -> None:
        """D001: no source answers a measure as it is asked."""
        measure = unbound.leaf.measure
        tools = list(measures()[measure].tools) if measure in measures() else []
        self._no_source(key, measure, unbound.why, unbound.missing, tools)

    def only_ranges(self, key: str, bound: Bound) -> None:
        """D001: whole-range rows alone, which answer for their own dates and for no day."""
        self._no_source(key, bound.leaf.measure, "day", ("day",), [bound.state.cut.tool], bound.state.cut.text)

    def unmatched(self, key: str, bound: Bound) -> None:
        """D001: the cut is there, the value of the filter never is."""
        asked = [f"{name}={value}" for name, values in bound.leaf.filter for value in sorted(values)]
        missing = tuple(asked) or (bound.leaf.measure,)
        self._no_source(key, bound.leaf.measure, "value", missing, [bound.state.cut.tool], bound.state.cut.text)

    def fresh(self, key: str, binding: Binding) -> None:
        """D002 when the source is late, D004 for its days that still move: one of each for a source, its worst."""
        if key.startswith((_RULE, _WITNESS)):
            return
        subject = f"source:{binding.source}" if binding.source else f"tool:{binding.tool}"
        if binding.stale:
            details: dict[str, Detail] = {
                "tool": binding.tool,
                "last_day": _iso(binding.last_day),
                "age_days": binding.age_days,
                "expected_days": binding.expected_days,
                "owner": binding.owner,
            }
            self._worst(Finding("D002", Severity.WARNING, subject, details=details), _subject(key), _overdue)
        last, mature = binding.last_day, binding.source_until
        if last is not None and mature is not None and mature < last:
            details = {"tool": binding.tool, "first_day": _iso(mature + ONE_DAY), "last_day": _iso(last)}
            details["learned"] = binding.learned
            self._worst(Finding("D004", Severity.INFO, subject, details=details), _subject(key), _youngest)

    def no_rate(self, key: str, refusal: NoRate, days: Sequence[date], wholly: bool) -> None:
        """An amount without a dated rate has no value in the plan's currency."""
        details: dict[str, Detail] = {"source": refusal.source, "target": refusal.target, "days": len(days)}
        details |= {"first_day": _iso(min(days)), "last_day": _iso(max(days))}
        severity = Severity.ERROR if wholly else Severity.WARNING
        self._keep(Finding("data.no_rate", severity, _subject(key), details=details), _subject(key))

    def mixed(self, key: str, refusal: MixedCurrencies) -> None:
        """One column with several currencies that cannot be told apart by account."""
        details = {"measure": refusal.name, "currencies": refusal.currencies}
        self._keep(Finding("data.mixed_currencies", Severity.ERROR, _subject(key), details=details), _subject(key))

    def unmapped(self, key: str, bound: Bound, name: str, amount: Decimal, whole: Decimal) -> None:
        """Values that no mapping reaches: counted and shown, never put anywhere."""
        if not amount:
            return
        share = ROUNDED.divide(amount, whole) if whole else Decimal(1)
        tool = bound.state.cut.tool
        details = {
            "tool": tool,
            "dimension": name,
            "columns": sorted({case.dimension for case in bound.fit.dimensions[name].cases}),
            "measure": bound.leaf.measure,
            "unmapped": format(plain(amount), "f"),
            "share": format(share.quantize(Decimal("0.0001")), "f"),
        }
        severity = Severity.WARNING if share > _MUCH else Severity.INFO
        self._keep(Finding("data.unmapped", severity, f"tool:{tool}", details=details), _subject(key))

    def differing(self, key: str, first: tuple[Bound, DailyFlow], second: tuple[Bound, DailyFlow]) -> None:
        """D005: two tools tell one measure, more than a tenth apart over the days both know."""
        (bound, own), (rival, other) = first, second
        common = set(own.days) & set(other.days)
        if not common or bound.unit != rival.unit:
            return
        told, against = _total_on(own, common), _total_on(other, common)
        largest = max(abs(told), abs(against))
        if largest and abs(told - against) > _GAP * largest:
            details = {
                "measure": bound.leaf.measure,
                "tool": bound.state.cut.tool,
                "total": format(plain(told), "f"),
                "other_tool": rival.state.cut.tool,
                "other_total": format(plain(against), "f"),
                "first_day": _iso(min(common)),
                "last_day": _iso(max(common)),
            }
            self._keep(Finding("D005", Severity.WARNING, _subject(key), details=details), _subject(key))

    def shared_lines(self, key: str, lines: Sequence[str]) -> None:
        """Budget lines counted whole under a filter that holds only some of their area's channels."""
        for line in lines:
            subject = f"budget_line:{line}"
            self._keep(
                Finding("data.shared_budget_line", Severity.INFO, subject, details={"line": line}), _subject(key)
            )

    def _no_source(
        self, key: str, measure: str, why: str, missing: Sequence[str], tools: Sequence[str], cut: str | None = None
    ) -> None:
        if key.startswith((_RULE, _WITNESS)) or (key.startswith("kri:") and key.rpartition(":")[2].startswith(_SECOND)):
            return
        severity = _QUIET_WHY.get(why, Severity.WARNING if key.startswith("kri:") else Severity.ERROR)
        if severity is Severity.ERROR and self.plan.is_draft:
            severity = Severity.TODO
        details = {"measure": measure, "why": why, "missing": list(missing), "tools": list(tools), "cut": cut}
        self._keep(Finding("D001", severity, _subject(key), details=details), _subject(key))

    def _worst(self, finding: Finding, indicator: str, gravity: Callable[[Finding], int]) -> None:
        """Keep the gravest finding of a source, and every indicator that any of them touches."""
        key = (finding.code, finding.subject, "")
        worst, touched = self._kept.get(key, (finding, []))
        if gravity(finding) > gravity(worst):
            worst = finding
        self._kept[key] = (worst, touched if indicator in touched else [*touched, indicator])

    def _keep(self, finding: Finding, indicator: str) -> None:
        if indicator.startswith(_WITNESS):
            return
        kept = self._kept.setdefault((finding.code, finding.subject, str(dict(finding.details))), (finding, []))
        if indicator not in kept[1]:
            kept[1].append(indicator)


def _subject(key: str) -> str:
    """The object of the plan behind a key: `kri:spam_complaints:value` is read for `kri:spam_complaints`."""
    kind, _, rest = key.partition(":")
    if kind == "guardrail":
        return rest.rpartition(":")[0]
    return f"{kind}:{rest.partition(':')[0]}"


def _overdue(finding: Finding) -> int:
    age, expected = finding.details["age_days"], finding.details["expected_days"]
    return int(str(age)) - int(str(expected))


def _youngest(finding: Finding) -> int:
    return -date.fromisoformat(str(finding.details["first_day"])).toordinal()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _total_on(readings: DailyFlow, days: set[date]) -> Decimal:
    told = zip(readings.lines, readings.values, strict=True)
    return total(value for day, value in told if value is not None and day in days)
