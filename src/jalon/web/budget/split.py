"""The budget proposed for a result, and a split typed by hand beside it; a move becomes a question or a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon import wording
from jalon.plan.model import Expect
from jalon.quantities import Text
from jalon.routines import arbitrating
from jalon.routines.arbitrating import Asked, Move
from jalon.routines.budgeting import Budgeted, budget
from jalon.scorecard.curves.wishes import Wish
from jalon.web.budget.curve_chart import drawn, highest_of
from jalon.web.budget.curves import ShownChannel, named
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan import keeping
from jalon.web.plan.deciding import decided, may_change
from jalon.web.rows import items, said
from jalon.wording import budgets

LARGEST = 1e12
Row = Mapping[str, object]


def wish_of(sent: QueryDict) -> Wish:
    """What a form or an address asks; what is no number is left out."""
    amounts = {name: _amount(value) for name, value in sent.items()}

    def named_by(prefix: str) -> dict[str, float]:
        return {n.removeprefix(prefix): v for n, v in amounts.items() if n.startswith(prefix) and v is not None}

    areas = {
        kra: (amounts.get(f"kra_least:{kra}"), amounts.get(f"kra_most:{kra}"))
        for kra in {*named_by("kra_least:"), *named_by("kra_most:")}
    }
    return Wish(
        amounts.get("total"), amounts.get("reserve") or 0.0, named_by("least:"), named_by("most:"), areas,
        named_by("spend:"),
    )  # fmt: skip


def _amount(text: object) -> float | None:
    plain = str(text).strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if 0 <= value <= LARGEST else None


@here("see")
def page(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """The proposal, and the sliders: the same page answers a script that asks for the part that changes."""
    found = _found(place, name, wish_of(request.GET))
    if request.GET.get("part"):
        return render(request, "budget/told.html", _told(place, found))
    document = found.document
    context = framed(
        place,
        "curves",
        [
            (_("What channels return"), "/curves"),
            (budgets.result_name(document, place.language), f"/curves/{name}"),
            (_("Budget"), ""),
        ],
        **_told(place, found),
        **_fixed(place, document),
        charts=_charts(place, found),
        may_propose=place.may("propose"),
    )
    return render(request, "budget/split.html", context)


def _found(place: Here, name: str, wish: Wish) -> Budgeted:
    found = budget(place.workspace, name, wish, place.as_of, place.plan)
    if found is None:
        raise Http404
    return found


def _told(place: Here, found: Budgeted) -> dict[str, object]:
    """Everything that a wish changes."""
    document, language = found.document, place.language
    gain, tried = document.get("gain"), document.get("tried")
    names = {str(row["channel"]): named(place, row["channel"]) for row in items(document["channels"])}
    names |= {str(row["kra"]): _area_name(place, row["kra"]) for row in items(document["areas"])}
    tried_row: Row = tried if isinstance(tried, Mapping) else {}
    tried_gain = tried_row.get("gain")
    return {
        "document": document,
        "result": document["result"],
        "headline": budgets.headline(document, language),
        "gain_said": budgets.gain_sentence(gain, document, language) if isinstance(gain, Mapping) else "",
        "faults": [budgets.fault(row, names, document, language) for row in items(document["faults"])],
        "rows": [_row(place, row, document, tried_row) for row in items(document["channels"])],
        "areas": [{"row": row, "name": names[str(row["kra"])]} for row in items(document["areas"])],
        "tried": tried_row,
        "tried_said": budgets.gain_sentence(tried_gain, document, language) if isinstance(tried_gain, Mapping) else "",
        "broken": [budgets.fault(row, names, document, language) for row in items(tried_row.get("broken"))],
        "unsupported": ", ".join(names[str(one)] for one in items(tried_row.get("unsupported"))),
        "beyond": ", ".join(names[str(one)] for one in items(tried_row.get("beyond"))),
    }


def _row(place: Here, row: Row, document: Row, tried: Row) -> dict[str, object]:
    spend = tried.get("spend")
    typed = spend.get(row["channel"]) if isinstance(spend, Mapping) else None
    now, goal = Decimal(str(row["today"])), Decimal(str(row["proposed"]))
    farthest = max(Decimal(str(row["most"])), now, Decimal(str(typed or 0)))
    return {
        "row": row,
        "name": named(place, row["channel"]),
        "owner": place.person(row["owner"]) if row["owner"] else None,
        "held": budgets.held(row, document, place.language),
        "value": round(Decimal(str(typed))) if typed is not None else round(goal),
        "move": goal - now,
        "top": round(farthest),
        "step": _step(farthest),
    }


def _step(most: Decimal) -> int:
    """A step that a slider takes some hundred of."""
    return next((step for step in (1, 5, 10, 50, 100, 500, 1000) if most / step <= 200), 5000)


def _fixed(place: Here, document: Row) -> dict[str, object]:
    """What does not move, each with its reason."""
    lines = {line.id: line for line in place.plan.budget.lines} if place.plan and place.plan.budget else {}

    def line_name(name: object) -> str:
        line = lines.get(str(name))
        return said(line.name, place.language) if line and line.name else str(name)

    reserve = document.get("reserve")
    return {
        "untold": [
            {"name": named(place, row["channel"]), "row": row, "why": budgets.why_untold(row, place.language)}
            for row in items(document["untold"])
        ],
        "lines": [{"name": line_name(row["id"]), "amount": row["amount"]} for row in items(document["lines"])],
        "reserve": {"name": line_name(reserve["id"]), "amount": reserve["amount"]}
        if isinstance(reserve, Mapping)
        else None,
    }


def _charts(place: Here, found: Budgeted) -> list[ShownChannel]:
    fit, moved = found.fit.document, {str(row["channel"]): row for row in items(found.document["channels"])}
    told = [row for row in items(fit["channels"]) if str(row["channel"]) in moved]
    highest, result = highest_of(told), fit["result"]
    assert isinstance(result, Mapping)  # noqa: S101  # our own form
    units = (str(result["unit"]), str(fit["currency"]))
    shown = []
    for row in told:
        goal = float(str(moved[str(row["channel"])]["proposed"])) if found.document["clear"] is True else None
        sentence = budgets.next_euro(row, fit, place.language)
        chart = drawn(row, highest, units, place.language, goal)
        shown.append(ShownChannel(row, named(place, row["channel"]), sentence, "", "", "", chart))
    return shown


def _area_name(place: Here, kra: object) -> str:
    found = next((one for one in place.plan.kras if one.id == kra), None) if place.plan else None
    return said(found.name, place.language) if found and found.name else str(kra)


@require_POST
@here("propose")
def ask(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """Make a question of a clear move: kept by whoever may decide, proposed to those it concerns by the others."""
    found = _found(place, name, wish_of(request.POST))
    if place.plan is None or found.document["clear"] is not True or not place.newest:
        messages.warning(request, _("No clear move is left to ask about."))
        return redirect("budget", name)
    reason = str(wording.phrase("spending.reason", place.language))
    written = arbitrating.opened(place.workspace, _question(place, found), decided(place, reason))
    if written is None or not written.result.sound or written.result.document is None:
        messages.warning(request, _("The plan could not take this question in."))
        return redirect("budget", name)
    result = written.result
    if may_change(place, result.changed):
        keeping.kept_said(request, keeping.keep(place, str(result.document), reason, result.after))
        return redirect("decision", written.id)
    return keeping.propose(request, place, str(result.document), result.changed, reason, result.after)


def _question(place: Here, found: Budgeted) -> Asked:
    """Each channel that gives, to each that takes, in proportion, over the weeks left."""
    document = found.document
    weeks = int(str(document["weeks"]))
    moves = {
        str(row["channel"]): (float(row["proposed"]) - float(row["today"])) * weeks
        for row in items(document["channels"])
    }
    gives = {one: -move for one, move in moves.items() if move < 0}
    takes = {one: move for one, move in moves.items() if move > 0}
    kras = {str(row["channel"]): row["kra"] for row in items(document["channels"])}
    asked = [
        Move(
            _line(place, giver, kras[giver]), _line(place, taker, kras[taker]),
            _rounded(given * taken / max(sum(takes.values()), sum(gives.values()))),
            kra=str(kras[taker]) if kras[taker] else None, expect=_expected(document) if at == 0 else None,
        )
        for at, (giver, given, taker, taken) in enumerate(
            (giver, given, taker, taken) for giver, given in gives.items() for taker, taken in takes.items()
        )
    ]  # fmt: skip
    texts = {language: _texts(place, document, gives, takes, language) for language in ("fr", "en")}
    return arbitrating.asked_of_moves(
        asked,
        Text({language: one[0] for language, one in texts.items()}),
        {
            option: Text({language: wording.phrase(f"spending.option.{option}", language) for language in ("fr", "en")})
            for option in ("move", arbitrating.KEPT, "hold_in_reserve")
        },
        Text({language: one[1] for language, one in texts.items()}),
    )


def _texts(
    place: Here, document: Row, gives: Mapping[str, float], takes: Mapping[str, float], language: str
) -> tuple[str, str]:
    currency = str(document["currency"])
    names = {"from": gives, "to": takes}
    told = {
        side: ", ".join(budgets.channel_name(one, _names(place), language) for one in several)
        for side, several in names.items()
    }
    amount = wording.quantity(str(_rounded(sum(takes.values()))), currency, language)
    question = wording.phrase("spending.question", language, {**told, "amount": amount})
    gain = document["gain"]
    return question, budgets.gain_sentence(gain, document, language) if isinstance(gain, Mapping) else question


def _names(place: Here) -> dict[str, object]:
    grounds = place.plan.grounds.get("channel", {}) if place.plan else {}
    return {name: text.as_document() for name, text in grounds.items() if text is not None}


def _line(place: Here, channel: str, kra: object) -> str:
    """The budget line that a move takes from or adds to: the area's own for that channel, else the channel's name."""
    plan = place.plan
    own = next((one for one in plan.kras if one.id == kra), None) if plan else None
    claimed = {value for claim in own.territory if claim.ground == "budget" for value in claim.values} if own else set()
    lines = [line.id for line in plan.budget.lines if line.media] if plan and plan.budget else []
    near = [line for line in lines if line in claimed and (line == channel or line.startswith(channel))]
    return (near or [line for line in lines if line in claimed] or [channel])[0]


def _expected(document: Row) -> Expect | None:
    gain = document["gain"]
    if not isinstance(gain, Mapping):
        return None
    low, high = items(gain["gain80"])
    return Expect(Decimal(str(gain["expected"])), None, Decimal(str(low)), Decimal(str(high)))


def _rounded(amount: float) -> Decimal:
    """To the hundred: nobody moves cents."""
    return Decimal(round(amount / 100) * 100 or round(amount))
