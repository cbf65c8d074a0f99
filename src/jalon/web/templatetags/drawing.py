"""Tags that draw: glyphs of standings, icons, the course tape, people. Markup is ours, text is escaped."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from jalon import wording
from jalon.web.gap import gap_to_path

register = template.Library()

_ARROW = (
    '<path d="M8 11.6V4.8M5.2 7.4 8 4.6l2.8 2.8" fill="none" stroke="var(--surface)" stroke-width="1.6" '
    'stroke-linecap="round" stroke-linejoin="round"{turn}/>'
)
_VOID = '<g class="g-void" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round">{inner}</g>'
_STAKE = (
    '<g class="{tone}" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">'
    "{inner}</g>"
)
_GLYPHS = {
    "on_course": '<g class="g-on"><circle cx="8" cy="8" r="7" fill="currentColor"/>' + _ARROW.format(turn="") + "</g>",
    "watch": '<g class="g-watch"><path d="M8 .6 15.4 8 8 15.4.6 8z" fill="currentColor"/>'
    + _ARROW.format(turn=' transform="rotate(42 8 8)"')
    + "</g>",
    "off_course": '<g class="g-off"><rect x="1.4" y="1.4" width="13.2" height="13.2" rx="1.6" fill="currentColor"/>'
    + _ARROW.format(turn=' transform="rotate(118 8 8)"')
    + "</g>",
    "no_data": _VOID.format(inner='<circle cx="8" cy="8" r="6.2" stroke-dasharray="2.6 2.27"/>'),
    "stale": _VOID.format(inner='<circle cx="8" cy="8" r="6.2"/><path d="M8 4.6V8l2.4 1.6"/>'),
    "no_target": _VOID.format(inner='<circle cx="8" cy="8" r="6.2"/><path d="M3.7 12.3 12.3 3.7"/>'),
    "quiet": _STAKE.format(tone="g-void", inner='<path d="M5 2v11.6M2 14h6" fill="none"/>'),
    "amber": _STAKE.format(
        tone="g-watch",
        inner='<path d="M5 2v11.6M2 14h6" fill="none"/><path d="M5.4 2.6 13 5.2 5.4 7.8z" fill="currentColor"/>',
    ),
    "red": _STAKE.format(
        tone="g-off",
        inner='<path d="M5 1.4v12.2M2 14h6" fill="none"/><path d="M5.4 1.6 13.4 3.8 5.4 6z" fill="currentColor"/>'
        '<path d="M5.4 7 13.4 9.2 5.4 11.4z" fill="currentColor"/>',
    ),
    "unknown": _STAKE.format(
        tone="g-void",
        inner='<path d="M5 2v11.6M2 14h6" fill="none" stroke-dasharray="2 2.4"/>'
        '<path d="M10 6a1.8 1.8 0 1 1 2.4 1.7c-.5.2-.7.5-.7 1M11.7 11v.1" fill="none"/>',
    ),
}
KRI = ("quiet", "amber", "red", "unknown")
_ICONS = {
    "today": '<path d="M8 14V2M8 3h5l-1.4 2L13 7H8"/><path d="M4 14h8"/>',
    "map": '<path d="M8 1.8v2.4M3.5 8.2h9M3.5 8.2v2.6M12.5 8.2v2.6M8 4.2v6.6"/><circle cx="3.5" cy="12.4" r="1.5"/>'
    '<circle cx="8" cy="12.4" r="1.5"/><circle cx="12.5" cy="12.4" r="1.5"/>',
    "kra": '<path d="M3 2.5h7l3 3v8H3z"/><path d="M5.5 7.5h5M5.5 10.3h5"/>',
    "kpi": '<path d="M2 13.5h12M3.5 10.5l3-3.5 2.5 2 4-5"/>',
    "kri": '<path d="M4 1.8v12.4M4 3h8.5l-2 2.4 2 2.4H4"/>',
    "territory": '<path d="M2 4.2 6 2.6l4 1.6 4-1.6v9.2l-4 1.6-4-1.6-4 1.6zM6 2.6v9.2M10 4.2v9.2"/>',
    "decision": '<path d="M8 2v12M3 4.5h10M5 14h6"/><path d="M3 4.5 1.4 9h3.2zM13 4.5 11.4 9h3.2z"/>',
    "sources": '<ellipse cx="8" cy="4" rx="5" ry="2"/>'
    '<path d="M3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2"/>',
    "warning": '<path d="M8 2 14.5 13.5h-13zM8 6.3v3.5M8 11.8v.1"/>',
    "yes": '<path d="m3 8.5 3.2 3.2L13 5"/>',
    "no": '<path d="m4 4 8 8M12 4l-8 8"/>',
    "action": '<path d="M3 8h9M8.5 4.5 12 8l-3.5 3.5"/>',
    "calendar": '<rect x="2.5" y="3" width="11" height="10.5" rx="1.5"/>'
    '<path d="M2.5 6.5h11M5.5 1.8v2.4M10.5 1.8v2.4"/>',
    "print": '<path d="M4.5 6V2h7v4M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7V14h-7z"/>',
    "theme": '<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor"/>',
    "leave": '<path d="M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6"/>',
    "up": '<path d="M8 12.5v-9M4.5 7 8 3.5 11.5 7"/>',
    "flag": '<path d="M4 14V2.2M4 3h8.5l-2 2.5 2 2.5H4"/>',
    "plan": '<path d="M11 2.5 13.5 5 6 12.5l-3 .5.5-3z"/>',
    "people": '<circle cx="6" cy="5.2" r="2.4"/><path d="M1.8 13.5c.3-2.5 2-3.9 4.2-3.9s3.9 1.4 4.2 3.9'
    'M10.5 3.2a2.2 2.2 0 0 1 0 4.1M12 9.9c1.3.5 2 1.8 2.2 3.6"/>',
    "info": '<circle cx="8" cy="8" r="6.2"/><path d="M8 7.3v3.7M8 5v.1"/>',
    "mail": '<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.5 4.5 5.5 4.5 5.5-4.5"/>',
    "bell": '<path d="M4 11V7.2a4 4 0 0 1 8 0V11l1.2 1.5H2.8zM6.8 14.2h2.4"/>',
    "more": '<path d="M3.5 8h.1M8 8h.1M12.5 8h.1" stroke-width="2.4" stroke-linecap="round"/>',
    "find": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "option": '<circle cx="8" cy="8" r="5.2"/>',
    "void": '<circle cx="8" cy="8" r="6.2"/><path d="M3.7 12.3 12.3 3.7"/>',
    "file": '<path d="M4 1.8h5.5L12.5 5v9.2H4z"/><path d="M9.2 1.8V5h3.3"/>',
}


@register.simple_tag
def glyph(code: str) -> SafeString:
    """The shape of a standing; decorative, the word stands beside it."""
    inner = _GLYPHS.get(code, _GLYPHS["no_data"])
    return mark_safe(f'<svg viewBox="0 0 16 16" aria-hidden="true">{inner}</svg>')  # noqa: S308  # our own markup


@register.simple_tag
def lead(name: str) -> SafeString:
    """What opens a line: the shape of a standing, or a quiet icon."""
    return glyph(name) if name in _GLYPHS else icon(name, "faint")


@register.simple_tag
def glyph_at(code: str, x: float, y: float, size: float = 14) -> SafeString:
    """The shape of a standing placed inside a drawing: moved, not framed, since a map draws hundreds of them."""
    inner = _GLYPHS.get(code) or _drawn(code)
    place = f'transform="translate({x} {y}) scale({size / 16:g})" aria-hidden="true"'
    return mark_safe(inner.replace("<g ", f"<g {place} ", 1))  # noqa: S308  # our own markup


def _drawn(name: str) -> str:
    """An icon inside a drawing; what is unknown is a ring."""
    line = '<g fill="none" stroke="currentColor" stroke-width="1.5">{}</g>'
    return line.format(_ICONS[name]) if name in _ICONS else _GLYPHS["no_data"]


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """An icon of the interface; decorative."""
    classes = f"ico {tone}".strip()
    return mark_safe(f'<svg class="{classes}" viewBox="0 0 16 16" aria-hidden="true">{_ICONS[name]}</svg>')  # noqa: S308


@register.simple_tag
def standing(code: str, size: str = "") -> SafeString:
    """Shape, word and tint of a standing."""
    kind = "kri" if code in KRI else "standing"
    word = wording.standing(code, "en" if get_language() == "en" else "fr")
    return format_html('<span class="{} {}" data-s="{}">{}{}</span>', kind, size, code, glyph(code), word)


@register.simple_tag
def who(person: Mapping[str, str], role: str = "", me: bool = False) -> SafeString:
    """A person, with the role when first met."""
    small = format_html(" <small>{}</small>", role) if role else ""
    return format_html(
        '<span class="who{}"><i aria-hidden="true">{}</i>{}{}</span>',
        " me" if me else "",
        person["initials"],
        person["name"],
        small,
    )


@register.simple_tag(takes_context=True)
def named(context: Context, person_id: object, role: str = "") -> SafeString:
    """Somebody of the plan by id, with the way to her page; a dash when there is nobody."""
    here = context["here"]
    if not person_id:
        return mark_safe("–")
    shown = who(here.person(person_id), role, here.member.person == person_id)
    known = here.plan is not None and here.plan.person(str(person_id)) is not None
    return format_html('<a class="to-who" href="/person/{}">{}</a>', person_id, shown) if known else shown


@register.simple_tag
def tape(measured: Mapping[str, object], large: bool = False) -> SafeString:
    """The distance to the path today: centre = path, ±10 %, right = good, triangle = us; nothing when it is unknown."""
    away = gap_to_path(measured)
    if away is None:
        return mark_safe("")
    good = -away if measured["direction"] == "down" else away
    language = "en" if get_language() == "en" else "fr"
    label = wording.phrase("tape.label", language, {"gap": wording.percent(away, language, signed=True)})
    place = min(max(50 + good * 500, 2), 98)
    base = 22 if large else 14
    ticks = format_html_join(
        "", '<line class="t" x1="{}%" x2="{}%" y1="{}" y2="{}"/>',
        ((n * 10, n * 10, base - (5 if n % 5 == 0 else 3), base) for n in range(11)),
    )  # fmt: skip
    words = ""
    if large:
        path = wording.phrase("tape.path", language)
        words = format_html(
            '<text x="0" y="37">{}</text><text x="50%" y="10" text-anchor="middle">{}</text>'
            '<text x="100%" y="37" text-anchor="end">{}</text>',
            wording.percent("-0.1", language), path, wording.percent("0.1", language, signed=True),
        )  # fmt: skip
    return format_html(
        '<svg class="tape{}" role="img" aria-label="{}"><rect class="zone" x="25%" y="{}" width="75%" height="7"/>'
        '<line class="base" x1="0" x2="100%" y1="{}" y2="{}"/>{}<line class="mid" x1="50%" x2="50%" y1="{}" y2="{}"/>'
        '<svg x="{}%" y="{}" overflow="visible"><path class="needle" d="M0 0 4.5 7.5h-9z"/></svg>{}</svg>',
        " lg" if large else "", label, base - 7, base, base, ticks, base - 10, base, f"{place:.1f}", base - 1, words,
    )  # fmt: skip


@register.simple_tag
def pickets(odds: object) -> SafeString:
    """Ten pickets beside the written odds, filled to the nearest tenth; decorative."""
    filled = round(float(str(odds)) * 10)
    rows = (
        ("y" if n < filled else "", f"{8.4 * n:.1f}", 1 if n < filled else 5, 12 if n < filled else 8)
        for n in range(10)
    )
    drawn = format_html_join("", '<rect class="{}" x="{}" y="{}" width="3" height="{}" rx="1"/>', rows)
    return format_html('<svg class="odds" viewBox="0 0 84 14" aria-hidden="true">{}</svg>', drawn)
