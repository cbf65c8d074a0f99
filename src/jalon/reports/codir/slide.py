"""The page as one slide: native tables and a native chart, which PowerPoint can edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from jalon.plan.sheets.guarding import guarded
from jalon.reports.codir.drawn import COLOURS, GREY
from jalon.reports.codir.page import Ask, Goal, Page, Row
from jalon.reports.codir.printed import Missing
from jalon.reports.codir.shapes import INK, Runs, accessible, linked, spoken, table, text
from jalon.wording import phrase

WIDTH, HEIGHT = 13.333, 7.5
"""Inches: the shape of a wide screen."""
LEFT, RIGHT = 0.4, 12.93
TOP_OF_TABLE, ROW, LONG_ROW = 1.0, 0.25, 0.36
"""Inches: where the objectives begin, a row of one line, a row of two."""
BREACH = COLOURS["off_course"].lstrip("#")
GOALS = (3.0, 1.45, 0.8, 2.15, 0.65, 1.0, 3.48)
ASKS = (3.3, 0.85, 2.75, 3.75, 0.75, 1.13)
_SHOWN = {"fr": "0\u00a0%", "en": "0%"}
_LOCALES = {"fr": "fr-FR", "en": "en-GB"}


def pptx(page: Page) -> bytes:
    """One slide, its shapes in the order in which they are read."""
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError as fault:
        raise Missing("reports") from fault
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    told = deck.core_properties
    told.title, told.author, told.subject, told.language = page.title, page.sender, page.room, page.language
    linked(deck)
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, page)
    bottom = _goals(slide, page)
    bottom = _asks(slide, page, bottom + 0.12)
    blocks = ((page.moved_title, page.moved), (_t("risks", page), page.risks), (_t("proofs", page), page.proofs))
    for at, (title, rows) in enumerate(blocks):
        _list(slide, title, rows, LEFT + at * 3.15, bottom + 0.1)
    _chart(slide, page, bottom + 0.1)
    foot = f"{_t('freshness', page)}{phrase('colon', page.language)} {page.freshness} {page.foot} "
    text(
        slide, (LEFT, 7.05, RIGHT - LEFT, 0.4), [[(foot, 7.5, False, None), (page.link, 7.5, False, page.link)]], "foot"
    )
    spoken(slide, _LOCALES[page.language])
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _t(key: str, page: Page) -> str:
    return phrase(f"codir.{key}", page.language)


def _title(slide: Any, page: Page) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches, Pt

    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Inches(LEFT), Inches(0.18), Inches(9.9), Inches(0.75)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor, frame.margin_left = True, MSO_ANCHOR.TOP, 0
    frame.text = page.title
    frame.paragraphs[0].alignment, frame.paragraphs[0].line_spacing = 1, 0.95
    for run in frame.paragraphs[0].runs:
        run.font.size, run.font.bold = Pt(18 if len(page.title) < 130 else 16), True
        run.font.color.rgb = RGBColor.from_string(INK)
    who = [[(page.company, 9, False, None)], [(page.room, 9, False, None)], [(page.day, 9, True, None)],
           [(page.sender, 9, False, None)]]  # fmt: skip
    text(slide, (10.4, 0.16, RIGHT - 10.4, 0.75), who, "head", right=True)


def _goals(slide: Any, page: Page) -> float:
    """The objectives; gives where they end."""
    names = ("goal", "target", "value", "forecast", "odds", "standing", "carried")
    head: list[Runs] = [[(_t(name, page), 8, True, None)] for name in names]
    rows = [_goal(one) for one in page.goals]
    tall = [LONG_ROW if _long(one) else ROW for one in page.goals]
    shape, bottom = table(slide, [head, *rows], GOALS, (LEFT, TOP_OF_TABLE), [ROW, *tall], numbers=(1, 2, 3, 4))
    accessible(shape, _t("goals", page), "; ".join(f"{one.id} {one.word}, {one.odds}" for one in page.goals))
    return bottom


def _long(one: Goal) -> bool:
    return len(one.owner) + len(one.risk) + len(one.action) + len(one.guardrails) > 58 or len(one.name) > 40


def _goal(one: Goal) -> list[Runs]:
    tint = COLOURS.get(one.standing, GREY).lstrip("#")
    between = f" ({one.between})" if one.between else ""
    carried: list[tuple[Any, ...]] = [(f"{one.owner} · {one.risk} · {one.action}", 8, False, None)]
    if one.guardrails:
        carried.append((f" {one.guardrails}", 8, True, None, BREACH))
    return [
        [(f"{one.id} · {one.name}", 8, True, one.link)],
        [(f"{one.target} ({one.due})", 8, False, None)],
        [(one.value, 8, False, None)],
        [(one.forecast, 8, True, None), (between, 8, False, None)],
        [(one.odds, 8, True, None)],
        [(one.word, 8, True, None, tint)],
        carried,
    ]  # fmt: skip


def _asks(slide: Any, page: Page, top: float) -> float:
    """The decisions asked for; gives where they end."""
    if not page.asks:
        return top
    names = ("asks", "amount", "options", "recommendation", "decider", "before")
    head: list[Runs] = [[(_t(name, page), 8, True, None)] for name in names]
    rows = [_ask(one) for one in page.asks]
    tall = [0.48 if len(one.recommendation) + len(one.otherwise) > 140 else LONG_ROW for one in page.asks]
    shape, bottom = table(slide, [head, *rows], ASKS, (LEFT, top), [ROW, *tall], numbers=(1,))
    accessible(shape, _t("asks", page), "; ".join(f"{one.question} {one.amount}" for one in page.asks))
    return bottom


def _ask(one: Ask) -> list[Runs]:
    return [
        [(one.question, 8, True, one.link)], [(one.amount, 8, True, None)], [(one.options, 8, False, None)],
        [(f"{one.recommendation} {one.otherwise}", 8, False, None)], [(one.decider, 8, False, None)],
        [(one.before, 8, False, None)],
    ]  # fmt: skip


def _list(slide: Any, title: str, rows: Sequence[Row], x: float, top: float) -> None:
    paragraphs: list[Runs] = [[(title, 10, True, None)]]
    for one in rows:
        tint = COLOURS.get(one.sign, GREY).lstrip("#")
        paragraphs.append([(one.name, 8, True, one.link), (f"  {one.figure}", 8, True, None, tint)])
        paragraphs.append([(one.text, 7.5, False, None)])
    text(slide, (x, top, 3.05, max(7.0 - top, 1.0)), paragraphs, title)


def _chart(slide: Any, page: Page, top: float) -> None:
    """The odds of each objective as a native bar chart; an objective without odds has no bar, never a zero."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches, Pt

    shown = _SHOWN[page.language]
    data = CategoryChartData(number_format=shown)
    data.categories = [guarded(one.id) for one in reversed(page.goals)]
    data.add_series(_t("odds", page), [one.odds_share for one in reversed(page.goals)])
    place = (Inches(9.85), Inches(top), Inches(RIGHT - 9.85), Inches(max(7.0 - top, 1.0)))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    accessible(frame, _t("chart", page), "; ".join(f"{one.id} {one.odds}" for one in page.goals))
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(8), "Arial"
    chart.has_legend, chart.has_title = False, True
    chart.chart_title.text_frame.text = _t("chart", page)
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(10)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
    chart.value_axis.major_unit, chart.value_axis.has_major_gridlines = 0.5, True
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D5DAD8")
    chart.value_axis.format.line.fill.background()
    labels = chart.value_axis.tick_labels
    labels.number_format, labels.number_format_is_linked = shown, False
    plot = chart.plots[0]
    plot.has_data_labels, plot.gap_width = True, 60
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = shown, False
    for number, one in enumerate(reversed(page.goals)):
        fill = plot.series[0].points[number].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(COLOURS.get(one.standing, GREY).lstrip("#"))
