"""Why a number moved between two periods: parts that add up to the change exactly, and what was dated meanwhile."""
