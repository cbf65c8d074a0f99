"""Every rule on judged rows, once: what they find, less what the plan accepts with a waiver."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jalon.findings import Finding
from jalon.scorecard.lint.alarmed import unanswered_alerts
from jalon.scorecard.lint.awaited import overdue_decisions
from jalon.scorecard.lint.dependent import leaning_on_one_channel
from jalon.scorecard.lint.disturbed import baselines_on_disturbed_days
from jalon.scorecard.lint.idle import off_course_and_left_alone
from jalon.scorecard.lint.known import Known
from jalon.scorecard.lint.promised import beyond_or_within_reach
from jalon.scorecard.lint.replayed import taught_by_their_past
from jalon.scorecard.lint.same_hand import judged_by_oneself
from jalon.scorecard.lint.thin import few_cases
from jalon.scorecard.lint.unproved import over_and_unproved, under_what_can_be_seen
from jalon.scorecard.lint.unseasoned import straight_through_the_season
from jalon.scorecard.lint.unseen import lost_in_the_noise

RULES: tuple[Callable[[Known], Iterator[Finding]], ...] = (
    beyond_or_within_reach,
    lost_in_the_noise,
    straight_through_the_season,
    baselines_on_disturbed_days,
    few_cases,
    off_course_and_left_alone,
    unanswered_alerts,
    taught_by_their_past,
    leaning_on_one_channel,
    judged_by_oneself,
    overdue_decisions,
    under_what_can_be_seen,
    over_and_unproved,
)


def noticed(known: Known) -> tuple[Finding, ...]:
    """The findings of a judged day, in the order of the rules. None of them is an error: they never block."""
    accepted = {
        (waiver.code, waiver.subject)
        for waiver in known.plan.lint.waivers
        if waiver.until is None or waiver.until >= known.as_of
    }
    found = (finding for rule in RULES for finding in rule(known))
    return tuple(finding for finding in found if (finding.code, finding.subject) not in accepted)
