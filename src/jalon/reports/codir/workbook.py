"""The page as a workbook: one sheet a block, texts never formulas, odds as numbers."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, datetime

from jalon.plan.sheets.guarding import guarded
from jalon.reports.codir.page import Page
from jalon.wording import phrase

Cell = str | float | None
WIDEST, LEAST, ACROSS, LINE = 44, 9, 150, 15
"""Letters of the widest and of the narrowest column, of a sheet that is still read in print, points of a line."""


def xlsx(page: Page) -> bytes:
    """The five blocks; the first sheet says where the figures come from."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(made, safe) as book:
        day = date.fromisoformat(page.day_iso)
        # A frozen page is the same bytes whenever it is taken away.
        book.set_properties({"title": page.title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
        head = {"bold": True, "bg_color": "#eef1f0", "bottom": 1}
        forms = {
            (is_head, harmless): book.add_format(
                {"valign": "top", "text_wrap": True, "quote_prefix": not harmless, **(head if is_head else {})}
            )
            for is_head in (False, True)
            for harmless in (False, True)
        }
        share = book.add_format({"valign": "top", "num_format": "0%"})
        for title, rows in _sheets(page):
            sheet = book.add_worksheet(title[:31])
            wide = _widths(rows)
            for number, row in enumerate(rows):
                sheet.set_row(number, LINE * _lines(row, wide))
                for at, cell in enumerate(row):
                    if isinstance(cell, float):
                        sheet.write_number(number, at, cell, share)
                    elif cell:
                        sheet.write_string(number, at, cell, forms[number == 0, guarded(cell) == cell])
            for at, width in enumerate(wide):
                sheet.set_column(at, at, width)
            sheet.freeze_panes(1, 1)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
    return made.getvalue()


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Columns as wide as what they hold, no wider together than a page that is read."""
    columns = [[cell for cell in column if isinstance(cell, str)] for column in zip(*rows, strict=True)]
    wide = [max([LEAST, *(min(len(cell) + 2, WIDEST) for cell in cells)]) for cells in columns]
    over = sum(wide) - ACROSS
    room = sum(width - LEAST for width in wide)
    return [width - math.ceil((width - LEAST) * over / room) for width in wide] if over > 0 and room else wide


def _lines(row: Sequence[Cell], wide: Sequence[int]) -> int:
    """Lines that the longest cell takes: a program that opens the file may not measure them again."""
    return max(
        math.ceil((len(cell) + 2) / (width * 0.9)) if isinstance(cell, str) else 1
        for cell, width in zip(row, wide, strict=False)
    )


def _sheets(page: Page) -> list[tuple[str, list[Sequence[Cell]]]]:
    def t(key: str) -> str:
        return phrase(f"codir.{key}", page.language)

    about: list[Sequence[Cell]] = [
        (page.title, page.room),
        (page.company, page.day),
        (t("head.sender"), page.sender),
        (t("freshness"), page.freshness),
        (page.foot, page.link),
    ]
    goals: list[Sequence[Cell]] = [
        tuple(t(name) for name in (
            "goal", "owner", "target", "due", "value", "forecast", "band", "odds", "standing", "risk", "action",
            "guardrail", "link",
        ))
    ]  # fmt: skip
    goals += [
        (
            f"{one.id} · {one.name}", one.owner, one.target, one.due, one.value, one.forecast, one.between,
            one.odds if one.odds_share is None else one.odds_share, one.word, one.risk, one.action, one.guardrails,
            one.link,
        )
        for one in page.goals
    ]  # fmt: skip
    asks: list[Sequence[Cell]] = [
        tuple(t(name) for name in (
            "question", "amount", "options", "recommendation", "decider", "before", "otherwise", "link",
        ))
    ]  # fmt: skip
    asks += [
        (o.question, o.amount, o.options, o.recommendation, o.decider, o.before, o.otherwise, o.link) for o in page.asks
    ]
    head = tuple(t(name) for name in ("what", "text", "figure", "link"))
    lists: list[tuple[str, list[Sequence[Cell]]]] = [
        (t(name), [head, *((one.name, one.text, one.figure, one.link) for one in rows)])
        for name, rows in (("moved.sheet", page.moved), ("risks", page.risks), ("proofs.sheet", page.proofs))
    ]
    return [("Jalon", about), (t("goals"), goals), (t("asks"), asks), *lists]
