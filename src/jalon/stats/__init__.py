"""Numbers in, verdicts or refusals out: NumPy and SciPy only."""
