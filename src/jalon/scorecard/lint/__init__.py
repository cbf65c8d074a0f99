"""Lint rules that need data."""
