"""Figures that are promised, measured: both sides in one run, with the seed and the machine."""
