"""The only place that knows every concrete part."""
