"""Jalon steers a digital-marketing team: where to, how far, what may stop us."""

__version__ = "0.1.0"
