"""The page as one slide: native tables and a native chart, which PowerPoint can edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from jalon.plan.sheets.guarding import guarded
from jalon.reports.codir.drawn import COLOURS, GREY
from jalon.reports.codir.page import Page, Row
from jalon.reports.codir.printed import Missing
from jalon.wording import phrase

WIDTH, HEIGHT = 13.333, 7.5
"""Inches: the shape of a wide screen."""
LEFT, INK = 0.4, "12202B"
Runs = Sequence[tuple[str, int, bool, str | None]]
"""Pieces of a paragraph: text, size, whether it is bold, where it leads."""


def pptx(page: Page) -> bytes:
    """One slide."""
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError as fault:
        raise Missing("reports") from fault
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title, deck.core_properties.author = page.title, page.sender
    deck.core_properties.language = page.language
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, page)
    _goals(slide, page)
    _chart(slide, page)
    _asks(slide, page)
    for at, (title, rows) in enumerate(
        ((page.moved_title, page.moved), (_t("risks", page), page.risks), (_t("proofs", page), page.proofs))
    ):
        _list(slide, title, rows, 0.4 + at * 3.1)
    foot = f"{_t('freshness', page)}{phrase('colon', page.language)} {page.freshness} {page.foot} "
    _text(slide, LEFT, 7.06, 12.5, 0.4, [[(foot, 7, False, None), (page.link, 7, False, page.link)]])
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _t(key: str, page: Page) -> str:
    return phrase(f"codir.{key}", page.language)


def _title(slide: Any, page: Page) -> None:
    from pptx.util import Inches, Pt

    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Inches(0.4), Inches(0.2), Inches(10), Inches(0.75)
    shape.text_frame.word_wrap = True
    shape.text_frame.text = page.title
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold = Pt(19), True
    shape.text_frame.paragraphs[0].alignment = 1
    _text(
        slide,
        10.4,
        0.2,
        2.55,
        0.75,
        [[(page.room, 9, False, None)], [(page.day, 9, True, None)], [(page.sender, 9, False, None)]],
    )


def _text(
    slide: Any,
    x: float,
    y: float,
    width: float,
    height: float,
    paragraphs: Sequence[Runs],
) -> None:
    """A box of paragraphs made of runs: text, size, bold, link."""
    from pptx.util import Inches

    frame = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(width), Inches(height)).text_frame
    frame.word_wrap = True
    for number, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _runs(paragraph, runs)


def _runs(paragraph: Any, runs: Runs, colour: str = INK) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    for text, size, bold, link in runs:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour)
        if link:
            run.hyperlink.address = link


def _table(
    slide: Any,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    x: float,
    y: float,
    links: Sequence[str],
    colours: Sequence[str],
) -> None:
    """A native table; the first cell of a row leads to its page, the cell of a standing has its colour."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    height = 0.26 * len(rows)
    shape = slide.shapes.add_table(len(rows), len(widths), Inches(x), Inches(y), Inches(sum(widths)), Inches(height))
    for at, width in enumerate(widths):
        shape.table.columns[at].width = Inches(width)
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            cell = shape.table.cell(number, at)
            cell.margin_left = cell.margin_right = Inches(0.04)
            cell.margin_top = cell.margin_bottom = Inches(0.015)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string("EEF1F0" if number == 0 else "FFFFFF")
            head = number == 0
            colour = colours[number - 1] if colours and not head and text and at == len(row) - 2 else INK
            link = links[number - 1] if at == 0 and not head and links else None
            _runs(cell.text_frame.paragraphs[0], [(text, 7, head or at == 0, link)], colour)
            cell.text_frame.word_wrap = True
            cell.text_frame.paragraphs[0].line_spacing = Pt(8.5)


def _goals(slide: Any, page: Page) -> None:
    head = [_t(name, page) for name in ("goal", "target", "value", "forecast", "odds", "standing", "carried")]
    rows = [
        [
            f"{one.id} · {one.name}", f"{one.target} ({one.due})", one.value, f"{one.forecast} {one.between}".strip(),
            one.odds, one.word, f"{one.owner} · {one.risk} · {one.action}",
        ]
        for one in page.goals
    ]  # fmt: skip
    colours = [COLOURS.get(one.standing, GREY).lstrip("#") for one in page.goals]
    _table(
        slide,
        [head, *rows],
        (2.9, 1.4, 0.75, 1.9, 0.6, 1.05, 3.9),
        0.4,
        1.02,
        [one.link for one in page.goals],
        colours,
    )


def _chart(slide: Any, page: Page) -> None:
    """The odds of each objective as a native bar chart; an objective without odds has no bar, never a zero."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches, Pt

    data = CategoryChartData(number_format="0%")
    data.categories = [guarded(one.id) for one in reversed(page.goals)]
    data.add_series(_t("odds", page), [one.odds_share for one in reversed(page.goals)])
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Inches(9.75), Inches(4.5), Inches(3.2), Inches(2.5), data
    )
    frame.name = _t("chart", page)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "; ".join(f"{one.id} {one.odds}" for one in page.goals))
    chart = frame.chart
    chart.has_legend, chart.has_title = False, True
    chart.chart_title.text_frame.text = _t("chart", page)
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(9)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
    chart.value_axis.major_unit, chart.value_axis.has_major_gridlines = 0.5, True
    chart.value_axis.tick_labels.font.size = chart.category_axis.tick_labels.font.size = Pt(8)
    plot = chart.plots[0]
    plot.has_data_labels, plot.gap_width = True, 60
    plot.data_labels.font.size, plot.data_labels.number_format = Pt(8), "0%"
    plot.data_labels.number_format_is_linked = False
    for number, one in enumerate(reversed(page.goals)):
        fill = plot.series[0].points[number].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(COLOURS.get(one.standing, GREY).lstrip("#"))


def _asks(slide: Any, page: Page) -> None:
    if not page.asks:
        return
    head = [_t(name, page) for name in ("asks", "amount", "options", "recommendation", "decider", "before")]
    rows = [
        [o.question, o.amount, o.options, f"{o.recommendation} {o.otherwise}", o.decider, o.before] for o in page.asks
    ]
    _table(slide, [head, *rows], (3.3, 0.8, 3.0, 3.5, 0.7, 1.2), 0.4, 3.38, [one.link for one in page.asks], ())


def _list(slide: Any, title: str, rows: Sequence[Row], x: float) -> None:
    paragraphs: list[Runs] = [[(title, 10, True, None)]]
    for one in rows:
        paragraphs.append([(one.name, 8, True, one.link), (f"  {one.figure}", 8, True, None)])
        paragraphs.append([(one.text, 7, False, None)])
    _text(slide, x, 4.5, 3.0, 2.5, paragraphs)
