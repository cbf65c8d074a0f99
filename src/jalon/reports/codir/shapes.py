"""What a slide is made of: boxes of text, native tables with fine rules, a name and a description for each shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

INK, RULE, HEAD, LINK = "12202B", "D5DAD8", "EEF1F0", "17427A"
FONT = "Arial"
"""On every machine that opens slides, or one of the same widths."""
Runs = Sequence[tuple[Any, ...]]
"""Pieces of a paragraph: text, size, whether it is bold, where it leads, and its colour if it has its own."""


def text(
    slide: Any, box: tuple[float, float, float, float], paragraphs: Sequence[Runs], name: str, *, right: bool = False
) -> None:
    """A box of paragraphs, in inches; a bold one begins a little lower."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    shape = slide.shapes.add_textbox(*(Inches(one) for one in box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.margin_left, frame.margin_right, frame.margin_top = True, 0, 0, 0
    for number, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
        elif number and runs[0][2]:
            paragraph.space_before = Pt(4)
        written(paragraph, runs)


def written(paragraph: Any, runs: Runs) -> None:
    """The pieces of a paragraph."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    for said, size, bold, link, *own in runs:
        run = paragraph.add_run()
        run.text = said
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = RGBColor.from_string(own[0] if own else INK)
        if link:
            run.hyperlink.address = link


def table(
    slide: Any,
    rows: Sequence[Sequence[Runs]],
    widths: Sequence[float],
    place: tuple[float, float],
    heights: Sequence[float],
    numbers: Sequence[int] = (),
) -> tuple[Any, float]:
    """A native table whose first row is its header; columns of numbers end at the right. Gives it and where it ends."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches

    left, top = place
    size = (Inches(left), Inches(top), Inches(sum(widths)), Inches(sum(heights)))
    shape = slide.shapes.add_table(len(rows), len(widths), *size)
    shape.table.horz_banding = False
    for at, width in enumerate(widths):
        shape.table.columns[at].width = Inches(width)
    for number, row in enumerate(rows):
        shape.table.rows[number].height = Inches(heights[number])
        for at, runs in enumerate(row):
            cell = shape.table.cell(number, at)
            cell.margin_left, cell.margin_right = Inches(0.05), Inches(0.05)
            cell.margin_top, cell.margin_bottom = Inches(0.02), Inches(0.02)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(HEAD if number == 0 else "FFFFFF")
            cell.text_frame.word_wrap = True
            paragraph = cell.text_frame.paragraphs[0]
            written(paragraph, runs)
            paragraph.alignment = PP_ALIGN.RIGHT if at in numbers else PP_ALIGN.LEFT
            _ruled(cell, last=number == len(rows) - 1)
    return shape, top + sum(heights)


def _ruled(cell: Any, *, last: bool) -> None:
    """A fine rule above the cell, one below the last, and nothing beside it."""
    from lxml import etree  # type: ignore[import-untyped, import-not-found, unused-ignore]  # with python-pptx
    from pptx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    for number, name in enumerate(("a:lnL", "a:lnR", "a:lnT", "a:lnB")):
        line = etree.Element(qn(name), {"w": "6350"})
        if name == "a:lnT" or (last and name == "a:lnB"):
            fill = etree.SubElement(line, qn("a:solidFill"))
            etree.SubElement(fill, qn("a:srgbClr"), {"val": RULE})
        else:
            etree.SubElement(line, qn("a:noFill"))
        properties.insert(number, line)


def accessible(shape: Any, title: str, description: str) -> None:
    """What a screen reader says of a shape."""
    shape.name = title
    told = shape._element.nvGraphicFramePr.cNvPr
    told.set("title", title)
    told.set("descr", description)


def spoken(slide: Any, locale: str) -> None:
    """The language of every text, so that it is read and proofed in it."""
    from pptx.oxml.ns import qn

    for run in slide._element.iter(qn("a:r")):
        run.get_or_add_rPr().set("lang", locale)


def linked(deck: Any) -> None:
    """Links and texts of the deck in the colours and the font of the house, from its theme."""
    from lxml import etree  # type: ignore[import-untyped, import-not-found, unused-ignore]  # with python-pptx
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml.ns import qn

    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = etree.fromstring(theme.blob)
    for name in ("a:hlink", "a:folHlink"):
        for colour in tree.iter(qn(name)):
            for old in list(colour):
                colour.remove(old)
            etree.SubElement(colour, qn("a:srgbClr"), {"val": LINK})
    for face in ("a:majorFont", "a:minorFont"):
        for font in tree.iter(qn(face)):
            font.find(qn("a:latin")).set("typeface", FONT)
    theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
