"""Files brought in by a program: read and shown first, kept by the same way as on the page, taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import Field, Path, Query, Schema

from jalon.routines import importing, weighing
from jalon.web import uploads
from jalon.web.api.answering import made
from jalon.web.api.asking import Name, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.api.spoken import router
from jalon.web.here import Here
from jalon.web.sources import bringing, staging

MULTIPART = "multipart/form-data"
NOT_A_FILE = ("", "application/json", "application/x-www-form-urlencoded", "application/problem+json")
A_PIECE = 1 << 16
Word = Field("", max_length=200)
_BINARY = {"type": "string", "format": "binary"}
_FORM = {"type": "object", "required": ["files"], "properties": {"files": {"type": "array", "items": _BINARY}}}


class Brought(Schema):
    """How a file is to be read where it does not say so itself, and whether it is only looked at."""

    preview: bool = False
    name: str = Word
    currency: str = Word
    first_day: str = Word
    last_day: str = Word
    timezone: str = Word
    account: str = Word
    tool: str = Word
    filter_query: str = Word
    meant: str = Word
    day_order: str = Word
    same_property: bool = False


class ImportUndoing(Schema):
    """Why an import is taken back."""

    reason: str = Field("", max_length=300)


SENT = gives("ImportDone", status=201) | {
    "requestBody": {
        "required": True,
        "content": {MULTIPART: {"schema": _FORM}, "application/octet-stream": {"schema": _BINARY}},
    },
}


@router.post("/imports", operation_id="bring", openapi_extra=SENT)
def bring(request: HttpRequest, asked: Query[Brought]) -> HttpResponse:
    """Files as a form (`files`, several) or one as the body itself (`?name=`); with `preview` nothing is kept."""
    place = place_of(request, verb="import")
    with _files(request, asked.name) as sent:
        token = _aside(place, sent)
    try:
        return _brought(request, place, token, asked)
    finally:
        staging.forget(place.workspace, token)


def _brought(request: HttpRequest, place: Here, token: str, asked: Brought) -> HttpResponse:
    said = {name: str(value) for name, value in asked.dict().items() if isinstance(value, str)}
    answers = staging.answers_from({**said, "same_property": "yes" if asked.same_property else ""})
    shown = bringing.read(place, token, staging.files_of(place.workspace, token), answers)
    if asked.preview:
        return made(request, weighing.document(shown, [], bringing.effects(place, shown)[0]), 200)
    if not (shown.ready and shown.report.exit_status == 0):
        raise Problem("import_open", {"read": weighing.document(shown, [], None)["read"]})
    kept = bringing.keep(place, token, shown)
    return made(request, weighing.document(shown, kept, None), 201)


@router.post("/imports/{import_id}/undo", operation_id="undo_import", openapi_extra=gives("ImportUndone"))
def undo(request: HttpRequest, import_id: Path[Name], given: ImportUndoing) -> HttpResponse:
    """Take an import back: its days return to who held them before."""
    place = place_of(request, verb="import")
    done = bringing.undo(place, import_id, given.reason)
    if isinstance(done, importing.NotUndone):
        raise NotFound if done.why == "unknown" else Problem("conflict")
    said = {"undone": done.import_id, "cut": done.cut.text, "difference": done.difference.as_document()}
    return made(request, {"contract": 1, **said}, 200)


@contextmanager
def _files(request: HttpRequest, name: str) -> Iterator[list[UploadedFile[bytes]]]:
    """What was sent, by either way."""
    if request.content_type == MULTIPART:
        try:
            sent = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
        except (MultiPartParserError, UnreadablePostError) as fault:
            raise Problem("unreadable") from fault
        if not sent:
            raise invalid([{"loc": ["body", "files"], "type": "missing"}])
        yield sent
        return
    if request.content_type in NOT_A_FILE:
        raise Problem("media_type")
    with tempfile.TemporaryFile() as place:
        size = 0
        while piece := request.read(A_PIECE):
            size += len(piece)
            if size > uploads.MOST_BYTES:
                raise Problem("too_large")
            place.write(piece)
        if not size:
            raise invalid([{"loc": ["body"], "type": "missing"}])
        place.seek(0)
        yield [UploadedFile(place, name or "file", request.content_type, size)]


def _aside(place: Here, sent: list[UploadedFile[bytes]]) -> str:
    try:
        return staging.keep_aside(place.workspace, sent)
    except staging.TooMuch as fault:
        raise Problem("too_large") from fault
    except staging.TwoOfOneName as fault:
        raise invalid([{"loc": ["body", "files", str(fault)], "type": "same_name"}]) from fault
