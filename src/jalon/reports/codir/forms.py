"""The forms the page leaves in, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jalon.reports.codir import drawn, printed, slide, workbook
from jalon.reports.codir.page import Page


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what makes it, and what it is called on the web."""

    make: Callable[[Page], bytes]
    mime: str


FORMS = {
    "html": Form(lambda page: drawn.alone(page).encode(), "text/html; charset=utf-8"),
    "pdf": Form(printed.pdf, "application/pdf"),
    "pptx": Form(slide.pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xlsx": Form(workbook.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "png": Form(printed.png, "image/png"),
}
