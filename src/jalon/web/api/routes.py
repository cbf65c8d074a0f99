"""The API put together: its routers, who may come in, how each error is said, and its own description."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from jalon import wording
from jalon.facts.engine import Fault, Passing
from jalon.plan.document.writing import Miswritten
from jalon.web.api import (
    answering,
    arbitrated,
    bringing,
    budgeting,
    card,
    changing,
    daily,
    decided,
    doors,
    insights,
    problems,
    proving,
    revisions,
    spoken,
)
from jalon.web.api.asking import Token
from jalon.web.api.contract import contract
from jalon.web.api.problems import Problem

_log = logging.getLogger(__name__)
api = NinjaAPI(title="Jalon", version="1", auth=Token(), docs_url=None, openapi_url=None, urls_namespace="jalon-api-1")
ROUTERS = (
    card, decided, proving, arbitrated, spoken, insights, budgeting, revisions, daily, changing, bringing, doors
)  # fmt: skip
for _router in dict.fromkeys(one.router for one in ROUTERS):
    api.add_router("", _router)


@api.get("/openapi.json", auth=None, operation_id="openapi", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """This API, described in the language asked."""
    return answering.as_it_is(request, contract(api, str(request.LANGUAGE_CODE)))


def _told(request: HttpRequest, fault: Problem) -> HttpResponse:
    return problems.problem(fault, str(request.LANGUAGE_CODE))


@api.exception_handler(Problem)
def refused(request: HttpRequest, fault: Problem) -> HttpResponse:
    """What this room itself says no to."""
    return _told(request, fault)


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    """No token, or a header of another kind."""
    return _told(request, Problem("no_token"))


@api.exception_handler(Http404)
def absent(request: HttpRequest, fault: Http404) -> HttpResponse:
    """Not there."""
    return _told(request, problems.NotFound())


@api.exception_handler(ValidationError)
def wrong(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """A parameter or a body that does not hold."""
    return _told(request, problems.invalid(fault.errors))


@api.exception_handler(HttpError)
@api.exception_handler(SuspiciousOperation)
def unreadable(request: HttpRequest, fault: Exception) -> HttpResponse:
    """A request that cannot be read at all."""
    return _told(request, Problem("too_large" if isinstance(fault, RequestDataTooBig) else "unreadable"))


@api.exception_handler(Fault)
def faulty(request: HttpRequest, fault: Fault) -> HttpResponse:
    """A fault of the facts; the status says whether another try may help."""
    _log.warning("%s: %s", request.path, fault)
    finding = {"code": fault.code, "subject": "", "details": fault.details}
    sentence = wording.say(finding, str(request.LANGUAGE_CODE))
    return _told(request, Problem("passing" if isinstance(fault, Passing) else "fault", sentence=sentence))


@api.exception_handler(Miswritten)
def unwritable(request: HttpRequest, fault: Miswritten) -> HttpResponse:
    """What no plan document can hold as it is (a number of hundreds of digits): nothing was kept."""
    return _told(request, problems.invalid([{"loc": ["body"], "type": "unwritable"}]))


@api.exception_handler(Exception)
def broken(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Our own fault: logged whole, said in a word."""
    _log.error("%s", request.path, exc_info=fault)
    return _told(request, Problem("fault"))
