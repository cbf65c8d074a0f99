"""The page as HTML: the sheet that a screen wraps, and the file that stands alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jalon.reports.codir.page import Page
from jalon.wording import percent, phrase
from jalon.wording import standing as word_of

if TYPE_CHECKING:
    from jinja2 import Environment

PICKETS = 10
_SHAPES = {
    "on_course": '<circle cx="8" cy="8" r="7" fill="{c}"/><path d="M8 11.6V4.8M5.2 7.4 8 4.6l2.8 2.8" {w}/>',
    "watch": '<path d="M8 .6 15.4 8 8 15.4.6 8z" fill="{c}"/>'
    '<path d="M8 11.6V4.8M5.2 7.4 8 4.6l2.8 2.8" transform="rotate(42 8 8)" {w}/>',
    "off_course": '<rect x="1.4" y="1.4" width="13.2" height="13.2" rx="1.6" fill="{c}"/>'
    '<path d="M8 11.6V4.8M5.2 7.4 8 4.6l2.8 2.8" transform="rotate(118 8 8)" {w}/>',
    "red": '<path d="M5 1.4v12.2M2 14h6" fill="none" stroke="{c}" stroke-width="1.6"/>'
    '<path d="M5.4 1.6 13.4 3.8 5.4 6z" fill="{c}"/><path d="M5.4 7 13.4 9.2 5.4 11.4z" fill="{c}"/>',
    "amber": '<path d="M5 2v11.6M2 14h6" fill="none" stroke="{c}" stroke-width="1.6"/>'
    '<path d="M5.4 2.6 13 5.2 5.4 7.8z" fill="{c}"/>',
    "yes": '<path d="m3 8.5 3.2 3.2L13 5" fill="none" stroke="{c}" stroke-width="1.6"/>',
    "no": '<path d="m4 4 8 8M12 4l-8 8" fill="none" stroke="{c}" stroke-width="1.6"/>',
}
_VOID = '<circle cx="8" cy="8" r="6.2" fill="none" stroke="{c}" stroke-width="1.5" stroke-dasharray="2.6 2.27"/>'
COLOURS = {
    "off_course": "#A62A17", "red": "#A62A17", "watch": "#B06A00", "amber": "#B06A00", "on_course": "#11705F",
    "yes": "#11705F",
}  # fmt: skip
GREY = "#5B6770"
_WHITE = 'fill="none" stroke="#ffffff" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a page draws its signs, its standings and its ten pickets: a screen has its own, by theme."""

    sign: Callable[[str], str]
    standing: Callable[[str, str], str]
    pickets: Callable[[float], str]


def _sign(code: str, language: str) -> str:
    """A shape that says what it is: a screen reader of PDF reads its title."""
    shape = _SHAPES.get(code, _VOID).format(c=COLOURS.get(code, GREY), w=_WHITE)
    said = phrase(f"codir.sign.{code}", language) if code in ("yes", "no") else word_of(code, language)
    return (
        f'<svg class="mark" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><title>{said}</title>'
        f"{shape}</svg>"
    )


def _standing(code: str, word: str) -> str:
    from markupsafe import escape

    return f'<span class="state {escape(code)}">{escape(word)}</span>'


def _pickets(share: float, language: str) -> str:
    lit = round(share * PICKETS)
    bars = "".join(
        f'<rect x="{number * 6}" y="{0 if number < lit else 4}" width="2.4" height="{12 if number < lit else 8}" '
        f'fill="{"#12202b" if number < lit else "#b9c2c7"}"/>'
        for number in range(PICKETS)
    )
    said = f"{phrase('codir.odds', language)}{phrase('colon', language)} {percent(str(share), language, 0)}"
    return f'<svg width="44" height="9" viewBox="0 0 60 12" aria-hidden="true"><title>{said}</title>{bars}</svg> '


def on_paper(language: str) -> Drawing:
    """For a file that stands alone: every colour written, every sign with its words."""
    return Drawing(lambda code: _sign(code, language), _standing, lambda share: _pickets(share, language))


def sheet(page: Page, drawing: Drawing, *, heading: str = "h1", screen: bool = False) -> str:
    """The sheet itself, for a screen to wrap. What people wrote is escaped; the drawings are ours."""
    from markupsafe import Markup

    def say(key: str, **values: str) -> str:
        return phrase(key, page.language, values)

    return (
        _environment()
        .get_template("board_sheet.html")
        .render(
            page=page,
            say=say,
            heading=heading,
            screen=screen,
            sign=lambda code: Markup(drawing.sign(code)),  # noqa: S704  # our own markup
            standing=lambda code, word: Markup(drawing.standing(code, word)),  # noqa: S704  # escaped by the drawing
            pickets=lambda share: Markup(drawing.pickets(share)),  # noqa: S704  # our own markup
        )
    )


def alone(page: Page, size: float | None = None) -> str:
    """The page as one file: no request outside, no script. `size` is that of its type on paper, in pixels."""
    from markupsafe import Markup

    paper = _text("board.css") + (f"html {{ font-size: {size}px; }}" if size else "")
    own = {"style": Markup(paper), "screen": Markup(_text("board_screen.css"))}  # noqa: S704  # our own
    drawn = Markup(sheet(page, on_paper(page.language)))  # noqa: S704  # escaped by its own template
    return _environment().get_template("board.html").render(page=page, sheet=drawn, **own)


def _text(name: str) -> str:
    return files("jalon.reports").joinpath("templates", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
