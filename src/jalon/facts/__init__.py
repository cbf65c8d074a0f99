"""What the tools said: cuts, slices, loads and the promise of an engine."""
