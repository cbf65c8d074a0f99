"""From a KPI formula to exact component sums and series."""
