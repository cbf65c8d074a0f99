"""Every sentence, number and date that a person reads, in French and in English."""

from jalon.wording.asking import choice, label, object_word, purpose, unread
from jalon.wording.drafts import draft_note
from jalon.wording.numbers import day, hour, mark, money, month_name, number, percent, quantity, short
from jalon.wording.phrases import LANGUAGES, known, phrase
from jalon.wording.plans import differences
from jalon.wording.punctual import on_time
from jalon.wording.responses import response
from jalon.wording.sentences import activity, odds, reason, refusal, remedy, say, severity, standing, subject
from jalon.wording.shifts import shift

__all__ = [
    "LANGUAGES",
    "activity",
    "choice",
    "day",
    "differences",
    "draft_note",
    "hour",
    "known",
    "label",
    "mark",
    "money",
    "month_name",
    "number",
    "object_word",
    "odds",
    "on_time",
    "percent",
    "phrase",
    "purpose",
    "quantity",
    "reason",
    "refusal",
    "remedy",
    "response",
    "say",
    "severity",
    "shift",
    "short",
    "standing",
    "subject",
    "unread",
]
