"""Risk indicators judged: readings by their named method, bands, persistence, and why there is none."""
