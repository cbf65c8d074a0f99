"""Delta tables read by an in-memory DuckDB: one table a cut, a slice replaced whole in one commit."""

from jalon.facts.engines.duckdb.engine import DuckdbEngine

__all__ = ["DuckdbEngine"]
