"""The map, areas, indicators, risks and territories."""
