"""The page in the reader's language: chosen on the page, else the account's, else the browser's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from jalon.wording import LANGUAGES

CHOSEN = "language"
OF_PROGRAMS = "/api/"
"""Where no cookie is read, nor set: the language is the one the request itself asks for."""


class InTheReadersLanguage:
    """Sets the language of the request and remembers a choice made by `?lang=`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _of_browser(request) if request.path.startswith(OF_PROGRAMS) else _chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.answer(request)
        response.headers["Content-Language"] = language
        return response


def _chosen(request: HttpRequest) -> str:
    asked = request.GET.get("lang")
    if asked in LANGUAGES:
        request.session[CHOSEN] = asked
    return str(request.session.get(CHOSEN) or _of_browser(request))


def _of_browser(request: HttpRequest) -> str:
    header = request.headers.get("Accept-Language", "")
    wanted = [part.split(";")[0].strip()[:2].lower() for part in header.split(",")]
    return next((code for code in wanted if code in LANGUAGES), "fr")
