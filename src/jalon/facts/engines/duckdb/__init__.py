"""Delta tables read by an in-memory DuckDB."""
