"""From formulas to exact component sums and series: binding, one fused query per cut, freshness and maturity."""

from jalon.metrics.arrays import Daily, daily
from jalon.metrics.fed import columns_read
from jalon.metrics.freshness import Binding
from jalon.metrics.masks import masked
from jalon.metrics.maturity import Estimate, Maturity
from jalon.metrics.measured import Bucket, MeasuredSeries
from jalon.metrics.measuring import Measurements, measure
from jalon.metrics.wanted import SERVED_METHODS, Wanted, guardrail_key, wanted_by

__all__ = [
    "SERVED_METHODS",
    "Binding",
    "Bucket",
    "Daily",
    "Estimate",
    "Maturity",
    "MeasuredSeries",
    "Measurements",
    "Wanted",
    "columns_read",
    "daily",
    "guardrail_key",
    "masked",
    "measure",
    "wanted_by",
]
