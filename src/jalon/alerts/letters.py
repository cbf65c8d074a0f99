"""What a message says: the same facts as the screen, as text and as a page for mail programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jalon.alerts.channel import Message
from jalon.plan.model import Plan
from jalon.wording import day, phrase, standing
from jalon.wording.carried import Carried, Document, carried, person_name

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the person of the plan, where she is reached and in which language."""

    person: str
    name: str
    address: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an alert tells, before it is said."""

    key: str
    subject: str
    also: tuple[str, ...]
    before: str
    after: str
    as_of: str
    again: bool = False
    """Whether a first try was interrupted, so that the reader may have had it already."""


def alert_letter(told: Told, document: Document, plan: Plan, reader: Reader, address: str) -> Message | None:
    """One cause for one person; None when the scorecard no longer holds what it is about."""
    language = reader.language
    found = carried(document, plan, told.subject, language)
    if found is None:
        return None
    also = [one for name in told.also if (one := carried(document, plan, name, language)) is not None]
    values = {"name": found.name, "word": found.word, "before": _before(told, language)}
    subject = phrase("letter.alert.subject", language, values)
    context: dict[str, object] = {
        "company": plan.company.name.in_language(language),
        "title": subject,
        "lead": phrase(
            f"letter.alert.{found.kind}" if found.kind in ("source", "decision", "milestone") else "letter.alert.lead",
            language,
            values
            | {
                "day": day(told.as_of, language, "long"),
                "owner": found.owner,
                "last": found.day,
                "due": found.due,
            },
        ),
        "again": phrase("letter.again", language) if told.again else "",
        "glyph": found.standing,
        "facts": facts(found, language),
        "also": [(one.name, one.word, address + one.path) for one in also],
        "button": (phrase(f"letter.open.{found.kind}", language), address + found.path),
        "foot": phrase("letter.alert.foot", language, {"day": day(told.as_of, language)}),
        "foot_link": (phrase("letter.alert.answer", language), f"{address}/alerts"),
    }
    return Message(
        told.key, reader.address, reader.name, language, subject, rendered("alert", "txt", context, language),
        inlined(rendered("alert", "html", context, language)),
    )  # fmt: skip


def facts(found: Carried, language: str) -> list[tuple[str, str]]:
    """What travels with a number, as named lines; what does not apply is left out."""
    if found.kind == "source":
        return [(phrase("letter.fact.owner", language), found.owner), (phrase("letter.fact.day", language), found.day)]
    if found.kind in ("decision", "milestone"):
        held = (("due", found.due), ("owner", found.owner), (f"{found.kind}.hangs", found.risk))
        return [(phrase(f"letter.fact.{name}", language), said) for name, said in held if said]
    lines = [
        ("value", found.value),
        ("target" if found.kind != "kri" else "", f"{found.target} ({found.due})" if found.due else found.target),
        ("odds", found.odds),
        ("forecast", found.forecast),
        ("owner", found.owner),
        ("threatens" if found.kind == "kri" else "risk", found.risk),
        ("plan" if found.kind == "kri" else "action", found.action),
        ("day", found.day),
    ]
    return [(phrase(f"letter.fact.{name}", language), said) for name, said in lines if name and said]


def _before(told: Told, language: str) -> str:
    return standing(told.before, language) if told.before and told.before != "fresh" else ""


def reader_of(plan: Plan, person: str, accounts: Mapping[str, tuple[str, str]]) -> Reader:
    """Where somebody is reached: by her account (address, language), else by the address the plan gives."""
    known = plan.person(person)
    language = plan.languages[0] if plan.languages else "fr"
    address, spoken = accounts.get(person, ((known.email or "") if known else "", language))
    return Reader(person, person_name(plan, person, spoken), address, spoken)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

    def source(name: str) -> str:
        return files("jalon.alerts").joinpath("templates", name).read_text("utf-8")

    return Environment(
        loader=FunctionLoader(source),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(template: str, form: str, context: Mapping[str, object], language: str) -> str:
    """A template of this room with its context, as `txt` or `html`."""

    def say(key: str, **values: str) -> str:
        return phrase(key, language, values)

    return _environment().get_template(f"{template}.{form}").render(**context, language=language, say=say)


def inlined(page: str) -> str:
    """A page whose styles stand on its elements: mail programs drop the others."""
    import css_inline

    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return str(inliner.inline(page))
