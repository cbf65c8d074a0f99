"""Dated rates of exchange, `rates@1`."""
