"""What lives beside the scorecard: imports, alerts, check-ins, charters, signals, the trail."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from jalon.records import alerts, audit, check_ins, loads, risks
from jalon.web.api.answering import page, part
from jalon.web.api.asking import MOST, Listed, place_of
from jalon.web.api.forms import gives
from jalon.web.work.charters import charters_of

router = Router()


class OfWeek(Listed):
    """Which week: any of its days."""

    week: date | None = None


class OfRisk(Listed):
    """Of which KRI."""

    kri: str | None = None


class Trailing(Listed):
    """A page of the trail: its cursor is the number of the last entry read."""

    cursor: str = Field("", max_length=20, pattern=r"^\d*$")

    @property
    def before(self) -> int | None:
        """The number before which the page begins."""
        return min(int(self.cursor), MOST) if self.cursor else None


@router.get("/imports", operation_id="imports", openapi_extra=gives("Import", many=True))
def imports(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Every import with what it changed, newest first."""
    place = place_of(request)
    rows = [one.as_document() for one in loads.recent(place.workspace, 1_000_000)]
    return page(request, rows, asked)


@router.get("/alerts", operation_id="alerts", openapi_extra=gives("Alert", many=True))
def told(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The ledger of alerts, newest first: what was told, to whom, and what became of it."""
    place = place_of(request)
    return page(request, [one.as_document() for one in alerts.every(place.workspace)], asked)


@router.get("/audit", operation_id="audit", openapi_extra=gives("AuditEntry", many=True))
def trail(request: HttpRequest, asked: Query[Trailing]) -> HttpResponse:
    """Who did what in this workspace, newest first; what the operator did for the whole house is not told here."""
    place = place_of(request, verb="invite")
    found = audit.of(place.workspace, asked.before, asked.limit + 1)
    shown = [asdict(one) for one in found[: asked.limit]]
    onward = str(found[asked.limit - 1].number) if len(found) > asked.limit else None
    made = {"items": shown, "total": audit.count_of(place.workspace), "limit": asked.limit, "next": onward}
    return part(request, made, asked)


@router.get("/check-ins", operation_id="check_ins", openapi_extra=gives("CheckIn", many=True))
def believed(request: HttpRequest, asked: Query[OfWeek]) -> HttpResponse:
    """The check-ins of a week: confidence beside the odds, never mixed in."""
    place = place_of(request, asked.day)
    day = asked.week or place.as_of
    found = check_ins.of_week(place.workspace, check_ins.week_of(day)) if day else []
    return page(request, [check_in_row(one) for one in found], asked)


@router.get("/charters", operation_id="charters", openapi_extra=gives("Charter", many=True))
def charters(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The charter of every active area: its version, and whether its holder signed it."""
    place = place_of(request)
    rows = [
        {"kra": kra, "digest": one.digest, "signed": one.signed.when if one.signed else None}
        for kra, one in charters_of(place).items()
    ]
    return page(request, rows, asked)


@router.get("/signals", operation_id="signals", openapi_extra=gives("Signal", many=True))
def warned(request: HttpRequest, asked: Query[OfRisk]) -> HttpResponse:
    """Early warnings from the day they rise to their verdict, newest first."""
    place = place_of(request)
    return page(request, [signal_row(one) for one in risks.of(place.workspace, asked.kri)], asked)


def check_in_row(one: check_ins.CheckIn) -> dict[str, object]:
    """A check-in as everybody of the company reads it."""
    return {
        "person": one.person, "kra": one.kra, "kpi": one.kpi, "week": one.week, "as_of": one.as_of,
        "odds": one.odds, "confidence": one.confidence, "sentence": one.sentence,
        "next_step": one.next_step, "written": one.written,
    }  # fmt: skip


def signal_row(one: risks.KeptSignal) -> dict[str, object]:
    """A signal with its steps."""
    (said,) = risks.document([one])
    return {"id": one.number, **said}
