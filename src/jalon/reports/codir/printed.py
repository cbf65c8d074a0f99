"""The page on paper and as a picture: PDF/UA by WeasyPrint, PNG from that very PDF."""

from __future__ import annotations

import io

from jalon.reports.codir.drawn import alone
from jalon.reports.codir.page import Page

SIZES = (9.7, 9.0, 8.3, 7.6)
"""Pixels of the type: a page that does not fit one sheet is set smaller, down to what can still be read."""
SCALE = 2.0
"""Points to pixels: an A4 sheet 1,684 pixels wide."""


class Missing(Exception):
    """What a form needs is not installed: `extra` is to be installed by pip, `system` by the machine's own packages."""

    def __init__(self, extra: str, system: str = "") -> None:
        super().__init__(extra)
        self.extra, self.system = extra, system


def pdf(page: Page) -> bytes:
    """One A4 sheet, tagged, in its language, with its title."""
    try:
        from weasyprint import HTML
    except ImportError as fault:
        raise Missing("reports") from fault
    except OSError as fault:
        raise Missing("reports", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0") from fault
    for size in SIZES:
        document = HTML(string=alone(page, size), url_fetcher=_nothing_outside).render(pdf_variant="pdf/ua-1")
        if len(document.pages) == 1:
            break
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _nothing_outside(address: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"a report asks nothing outside: {address}")


def png(page: Page) -> bytes:
    """The first sheet as a picture."""
    try:
        import pypdfium2
    except ImportError as fault:
        raise Missing("reports") from fault
    document = pypdfium2.PdfDocument(pdf(page))
    try:
        made = io.BytesIO()
        document[0].render(scale=SCALE).to_pil().save(made, "PNG", optimize=True)
        return made.getvalue()
    finally:
        document.close()
