"""Values that carry their meaning: money, periods, durations, texts, refusals."""

from jalon.quantities.money import Money
from jalon.quantities.period import Duration, Grain, Period, bucket_end, bucket_start
from jalon.quantities.refusals import Refusal
from jalon.quantities.text import Text, spoken, typeset

__all__ = ["Duration", "Grain", "Money", "Period", "Refusal", "Text", "bucket_end", "bucket_start", "spoken", "typeset"]
