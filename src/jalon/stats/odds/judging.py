"""One call for any number of questions: those that share a due date share one back-test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from jalon.quantities import Refusal
from jalon.stats.odds import flows, ratios, stocks
from jalon.stats.odds.asked import Asked, FlowAsked, PublishedAsked, RatioAsked, StockAsked
from jalon.stats.odds.maturity import completed, completed_together
from jalon.stats.odds.published import judged_published
from jalon.stats.odds.verdict import Verdict

Answer = Verdict | Refusal
One = TypeVar("One", FlowAsked, RatioAsked, StockAsked)


def odds(asked: Sequence[Asked], *, fan: bool = True) -> list[Answer]:
    """A verdict or a refusal for each question, in order; without a `fan`, only what the due date needs is reckoned."""
    found: dict[int, Answer] = {}
    kinds: tuple[list[tuple[int, FlowAsked]], list[tuple[int, RatioAsked]], list[tuple[int, StockAsked]]] = ([], [], [])
    for place, one in enumerate(asked):
        if isinstance(one, PublishedAsked):
            found[place] = judged_published(one)
        elif isinstance(one, FlowAsked):
            kinds[0].append((place, one))
        elif isinstance(one, RatioAsked):
            kinds[1].append((place, one))
        else:
            kinds[2].append((place, one))
    found |= _in_batches(kinds[0], flows.already_settled, flows.judged_flows, _with_left, fan)
    found |= _in_batches(kinds[1], ratios.already_settled, ratios.judged_ratios, _with_both_left, fan)
    found |= _in_batches(kinds[2], stocks.already_settled, stocks.judged_stocks, _remaining, fan)
    return [found[place] for place in range(len(asked))]


def _remaining(one: StockAsked) -> int:
    return one.remaining


def _with_left(one: FlowAsked) -> int:
    """Immature steps that say nothing yet are still to come."""
    return one.remaining + completed(one.immature).left


def _with_both_left(one: RatioAsked) -> int:
    return one.remaining + completed_together(one.immature)[0].left


def _in_batches(
    asked: list[tuple[int, One]],
    settled: Callable[[One], Answer | None],
    judged: Callable[[Sequence[One], int, int, bool], list[Answer]],
    remaining: Callable[[One], int],
    fan: bool,
) -> dict[int, Answer]:
    found: dict[int, Answer] = {}
    batches: dict[tuple[int, int], list[tuple[int, One]]] = {}
    for place, one in asked:
        known = settled(one)
        if known is not None:
            found[place] = known
        else:
            batches.setdefault((one.unit, remaining(one)), []).append((place, one))
    for (unit, steps), batch in batches.items():
        answers = judged([one for _, one in batch], unit, steps, fan)
        found |= {place: answer for (place, _), answer in zip(batch, answers, strict=True)}
    return found
