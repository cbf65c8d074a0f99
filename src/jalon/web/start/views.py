"""Drop exports, see what they say, name who answers for each channel, open the draft plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jalon.assembly import House
from jalon.facts.engine import Engine
from jalon.records import loads
from jalon.routines import importing, planning, starting
from jalon.routines.starting import Looked
from jalon.scorecard.starting.document import to_complete
from jalon.sources.reading.answers import NOTHING
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.sources import staging
from jalon.web.start import shown
from jalon.web.start.given import Given, ahead_of, forget, given_by

LEFT = "start_left"
"""In the session: the files of the last drop that wait for an answer."""


@require_http_methods(["GET", "POST"])
@here("import")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Where to begin: the place to drop files, then the channels that they speak of and the question for each."""
    if place.plan is not None and not place.plan.is_draft:
        return redirect("plan")
    given = given_by(request, place)
    looked = _looked(place, given)
    if looked is None or "add" in request.GET:
        return render(request, "start/drop.html", _drop(place))
    return render(request, "start/who.html", _who(request, place, given, looked))


def _drop(place: Here) -> dict[str, object]:
    title = _("Start from your exports")
    return framed(place, "start", _crumbs(), title=title, may_create=place.may("edit_plan"))


def _who(request: HttpRequest, place: Here, given: Given, looked: Looked) -> dict[str, object]:
    draft = starting.propose(looked, _engine(place), given.answers)
    told = shown.seen(looked, draft, place.language)
    named = {"count": told.active}
    title = ngettext(
        "%(count)s active channel found. Who answers for it?",
        "%(count)s active channels found. Who answers for them?",
        told.active,
    )
    recent = {one.file_name: None for one in loads.recent(place.workspace, 200) if not one.undone}
    return framed(
        place,
        "start",
        _crumbs(),
        title=title % named,
        told=told,
        files=list(recent),
        span=looked.span,
        lines=shown.lines(looked, given.owners, place.language),
        areas=shown.areas(draft, place.language),
        left=to_complete(draft, looked.places),
        unplaced=looked.places.unplaced,
        given=given,
        people=given.people(place.member.name),
        years=[looked.period.start.year - 1, looked.period.start.year, looked.period.start.year + 1],
        year=looked.period.start.year,
        **ahead_of(_today(place), looked.period.start.year),
        currencies=looked.currencies,
        currency=looked.company.currency,
        may_create=place.may("edit_plan"),
        waiting=_waiting(request, place),
        has_draft=place.plan is not None,
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Start from your exports"), "")]


def _waiting(request: HttpRequest, place: Here) -> dict[str, object] | None:
    """The files that the last drop left out, as long as they are kept aside."""
    kept = request.session.get(LEFT)
    if not isinstance(kept, dict) or not staging.files_of(place.workspace, str(kept.get("token"))):
        return None
    return kept


@require_POST
@here("import")
def drop(request: HttpRequest, place: Here) -> HttpResponse:
    """What the files are, before anything is kept: those that can be read, those that ask something first."""
    dropped = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
    try:
        token = staging.keep_aside(place.workspace, dropped) if dropped else ""
    except staging.TwoOfOneName as fault:
        messages.error(request, _("Two files are called %(name)s: drop them one after the other.") % {"name": fault})
        return redirect("start")
    except staging.TooMuch:
        messages.error(request, _("At most 50 files of 200 MB each on this page; `jalon import` takes more."))
        return redirect("start")
    if not token:
        messages.error(request, _("Choose at least one file."))
        return redirect("start")
    read = _read(place, token)
    files = [_file(file, starting.kept_tables(read.report, file.path)) for file in read.report.files]
    ready = sum(1 for file in files if file["used"])
    title = ngettext("%(count)s file can be read", "%(count)s files can be read", ready) % {"count": ready}
    if not ready:
        title = _("None of these files can be read yet")
    left = len(files) - ready
    context = framed(
        place, "start", _crumbs(), title=title, token=token, files=files, ready=ready, left=left, parts=read.parts
    )
    return render(request, "start/read.html", context)


def _file(file, used: bool) -> dict[str, object]:  # type: ignore[no-untyped-def]  # a FileReport of the reading contract
    document = file.as_document()
    periods = [table["period"] for table in document["tables"] if table["period"]]
    days = [min(one[0] for one in periods), max(one[1] for one in periods)] if periods else None
    said = [{**one, "subject": "file", "place": {"line": one["line"]}} for one in document["findings"]]
    grave = [one for one in said if one["severity"] == "error"]
    return {**document, "name": Path(file.path).name, "used": used, "days": days, "findings": grave if not used else []}


@require_POST
@here("import")
def keep(request: HttpRequest, place: Here) -> HttpResponse:
    """Keep what can be read; what asks something stays aside for its answer, so that nothing is uploaded twice."""
    token = request.POST.get("token", "")
    if request.POST.get("abandon") or not staging.files_of(place.workspace, token):
        staging.forget(place.workspace, token)
        return redirect("start")
    read = _read(place, token)
    # Of two files about the same days and dimensions the later replaces the other: the one that tells most comes last.
    parts = tuple(sorted(read.parts, key=lambda part: len(part.table.measures)))
    importing.commit(replace(read, parts=parts), _engine(place), place.workspace, datetime.now(UTC))
    left = [Path(f.path).name for f in read.report.files if not starting.kept_tables(read.report, f.path)]
    if left:
        request.session[LEFT] = {"token": token, "names": left}
    else:
        request.session.pop(LEFT, None)
        staging.forget(place.workspace, token)
    return redirect("start")


@require_POST
@here("edit_plan")
def create(request: HttpRequest, place: Here) -> HttpResponse:
    """Write the draft plan, prove it, remember it as a revision; a draft publishes nothing."""
    if place.plan is not None and not place.plan.is_draft:
        return redirect("plan")
    given = given_by(request, place)
    looked = _looked(place, given)
    if looked is None:
        return redirect("start")
    written = starting.write(starting.propose(looked, _engine(place), given.answers), looked, place.language)
    actor = place.member.person or place.member.email
    text = starting.carry_over(written, place.plan)
    done = planning.apply(
        text.encode(), starting.FILE, place.workspace, actor, "start", _today(place), datetime.now(UTC)
    )
    if done.revision is None:
        messages.error(request, _("The draft could not be written: tell us which files you dropped."))
        return redirect("start")
    forget(request)
    return redirect("plan")


def _read(place: Here, token: str) -> importing.Preview:
    house = House(Path(settings.HOME))
    author = place.member.person or place.member.email
    files = staging.files_of(place.workspace, token)
    arrived = staging.arrived(place.workspace, token)
    return importing.preview(files, house.door(place.workspace).read, NOTHING, _engine(place), arrived, author)


def _looked(place: Here, given: Given) -> Looked | None:
    engine = _engine(place)
    states = tuple((state.cut.text, state.version) for state in engine.cuts())
    asked = (given.brand_terms, given.currency, given.year)
    return _look(_Facts(engine, place, _today(place)), (place.workspace.id, states, place.language, *asked))


class _Facts:
    """The way to the facts, left out of what makes two questions the same."""

    def __init__(self, engine: Engine, place: Here, today: date) -> None:
        self.engine, self.place, self.today = engine, place, today

    def __hash__(self) -> int:
        return hash(self.today)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Facts) and other.today == self.today


@lru_cache(maxsize=8)
def _look(facts: _Facts, asked: tuple[object, ...]) -> Looked | None:
    """The same facts and the same question give the same answer: a name typed asks nothing of the data again."""
    *_key, brand, currency, year = asked
    workspace = facts.place.workspace
    company = starting.company_of(
        facts.engine, workspace.name, str(currency) or None, workspace.timezone, facts.place.language
    )
    period = starting.year_of_plan(facts.today, year if isinstance(year, int) else None)
    terms = brand if isinstance(brand, tuple) else ()
    return starting.look(facts.engine, company, period, facts.today, terms)


def _engine(place: Here) -> Engine:
    return House(Path(settings.HOME)).engine(place.workspace)


def _today(place: Here) -> date:
    """Today where the company lives: read once a request, here."""
    return datetime.now(ZoneInfo(place.workspace.timezone)).date()
